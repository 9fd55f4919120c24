import { Link } from 'react-router'
import { Countdown, ProblemNotice, useGet, useText } from '../../../../doors/web/ui/index.ts'
import type { GrantList } from '../../wire.ts'
import { Extent } from '../shared/Extent.tsx'
import { usePurposes } from '../shared/purposes.ts'

/** For the home desk: my running grants, the one that ends first on top. */
export default function RunningGrantsCard() {
  const t = useText()
  const purposes = usePurposes()
  const list = useGet<GrantList>(
    '/grants',
    { whose: 'mine', state: 'running', size: 5 },
    { everySeconds: 30 },
  )
  const rows = [...(list.data?.rows ?? [])].sort((a, b) => a.until.localeCompare(b.until))
  return (
    <>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.data !== undefined && rows.length === 0 && <p className="soft">{t('use.home.none')}</p>}
      <ul className="use-home">
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={`/approvals/${row.application}`}>{row.number}</Link> {purposes.word(row.purpose)}{' '}
            <span className="soft">
              <Extent customers={row.customers} fields={row.fields.length} />
            </span>
            <Countdown until={row.until} />
          </li>
        ))}
      </ul>
      {list.data !== undefined && list.data.total > rows.length && (
        <Link to="/grants?state=running">{t('use.home.all', { count: list.data.total })}</Link>
      )}
    </>
  )
}
