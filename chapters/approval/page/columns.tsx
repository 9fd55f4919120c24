import { Button } from 'antd'
import {
  type DataColumn,
  type FilterField,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  useNow,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { DeskLine, FlowsReply } from '../wire.ts'
import { Level, states, stateTone, useActionName, useLevels } from './words.tsx'

/** The lists of the desk; `office` is the flow administrator's list of every form under way. */
export type Tab = 'todo' | 'done' | 'mine' | 'cc' | 'office'

type TabColumn = DataColumn<DeskLine> & { tabs?: readonly Tab[] }

/** State, step, and what I did. */
function useWhereItStands(): TabColumn[] {
  const t = useText()
  const { pick } = useLanguage()
  return [
    {
      key: 'state',
      title: t('approval.col.state'),
      sortable: true,
      tabs: ['done', 'mine', 'cc', 'office'],
      render: (row) => (
        <StatusTag tone={stateTone[row.state] ?? 'neutral'}>{t(`approval.state.${row.state}`)}</StatusTag>
      ),
    },
    {
      key: 'step',
      title: t('approval.col.step'),
      render: (row) => (row.step === null ? <span className="dash">—</span> : pick(row.step)),
    },
    {
      key: 'verb',
      title: t('approval.col.verb'),
      tabs: ['done'],
      render: (row) => (row.verb === null ? null : t(`approval.verb.${row.verb}`)),
    },
  ]
}

/** Until when, since when, and when it was over. */
function useWhen(): TabColumn[] {
  const t = useText()
  return [
    {
      key: 'dueAt',
      title: t('approval.col.due'),
      sortable: true,
      tabs: ['todo'],
      render: (row) => <Due at={row.dueAt} />,
    },
    {
      key: 'submittedAt',
      title: t('approval.col.submitted'),
      sortable: true,
      render: (row) => <Time at={row.submittedAt} />,
    },
    {
      key: 'finishedAt',
      title: t('approval.col.finished'),
      sortable: true,
      tabs: ['done', 'mine'],
      off: true,
      render: (row) => <Time at={row.finishedAt} />,
    },
  ]
}

/** The columns of a desk list; each tab shows what matters there. */
export function useDeskColumns(tab: Tab): DataColumn<DeskLine>[] {
  const t = useText()
  const { pick } = useLanguage()
  const actionName = useActionName()
  const where = useWhereItStands()
  const when = useWhen()
  const columns: TabColumn[] = [
    {
      key: 'number',
      title: t('approval.col.number'),
      width: 158,
      fixed: true,
      sortable: true,
      render: (row) => <Number row={row} />,
    },
    {
      key: 'form',
      title: t('approval.col.form'),
      sortable: true,
      off: true,
      render: (row) => pick(row.formName),
    },
    { key: 'title', title: t('approval.col.title'), render: (row) => pick(row.title) },
    {
      key: 'applicant',
      title: t('approval.col.applicant'),
      tabs: ['todo', 'done', 'cc', 'office'],
      render: (row) => (
        <>
          {row.applicant.name} <span className="soft">{row.applicant.department}</span>
        </>
      ),
    },
    {
      key: 'level',
      title: t('approval.col.level'),
      sortable: true,
      render: (row) => <Level rank={row.level} />,
    },
    { key: 'action', title: t('approval.col.action'), off: true, render: (row) => actionName(row.action) },
    ...where,
    {
      key: 'pool',
      title: t('approval.col.pool'),
      width: 150,
      tabs: ['todo'],
      render: (row) => <Pool row={row} />,
    },
    ...when,
  ]
  return columns.filter((column) => column.tabs === undefined || column.tabs.includes(tab))
}

/** A form's number; one that was not looked at yet says so. */
function Number({ row }: { row: DeskLine }) {
  const t = useText()
  return (
    <>
      <span className={row.unread ? 'form-number unread' : 'form-number'}>{row.number}</span>
      {row.unread && <span className="unread-mark">{t('approval.desk.unread')}</span>}
    </>
  )
}

/** A task that several people share: claimed from the list, or put back. */
function Pool({ row }: { row: DeskLine }) {
  const t = useText()
  const act = usePost<{ taskId: string }>(`/approvals/${row.id}/${row.pool === 'open' ? 'claim' : 'release'}`)
  if (row.pool === null || row.taskId === null) return <span className="dash">—</span>
  const { taskId } = row
  const mine = row.pool === 'mine'
  return (
    <span className="pool">
      <StatusTag tone={mine ? 'good' : 'waiting'}>{t(`approval.pool.${row.pool}`)}</StatusTag>{' '}
      <Button
        size="small"
        loading={act.isPending}
        aria-label={`${t(mine ? 'approval.do.release' : 'approval.do.claim')} ${row.number}`}
        onClick={() => act.mutate({ taskId })}
      >
        {t(mine ? 'approval.do.release' : 'approval.do.claim')}
      </Button>
      <ProblemNotice error={act.error} />
    </span>
  )
}

/** The same on a phone: one column says which form, the other what it is about and how urgent. */
export function useNarrowColumns(tab: Tab): DataColumn<DeskLine>[] {
  const t = useText()
  const { pick } = useLanguage()
  return [
    {
      key: 'number',
      title: t('approval.col.number'),
      width: 124,
      fixed: true,
      render: (row) => <Number row={row} />,
    },
    {
      key: 'what',
      title: t('approval.col.title'),
      fixed: true,
      render: (row) => (
        <div className="narrow-row">
          <div>{pick(row.title)}</div>
          {tab === 'todo' && row.pool !== null && <Pool row={row} />}
          <Level rank={row.level} />{' '}
          {tab !== 'todo' && (
            <StatusTag tone={stateTone[row.state] ?? 'neutral'}>{t(`approval.state.${row.state}`)}</StatusTag>
          )}
          <div className="soft">
            {tab !== 'mine' && row.applicant.name}{' '}
            {tab === 'todo' ? <Due at={row.dueAt} /> : <Time at={row.submittedAt} />}
          </div>
        </div>
      ),
    },
  ]
}

/** A deadline; past ones stand out. */
export function Due({ at }: { at: string | null }) {
  const now = useNow(60)
  const late = at !== null && Date.parse(at) < now
  return (
    <span className={late ? 'due late' : 'due'}>
      <Time at={at} />
    </span>
  )
}

/** The filters of a desk list. */
export function useDeskFilters(tab: Tab): FilterField[] {
  const t = useText()
  const { pick } = useLanguage()
  const levels = useLevels()
  const flows = useGet<FlowsReply>('/flows')
  const forms = (flows.data?.forms ?? []).map((form) => ({ value: form.code, label: pick(form.name) }))
  const filters: FilterField[] = [
    { kind: 'text', name: 'number', label: t('approval.col.number') },
    { kind: 'choice', name: 'form', label: t('approval.col.form'), options: forms },
    {
      kind: 'choice',
      name: 'level',
      label: t('approval.col.level'),
      options: levels.map((level) => ({ value: String(level.rank), label: pick(level) })),
    },
    { kind: 'days', name: 'submitted', label: t('approval.col.submitted') },
  ]
  if (tab === 'todo')
    return [
      ...filters,
      {
        kind: 'choice',
        name: 'pool',
        label: t('approval.col.pool'),
        options: (['open', 'mine'] as const).map((value) => ({ value, label: t(`approval.pool.${value}`) })),
      },
    ]
  const state: FilterField = {
    kind: 'choices',
    name: 'state',
    label: t('approval.col.state'),
    options: states.map((value) => ({ value, label: t(`approval.state.${value}`) })),
  }
  return [...filters, state]
}
