import { useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  SignaturePlace,
  Time,
  useGet,
  useLanguage,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ReviewRecord } from '../../wire.ts'
import './review.css'

/** Number and edition of the form in the company's list of forms. */
const formNumber = 'BM-R-21'
const formVersion = 'A/0'
const figures = ['items', 'kept', 'removed', 'gone', 'open'] as const

/** One review on paper: figures, and every right that was removed, had ended or stayed open. */
export default function Record() {
  const t = useText()
  const { id = '' } = useParams()
  const reply = useGet<ReviewRecord>(`/rights-reviews/${id}/record`)
  return (
    <>
      <PageHeader title={t('people.record.title')} />
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {reply.data === undefined ? reply.error === null && <Loading /> : <Sheet record={reply.data} />}
    </>
  )
}

function Sheet({ record }: { record: ReviewRecord }) {
  const t = useText()
  const { campaign, counts, departments } = record.view
  return (
    <PrintSheet
      company={record.company}
      title={t('people.record.title')}
      formNo={formNumber}
      version={formVersion}
      serialNo={campaign.number}
    >
      <table>
        <tbody>
          <tr>
            <th scope="row">{t('people.reviews.quarter')}</th>
            <td>{campaign.quarter}</td>
            <th scope="row">{t('people.reviews.openedBy')}</th>
            <td>{campaign.openedBy ?? t('people.reviews.bySchedule')}</td>
          </tr>
          <tr>
            <th scope="row">{t('people.reviews.openedAt')}</th>
            <td>
              <Time at={campaign.openedAt} relative={false} />
            </td>
            <th scope="row">{t('people.reviews.dueAt')}</th>
            <td>
              <Time at={campaign.dueAt} relative={false} />
            </td>
          </tr>
          <tr>
            <th scope="row">{t('people.reviews.closedAt')}</th>
            <td>
              <Time at={campaign.closedAt} relative={false} />
            </td>
            <th scope="row">{t('people.campaign.closeReason')}</th>
            <td>{campaign.closeReason || t('people.none')}</td>
          </tr>
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('people.department')}</th>
            {figures.map((one) => (
              <th key={one} scope="col">
                {t(`people.campaign.counts.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {departments.map((one) => (
            <tr key={one.id ?? ''}>
              <th scope="row">{one.name || t('people.campaign.noDepartment')}</th>
              {figures.map((figure) => (
                <td key={figure}>{one[figure]}</td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('people.campaign.items')}</th>
            {figures.map((figure) => (
              <td key={figure}>{counts[figure]}</td>
            ))}
          </tr>
        </tbody>
      </table>
      <Changes record={record} />
      <SignaturePlace label={t('people.record.signSecurity')} />
      <SignaturePlace label={t('people.record.signAudit')} />
    </PrintSheet>
  )
}

function Changes({ record }: { record: ReviewRecord }) {
  const t = useText()
  const { pick } = useLanguage()
  const closed = record.view.campaign.state === 'closed'
  const word = (state: string): string =>
    t(state === 'open' && closed ? 'people.record.undecided' : `people.review.outcome.${state}`)
  return (
    <>
      <h3>{t('people.record.changes')}</h3>
      {record.rows.length === 0 ? (
        <p>{t('people.record.noChanges')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('people.record.person')}</th>
              <th scope="col">{t('people.department')}</th>
              <th scope="col">{t('people.review.right')}</th>
              <th scope="col">{t('people.record.outcome')}</th>
              <th scope="col">{t('people.campaign.reviewer')}</th>
              <th scope="col">{t('people.campaign.reasonOf')}</th>
            </tr>
          </thead>
          <tbody>
            {record.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  {row.person} {row.employeeNo}
                </td>
                <td>{row.department}</td>
                <td>{pick(row.title)}</td>
                <td>{word(row.state)}</td>
                <td>{row.reviewers.join(t('kit.listComma'))}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {record.more > 0 && <p>{t('people.record.more', { count: record.more })}</p>}
    </>
  )
}
