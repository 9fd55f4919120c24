import { type PointerEvent, type Ref, useImperativeHandle, useRef } from 'react'

export interface SignatureHandle {
  /** What was drawn; undefined when there is nothing. */
  png(): Promise<Blob | undefined>
  clear(): void
}

const least = 12

/** A box in which one signs by finger, pen or mouse. */
export function Signature({ ref, label }: { ref: Ref<SignatureHandle>; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const points = useRef(0)
  const drawing = useRef(false)
  useImperativeHandle(ref, () => ({
    png: () =>
      points.current < least
        ? Promise.resolve(undefined)
        : new Promise((resolve) => canvas.current!.toBlob((blob) => resolve(blob ?? undefined), 'image/png')),
    clear: () => {
      points.current = 0
      canvas.current?.getContext('2d')?.clearRect(0, 0, canvas.current.width, canvas.current.height)
    },
  }))
  const draw = (event: PointerEvent<HTMLCanvasElement>, begins: boolean): void => {
    const pen = canvas.current?.getContext('2d')
    if (pen === null || pen === undefined || (!begins && !drawing.current)) return
    const box = event.currentTarget.getBoundingClientRect()
    const [x, y] = [event.clientX - box.left, event.clientY - box.top]
    if (begins) {
      drawing.current = true
      event.currentTarget.setPointerCapture(event.pointerId)
      pen.lineWidth = 3
      pen.lineCap = 'round'
      pen.beginPath()
      pen.moveTo(x, y)
    } else {
      pen.lineTo(x, y)
      pen.stroke()
    }
    points.current += 1
  }
  return (
    <canvas
      ref={canvas}
      className="collection-signature"
      width={640}
      height={200}
      role="img"
      aria-label={label}
      onPointerDown={(event) => draw(event, true)}
      onPointerMove={(event) => draw(event, false)}
      onPointerUp={() => (drawing.current = false)}
    />
  )
}
