import { Button, Modal } from 'antd'
import { useState } from 'react'
import {
  apiUrl,
  FilePick,
  ProblemNotice,
  StatusTag,
  upload,
  useMay,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { scanMostBytes } from '../../wire.ts'

/** The signed copy of a paper: whether it is filed, filing it, and opening it, which is recorded. */
export function Signed({ path, filed }: { path: string; filed: boolean }) {
  const t = useText()
  const [files, opens] = [useMay('file-paper'), useMay('open-paper')]
  const [choosing, setChoosing] = useState(false)
  if (filed)
    return (
      <>
        <StatusTag tone="good">{t('people.signed.filed')}</StatusTag>{' '}
        {opens && (
          <Button size="small" href={apiUrl(path)} target="_blank">
            {t('people.signed.open')}
          </Button>
        )}
      </>
    )
  return (
    <>
      <StatusTag tone="warning">{t('people.signed.waiting')}</StatusTag>{' '}
      {files && (
        <Button size="small" onClick={() => setChoosing(true)}>
          {t('people.signed.file')}
        </Button>
      )}
      {choosing && <FileIt path={path} onClose={() => setChoosing(false)} />}
    </>
  )
}

function FileIt({ path, onClose }: { path: string; onClose: () => void }) {
  const t = useText()
  const refresh = useRefresh()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const form = new FormData()
    form.append('file', file)
    setBusy(true)
    setError(null)
    try {
      await upload(path, form, () => undefined)
      await refresh(['/handovers', '/exit-letters'])
      onClose()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={t('people.signed.title')} footer={null} onCancel={onClose}>
      <FilePick
        accept={['.pdf', '.jpg', '.jpeg', '.png']}
        largestBytes={scanMostBytes}
        hint={t('people.signed.hint')}
        disabled={busy}
        onPick={([file]) => void send(file)}
      />
      <ProblemNotice error={error} />
    </Modal>
  )
}
