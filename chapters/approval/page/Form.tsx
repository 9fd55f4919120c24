import { Alert } from 'antd'
import { useEffect } from 'react'
import { Link, useParams } from 'react-router'
import {
  CopyButton,
  isAdministrator,
  Loading,
  OpinionTimeline,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  StatusTag,
  timeText,
  useGet,
  useLanguage,
  usePerson,
  usePost,
  useText,
  useTimeZone,
  Watermark,
} from '../../../doors/web/ui/index.ts'
import type { ApprovalReply } from '../wire.ts'
import { DecisionBar } from './DecisionBar.tsx'
import { useOpinions } from './opinions.tsx'
import { Signatures } from './signing/Signatures.tsx'
import { WayChart } from './WayChart.tsx'
import { Level, stateTone, useActionName } from './words.tsx'

/** One form: left as it prints, right what was said about it and who is next; the decisions always below. */
export default function Form() {
  const t = useText()
  const { id = '' } = useParams()
  const form = useGet<ApprovalReply>(`/approvals/${id}`, {}, { everySeconds: 60, keep: false })
  const seen = usePost(`/approvals/${id}/viewed`, { refresh: ['/desk/counts', '/session'] })
  // An administrator looks at how a form stands and has no part in it: there is nothing of theirs to mark as seen.
  const takesPart = !isAdministrator(usePerson().roles)
  const mine = form.data !== undefined && takesPart
  const { mutate } = seen
  useEffect(() => {
    if (mine) mutate({})
  }, [mine, mutate])
  if (form.data !== undefined) return <FormPage form={form.data} />
  if (form.error === null) return <Loading />
  return (
    <>
      <PageHeader title={t('approval.form.title')} />
      <ProblemNotice error={form.error} onRetry={() => void form.refetch()} />
    </>
  )
}

function FormPage({ form }: { form: ApprovalReply }) {
  const t = useText()
  const { pick } = useLanguage()
  const opinions = useOpinions(form)
  return (
    <>
      <PageHeader
        title={`${pick(form.form.name)} ${form.number}`}
        hint={[pick(form.title), pick(form.summary)].filter((part) => part !== '').join(' · ')}
        marks={
          <>
            <Level rank={form.level} />{' '}
            <StatusTag tone={stateTone[form.state] ?? 'neutral'}>
              {t(`approval.state.${form.state}`)}
            </StatusTag>
          </>
        }
      />
      <Standing form={form} />
      <WayChart form={form} />
      <div className="side-by-side approval-form">
        <Sheet form={form} />
        <aside className="approval-side">
          <section aria-label={t('approval.form.way')}>
            <h2>{t('approval.form.way')}</h2>
            <OpinionTimeline opinions={opinions} />
          </section>
          <Signatures form={form} />
          <Facts form={form} />
        </aside>
      </div>
      <DecisionBar form={form} />
    </>
  )
}

/** What to know before anything is decided: that it is suspended, that an opinion was kept. */
function Standing({ form }: { form: ApprovalReply }) {
  const t = useText()
  return (
    <>
      {form.suspendedAt !== null && (
        <Alert showIcon type="warning" className="batch-result" title={t('approval.form.suspended')} />
      )}
      {form.draft !== null && form.draft !== '' && (
        <Alert
          showIcon
          type="info"
          className="batch-result"
          title={t('approval.form.draftKept')}
          description={form.draft}
        />
      )}
    </>
  )
}

/** The form as it stands on paper. */
function Sheet({ form }: { form: ApprovalReply }) {
  const t = useText()
  const { pick } = useLanguage()
  const zone = useTimeZone()
  const actionName = useActionName()
  const [number = '', version = ''] = form.form.formNumber.split(' ')
  return (
    <Watermark>
      <PrintSheet
        company={form.company}
        title={pick(form.form.name)}
        formNo={number}
        version={version}
        serialNo={form.number}
        noButton
      >
        <table>
          <tbody>
            <tr>
              <th scope="row">{t('approval.col.applicant')}</th>
              <td>
                {form.applicant.name} {form.applicant.employeeNo}
              </td>
            </tr>
            <tr>
              <th scope="row">{t('approval.form.department')}</th>
              <td>
                {[form.applicant.department, form.applicant.post].filter((part) => part !== '').join(' · ')}
              </td>
            </tr>
            <tr>
              <th scope="row">{t('approval.col.submitted')}</th>
              <td>{timeText(form.submittedAt, zone)}</td>
            </tr>
            <tr>
              <th scope="row">{t('approval.col.action')}</th>
              <td>{actionName(form.action)}</td>
            </tr>
          </tbody>
        </table>
        {form.view === null ? (
          <p className="withheld">{t('approval.form.withheld')}</p>
        ) : (
          form.view.sections.map((section, place) => (
            <section key={place}>
              <h3>{pick(section.title)}</h3>
              <table>
                <tbody>
                  {section.rows.map((row, line) => (
                    <tr key={line}>
                      <th scope="row">{pick(row.label)}</th>
                      <td className={row.kind === 'customers' ? 'several-lines' : ''}>{pick(row.value)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          ))
        )}
        {form.hidden.length > 0 && (
          <p className="soft">
            {t('approval.form.hidden', { names: form.hidden.map((one) => pick(one)).join(' · ') })}
          </p>
        )}
      </PrintSheet>
    </Watermark>
  )
}

/** What is being decided on, in figures that can be compared. */
function Facts({ form }: { form: ApprovalReply }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <section className="approval-facts" aria-label={t('approval.form.facts')}>
      <h2>{t('approval.form.facts')}</h2>
      <dl>
        <dt>{t('approval.form.hash')}</dt>
        <dd>
          <code>{form.hash}</code> <CopyButton text={form.hash} />
        </dd>
        <dt>{t('approval.form.flow')}</dt>
        <dd>{t('approval.form.flowVersion', { name: pick(form.flow.name), version: form.flow.version })}</dd>
        {form.parent !== null && (
          <>
            <dt>{t('approval.form.parent')}</dt>
            <dd>
              {form.parent.open ? (
                <Link to={`/approvals/${form.parent.id}`}>{form.parent.number}</Link>
              ) : (
                form.parent.number
              )}
            </dd>
          </>
        )}
        {form.copyOf !== null && (
          <>
            <dt>{t('approval.form.copyOf')}</dt>
            <dd>
              <Link to={`/approvals/${form.copyOf.id}`}>{form.copyOf.number}</Link>
            </dd>
          </>
        )}
        {form.copies.length > 0 && (
          <>
            <dt>{t('approval.form.copies')}</dt>
            <dd>
              {form.copies.map((copy) => (
                <div key={copy.id}>
                  <Link to={`/approvals/${copy.id}`}>{copy.number}</Link>
                </div>
              ))}
            </dd>
          </>
        )}
        {form.cc.length > 0 && (
          <>
            <dt>{t('approval.form.cc')}</dt>
            <dd>{form.cc.map((person) => person.name).join(' · ')}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
