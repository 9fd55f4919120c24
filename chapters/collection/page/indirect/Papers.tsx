import { Button, Space } from 'antd'
import { useState } from 'react'
import {
  bytesText,
  download,
  FilePick,
  ProblemNotice,
  Time,
  upload,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { sourceFileKinds, type SourceView } from '../../wire.ts'
import { Part } from './shared.tsx'

const mostBytes = 20 * 1024 * 1024

/** Contract and proof of authority: sealed, each with its hash; opening one is a recorded act. */
export function Papers({ view }: { view: SourceView }) {
  const t = useText()
  const refresh = useRefresh()
  const [error, setError] = useState<unknown>(null)
  const [adding, setAdding] = useState<(typeof sourceFileKinds)[number]>()
  const add = async (file: File): Promise<void> => {
    const form = new FormData()
    form.append('file', file)
    setError(null)
    try {
      await upload(`/sources/${view.id}/files?kind=${adding ?? 'contract'}`, form, () => undefined)
      setAdding(undefined)
      await refresh()
    } catch (caught) {
      setError(caught)
    }
  }
  const mayAdd = view.may.edit && view.state === 'draft'
  return (
    <Part title={t('collection.source.papers')}>
      {view.files.length === 0 && <p className="soft">{t('collection.source.noPapers')}</p>}
      <ul className="collection-papers">
        {view.files.map((file) => (
          <li key={file.id}>
            <strong>{t(`collection.source.file.${file.kind}`)}</strong> {bytesText(file.size)} ·{' '}
            {file.addedBy.name} · <Time at={file.addedAt} />{' '}
            <Button
              size="small"
              type="link"
              onClick={() => void download(`/sources/${view.id}/files/${file.id}`).catch(setError)}
            >
              {t('collection.source.openFile')}
            </Button>
            <br />
            <code className="soft">
              {t('collection.source.sha')} {file.sha256}
            </code>
          </li>
        ))}
      </ul>
      <ProblemNotice error={error} />
      {mayAdd && (
        <Space>
          {sourceFileKinds.map((kind) => (
            <Button key={kind} onClick={() => setAdding(kind)}>
              {t(`collection.source.add.${kind}`)}
            </Button>
          ))}
        </Space>
      )}
      {adding !== undefined && (
        <FilePick
          accept={['.pdf', '.png', '.jpg', '.jpeg']}
          largestBytes={mostBytes}
          onPick={([file]) => file !== undefined && void add(file)}
          hint={t(`collection.source.add.${adding}`)}
        />
      )}
    </Part>
  )
}
