import { Button } from 'antd'
import { apiUrl, DataTable, PageHeader, Time, useText } from '../../../doors/web/ui/index.ts'
import type { HandoverRow } from '../wire.ts'
import { Signed } from './exit/Signed.tsx'
import './people.css'

/** Every list of things handed over, to print again for signatures. */
export default function Handovers() {
  const t = useText()
  return (
    <>
      <PageHeader title={t('people.handovers.title')} hint={t('people.handovers.hint')} />
      <DataTable<HandoverRow>
        name="people.handovers"
        label={t('people.handovers.title')}
        path="/handovers"
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t('people.handovers.number'),
            fixed: true,
            width: 130,
            render: (row) => row.number,
          },
          {
            key: 'kind',
            title: t('people.handovers.kind'),
            width: 80,
            render: (row) => t(`people.${row.kind}.short`),
          },
          { key: 'person', title: t('people.name'), render: (row) => `${row.name} ${row.employeeNo}` },
          {
            key: 'receiver',
            title: t('people.handover.receiver'),
            render: (row) => row.receiver ?? t('people.none'),
          },
          {
            key: 'witness',
            title: t('people.handover.witness'),
            render: (row) => row.witness ?? t('people.none'),
          },
          {
            key: 'counts',
            title: t('people.handovers.counts'),
            render: (row) => t('people.handovers.countsText', { ...row.counts }),
          },
          {
            key: 'madeAt',
            title: t('people.handovers.at'),
            width: 150,
            render: (row) => <Time at={row.madeAt} />,
          },
          {
            key: 'signed',
            title: t('people.signed.column'),
            width: 190,
            render: (row) => <Signed path={`/handovers/${row.id}/signed`} filed={row.filedAt !== null} />,
          },
          {
            key: 'print',
            title: t('people.more'),
            fixed: true,
            width: 90,
            render: (row) => (
              <Button size="small" href={apiUrl(`/handovers/${row.id}/print`)} target="_blank">
                {t('people.handovers.print')}
              </Button>
            ),
          },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'filed',
            label: t('people.signed.column'),
            options: ['waiting', 'filed'].map((value) => ({ value, label: t(`people.signed.${value}`) })),
          },
          {
            kind: 'choice',
            name: 'kind',
            label: t('people.handovers.kind'),
            options: ['leave', 'move'].map((value) => ({ value, label: t(`people.${value}.short`) })),
          },
        ]}
        empty={{ title: t('people.handovers.empty'), hint: t('people.handovers.emptyHint') }}
      />
    </>
  )
}
