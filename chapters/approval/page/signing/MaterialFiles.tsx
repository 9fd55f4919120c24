import { Button } from 'antd'
import { useState } from 'react'
import { FilePick, ProblemNotice, upload, useText } from '../../../../doors/web/ui/index.ts'

const accepted = [
  '.pdf', '.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff', '.heic', '.docx', '.xlsx', '.pptx', '.odt', '.ods', '.txt',
] as const // prettier-ignore
const most = 10

interface FilesProps {
  readonly form: string
  readonly files: readonly string[]
  readonly onChange: (files: readonly string[]) => void
}

/** Files that go with a comment or an answer: each is sealed as it arrives, and handed in when the window is sent. */
export function MaterialFiles({ form, files, onChange }: FilesProps) {
  const t = useText()
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const add = async (picked: readonly File[]): Promise<void> => {
    setBusy(true)
    setError(null)
    let known = files
    try {
      for (const file of picked.slice(0, most - files.length)) {
        const body = new FormData()
        body.append('file', file)
        const { id } = await upload<{ id: string }>(`/approvals/${form}/files`, body, () => undefined)
        setNames((now) => ({ ...now, [id]: file.name }))
        known = [...known, id]
        onChange(known)
      }
    } catch (problem) {
      setError(problem as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="material-files">
      <div className="field-label">{t('approval.files.label')}</div>
      <ul className="plain-list">
        {files.map((id) => (
          <li key={id}>
            {names[id] ?? id}{' '}
            <Button
              size="small"
              type="text"
              aria-label={t('approval.files.remove', { name: names[id] ?? id })}
              onClick={() => onChange(files.filter((one) => one !== id))}
            >
              ✕
            </Button>
          </li>
        ))}
      </ul>
      {files.length < most && (
        <FilePick
          accept={accepted}
          largestBytes={20 * 1024 * 1024}
          multiple
          disabled={busy}
          hint={t('approval.files.hint')}
          onPick={(picked) => void add(picked)}
        />
      )}
      <ProblemNotice error={error} />
    </div>
  )
}
