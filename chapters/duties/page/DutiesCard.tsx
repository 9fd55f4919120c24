import { Link } from 'react-router'
import { CountBadge, Loading, Time, useGet, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { DutyCounts, DutyRow } from '../wire.ts'

/** On the home desk: the next things that are due, and how many in all. */
export default function DutiesCard() {
  const t = useText()
  const { pick } = useLanguage()
  const counts = useGet<DutyCounts>('/duties/counts', {}, { everySeconds: 300 })
  const next = useGet<{ total: number; rows: DutyRow[] }>('/duties', { size: 4 })
  if (counts.data === undefined || next.data === undefined) return <Loading />
  const { open, overdue, people, peopleOverdue } = counts.data
  return (
    <>
      {next.data.rows.length === 0 && <p className="soft">{t('duties.home.none')}</p>}
      <ul className="plain-list">
        {next.data.rows.map((row) => (
          <li key={row.id}>
            <Link to={row.link}>{pick(row.name)}</Link>{' '}
            <span className={row.overdue ? 'bad' : 'soft'}>
              <Time at={row.dueAt} />
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link to="/duties">{t('duties.home.own')}</Link> <CountBadge count={open} />{' '}
        {overdue > 0 && (
          <>
            {t('duties.home.overdue')} <CountBadge count={overdue} tone="urgent" />
          </>
        )}
      </p>
      {people > 0 && (
        <p>
          <Link to="/duties?tab=people">{t('duties.home.people')}</Link> <CountBadge count={people} />{' '}
          {peopleOverdue > 0 && (
            <>
              {t('duties.home.peopleOverdue')} <CountBadge count={peopleOverdue} tone="urgent" />
            </>
          )}
        </p>
      )}
    </>
  )
}
