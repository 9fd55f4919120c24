import { Button, Tabs } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  FilePick,
  PageHeader,
  problemOf,
  ProblemNotice,
  StatusTag,
  Time,
  upload,
  useGet,
  useLanguage,
  useMay,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { type DoorBatches, doorLogBytes, type DoorLineProblem, type DoorLogReply } from '../../wire.ts'
import { DoorComparison } from './DoorComparison.tsx'

/** What the door control wrote down: reading it in, and comparing it with the entry register. */
export default function DoorLog() {
  const t = useText()
  const may = useMay('import-door-log')
  const [tab, setTab] = useState('compare')
  return (
    <>
      <PageHeader title={t('custody.doors.title')} hint={t('custody.doors.hint')} />
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'compare', label: t('custody.doors.compare'), children: <DoorComparison /> },
          ...(may ? [{ key: 'import', label: t('custody.doors.import'), children: <Import /> }] : []),
          { key: 'files', label: t('custody.doors.files'), children: <Files /> },
        ]}
      />
    </>
  )
}

/** A file is tried first; nothing is kept before somebody has seen what would be. */
function Import() {
  const t = useText()
  const refresh = useRefresh()
  const [part, setPart] = useState<number>()
  const [error, setError] = useState<unknown>(null)
  const [tried, setTried] = useState<{ file: File; reply: DoorLogReply }>()
  const send = async (file: File, path: string): Promise<void> => {
    const form = new FormData()
    form.append('file', file)
    setPart(0)
    setError(null)
    try {
      const reply = await upload<DoorLogReply>(path, form, setPart)
      setTried({ file, reply })
      if (reply.applied) await refresh(['/door-log', '/door-log/comparison'])
    } catch (caught) {
      setError(caught)
      if (problemOf(caught).kind === 'mistake') setTried(undefined)
    } finally {
      setPart(undefined)
    }
  }
  const progress =
    part === undefined
      ? undefined
      : part < 1
        ? t('custody.doors.sending', { percent: Math.round(part * 100) })
        : t('custody.doors.checking')
  return (
    <>
      <ProblemNotice error={error} />
      {tried === undefined ? (
        <FilePick
          accept={['.xlsx', '.csv']}
          largestBytes={doorLogBytes}
          disabled={part !== undefined}
          hint={progress ?? t('custody.doors.columns')}
          onPick={([file]) => void (file && send(file, '/door-log/preview'))}
        />
      ) : (
        <section aria-live="polite">
          <Result name={tried.file.name} reply={tried.reply} />
          <p className="custody-buttons">
            {!tried.reply.applied && (
              <Button
                type="primary"
                disabled={tried.reply.fresh === 0}
                loading={part !== undefined}
                onClick={() => void send(tried.file, '/door-log')}
              >
                {t('custody.doors.go', { count: tried.reply.fresh })}
              </Button>
            )}
            <Button disabled={part !== undefined} onClick={() => setTried(undefined)}>
              {t('custody.doors.again')}
            </Button>
          </p>
        </section>
      )}
    </>
  )
}

function Result({ name, reply }: { name: string; reply: DoorLogReply }) {
  const t = useText()
  const { pick } = useLanguage()
  const figures = [
    'rows', 'fresh', 'matched', 'unknownPeople', 'unknownDoors', 'badLines', 'repeated',
  ] as const // prettier-ignore
  return (
    <>
      <h2>{t(reply.applied ? 'custody.doors.done' : 'custody.doors.checked', { name })}</h2>
      {reply.knownSince !== null && (
        <p>
          <StatusTag tone="warning">{t('custody.doors.known')}</StatusTag> <Time at={reply.knownSince} />
        </p>
      )}
      <p>{figures.map((key) => `${t(`custody.doors.${key}`)} ${reply[key]}`).join(' · ')}</p>
      {reply.problemCount > 0 && (
        <DataTable<DoorLineProblem>
          name="custody.doors.problems"
          label={t('custody.doors.problems', { count: reply.problemCount })}
          rows={reply.problems}
          rowKey={(one) => `${one.row} ${one.code}`}
          columns={[
            { key: 'row', title: t('custody.doors.row'), width: 90, render: (one) => one.row },
            { key: 'column', title: t('custody.doors.column'), width: 120, render: (one) => one.column },
            { key: 'what', title: t('custody.doors.what'), render: (one) => pick(one) },
          ]}
          empty={{ title: t('custody.doors.what') }}
        />
      )}
    </>
  )
}

/** Files that were read in, with the hash that stands in the ledger. */
function Files() {
  const t = useText()
  const reply = useGet<DoorBatches>('/door-log')
  return (
    <>
      <ProblemNotice error={reply.error} />
      <DataTable<DoorBatches['rows'][number]>
        name="custody.doors.files"
        label={t('custody.doors.files')}
        rows={reply.data?.rows ?? []}
        rowKey={(row) => row.id}
        columns={[
          { key: 'at', title: t('custody.doors.at'), fixed: true, render: (row) => <Time at={row.at} /> },
          { key: 'by', title: t('custody.doors.by'), render: (row) => `${row.by.name} ${row.by.employeeNo}` },
          ...(['rows', 'imported', 'unknownPeople', 'unknownDoors', 'badLines', 'repeated'] as const).map(
            (key) => ({
              key,
              title: t(`custody.doors.${key}`),
              render: (row: DoorBatches['rows'][number]) => row[key],
            }),
          ),
          {
            key: 'file',
            title: t('custody.doors.hash'),
            render: (row) => <code title={row.file}>{row.file.slice(0, 12)}…</code>,
          },
        ]}
        empty={{ title: t('custody.doors.noFiles'), hint: t('custody.doors.noFilesHint') }}
      />
    </>
  )
}
