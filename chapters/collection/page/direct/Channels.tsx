import { DataTable, PageHeader, useText } from '../../../../doors/web/ui/index.ts'
import type { ChannelRow } from '../../wire.ts'

/** The register of sources: channel, collector and day. */
export default function Channels() {
  const t = useText()
  return (
    <>
      <PageHeader title={t('collection.channels.title')} hint={t('collection.channels.hint')} />
      <DataTable<ChannelRow>
        name="collection.channels"
        label={t('collection.channels.title')}
        path="/collection-channels"
        rowKey={(row) => `${row.day} ${row.channel} ${row.collector.id} ${row.source}`}
        filters={[
          { name: 'days', label: t('collection.channels.day'), kind: 'days' },
          { name: 'collector', label: t('collection.channels.collector'), kind: 'person' },
          {
            name: 'channel',
            label: t('collection.submissions.channel'),
            kind: 'choice',
            options: (['web', 'counter', 'import', 'entry'] as const).map((value) => ({
              value,
              label: t(`collection.channel.${value}`),
            })),
          },
        ]}
        columns={[
          { key: 'day', title: t('collection.channels.day'), fixed: true, render: (row) => row.day },
          {
            key: 'channel',
            title: t('collection.submissions.channel'),
            render: (row) => t(`collection.channel.${row.channel}`),
          },
          {
            key: 'collector',
            title: t('collection.channels.collector'),
            render: (row) => `${row.collector.name} ${row.collector.employeeNo}`,
          },
          { key: 'source', title: t('collection.channels.source'), render: (row) => row.source },
          { key: 'files', title: t('collection.channels.files'), align: 'end', render: (row) => row.files },
        ]}
        empty={{ title: t('collection.channels.none'), hint: t('collection.channels.hint') }}
      />
    </>
  )
}
