import { CheckCircleOutlined, DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  CopyButton,
  download,
  FormSection,
  KeyValue,
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { LedgerState, Verification } from '../wire.ts'
import { Plain } from './Plain.tsx'
import { useWords } from './words.ts'

const commands = {
  bundle: 'node verify.mjs mifeng-evidence-DATE.json --key mifeng-ledger.vkey',
  folder: 'mifeng ledger export FOLDER\nnode verify.mjs FOLDER --key mifeng-ledger.vkey --against CHECKPOINT',
}

/** Sealed blocks beside what the ledger committed to: the same, or which files differ. */
function Blocks({ blocks }: { blocks: Verification['blocks'] }) {
  const t = useText()
  if (blocks.checked === 0) return <p>{t('supervision.ledger.noBlocks')}</p>
  if (blocks.differ === 0) return <p>{t('supervision.ledger.blocksFit', { count: blocks.checked })}</p>
  return (
    <p role="alert">
      <StatusTag tone="bad">{t('supervision.ledger.blocksDiffer', { count: blocks.differ })}</StatusTag>{' '}
      {blocks.first.map((one) => one.fileNo).join(', ')}
    </p>
  )
}

/** Notices, consents and what is barred beside the ledger: the same, or which rows differ. */
function Consents({ consents }: { consents: Verification['consents'] }) {
  const t = useText()
  if (consents.checked === 0) return <p>{t('supervision.ledger.noConsents')}</p>
  if (consents.differ === 0) return <p>{t('supervision.ledger.consentsFit', { count: consents.checked })}</p>
  return (
    <div role="alert">
      <StatusTag tone="bad">{t('supervision.ledger.consentsDiffer', { count: consents.differ })}</StatusTag>
      <ul>
        {consents.first.map((one) => (
          <li key={`${one.what} ${one.subject} ${one.fault}`}>
            {t(`supervision.consentFault.${one.what}`)} {t(`supervision.consentFault.${one.fault}`)}{' '}
            <span className="identifier">{one.subject}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What verification found: whole, or the first entry that does not fit. */
function Result({ result }: { result: Verification }) {
  const t = useText()
  const word = useWords()
  if (result.firstBad === null)
    return (
      <section className="notice good" role="status">
        <h2>
          <StatusTag tone="good">{t('supervision.ledger.whole')}</StatusTag>
        </h2>
        <p>{t('supervision.ledger.wholeHint', { count: result.entries, seconds: (result.milliseconds / 1000).toFixed(1) })}</p>
        <Blocks blocks={result.blocks} />
        <Consents consents={result.consents} />
      </section>
    ) // prettier-ignore
  const { lane, index, what } = result.firstBad
  return (
    <section className="notice refusal" role="alert">
      <h2>{t('supervision.ledger.broken')}</h2>
      <p>
        <Link to={`/audit?entry=${lane}-${index}`}>{t('supervision.placeLong', { lane, index })}</Link>
        {t('supervision.colon')}
        {word('harm', what)}
      </p>
      <p className="soft">{t('supervision.ledger.brokenHint')}</p>
    </section>
  )
}

function Lanes({ state }: { state: LedgerState }) {
  const t = useText()
  return (
    <FormSection title={t('supervision.ledger.lanes')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('supervision.ledger.lane')}</th>
            <th scope="col" className="end">
              {t('supervision.ledger.size')}
            </th>
            <th scope="col" className="end">
              {t('supervision.ledger.signed')}
            </th>
            <th scope="col">{t('supervision.ledger.checkpoint')}</th>
          </tr>
        </thead>
        <tbody>
          {state.lanes.map((lane) => (
            <tr key={lane.lane} style={{ verticalAlign: 'top' }}>
              <td className="whole">
                {lane.lane} <span className="soft">{lane.name}</span>
              </td>
              <td className="end">{lane.size.toLocaleString()}</td>
              <td className="end">{lane.checkpointSize.toLocaleString()}</td>
              <td>
                {lane.checkpoint === null ? (
                  <span className="dash">—</span>
                ) : (
                  <>
                    <Plain label={`${t('supervision.ledger.checkpoint')} ${lane.name}`}>{lane.checkpoint}</Plain>
                    <CopyButton text={lane.checkpoint} label={t('supervision.ledger.copyCheckpoint', { lane: lane.lane })} />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </FormSection>
  ) // prettier-ignore
}

function PublicKey({ state }: { state: LedgerState }) {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  return (
    <FormSection title={t('supervision.ledger.key')}>
      <Plain label={t('supervision.ledger.key')}>{state.key}</Plain>
      <p className="soft">{t('supervision.ledger.keyHint')}</p>
      <CopyButton text={state.key} label={t('supervision.ledger.copyKey')} />{' '}
      <Button
        icon={<DownloadOutlined aria-hidden="true" />}
        onClick={() => void download('/audit/key', undefined, 'mifeng-ledger.vkey').catch(setError)}
      >
        {t('supervision.ledger.downloadKey')}
      </Button>
      <ProblemNotice error={error} />
    </FormSection>
  )
}

function Offline() {
  const t = useText()
  return (
    <FormSection title={t('supervision.ledger.offline')}>
      <p>{t('supervision.ledger.offlineHint')}</p>
      <ol>
        <li>
          {t('supervision.ledger.offlineBundle')}
          <Plain label={t('supervision.ledger.offlineBundle')}>{commands.bundle}</Plain>
        </li>
        <li>
          {t('supervision.ledger.offlineFolder')}
          <Plain label={t('supervision.ledger.offlineFolder')}>{commands.folder}</Plain>
        </li>
      </ol>
      <p className="soft">{t('supervision.ledger.offlineExit')}</p>
    </FormSection>
  )
}

/** The ledger itself: how long it is, what was signed last, and whether it is whole. */
export default function LedgerPage() {
  const t = useText()
  const state = useGet<LedgerState>('/audit/ledger')
  const verify = usePost<Record<string, never>, Verification>('/audit/verifications', {
    refresh: ['/audit/ledger'],
  })
  const last = state.data?.lastVerified ?? null
  const entries = state.data?.lanes.reduce((sum, lane) => sum + lane.size, 0) ?? 0
  return (
    <>
      <PageHeader
        title={t('supervision.ledger.title')}
        hint={t('supervision.ledger.hint')}
        primary={
          <Button
            type="primary"
            loading={verify.isPending}
            icon={<CheckCircleOutlined aria-hidden="true" />}
            onClick={() => verify.mutate({})}
          >
            {verify.isPending
              ? t('supervision.ledger.verifying', { count: entries })
              : t('supervision.ledger.verify')}
          </Button>
        }
      />
      <ProblemNotice error={verify.error} />
      {verify.data !== undefined && <Result result={verify.data} />}
      {state.isPending && <Loading />}
      <ProblemNotice error={state.error} onRetry={() => void state.refetch()} />
      {state.data !== undefined && (
        <>
          <div style={{ marginBottom: 12 }}>
            <KeyValue
              columns={3}
              items={[
                { label: t('supervision.ledger.name'), value: <code>{state.data.ledger}</code> },
                { label: t('supervision.ledger.entries'), value: entries.toLocaleString() },
                {
                  label: t('supervision.ledger.last'),
                  value:
                    last === null ? (
                      t('supervision.ledger.never')
                    ) : (
                      <>
                        <StatusTag tone={last.whole ? 'good' : 'bad'}>
                          {last.whole ? t('supervision.ledger.whole') : t('supervision.ledger.broken')}
                        </StatusTag>{' '}
                        <Time at={last.at} />
                      </>
                    ),
                },
              ]}
            />
          </div>
          <Lanes state={state.data} />
          <PublicKey state={state.data} />
          <Offline />
        </>
      )}
    </>
  )
}
