import { Button, Modal } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { MergeRow } from '../../wire.ts'

/** Files that were merged, and the way back. */
export default function Merges() {
  const t = useText()
  const [undoing, setUndoing] = useState<MergeRow>()
  return (
    <>
      <PageHeader title={t('collection.tidying.merges.title')} hint={t('collection.tidying.merges.hint')} />
      <DataTable<MergeRow>
        name="collection.merges"
        label={t('collection.tidying.merges.title')}
        path="/merges"
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'stays',
            title: t('collection.tidying.merges.stays'),
            fixed: true,
            render: (row) => <Link to={`/customers/${row.stays.id}`}>{row.stays.fileNo}</Link>,
          },
          { key: 'goes', title: t('collection.tidying.merges.goes'), render: (row) => row.goes.fileNo },
          { key: 'at', title: t('collection.tidying.merges.at'), render: (row) => <Time at={row.at} /> },
          { key: 'by', title: t('collection.tidying.merges.by'), render: (row) => row.by?.name ?? '—' },
          {
            key: 'state',
            title: t('collection.tidying.merges.state'),
            render: (row) => <State row={row} onUndo={() => setUndoing(row)} />,
          },
        ]}
        empty={{ title: t('collection.tidying.merges.none'), hint: t('collection.tidying.merges.hint') }}
      />
      {undoing !== undefined && <Undo row={undoing} onClose={() => setUndoing(undefined)} />}
    </>
  )
}

function State({ row, onUndo }: { row: MergeRow; onUndo: () => void }) {
  const t = useText()
  if (row.undoneAt !== null)
    return <StatusTag tone="ended">{t('collection.tidying.merges.undone')}</StatusTag>
  if (row.undoUntil === null)
    return <StatusTag tone="neutral">{t('collection.tidying.merges.final')}</StatusTag>
  return (
    <>
      {t('collection.tidying.merges.until')} <Time at={row.undoUntil} />{' '}
      <Button type="link" size="small" onClick={onUndo}>
        {t('collection.tidying.merges.undo')}
      </Button>
    </>
  )
}

function Undo({ row, onClose }: { row: MergeRow; onClose: () => void }) {
  const t = useText()
  const undo = usePost<undefined>(`/merges/${row.id}/undo`, {
    refresh: ['/merges', '/duplicates', '/customers'],
    onDone: onClose,
  })
  return (
    <Modal
      open
      title={t('collection.tidying.merges.undoTitle')}
      okText={t('collection.tidying.merges.undoTitle')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger: true }}
      confirmLoading={undo.isPending}
      onOk={() => undo.mutate(undefined)}
      onCancel={onClose}
    >
      <p>{t('collection.tidying.merges.undoWhat', { goes: row.goes.fileNo, stays: row.stays.fileNo })}</p>
      <ProblemNotice error={undo.error} />
    </Modal>
  )
}
