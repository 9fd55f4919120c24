import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import {
  ConfirmReason,
  KeyValue,
  Loading,
  PageHeader,
  post,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { CampaignView } from '../../wire.ts'
import '../people.css'
import './review.css'
import { Items } from './Items.tsx'
import { Progress } from './Progress.tsx'
import { campaignTones } from './tones.ts'

const figures = ['items', 'open', 'suggested', 'kept', 'removed', 'gone'] as const

/** How far one review is: by department, by reviewer, and right by right. */
export default function CampaignPage() {
  const t = useText()
  const { id = '' } = useParams()
  const refresh = useRefresh()
  const reply = useGet<CampaignView>(`/rights-reviews/${id}`)
  const [closing, setClosing] = useState(false)
  const view = reply.data
  const close = async (reason: string): Promise<void> => {
    await post(`/rights-reviews/${id}/close`, { reason }, crypto.randomUUID())
    await refresh(['/rights-review'])
  }
  return (
    <>
      <PageHeader
        title={
          view === undefined
            ? t('people.campaign.title')
            : `${t('people.campaign.title')} ${view.campaign.number}`
        }
        marks={
          view !== undefined && (
            <StatusTag tone={campaignTones[view.campaign.state]}>
              {t(`people.review.state.${view.campaign.state}`)}
            </StatusTag>
          )
        }
        actions={
          view?.mayClose === true && (
            <Button onClick={() => setClosing(true)}>{t('people.campaign.close')}</Button>
          )
        }
        primary={
          <Link to={`/rights-reviews/${id}/record`}>
            <Button type="primary">{t('people.campaign.record')}</Button>
          </Link>
        }
      />
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {view === undefined ? (
        reply.error === null && <Loading />
      ) : (
        <>
          <Head view={view} />
          {view.nobody > 0 && (
            <p className="people-note bad">{t('people.campaign.nobody', { count: view.nobody })}</p>
          )}
          <div className="review-two">
            <Departments view={view} />
            {view.campaign.state !== 'closed' && <Reviewers view={view} />}
          </div>
          <Items view={view} />
          <ConfirmReason
            open={closing}
            title={t('people.campaign.close')}
            text={
              view.counts.open > 0
                ? t('people.campaign.closeText', { open: view.counts.open, count: view.counts.open })
                : t('people.campaign.closeTextDone')
            }
            label={t('people.campaign.closeReason')}
            action={t('people.campaign.close')}
            danger={view.counts.open > 0}
            onConfirm={close}
            onClose={() => setClosing(false)}
          />
        </>
      )}
    </>
  )
}

function Head({ view }: { view: CampaignView }) {
  const t = useText()
  const { campaign, counts } = view
  return (
    <>
      <dl className="people-figures">
        {figures.map((one) => (
          <div key={one}>
            <dt>{t(`people.campaign.counts.${one}`)}</dt>
            <dd>{counts[one]}</dd>
          </div>
        ))}
      </dl>
      <KeyValue
        columns={3}
        items={[
          { label: t('people.reviews.openedAt'), value: <Time at={campaign.openedAt} /> },
          { label: t('people.reviews.openedBy'), value: campaign.openedBy ?? t('people.reviews.bySchedule') },
          { label: t('people.reviews.dueAt'), value: <Time at={campaign.dueAt} /> },
          { label: t('people.campaign.escalatesAt'), value: <Time at={campaign.escalatesAt} /> },
          {
            label: t('people.campaign.unusedDays'),
            value: t('people.campaign.days', { count: campaign.unusedDays }),
          },
          { label: t('people.campaign.reasonOf'), value: campaign.reason || t('people.none') },
          ...(campaign.closedAt === null
            ? []
            : [
                { label: t('people.reviews.closedAt'), value: <Time at={campaign.closedAt} /> },
                {
                  label: t('people.campaign.closeReason'),
                  value:
                    [campaign.closedBy, campaign.closeReason].filter(Boolean).join(' ') ||
                    t('people.reviews.bySchedule'),
                },
              ]),
        ]}
      />
    </>
  )
}

function Departments({ view }: { view: CampaignView }) {
  const t = useText()
  return (
    <section aria-label={t('people.campaign.departments')}>
      <h2 className="review-heading">{t('people.campaign.departments')}</h2>
      <table className="people-plain">
        <thead>
          <tr>
            <th scope="col">{t('people.department')}</th>
            <th scope="col">{t('people.reviews.progress')}</th>
            <th scope="col">{t('people.campaign.counts.suggested')}</th>
            <th scope="col">{t('people.campaign.counts.removed')}</th>
          </tr>
        </thead>
        <tbody>
          {view.departments.map((one) => {
            const name = one.name === '' ? t('people.campaign.noDepartment') : one.name
            return (
              <tr key={one.id ?? ''}>
                <th scope="row">{name}</th>
                <td>
                  <Progress done={one.items - one.open} of={one.items} label={name} />
                </td>
                <td>{one.suggested}</td>
                <td>{one.removed}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Reviewers({ view }: { view: CampaignView }) {
  const t = useText()
  return (
    <section aria-label={t('people.campaign.reviewers')}>
      <h2 className="review-heading">{t('people.campaign.reviewers')}</h2>
      {view.reviewers.length === 0 ? (
        <p className="soft">{t('people.campaign.reviewersDone')}</p>
      ) : (
        <table className="people-plain">
          <thead>
            <tr>
              <th scope="col">{t('people.name')}</th>
              <th scope="col">{t('people.campaign.as')}</th>
              <th scope="col">{t('people.campaign.counts.open')}</th>
            </tr>
          </thead>
          <tbody>
            {view.reviewers.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {one.name} <span className="soft">{one.employeeNo}</span>
                </th>
                <td>{t(`people.review.capacity.${one.capacity}`)}</td>
                <td>{one.open}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
