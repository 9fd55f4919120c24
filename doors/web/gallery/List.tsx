import { Button } from 'antd'
import { DataTable, LevelMark, PageHeader, StatusTag, Time, useText, Watermark } from '../ui/index.ts'

interface Row {
  id: string
  fileNo: string
  name: string
  rank: number
  at: string
}

/** A list with everything on it. */
export function List() {
  const t = useText()
  return (
    <Watermark>
      <PageHeader title={t('g.customers')} primary={<Button type="primary">{t('g.begin')}</Button>} />
      <DataTable<Row>
        name="gallery.customers"
        label={t('g.customers')}
        path="/customers"
        rowKey={(row) => row.id}
        rowHref={(row) => `/customers/${row.id}`}
        columns={[
          { key: 'fileNo', title: t('g.fileNo'), render: (row) => row.fileNo, sortable: true, fixed: true },
          { key: 'name', title: t('g.name'), render: (row) => row.name },
          {
            key: 'level',
            title: t('g.level'),
            sortable: true,
            render: (row) => <LevelMark rank={5 - row.rank} name={t(`g.level${row.rank}`)} />,
          },
          {
            key: 'state',
            title: t('g.state'),
            render: () => <StatusTag tone="good">{t('g.running')}</StatusTag>,
          },
          { key: 'owner', title: t('g.owner'), render: () => '陈晓', off: true },
          { key: 'updated', title: t('g.updated'), sortable: true, render: (row) => <Time at={row.at} /> },
        ]}
        filters={[
          { kind: 'text', name: 'q', label: t('g.name') },
          {
            kind: 'choices',
            name: 'level',
            label: t('g.level'),
            options: [1, 2, 3, 4].map((rank) => ({ value: String(rank), label: t(`g.level${rank}`) })),
          },
          { kind: 'person', name: 'owner', label: t('g.owner') },
          { kind: 'days', name: 'updated', label: t('g.updated') },
        ]}
        batch={[{ key: 'apply', label: t('g.apply'), run: (_rows, done) => done() }]}
        empty={{
          title: t('g.emptyTitle'),
          hint: t('g.emptyHint'),
          action: <Button type="primary">{t('g.begin')}</Button>,
        }}
        extra={<Button>{t('g.more')}</Button>}
      />
    </Watermark>
  )
}
