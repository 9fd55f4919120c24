import { Link } from 'react-router'
import { DataTable, PageHeader, StatusTag, Time, useText } from '../../../../doors/web/ui/index.ts'
import type { DeliverySystem } from '../../wire.ts'

/** Which systems deliver customers, how much of it in the last 30 days, and what was not taken in. */
export default function Systems() {
  const t = useText()
  const number = (
    key: 'rows' | 'created' | 'changed' | 'unchanged' | 'refused' | 'mistaken',
    sortable = false,
  ) => ({
    key,
    title: t(`collection.systems.${key}`),
    align: 'end' as const,
    sortable,
    render: (row: DeliverySystem) => row[key].toLocaleString(),
  })
  return (
    <>
      <PageHeader title={t('collection.systems.title')} hint={t('collection.systems.hint')} />
      <DataTable<DeliverySystem>
        name="collection.systems"
        label={t('collection.systems.title')}
        path="/intake/systems"
        params={{ days: 30 }}
        rowKey={(row) => row.account}
        columns={[
          {
            key: 'name',
            title: t('collection.systems.name'),
            fixed: true,
            sortable: true,
            render: (row) => (
              <>
                <Link to={`/intake-systems/${row.account}`}>{row.name}</Link>{' '}
                <span className="soft">{row.number}</span>
              </>
            ),
          },
          {
            key: 'system',
            title: t('collection.systems.system'),
            render: (row) => <code>{row.system}</code>,
          },
          { key: 'owner', title: t('collection.systems.owner'), render: (row) => row.owner },
          {
            key: 'open',
            title: t('collection.state'),
            render: (row) => (
              <StatusTag tone={row.open ? 'good' : 'ended'}>
                {t(row.open ? 'collection.systems.open' : 'collection.systems.closed')}
              </StatusTag>
            ),
          },
          number('rows', true),
          number('created'),
          number('changed'),
          number('unchanged'),
          number('refused', true),
          number('mistaken', true),
          {
            key: 'lastAt',
            title: t('collection.systems.lastAt'),
            sortable: true,
            render: (row) => (row.lastAt === null ? '–' : <Time at={row.lastAt} />),
          },
        ]}
        empty={{ title: t('collection.systems.none'), hint: t('collection.systems.noneHint') }}
      />
    </>
  )
}
