import { Button, Checkbox, Radio } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import {
  apiUrl,
  DataTable,
  FilePick,
  PageHeader,
  problemOf,
  ProblemNotice,
  useLanguage,
  useRefresh,
  useText,
  upload,
} from '../../../doors/web/ui/index.ts'
import type { ImportReply, RowProblem } from '../wire.ts'
import { Differences } from './Differences.tsx'
import './people.css'
import { useClearanceName } from './words.ts'

interface Tried {
  file: File
  reply: ImportReply
}
type Movers = 'end' | 'keep'

/** Import of people: the file is compared at once; what is confirmed is put in force, and only when every row is right. */
export default function Import() {
  const t = useText()
  const refresh = useRefresh()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [tried, setTried] = useState<Tried | null>(null)
  const [complete, setComplete] = useState(false)
  const send = async (file: File, body: object): Promise<void> => {
    const form = new FormData()
    form.append('body', JSON.stringify({ complete, ...body }))
    form.append('file', file)
    setBusy(true)
    setError(null)
    try {
      const reply = await upload<ImportReply>('/people/import', form, () => undefined)
      setTried({ file, reply })
      if (reply.applied) window.scrollTo({ top: 0 })
      if (reply.applied) await refresh(['/people', '/departments', '/roles', '/posts'])
    } catch (caught) {
      setError(caught)
      if (problemOf(caught).kind === 'mistake') setTried(null)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <PageHeader
        title={t('people.import.title')}
        hint={t('people.import.hint')}
        actions={
          tried?.reply.applied === true ? (
            <Button onClick={() => void navigate('/people')}>{t('people.import.toPeople')}</Button>
          ) : (
            <Button href={apiUrl('/people/import/template')}>{t('people.import.template')}</Button>
          )
        }
        primary={
          tried?.reply.applied === true && (
            <Button type="primary" onClick={() => void navigate('/accounts?new=some')}>
              {t('people.import.toAccounts')}
            </Button>
          )
        }
      />
      <ProblemNotice error={error} />
      {tried === null ? (
        <>
          <p>
            <Checkbox checked={complete} onChange={(event) => setComplete(event.target.checked)}>
              {t('people.import.complete')}
            </Checkbox>
          </p>
          <FilePick
            accept={['.xlsx', '.csv']}
            largestBytes={20 * 1024 * 1024}
            disabled={busy}
            hint={busy ? t('people.import.checking') : t('people.import.columns')}
            onPick={([file]) => void (file && send(file, { dryRun: true }))}
          />
        </>
      ) : (
        <Result
          key={tried.reply.digest}
          tried={tried}
          busy={busy}
          onGo={(without, movers) =>
            void send(tried.file, { dryRun: false, digest: tried.reply.digest, without, movers })
          }
          onAgain={() => setTried(null)}
        />
      )}
    </>
  )
}

function Result({
  tried,
  busy,
  onGo,
  onAgain,
}: {
  tried: Tried
  busy: boolean
  onGo: (without: string[], movers: Movers) => void
  onAgain: () => void
}) {
  const t = useText()
  const { reply, file } = tried
  // Whoever is missing is not proposed as a leaver unless somebody says so.
  const [without, setWithout] = useState<ReadonlySet<string>>(
    () => new Set(reply.differences.filter((one) => one.kind === 'leaver').map((one) => one.key)),
  )
  const [movers, setMovers] = useState<Movers>('end')
  const toggle = (key: string): void => {
    const next = new Set(without)
    if (!next.delete(key)) next.add(key)
    setWithout(next)
  }
  const count = reply.differences.filter((one) => one.problem === null && !without.has(one.key)).length
  return (
    <div aria-live="polite">
      <h2>{t(reply.applied ? 'people.import.done' : 'people.import.checked', { name: file.name })}</h2>
      <Figures reply={reply} />
      {reply.unknownColumns.length > 0 && (
        <p className="soft">
          {t('people.import.unknown', { columns: reply.unknownColumns.join(t('kit.listComma')) })}
        </p>
      )}
      {reply.problemCount > 0 && <Problems reply={reply} />}
      {reply.clearanceWanted.length > 0 && <Wanted reply={reply} />}
      {reply.moved > 0 && !reply.applied && (
        <section className="people-note people-gap">
          <h2>{t('people.import.movers', { count: reply.moved })}</h2>
          <Radio.Group
            aria-label={t('people.import.moversWhat')}
            value={movers}
            onChange={(event) => setMovers(event.target.value as Movers)}
            options={(['end', 'keep'] as const).map((value) => ({
              value,
              label: t(`people.import.movers.${value}`),
            }))}
          />
        </section>
      )}
      <h2 className="people-gap">{t('people.difference.title')}</h2>
      <p className="soft">{t('people.difference.hint')}</p>
      <Differences
        list={reply.differences}
        without={without}
        {...(reply.applied ? {} : { onToggle: toggle })}
      />
      <p className="people-gap">
        {!reply.applied && (
          <Button
            type="primary"
            disabled={reply.problemCount > 0 || count === 0}
            loading={busy}
            onClick={() => onGo([...without], movers)}
          >
            {t('people.import.go', { count })}
          </Button>
        )}{' '}
        <Button onClick={onAgain} disabled={busy}>
          {t('people.import.again')}
        </Button>
      </p>
    </div>
  )
}

function Figures({ reply }: { reply: ImportReply }) {
  const t = useText()
  const figures = [
    ['people.import.rows', reply.rows],
    ['people.import.created', reply.created],
    ['people.import.changed', reply.changed],
    ['people.import.moved', reply.moved],
    ['people.import.unchanged', reply.unchanged],
    ['people.import.missing', reply.missing],
    ['people.import.departments', reply.departmentsCreated.length],
  ] as const
  return (
    <dl className="people-figures">
      {figures.map(([key, value]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Problems({ reply }: { reply: ImportReply }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <>
      <section className="people-note bad" role="alert">
        <h2>{t('people.import.problems', { count: reply.problemCount })}</h2>
      </section>
      <DataTable<RowProblem>
        name="people.import.problems"
        label={t('people.import.problem')}
        rows={reply.problems}
        rowKey={(one) => `${one.row} ${one.column} ${one.code}`}
        columns={[
          { key: 'row', title: t('people.import.row'), width: 70, render: (one) => one.row },
          { key: 'column', title: t('people.import.column'), width: 140, render: (one) => one.column },
          { key: 'problem', title: t('people.import.problem'), render: (one) => pick(one) },
        ]}
        empty={{ title: t('people.import.problem') }}
      />
    </>
  )
}

function Wanted({ reply }: { reply: ImportReply }) {
  const t = useText()
  const clearanceName = useClearanceName()
  return (
    <section className="people-note people-gap">
      <h2>{t('people.import.wanted')}</h2>
      <p>
        {reply.clearanceWanted
          .slice(0, 50)
          .map((one) => `${one.name} ${one.employeeNo} → ${clearanceName(one.clearance)}`)
          .join(t('kit.listComma'))}
      </p>
    </section>
  )
}
