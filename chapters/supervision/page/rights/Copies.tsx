import { Button } from 'antd'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { CopyRow } from '../../wire.ts'

/** Copies of erased files that the person carried out: to be destroyed, and said so. */
export default function Copies() {
  const t = useText()
  return (
    <>
      <PageHeader title={t('supervision.rights.copies')} hint={t('supervision.rights.copiesHint')} />
      <DataTable<CopyRow>
        name="supervision.copies"
        label={t('supervision.rights.copies')}
        path="/copies-to-destroy"
        rowKey={(row) => row.id}
        columns={[
          { key: 'fileNo', title: t('supervision.rights.fileNo'), fixed: true, render: (row) => row.fileNo },
          { key: 'toldAt', title: t('supervision.rights.at'), render: (row) => <Time at={row.toldAt} /> },
          { key: 'state', title: t('supervision.rights.stateOf'), render: (row) => <Confirm row={row} /> },
        ]}
        empty={{ title: t('supervision.rights.noCopies'), hint: t('supervision.rights.copiesHint') }}
      />
    </>
  )
}

function Confirm({ row }: { row: CopyRow }) {
  const t = useText()
  const confirm = usePost<object>(`/copies-to-destroy/${row.id}/confirm`, { refresh: ['/copies-to-destroy'] })
  if (row.confirmedAt !== null) return <StatusTag tone="good">{t('supervision.rights.confirmed')}</StatusTag>
  return (
    <>
      <Button size="small" loading={confirm.isPending} onClick={() => confirm.mutate({})}>
        {t('supervision.rights.confirm')}
      </Button>
      <ProblemNotice error={confirm.error} />
    </>
  )
}
