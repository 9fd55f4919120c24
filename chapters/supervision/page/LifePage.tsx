import { Link, useParams, useSearchParams } from 'react-router'
import {
  KeyValue,
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  useLanguage,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { LifeOfApplication } from '../wire.ts'
import { EntryDrawer } from './EntryDrawer.tsx'
import { Level } from './Level.tsx'
import { LifeTable } from './LifeTable.tsx'
import { useWords } from './words.ts'

const pattern = /^(\d{1,5})-(\d{1,15})$/

/** 相符, or what does not fit and where. */
function Findings({ life }: { life: LifeOfApplication }) {
  const t = useText()
  const word = useWords()
  if (life.findings.length === 0)
    return (
      <section className="notice good" role="status">
        <h2>
          <StatusTag tone="good">{t('supervision.life.fits')}</StatusTag>
        </h2>
        <p>{t('supervision.life.fitsHint', { count: life.entries.length })}</p>
        {life.entriesMore > 0 && (
          <p className="soft">{t('supervision.life.more', { count: life.entriesMore })}</p>
        )}
      </section>
    )
  return (
    <section className="notice refusal" role="alert">
      <h2>{t('supervision.life.unfit', { count: life.findings.length })}</h2>
      <ul>
        {life.findings.map((one, at) => (
          <li key={at}>
            {word('finding', one.code)}{' '}
            {one.lane !== null && one.index !== null && (
              <Link to={`?entry=${one.lane}-${one.index}`}>
                {t('supervision.placeLong', { lane: one.lane, index: one.index })}
              </Link>
            )}
          </li>
        ))}
      </ul>
      <p className="soft">{t('supervision.life.unfitHint')}</p>
    </section>
  )
}

function Head({ life }: { life: LifeOfApplication }) {
  const t = useText()
  const word = useWords()
  const { pick } = useLanguage()
  const comma = t('kit.listComma')
  const files = life.customers.map((one) => one.name || t('supervision.unknownFile'))
  return (
    <KeyValue
      columns={3}
      items={[
        {
          label: t('supervision.life.applicant'),
          value: `${life.applicant.name || t('supervision.unknownPerson')} ${life.applicant.note}`,
        },
        { label: t('supervision.life.form'), value: word('form', life.form) },
        { label: t('supervision.life.level'), value: <Level rank={life.level} /> },
        { label: t('supervision.purpose'), value: life.purpose === null ? '—' : pick(life.purpose) },
        { label: t('supervision.life.mode'), value: word('mode', life.action) },
        {
          label: t('supervision.life.fields'),
          value: life.fields.map((field) => pick(field) || String(field.id)).join(comma) || '—',
        },
        {
          label: t('supervision.life.files', { count: files.length }),
          value: files.join(comma) || '—',
          wide: true,
        },
        { label: t('supervision.life.hash'), value: <code>{life.snapshotHash}</code>, wide: true },
      ]}
    />
  )
}

/** One application's whole life on one page: form, approvals, grant and readings beside each other. */
export default function LifePage() {
  const t = useText()
  const word = useWords()
  const { id = '' } = useParams()
  const [query, setQuery] = useSearchParams()
  const reply = useGet<LifeOfApplication>(`/audit/applications/${encodeURIComponent(id)}`)
  const [, lane, index] = pattern.exec(query.get('entry') ?? '') ?? []
  const life = reply.data
  return (
    <>
      <PageHeader
        title={
          life === undefined ? t('supervision.life.title') : t('supervision.life.of', { number: life.number })
        }
        hint={t('supervision.life.hint')}
        {...(life === undefined
          ? {}
          : {
              marks: (
                <StatusTag tone={stateTones[life.state] ?? 'neutral'}>{word('state', life.state)}</StatusTag>
              ),
              actions: <Link to={`/audit?application=${life.number}`}>{t('supervision.life.entries')}</Link>,
            })}
      />
      {reply.isPending && <Loading />}
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {life !== undefined && (
        <>
          <Findings life={life} />
          <div style={{ marginBottom: 16 }}>
            <Head life={life} />
          </div>
          <LifeTable life={life} />
        </>
      )}
      {lane !== undefined && index !== undefined && (
        <EntryDrawer lane={Number(lane)} index={Number(index)} onClose={() => setQuery({})} />
      )}
    </>
  )
}

const stateTones: Readonly<Record<string, 'waiting' | 'good' | 'bad' | 'ended' | 'warning'>> = {
  running: 'waiting',
  returned: 'warning',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'ended',
  terminated: 'ended',
  expired: 'ended',
  revoked: 'ended',
}
