import { Button } from 'antd'
import { useState } from 'react'
import { DataTable, PageHeader, Time, useMay, useText } from '../../../../doors/web/ui/index.ts'
import { quarantineStates, type QuarantineRow } from '../../wire.ts'
import { CheckRule } from './CheckRule.tsx'
import { BatchTag } from './shared.tsx'

/** Batches from third parties: waiting, being checked, released, rejected. */
export default function Batches() {
  const t = useText()
  const may = useMay('verify-batch')
  const [ruling, setRuling] = useState(false)
  return (
    <>
      <PageHeader
        title={t('collection.quarantine.title')}
        hint={t('collection.quarantine.hint')}
        primary={
          may && <Button onClick={() => setRuling(true)}>{t('collection.quarantine.settings')}</Button>
        }
      />
      <DataTable<QuarantineRow>
        name="collection.quarantine"
        label={t('collection.quarantine.title')}
        path="/quarantine"
        rowKey={(row) => row.id}
        rowHref={(row) => `/quarantine/${row.id}`}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('collection.quarantine.state'),
            options: quarantineStates.map((state) => ({
              value: state,
              label: t(`collection.quarantine.state.${state}`),
            })),
          },
        ]}
        columns={[
          {
            key: 'number',
            title: t('collection.quarantine.number'),
            fixed: true,
            width: 140,
            render: (row) => row.number,
          },
          { key: 'source', title: t('collection.quarantine.source'), render: (row) => row.source.name },
          {
            key: 'customers',
            title: t('collection.quarantine.customers'),
            align: 'end',
            width: 100,
            render: (row) => row.customers.toLocaleString(),
          },
          {
            key: 'sample',
            title: t('collection.quarantine.sample'),
            width: 100,
            render: (row) => (row.sample === null ? '—' : `${row.judged} / ${row.sample}`),
          },
          {
            key: 'importer',
            title: t('collection.quarantine.importer'),
            render: (row) => row.importer.name,
          },
          {
            key: 'verifier',
            title: t('collection.quarantine.verifier'),
            render: (row) => row.verifier?.name ?? '—',
          },
          {
            key: 'state',
            title: t('collection.quarantine.state'),
            width: 120,
            render: (row) => <BatchTag state={row.state} />,
          },
          {
            key: 'arrivedAt',
            title: t('collection.quarantine.arrived'),
            width: 160,
            render: (row) => <Time at={row.arrivedAt} />,
          },
        ]}
        empty={{ title: t('collection.quarantine.none'), hint: t('collection.quarantine.noneHint') }}
      />
      {ruling && <CheckRule onClose={() => setRuling(false)} />}
    </>
  )
}
