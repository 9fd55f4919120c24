import { Modal } from 'antd'
import { useState } from 'react'
import { ProblemNotice, useText } from '../../../doors/web/ui/index.ts'
import type { DuplicateRow } from '../wire.ts'

const named = 10

/** Says what merging does to the files of these pairs, and merges only after a yes; empty or null: not open. */
export function MergeConfirm(props: {
  rows: readonly DuplicateRow[] | null
  /** What it throws is shown in the window, which stays open. */
  onConfirm: (rows: readonly DuplicateRow[]) => Promise<unknown>
  onClose: () => void
}) {
  const t = useText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const rows = props.rows ?? []
  const close = (): void => {
    setError(null)
    props.onClose()
  }
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await props.onConfirm(rows)
      close()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={rows.length > 0}
      title={t('collection.merge.title', { count: rows.length })}
      okText={t('collection.merge.yes')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger: true, autoFocus: false }}
      confirmLoading={busy}
      destroyOnHidden
      onOk={() => void confirm()}
      onCancel={close}
    >
      <ul className="collection-merge">
        {rows.slice(0, named).map((row) => (
          <li key={row.id}>
            {t('collection.merge.pair', { older: row.older.fileNo, newer: row.newer.fileNo })}
          </li>
        ))}
        {rows.length > named && <li>{t('collection.merge.more', { count: rows.length - named })}</li>}
      </ul>
      <p>{t('collection.merge.what')}</p>
      <ul className="collection-merge">
        {(['stays', 'fills', 'differs', 'goes'] as const).map((one) => (
          <li key={one}>{t(`collection.merge.${one}`)}</li>
        ))}
      </ul>
      <p className="modal-text">
        <strong>{t('collection.merge.final')}</strong>
      </p>
      <ProblemNotice error={error} />
    </Modal>
  )
}
