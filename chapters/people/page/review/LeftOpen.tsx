import { useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { DecidedMany } from '../../wire.ts'

/** What was left open when many were decided at once, each with the reason. */
export function LeftOpen({ left }: { left: DecidedMany['left'] }) {
  const t = useText()
  const { pick } = useLanguage()
  if (left.length === 0) return null
  const heading = t('people.review.left', { count: left.length })
  return (
    <section className="people-note bad" role="status" aria-label={heading}>
      <h2>{heading}</h2>
      <ul>
        {left.map((one) => (
          <li key={one.id}>
            {one.person === '' ? t('people.review.leftUnknown') : `${one.person} ${pick(one.title)}`}:{' '}
            {pick(one)}
          </li>
        ))}
      </ul>
    </section>
  )
}
