import { useParams } from 'react-router'
import {
  EmptyState,
  FormSection,
  KeyValue,
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  usePerson,
  useText,
} from '../../../doors/web/ui/index.ts'
import { ClauseNotes } from '../../people/page/panels.tsx'
import type { ClauseRow } from '../wire.ts'
import { EntryTable } from './EntryTable.tsx'
import { standingText, tones } from './words.ts'

function Facts({ clause }: { clause: ClauseRow }) {
  const t = useText()
  const { pick } = useLanguage()
  const comma = t('kit.listComma')
  return (
    <KeyValue
      columns={2}
      items={[
        { label: t('supervision.clause.who'), value: clause.who.map(pick).join(comma) },
        { label: t('supervision.clause.kind'), value: t(`supervision.enforced.${clause.kind}`) },
        { label: t('supervision.clause.evidence'), value: pick(clause.evidence) },
        ...(clause.missing === null
          ? []
          : [{ label: t('supervision.clause.missingYet'), value: pick(clause.missing) }]),
        { label: t('supervision.clause.laws'), value: clause.laws.map(pick).join(comma) || '—' },
        {
          label: t('supervision.clause.figures'),
          value: t('supervision.clauses.decided', { permits: clause.permits, refusals: clause.refusals }),
        },
        { label: t('supervision.clause.last'), value: <Time at={clause.lastAt} /> },
        ...clause.standings.map((one) => ({ label: pick(one.label), value: standingText(t, one) })),
      ]}
    />
  )
}

function Rules({ clause }: { clause: ClauseRow }) {
  const t = useText()
  return (
    <FormSection title={t('supervision.clause.rules')}>
      {clause.rules.length === 0 && <p className="soft">{t('supervision.clause.noRules')}</p>}
      {clause.rules.length > 0 && (
        <table className="plain-table" style={{ width: '100%' }}>
          <thead>
            <tr>
              <th scope="col">{t('supervision.clause.rule')}</th>
              <th scope="col">{t('supervision.clause.file')}</th>
            </tr>
          </thead>
          <tbody>
            {clause.rules.map((rule) => (
              <tr key={rule.key}>
                <td>{rule.key}</td>
                <td>
                  <code>{rule.file}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FormSection>
  )
}

/** One clause: what every refusal points at. */
export default function ClausePage() {
  const t = useText()
  const { pick } = useLanguage()
  const { number = '' } = useParams()
  const { roles } = usePerson()
  const reply = useGet<{ rows: ClauseRow[] }>('/clauses')
  const clause = reply.data?.rows.find((row) => row.number === number)
  if (reply.data !== undefined && clause === undefined)
    return (
      <>
        <PageHeader title={t('supervision.clause.title')} />
        <EmptyState title={t('supervision.clause.missing', { number })} />
      </>
    )
  return (
    <>
      <PageHeader
        title={
          clause === undefined ? t('supervision.clause.title') : `${clause.number} ${pick(clause.title)}`
        }
        {...(clause === undefined
          ? {}
          : {
              hint: pick(clause.chapter),
              marks: (
                <StatusTag tone={tones[clause.status]}>{t(`supervision.status.${clause.status}`)}</StatusTag>
              ),
            })}
      />
      {reply.isPending && <Loading />}
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {clause !== undefined && (
        <>
          <p style={{ fontSize: 15, maxWidth: '70ch', lineHeight: 1.8 }}>{pick(clause.text)}</p>
          <ClauseNotes number={clause.number} />
          <div style={{ margin: '12px 0' }}>
            <Facts clause={clause} />
          </div>
          <Rules clause={clause} />
          {roles.includes('audit-admin') && (
            <FormSection title={t('supervision.clause.decisions')}>
              <EntryTable
                name="supervision.clause"
                params={{ clause: number }}
                pageSize={10}
                empty={{ title: t('supervision.clause.noDecisions') }}
              />
            </FormSection>
          )}
        </>
      )}
    </>
  )
}
