import { Button } from 'antd'
import { useParams } from 'react-router'
import {
  apiUrl,
  DataTable,
  PageHeader,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { DeliveryProblem, DeliveryProblems, DeliverySystem } from '../../wire.ts'

type Reason = DeliveryProblems['reasons'][number]

/** What was not taken in from one system, and why; the list can be downloaded. */
export default function System() {
  const t = useText()
  const { id = '' } = useParams()
  const { language, pick } = useLanguage()
  const path = `/intake/systems/${id}/problems`
  const known = useGet<DeliveryProblems>(path, { page: 1, size: 1 })
  const systems = useGet<{ rows: DeliverySystem[] }>('/intake/systems', { days: 30, size: 200 })
  const system = systems.data?.rows.find((row) => row.account === id)
  return (
    <>
      <PageHeader
        title={system === undefined ? t('collection.systems.one') : `${system.name} · ${system.system}`}
        tabTitle={t('collection.systems.one')}
        hint={t('collection.systems.oneHint')}
        actions={
          <Button href={apiUrl(`${path}/file`, { language })}>{t('collection.systems.download')}</Button>
        }
      />
      <ProblemNotice error={known.error} />
      <DataTable<Reason>
        name="collection.system-reasons"
        label={t('collection.systems.reasons')}
        rows={known.data?.reasons ?? []}
        bare
        rowKey={(row) => row.reason}
        columns={[
          {
            key: 'reason',
            title: t('collection.systems.reason'),
            fixed: true,
            render: (row) => <code>{row.reason}</code>,
          },
          { key: 'text', title: t('collection.problems.remedy'), render: (row) => pick(row.text) },
          {
            key: 'times',
            title: t('collection.systems.times'),
            align: 'end',
            render: (row) => row.times.toLocaleString(),
          },
        ]}
        empty={{ title: t('collection.systems.noProblems') }}
      />
      <h2>{t('collection.systems.problems')}</h2>
      <DataTable<DeliveryProblem>
        name="collection.system-problems"
        label={t('collection.systems.problems')}
        path={path}
        rowKey={(row) => row.id}
        filters={[
          {
            name: 'reason',
            label: t('collection.systems.reason'),
            kind: 'choice',
            options: (known.data?.reasons ?? []).map(({ reason }) => ({ value: reason, label: reason })),
          },
        ]}
        columns={[
          {
            key: 'at',
            title: t('collection.at'),
            fixed: true,
            render: (row) => <Time at={row.at} relative={false} />,
          },
          { key: 'row', title: t('collection.systems.row'), align: 'end', render: (row) => row.row ?? '–' },
          {
            key: 'reason',
            title: t('collection.systems.reason'),
            render: (row) => <code>{row.reason}</code>,
          },
          { key: 'field', title: t('collection.systems.field'), render: (row) => <code>{row.field}</code> },
          { key: 'text', title: t('collection.problems.remedy'), render: (row) => pick(row.text) },
        ]}
        empty={{ title: t('collection.systems.noProblems') }}
      />
    </>
  )
}
