import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import {
  ConfirmReason,
  download,
  FilePick,
  ProblemNotice,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { Flow } from '../wire.ts'

const largestBytes = 500_000

/** 导入: a flow from a file becomes the next version of the flow with its code, if nothing stands against it. */
export function ImportFlow() {
  const t = useText()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [unread, setUnread] = useState(false)
  const send = usePost<{ file: string }, Flow>('/flows/import', {
    onDone: (flow) => {
      setOpen(false)
      void navigate(`/flows/${flow.key}`)
    },
  })
  const take = async ([file]: File[]): Promise<void> => {
    if (file === undefined) return
    try {
      send.mutate({ file: await file.text() })
      setUnread(false)
    } catch {
      setUnread(true)
    }
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('approval.flows.import')}</Button>
      <Modal
        open={open}
        destroyOnHidden
        title={t('approval.flows.import')}
        footer={null}
        onCancel={() => setOpen(false)}
      >
        <p className="modal-text">{t('approval.flows.importText')}</p>
        <FilePick accept={['.json']} largestBytes={largestBytes} onPick={(files) => void take(files)} />
        {unread && <Alert showIcon type="error" title={t('approval.flows.importUnread')} />}
        <ProblemNotice error={send.error} />
      </Modal>
    </>
  )
}

/** 导出: the version in force as a file. */
export function ExportFlow({ flowKey }: { flowKey: string }) {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  const save = (): Promise<void> =>
    download(`/flows/${flowKey}/export`, undefined, `${flowKey}.json`).catch(setError)
  return (
    <>
      <Button onClick={() => void save()}>{t('approval.flows.export')}</Button>
      <ProblemNotice error={error} />
    </>
  )
}

/** 停用: the flow is chosen for no further form; running forms go on. */
export function RetireFlow({ flowKey, name }: { flowKey: string; name: string }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const retire = usePost<{ reason: string }>(`/flows/${flowKey}/retire`)
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('approval.flows.retire')}
      </Button>
      <ConfirmReason
        open={open}
        danger
        title={t('approval.flows.retireOf', { name })}
        text={t('approval.flows.retireText')}
        action={t('approval.flows.retire')}
        onConfirm={(reason) => retire.mutateAsync({ reason })}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
