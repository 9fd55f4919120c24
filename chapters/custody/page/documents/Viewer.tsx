import { LeftOutlined, RightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons'
import { Button, Modal, Spin } from 'antd'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { picture, ProblemNotice, useText } from '../../../../doors/web/ui/index.ts'
import type { PreviewReply } from '../../wire.ts'

const zooms = [50, 75, 100, 125, 150, 200] as const
const listed = 200

/** One page as a picture; the one before it is let go. */
function usePage(preview: PreviewReply, page: number) {
  const [shown, setShown] = useState<{ page: number; address: string } | null>(null)
  const [failed, setFailed] = useState<{ page: number; attempt: number; error: unknown } | null>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const controller = new AbortController()
    let address: string | undefined
    picture(`/previews/${preview.id}/pages/${page}`, controller.signal)
      .then((blob) => {
        address = URL.createObjectURL(blob)
        if (controller.signal.aborted) URL.revokeObjectURL(address)
        else setShown({ page, address })
      })
      .catch((caught: unknown) => {
        if (!controller.signal.aborted) setFailed({ page, attempt, error: caught })
      })
    return () => {
      controller.abort()
      if (address !== undefined) URL.revokeObjectURL(address)
    }
  }, [preview.id, page, attempt])
  return {
    address: shown?.page === page ? shown.address : undefined,
    error: failed?.page === page && failed.attempt === attempt ? failed.error : null,
    again: () => setAttempt((n) => n + 1),
  }
}

/** Turns the pages of a document: marked pictures, of which each is a recorded reading. */
export function Viewer({ preview, onClose }: { preview: PreviewReply; onClose: () => void }) {
  const t = useText()
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(2)
  const { address, error, again } = usePage(preview, page)
  const turn = (by: number): void => setPage((now) => Math.min(preview.pages, Math.max(1, now + by)))
  const nearer = (by: number): void => setZoom((now) => Math.min(zooms.length - 1, Math.max(0, now + by)))
  const onKey = (event: KeyboardEvent): void => {
    const acts: Record<string, () => void> = {
      PageDown: () => turn(1),
      ArrowRight: () => turn(1),
      PageUp: () => turn(-1),
      ArrowLeft: () => turn(-1),
      Home: () => setPage(1),
      End: () => setPage(preview.pages),
      '+': () => nearer(1),
      '-': () => nearer(-1),
    }
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const bar = (
    <div className="custody-viewer-bar" role="toolbar" aria-label={t('custody.doc.tools')}>
      <Button icon={<LeftOutlined />} aria-label={t('custody.doc.before')} disabled={page === 1} onClick={() => turn(-1)} />
      <span aria-live="polite">{t('custody.doc.pageOf', { page, pages: preview.pages })}</span>
      <Button icon={<RightOutlined />} aria-label={t('custody.doc.next')} disabled={page === preview.pages} onClick={() => turn(1)} />
      <Button icon={<ZoomOutOutlined />} aria-label={t('custody.doc.farther')} disabled={zoom === 0} onClick={() => nearer(-1)} />
      <span>{zooms[zoom]}%</span>
      <Button icon={<ZoomInOutlined />} aria-label={t('custody.doc.nearer')} disabled={zoom === zooms.length - 1} onClick={() => nearer(1)} />
      <span className="soft">{t('custody.doc.keys')}</span>
    </div>
  ) // prettier-ignore
  return (
    <Modal
      open
      title={preview.title}
      footer={null}
      width="94vw"
      style={{ top: 16 }}
      onCancel={onClose}
      destroyOnHidden
    >
      {bar}
      <div className="custody-viewer">
        <nav className="custody-viewer-pages" aria-label={t('custody.doc.pageList')}>
          {Array.from({ length: Math.min(preview.pages, listed) }, (_, i) => (
            <Button
              key={i}
              size="small"
              type={page === i + 1 ? 'primary' : 'text'}
              aria-current={page === i + 1 ? 'page' : undefined}
              onClick={() => setPage(i + 1)}
            >
              {i + 1}
            </Button>
          ))}
        </nav>
        <div
          className="custody-viewer-page"
          tabIndex={0}
          role="group"
          aria-label={t('custody.doc.pageOf', { page, pages: preview.pages })}
          onKeyDown={onKey}
          onContextMenu={(event) => event.preventDefault()}
        >
          <ProblemNotice error={error} onRetry={again} />
          {error === null && address === undefined && (
            <div className="custody-viewer-wait" role="status">
              <Spin />
              <span className="soft">{t('custody.doc.drawing')}</span>
            </div>
          )}
          {address !== undefined && (
            <img
              src={address}
              draggable={false}
              style={{ width: `${zooms[zoom]}%` }}
              alt={t('custody.doc.pageOf', { page, pages: preview.pages })}
            />
          )}
        </div>
      </div>
    </Modal>
  )
}
