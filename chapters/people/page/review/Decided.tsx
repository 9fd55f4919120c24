import { StatusTag, Time, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { OwnReview } from '../../wire.ts'
import { outcomeTones } from './tones.ts'

/** What I have decided in this review. */
export function Decided({ rows }: { rows: OwnReview['decided'] }) {
  const t = useText()
  const { pick } = useLanguage()
  if (rows.length === 0) return null
  return (
    <section className="people-gap" aria-label={t('people.review.decidedTitle')}>
      <h2 className="review-heading">{t('people.review.decidedTitle')}</h2>
      <ul className="people-lines">
        {rows.map((one) => (
          <li key={one.id}>
            <span>
              {one.person} {pick(one.title)} {one.reason !== '' && <span className="soft">{one.reason}</span>}
            </span>
            <span>
              <StatusTag tone={outcomeTones[one.outcome]}>
                {t(`people.review.outcome.${one.outcome}`)}
              </StatusTag>{' '}
              <Time at={one.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
