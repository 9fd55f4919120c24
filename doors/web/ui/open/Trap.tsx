/** A field that people do not see or reach, and machines fill in. Give its value to `OpenSender.post`. */
export function Trap({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <div className="open-trap" aria-hidden="true">
      <input
        type="text"
        name="homepage"
        tabIndex={-1}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
