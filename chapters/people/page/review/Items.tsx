import {
  DataTable,
  StatusTag,
  Time,
  useLanguage,
  useText,
  type DataColumn,
} from '../../../../doors/web/ui/index.ts'
import type { CampaignView, ReviewItemRow } from '../../wire.ts'
import { outcomeTones } from './tones.ts'

const states = ['open', 'suggested', 'kept', 'removed', 'gone'] as const

/** Every right of one review, and what became of it. */
export function Items({ view }: { view: CampaignView }) {
  const t = useText()
  const { pick } = useLanguage()
  const columns: DataColumn<ReviewItemRow>[] = [
    {
      key: 'person',
      title: t('people.name'),
      fixed: true,
      width: 140,
      render: (row) => (
        <>
          {row.person} <span className="soft">{row.employeeNo}</span>
        </>
      ),
    },
    {
      key: 'department',
      title: t('people.department'),
      width: 120,
      render: (row) => row.department || t('people.none'),
    },
    { key: 'right', title: t('people.review.right'), width: 210, render: (row) => pick(row.title) },
    {
      key: 'since',
      title: t('people.review.since'),
      off: true,
      render: (row) => <Time at={row.since} form="day" />,
    },
    {
      key: 'givenBy',
      title: t('people.reviews.openedBy'),
      off: true,
      render: (row) => row.givenBy ?? t('people.none'),
    },
    {
      key: 'usedAt',
      title: t('people.review.lastUse'),
      width: 120,
      render: (row) =>
        row.usedAt === null ? t('people.review.neverUsed') : <Time at={row.usedAt} form="day" />,
    },
    {
      key: 'state',
      title: t('people.reviews.state'),
      width: 120,
      render: (row) => (
        <StatusTag tone={row.state === 'open' && row.suggested ? 'warning' : outcomeTones[row.state]}>
          {t(
            row.state === 'open' && row.suggested
              ? 'people.campaign.counts.suggested'
              : `people.review.outcome.${row.state}`,
          )}
        </StatusTag>
      ),
    },
    {
      key: 'reviewer',
      title: t('people.campaign.reviewer'),
      render: (row) => row.reviewers.join(t('kit.listComma')) || t('people.none'),
    },
    {
      key: 'decidedAt',
      title: t('people.campaign.when'),
      render: (row) => <Time at={row.decidedAt} form="minute" relative={false} />,
    },
    {
      key: 'reason',
      title: t('people.campaign.reasonOf'),
      off: true,
      render: (row) => row.reason || t('people.none'),
    },
  ]
  return (
    <section className="review-items" aria-label={t('people.campaign.items')}>
      <h2 className="review-heading">{t('people.campaign.items')}</h2>
      <DataTable<ReviewItemRow>
        name="people.reviewItems"
        label={t('people.campaign.items')}
        path={`/rights-reviews/${view.campaign.id}/items`}
        rowKey={(row) => row.id}
        columns={columns}
        filters={[
          { kind: 'text', name: 'q', label: t('people.people.search'), width: 190 },
          {
            kind: 'choice',
            name: 'state',
            label: t('people.reviews.state'),
            options: states.map((value) => ({ value, label: t(`people.campaign.counts.${value}`) })),
          },
          {
            kind: 'choice',
            name: 'department',
            label: t('people.department'),
            options: view.departments.flatMap((one) =>
              one.id === null ? [] : [{ value: one.id, label: one.name }],
            ),
          },
        ]}
        empty={{ title: t('people.campaign.itemsEmpty') }}
      />
    </section>
  )
}
