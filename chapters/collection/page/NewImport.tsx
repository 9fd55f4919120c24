import { Progress } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { FilePick, PageHeader, ProblemNotice, upload, useText } from '../../../doors/web/ui/index.ts'
import type { ImportView } from '../wire.ts'
import { WizardSteps } from './WizardSteps.tsx'

/** First step: the file goes up and is looked at; nothing is taken in by that. */
export default function NewImport() {
  const t = useText()
  const navigate = useNavigate()
  const [part, setPart] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (file: File): Promise<void> => {
    const form = new FormData()
    form.append('file', file)
    setPart(0)
    setError(null)
    try {
      const view = await upload<ImportView>('/imports', form, setPart)
      await navigate(`/imports/${view.id}`)
    } catch (caught) {
      setError(caught)
      setPart(null)
    }
  }
  return (
    <>
      <PageHeader title={t('collection.new.title')} hint={t('collection.new.hint')} />
      <WizardSteps current={0} />
      <ProblemNotice error={error} />
      <FilePick
        accept={['.xlsx', '.csv']}
        largestBytes={1024 ** 3}
        disabled={part !== null}
        hint={t('collection.new.kinds')}
        onPick={([file]) => void (file && send(file))}
      />
      {part !== null && (
        <div aria-live="polite" className="collection-gap">
          <Progress percent={Math.round(part * 100)} aria-label={t('collection.new.sending')} />
          <p className="soft">{t(part < 1 ? 'collection.new.sending' : 'collection.new.checking')}</p>
        </div>
      )}
      <ul className="collection-notes">
        {['masked', 'nothing', 'damaged', 'titles'].map((key) => (
          <li key={key}>{t(`collection.new.${key}`)}</li>
        ))}
      </ul>
    </>
  )
}
