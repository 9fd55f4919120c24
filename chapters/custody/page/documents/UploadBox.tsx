import { Alert, Button, Input, Progress, Select } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { bytesText, FilePick, ProblemNotice, useText } from '../../../../doors/web/ui/index.ts'
import { useLevelOptions } from '../shared.tsx'
import { type SendProgress, sendDocument } from './send.ts'
import { useProblemText } from './words.ts'

const accepted = [
  '.pdf', '.png', '.jpg', '.jpeg', '.gif', '.webp', '.tif', '.tiff', '.heic', '.docx', '.docm', '.xlsx', '.xlsm', '.pptx', '.doc', '.xls',
  '.ppt', '.odt', '.ods', '.mp3', '.wav', '.m4a', '.amr', '.mp4', '.txt', '.csv', '.eml',
] // prettier-ignore
const largestBytes = 8 * 1024 ** 3

/** Chooses a document, names it and sends it; large ones with progress, cancel, and going on after an interruption. */
export function UploadBox({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const t = useText()
  const id = useId()
  const levels = useLevelOptions()
  const problemText = useProblemText()
  const [file, setFile] = useState<File | null>(null)
  const [title, setTitle] = useState('')
  const [level, setLevel] = useState<number | null>(null)
  const [progress, setProgress] = useState<SendProgress | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [turnedAway, setTurnedAway] = useState<string | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const clear = (): void => {
    setFile(null)
    setTitle('')
    setLevel(null)
  }
  const send = async (): Promise<void> => {
    if (file === null) return
    const controller = new AbortController()
    stop.current = controller
    setError(null)
    setTurnedAway(null)
    setProgress({ step: 'send', part: 0 })
    try {
      const problem = await sendDocument(customerId, { file, title, level }, setProgress, controller.signal)
      if (problem === undefined) clear()
      else setTurnedAway(problem)
      onDone()
    } catch (caught) {
      if (!(caught instanceof DOMException && caught.name === 'AbortError')) setError(caught)
    } finally {
      stop.current = null
      setProgress(null)
    }
  }
  return (
    <div className="custody-upload">
      <ProblemNotice error={error} />
      {turnedAway !== null && (
        <Alert
          type="error"
          showIcon
          title={t('custody.doc.turnedAway')}
          description={problemText(turnedAway)}
        />
      )}
      {file === null ? (
        <FilePick
          accept={accepted}
          largestBytes={largestBytes}
          hint={t('custody.attach.kinds')}
          onPick={([picked]) => {
            setTurnedAway(null)
            setError(null)
            setFile(picked ?? null)
            setTitle(picked?.name ?? '')
          }}
        />
      ) : (
        <>
          <label className="field-label" htmlFor={`${id}-title`}>
            {t('custody.attach.name')} <span className="soft">{bytesText(file.size)}</span>
          </label>
          <Input
            id={`${id}-title`}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
          />
          <label className="field-label" htmlFor={`${id}-level`}>
            {t('custody.level')}
          </label>
          <Select<number | null>
            id={`${id}-level`}
            allowClear
            value={level}
            placeholder={t('custody.attach.levelHint')}
            options={levels}
            onChange={(next) => setLevel(next ?? null)}
          />
          {progress !== null && <Sending progress={progress} />}
          <span className="custody-acts">
            <Button type="primary" loading={progress !== null} onClick={() => void send()}>
              {error === null ? t('custody.attach.send') : t('custody.doc.goOn')}
            </Button>
            <Button onClick={() => (progress === null ? clear() : stop.current?.abort())}>
              {t('kit.cancel')}
            </Button>
          </span>
        </>
      )}
    </div>
  )
}

function Sending({ progress }: { progress: SendProgress }) {
  const t = useText()
  const text = t(progress.step === 'send' ? 'custody.attach.sending' : 'custody.doc.checking')
  return (
    <div role="status">
      <span className="soft">{text}</span>
      <Progress percent={Math.round(progress.part * 100)} aria-label={text} />
    </div>
  )
}
