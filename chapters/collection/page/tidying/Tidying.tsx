import { Alert, Button, Statistic } from 'antd'
import { useState } from 'react'
import {
  type BatchAction,
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  useMay,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { defectCodes, type ManyReply, type ProgressReply, type QueueRow } from '../../wire.ts'
import { useClasses } from './classes.ts'
import { TidyDialog, type TidyTask } from './TidyDialog.tsx'
import { TidySettingsDrawer } from './TidySettings.tsx'

const figures = ['open', 'overdue', 'postponed', 'entered', 'tidied'] as const

/** New files with something to put right: who does it, by when, and how far it is. */
export default function Tidying() {
  const t = useText()
  const words = useClasses()
  const edits = useMay('edit-catalogue')
  const progress = useGet<ProgressReply>('/tidying/progress')
  const [task, setTask] = useState<{ of: TidyTask; rows: QueueRow[]; done: () => void }>()
  const [editing, setEditing] = useState(false)
  const [outcome, setOutcome] = useState<ManyReply>()
  const confirm = usePost<{ ids: string[] }, ManyReply>('/tidying/confirm', {
    refresh: ['/tidying'],
    onDone: setOutcome,
  })
  const opens = (of: TidyTask): BatchAction<QueueRow> => ({
    key: of,
    label: t(`collection.tidying.act.${of}`),
    run: (rows, done) => setTask({ of, rows, done }),
    suits: (rows) => rows.every((row) => row.state === 'open'),
  })
  return (
    <>
      <PageHeader
        title={t('collection.tidying.title')}
        hint={t('collection.tidying.hint')}
        actions={
          edits && <Button onClick={() => setEditing(true)}>{t('collection.tidying.settings')}</Button>
        }
      />
      {progress.data !== undefined && <Figures progress={progress.data} />}
      <ProblemNotice error={confirm.error} />
      {outcome !== undefined && <Outcome outcome={outcome} />}
      <DataTable<QueueRow>
        name="collection.tidying"
        label={t('collection.tidying.title')}
        path="/tidying"
        rowKey={(row) => row.id}
        rowHref={(row) => `/customers/${row.id}?tab=quality`}
        defaultSort="dueAt"
        batch={[
          opens('classify'),
          opens('assign'),
          opens('postpone'),
          {
            key: 'confirm',
            label: t('collection.tidying.act.confirm'),
            run: (rows, done) => confirm.mutate({ ids: rows.map((row) => row.id) }, { onSuccess: done }),
          },
          opens('tidy'),
        ]}
        filters={[
          choice(t, 'state', ['open', 'overdue', 'postponed', 'tidy']),
          choice(t, 'defect', defectCodes),
          choice(t, 'whose', ['mine', 'unassigned']),
          {
            kind: 'choice',
            name: 'type',
            label: t('collection.tidying.classify.type'),
            options: words.typeOptions,
          },
        ]}
        columns={columns(t, words)}
        empty={{ title: t('collection.tidying.none'), hint: t('collection.tidying.noneHint') }}
      />
      {task !== undefined && (
        <TidyDialog
          task={task.of}
          ids={task.rows.map((row) => row.id)}
          onDone={(reply) => {
            setOutcome(reply)
            task.done()
            setTask(undefined)
          }}
          onClose={() => setTask(undefined)}
        />
      )}
      {editing && progress.data !== undefined && (
        <TidySettingsDrawer settings={progress.data.settings} onClose={() => setEditing(false)} />
      )}
    </>
  )
}

type Translate = ReturnType<typeof useText>

const choice = (t: Translate, name: 'state' | 'defect' | 'whose', values: readonly string[]) => ({
  kind: 'choice' as const,
  name,
  label: t(`collection.tidying.${name}`),
  options: values.map((value) => ({ value, label: t(`collection.tidying.${name}.${value}`) })),
})

const columns = (t: Translate, words: ReturnType<typeof useClasses>) => [
  {
    key: 'fileNo',
    title: t('collection.tidying.fileNo'),
    fixed: true,
    sortable: true,
    width: 150,
    render: (row: QueueRow) => row.fileNo,
  },
  {
    key: 'kind',
    title: t('collection.tidying.kind'),
    width: 140,
    render: (row: QueueRow) => words.type(row.type),
  },
  {
    key: 'defects',
    title: t('collection.tidying.defects'),
    render: (row: QueueRow) => <Defects row={row} />,
  },
  {
    key: 'owner',
    title: t('collection.tidying.owner'),
    width: 110,
    render: (row: QueueRow) => row.owner?.name ?? '—',
  },
  {
    key: 'assignee',
    title: t('collection.tidying.assignee'),
    width: 110,
    render: (row: QueueRow) => row.assignee?.name ?? '—',
  },
  {
    key: 'dueAt',
    title: t('collection.tidying.dueAt'),
    sortable: true,
    width: 230,
    render: (row: QueueRow) => (
      <span className={row.overdue ? 'bad' : undefined}>
        <Time at={row.dueAt} />
      </span>
    ),
  },
  {
    key: 'enteredAt',
    title: t('collection.tidying.enteredAt'),
    sortable: true,
    off: true,
    width: 200,
    render: (row: QueueRow) => <Time at={row.enteredAt} />,
  },
]

/** What is to be put right, with the names of the fields concerned. */
export function Defects({ row }: { row: Pick<QueueRow, 'defects' | 'missing' | 'unfit'> }) {
  const t = useText()
  const { pick } = useLanguage()
  const names = (list: readonly { zh: string; en: string }[]): string =>
    list.length === 0
      ? ''
      : t('collection.tidying.fields', { names: list.map(pick).join(t('collection.tidying.comma')) })
  return (
    <>
      {row.defects.map((defect) => (
        <StatusTag key={defect} tone={defect === 'unfit' || defect === 'duplicate' ? 'bad' : 'warning'}>
          {t(`collection.tidying.defect.${defect}`)}
          {defect === 'missing' && names(row.missing)}
          {defect === 'unfit' && names(row.unfit)}
        </StatusTag>
      ))}
    </>
  )
}

function Figures({ progress }: { progress: ProgressReply }) {
  const t = useText()
  return (
    <div className="collection-figures">
      {figures.map((one) => (
        <Statistic key={one} title={t(`collection.tidying.figure.${one}`)} value={progress[one]} />
      ))}
      <ul className="collection-defects">
        {progress.byDefect
          .filter(({ count }) => count > 0)
          .map(({ defect, count }) => (
            <li key={defect}>
              {t(`collection.tidying.defect.${defect}`)} <strong>{count.toLocaleString()}</strong>
            </li>
          ))}
      </ul>
    </div>
  )
}

/** What came of an act on many files. */
function Outcome({ outcome }: { outcome: ManyReply }) {
  const t = useText()
  const { done, refused, failed } = outcome
  const not = refused + failed
  return (
    <Alert
      className="collection-gap"
      showIcon
      type={not === 0 ? 'success' : 'warning'}
      title={
        t('collection.tidying.done', { count: done }) +
        (not === 0 ? '' : t('collection.tidying.notDone', { count: not }))
      }
    />
  )
}
