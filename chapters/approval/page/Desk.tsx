import { Grid } from 'antd'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import {
  ConfirmReason,
  DataTable,
  PageHeader,
  useLanguage,
  usePost,
  useSession,
  useText,
  type BatchAction,
} from '../../../doors/web/ui/index.ts'
import type { BatchReply, DeskLine } from '../wire.ts'
import { BatchResult, type Batched } from './BatchResult.tsx'
import { type Tab, useDeskColumns, useDeskFilters, useNarrowColumns } from './columns.tsx'
import { Drafts } from './Drafts.tsx'

const tabs: readonly Tab[] = ['todo', 'done', 'mine', 'cc']

const addresses = [...tabs, 'drafts'] as const

/** 待办, 已办, 我发起的, 抄送我的, 草稿; for flow administrators also 办理中的表单, on a page of its own. */
export default function Desk() {
  const { pathname } = useLocation()
  if (pathname === '/desk/drafts')
    return (
      <>
        <Top tab="drafts" />
        <Drafts />
      </>
    )
  if (pathname === '/desk/office') return <DeskTab tab="office" />
  const tab = tabs.find((one) => pathname === `/desk/${one}`) ?? 'todo'
  return <DeskTab key={tab} tab={tab} />
}

function Top({ tab }: { tab: (typeof addresses)[number] | 'office' }) {
  const t = useText()
  if (tab === 'office')
    return <PageHeader title={t('approval.desk.office')} hint={t('approval.desk.officeHint')} />
  return (
    <>
      <PageHeader title={t(`approval.desk.${tab}`)} hint={t(`approval.desk.${tab}Hint`)} />
      <nav className="desk-tabs" aria-label={t('approval.home.title')}>
        {addresses.map((one) => (
          <Link key={one} to={`/desk/${one}`} aria-current={one === tab ? 'page' : undefined}>
            {t(`approval.desk.${one}`)}
          </Link>
        ))}
      </nav>
    </>
  )
}

function DeskTab({ tab }: { tab: Tab }) {
  const t = useText()
  const wide = useDeskColumns(tab)
  const narrow = useNarrowColumns(tab)
  const columns = Grid.useBreakpoint().md === false ? narrow : wide
  const filters = useDeskFilters(tab)
  const [batch, setBatch] = useState<{ rows: DeskLine[]; done: () => void } | null>(null)
  const [results, setResults] = useState<Batched | null>(null)
  const approve: BatchAction<DeskLine> = {
    key: 'approve',
    label: t('approval.batch.action'),
    run: (rows, done) => setBatch({ rows, done }),
    suits: (rows) => rows.every((row) => row.batch && row.definitionId === rows[0]?.definitionId),
  }
  const name = tab.charAt(0).toUpperCase() + tab.slice(1)
  return (
    <>
      <Top tab={tab} />
      {tab === 'todo' && <Claimable />}
      {results !== null && <BatchResult {...results} />}
      <DataTable<DeskLine>
        name={`approval.${tab}`}
        label={t(`approval.desk.${tab}`)}
        path={`/desk/${tab}`}
        columns={columns}
        filters={filters}
        rowKey={(row) => row.id}
        rowHref={(row) => `/approvals/${row.id}`}
        batch={tab === 'todo' ? [approve] : []}
        everySeconds={60}
        empty={{ title: t(`approval.desk.empty${name}`), hint: t(`approval.desk.empty${name}Hint`) }}
      />
      {batch !== null && (
        <Batch
          rows={batch.rows}
          onDone={(reply) => {
            setResults({ rows: batch.rows, reply })
            batch.done()
          }}
          onClose={() => setBatch(null)}
        />
      )}
    </>
  )
}

/** How many of the tasks are shared and still to be claimed. */
function Claimable() {
  const t = useText()
  const { counts } = useSession()
  const count = counts['claimable'] ?? 0
  if (count === 0) return null
  return (
    <p className="soft" role="status">
      <Link to="/desk/todo?pool=open">{t('approval.pool.count', { count })}</Link>
    </p>
  )
}

/** Shows what will be approved together before it is. */
function Batch(props: {
  rows: readonly DeskLine[]
  onDone: (reply: BatchReply) => void
  onClose: () => void
}) {
  const t = useText()
  const { pick } = useLanguage()
  const approve = usePost<unknown, BatchReply>('/desk/approve', { onDone: props.onDone })
  const items = props.rows.map(({ id, taskId, hash }) => ({ id, taskId, hash }))
  return (
    <ConfirmReason
      open
      optional
      title={t('approval.batch.title', { count: props.rows.length })}
      text={t('approval.batch.text')}
      action={t('approval.do.approve')}
      onConfirm={(opinion) => approve.mutateAsync({ items, opinion })}
      onClose={props.onClose}
    >
      <ul className="plain-list batch-preview">
        {props.rows.map((row) => (
          <li key={row.id}>
            {row.number} {pick(row.title)} <span className="soft">{row.applicant.name}</span>
          </li>
        ))}
      </ul>
    </ConfirmReason>
  )
}
