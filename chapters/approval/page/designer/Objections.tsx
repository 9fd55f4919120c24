import { useLanguage } from '../../../../doors/web/ui/index.ts'
import { type Objection, objectionsAt } from './drawing.ts'

/** What the server has against one place of the flow, beside that place. */
export function Objections({ all, at }: { all: readonly Objection[]; at: string }) {
  const { pick } = useLanguage()
  const here = objectionsAt(all, at)
  if (here.length === 0) return null
  return (
    <div role="alert">
      <ul className="plain-list field-error">
        {here.map((one) => (
          <li key={one.field + one.code}>{pick(one.text)}</li>
        ))}
      </ul>
    </div>
  )
}
