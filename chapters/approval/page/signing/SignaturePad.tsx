import { Button, Input, Radio } from 'antd'
import { type PointerEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { usePerson, useText } from '../../../../doors/web/ui/index.ts'
import type { Given } from '../acts/deeds.ts'

type Signature = NonNullable<Given['signature']>

const size = { width: 480, height: 160 }

interface PadProps {
  readonly value: Signature | null
  readonly onChange: (signature: Signature | null) => void
}

/** 手写签名 with mouse, pen or finger; whoever works with the keyboard types the name, which is set as a picture. */
export function SignaturePad({ value, onChange }: PadProps) {
  const t = useText()
  const id = useId()
  const [how, setHow] = useState<Signature['how']>('drawn')
  return (
    <fieldset className="signature-field">
      <legend>
        {t('approval.sign.title')} <span className="must">{t('kit.compulsory')}</span>
      </legend>
      <Radio.Group
        aria-label={t('approval.sign.how')}
        value={how}
        onChange={(event) => {
          setHow(event.target.value as Signature['how'])
          onChange(null)
        }}
        options={[
          { value: 'drawn', label: t('approval.sign.drawn') },
          { value: 'typed', label: t('approval.sign.typed') },
        ]}
      />
      {how === 'drawn' ? <Drawing onChange={onChange} /> : <Typing id={id} onChange={onChange} />}
      <p className="soft" role="status">
        {t(value === null ? 'approval.sign.hint' : 'approval.sign.ready')}
      </p>
    </fieldset>
  )
}

/** Base64 of the canvas as a PNG. */
const pictureOf = (canvas: HTMLCanvasElement): string => canvas.toDataURL('image/png').split(',')[1] ?? ''

function Drawing({ onChange }: Pick<PadProps, 'onChange'>) {
  const t = useText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const last = useRef<{ x: number; y: number } | null>(null)
  const [length, setLength] = useState(0)
  const place = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return {
      x: ((event.clientX - box.left) * size.width) / box.width,
      y: ((event.clientY - box.top) * size.height) / box.height,
    }
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>): void => {
    const pen = canvas.current?.getContext('2d')
    const from = last.current
    if (pen === null || pen === undefined || from === null) return
    const to = place(event)
    Object.assign(pen, { lineWidth: 3, lineCap: 'round', lineJoin: 'round', strokeStyle: '#10233f' })
    pen.beginPath()
    pen.moveTo(from.x, from.y)
    pen.lineTo(to.x, to.y)
    pen.stroke()
    setLength((now) => now + Math.hypot(to.x - from.x, to.y - from.y))
    last.current = to
  }
  const lift = (): void => {
    if (last.current === null) return
    last.current = null
    // A dot is no signature.
    if (length > 40 && canvas.current !== null) onChange({ png: pictureOf(canvas.current), how: 'drawn' })
  }
  const clear = (): void => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, size.width, size.height)
    setLength(0)
    onChange(null)
  }
  return (
    <>
      <canvas
        ref={canvas}
        className="signature-pad"
        width={size.width}
        height={size.height}
        role="img"
        aria-label={t('approval.sign.pad')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          last.current = place(event)
        }}
        onPointerMove={draw}
        onPointerUp={lift}
        onPointerCancel={lift}
      />
      <Button size="small" disabled={length === 0} onClick={clear}>
        {t('approval.sign.again')}
      </Button>
    </>
  )
}

function Typing({ id, onChange }: Pick<PadProps, 'onChange'> & { id: string }) {
  const t = useText()
  const own = usePerson().name
  const canvas = useRef<HTMLCanvasElement>(null)
  const [name, setName] = useState('')
  // The callback is new at each drawing of the window; only the name counts.
  const told = useEffectEvent(onChange)
  useEffect(() => {
    const pen = canvas.current?.getContext('2d')
    if (canvas.current === null || pen === null || pen === undefined) return
    pen.clearRect(0, 0, size.width, size.height)
    const matches = name.trim() === own.trim()
    if (name.trim() === '') return told(null)
    Object.assign(pen, { fillStyle: '#10233f', textAlign: 'center', textBaseline: 'middle' })
    pen.font = 'italic 56px KaiTi, STKaiti, "Kaiti SC", serif'
    pen.fillText(name.trim(), size.width / 2, size.height / 2, size.width - 40)
    told(matches ? { png: pictureOf(canvas.current), how: 'typed' } : null)
  }, [name, own])
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {t('approval.sign.name', { name: own })}
      </label>
      <Input
        id={id}
        autoComplete="off"
        maxLength={40}
        status={name.trim() !== '' && name.trim() !== own.trim() ? 'error' : ''}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <canvas
        ref={canvas}
        className="signature-pad still"
        width={size.width}
        height={size.height}
        role="img"
        aria-label={t('approval.sign.preview')}
      />
    </>
  )
}
