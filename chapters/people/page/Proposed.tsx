import { Button } from 'antd'
import { Link } from 'react-router'
import { useGet, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { Proposal } from '../wire.ts'

/** People whom a complete list or a directory does not name any more: gone, or still here? */
export function Proposed() {
  const t = useText()
  const list = useGet<{ rows: Proposal[] }>('/people/leavers/proposed')
  const stays = usePost<{ personId: string }>(({ personId }) => `/people/${personId}/stays`, {
    refresh: ['/people/leavers'],
  })
  const rows = list.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="people-note" aria-label={t('people.proposed.title')}>
      <h2>{t('people.proposed.title', { count: rows.length })}</h2>
      <p className="soft">{t('people.proposed.hint')}</p>
      <ul className="people-lines">
        {rows.slice(0, 20).map((one) => (
          <li key={one.personId}>
            <span>
              {one.name} {one.employeeNo} <span className="soft">{one.department}</span>
            </span>
            <span>
              <Link to={`/people/${one.personId}/leave`}>
                <Button size="small">{t('people.people.leave')}</Button>
              </Link>{' '}
              <Button size="small" onClick={() => stays.mutate({ personId: one.personId })}>
                {t('people.proposed.stays')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
