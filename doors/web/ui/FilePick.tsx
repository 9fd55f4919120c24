import { InboxOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useId, useRef, useState } from 'react'
import { useText } from './text.ts'

export interface FilePickProps {
  /** Name endings with the dot: `['.xlsx', '.csv']`. */
  accept: readonly string[]
  /** Largest file in bytes; larger ones are refused before they are sent. */
  largestBytes?: number
  multiple?: boolean
  onPick: (files: File[]) => void
  hint?: string
  disabled?: boolean
}

/** Bytes as people read them. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}

/** A place to drop files on, or to choose them with mouse or keyboard. */
export function FilePick(props: FilePickProps) {
  const { accept, largestBytes, multiple = false, onPick, hint, disabled = false } = props
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const hintId = useId()
  const [over, setOver] = useState(false)
  const [error, setError] = useState('')
  const take = (list: FileList | null): void => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1)
    if (files.length === 0 || disabled) return
    const wrong = files.find((file) => !accept.some((end) => file.name.toLowerCase().endsWith(end)))
    const large = files.find((file) => largestBytes !== undefined && file.size > largestBytes)
    if (wrong) return setError(t('kit.file.wrongKind', { name: wrong.name, kinds: accept.join(' ') }))
    if (large)
      return setError(t('kit.file.tooLarge', { name: large.name, size: bytesText(largestBytes ?? 0) }))
    setError('')
    onPick(files)
  }
  return (
    <div
      className={over ? 'file-pick over' : 'file-pick'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <InboxOutlined className="file-pick-icon" aria-hidden="true" />
      <p>
        {t('kit.file.drop')}{' '}
        <Button disabled={disabled} aria-describedby={hintId} onClick={() => input.current?.click()}>
          {t('kit.file.choose')}
        </Button>
      </p>
      <p id={hintId} className="soft">
        {hint ?? t('kit.file.kinds', { kinds: accept.join(' ') })}
      </p>
      <p className="field-error" role="alert">
        {error}
      </p>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={accept.join(',')}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    </div>
  )
}
