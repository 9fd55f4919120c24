/** The mark: a hexagon closed by a seal. Decorative; the name stands beside it. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M16 1.5 28.6 8.75v14.5L16 30.5 3.4 23.25V8.75z"
        fill="none"
        stroke="var(--blue)"
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
      <path
        d="M3.9 9 16 16.2 28.1 9"
        fill="none"
        stroke="var(--blue)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="18" r="6.2" fill="#b8321a" />
      <path d="M13.3 18.1h5.4M16 15.4v5.4" stroke="#fff" strokeWidth="1.7" strokeLinecap="round" />
    </svg>
  )
}
