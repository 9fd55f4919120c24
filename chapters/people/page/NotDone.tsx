import { useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { ConfirmationsDecided } from '../wire.ts'

/** What was left as it was when several were decided at once, each with the reason. */
export function NotDone({
  left,
  nameOf,
}: {
  left: ConfirmationsDecided['left']
  nameOf?: (id: string) => string
}) {
  const t = useText()
  const { pick } = useLanguage()
  if (left.length === 0) return null
  const heading = t('people.confirmations.left', { count: left.length })
  return (
    <section className="people-note bad" role="status" aria-label={heading}>
      <h2>{heading}</h2>
      <ul>
        {left.map((one) => (
          <li key={one.id}>
            {nameOf?.(one.id)} {pick(one)}
          </li>
        ))}
      </ul>
    </section>
  )
}
