import { Alert, Button, DatePicker, Drawer, Form, Progress } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import {
  FilePick,
  problemOf,
  upload,
  useGet,
  useLanguage,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { NoticeRow } from '../../wire.ts'
import { AnswerFields, answersOf, type AnswerValues, useNotice } from './AnswerFields.tsx'

interface Outcome {
  name: string
  text: string
  good: boolean
}

/** Links a batch of scanned papers: each file is named by its file number, and all have the same ticks. */
export function LinkPapers({ onClose }: { onClose: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const refresh = useRefresh()
  const [form] = Form.useForm<AnswerValues & { at: Dayjs }>()
  const [files, setFiles] = useState<File[]>([])
  const [done, setDone] = useState<Outcome[]>([])
  const [running, setRunning] = useState(false)
  const notices = useGet<{ rows: NoticeRow[] }>('/consent-notices', { size: 200 })
  const notice = useNotice(Form.useWatch<string | undefined>('notice', form))
  const versions = (notices.data?.rows ?? []).flatMap((row) =>
    row.published === null
      ? []
      : [{ versionId: row.published.id, name: row.name, number: row.published.number }],
  )
  const words = (error: unknown): string => {
    const problem = problemOf(error)
    if (problem.kind === 'mistake') return pick(problem.mistake.text)
    if (problem.kind === 'refusal') return pick(problem.refusal.text)
    return t('collection.papers.failed')
  }
  const one = async (file: File, answers: string): Promise<Outcome> => {
    const body = new FormData()
    body.append('answers', answers)
    body.append('file', file)
    try {
      const { fileNo } = await upload<{ fileNo: string }>('/consent-backlog/papers', body, () => undefined)
      return { name: file.name, text: t('collection.papers.linked', { fileNo }), good: true }
    } catch (error) {
      return { name: file.name, text: words(error), good: false }
    }
  }
  const run = async (values: AnswerValues & { at: Dayjs }): Promise<void> => {
    if (notice === undefined) return
    setRunning(true)
    setDone([])
    const answers = JSON.stringify({ ...answersOf(notice, values), at: values.at.toISOString() })
    for (const file of files) {
      const outcome = await one(file, answers)
      setDone((before) => [...before, outcome])
    }
    setRunning(false)
    setFiles([])
    await refresh(['/consent-backlog'])
  }
  return (
    <Drawer
      open
      size={560}
      title={t('collection.backlog.papers')}
      onClose={onClose}
      extra={
        <Button type="primary" disabled={files.length === 0} loading={running} onClick={() => form.submit()}>
          {t('collection.papers.link', { count: files.length })}
        </Button>
      }
    >
      <Alert type="info" showIcon title={t('collection.papers.hint')} className="consent-alert" />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ answers: {} }}
        onFinish={(values) => void run(values)}
      >
        <AnswerFields versions={versions} notice={notice} />
        <Form.Item
          name="at"
          label={t('collection.papers.signedOn')}
          rules={[{ required: true, message: t('collection.needed') }]}
        >
          <DatePicker style={{ width: '100%' }} disabledDate={(day) => day.isAfter(dayjs())} />
        </Form.Item>
      </Form>
      <FilePick
        multiple
        accept={['.pdf', '.jpg', '.jpeg', '.png', '.tif', '.tiff']}
        largestBytes={20 * 1024 * 1024}
        disabled={running}
        hint={t('collection.papers.names')}
        onPick={(picked) => setFiles(picked)}
      />
      {files.length > 0 && <p role="status">{t('collection.papers.chosen', { count: files.length })}</p>}
      {(running || done.length > 0) && (
        <>
          <Progress
            percent={Math.round(
              (done.length / Math.max(1, done.length + (running ? files.length - done.length : 0))) * 100,
            )}
          />
          <ul className="consent-outcomes" role="status">
            {done.map((line, place) => (
              <li key={place} className={line.good ? undefined : 'wrong'}>
                {line.name}: {line.text}
              </li>
            ))}
          </ul>
        </>
      )}
    </Drawer>
  )
}
