import { Button, Progress } from 'antd'
import { useEffect, useRef, type ReactNode } from 'react'
import { useGet, usePost } from './hooks.ts'
import type { BothTexts } from './problem.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { StatusTag, type Tone } from './StatusTag.tsx'
import { useLanguage, useText } from './text.ts'

/** What the polled path answers. */
export interface JobReply {
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number
  /** What is being done now, or why it failed. */
  note?: string | BothTexts
}

export interface ProgressPanelProps<Job extends JobReply> {
  title: string
  path: string
  /** POST here stops the work. */
  cancelPath?: string
  everySeconds?: number
  onDone?: (job: Job) => void
  /** Shown below when it has ended, whichever way. */
  result?: (job: Job) => ReactNode
}

const tones: Record<JobReply['state'], Tone> = {
  waiting: 'waiting',
  running: 'waiting',
  done: 'good',
  failed: 'bad',
  cancelled: 'ended',
}

const hasEnded = (state: JobReply['state']): boolean => state !== 'waiting' && state !== 'running'

/** Long work: how far it is, a way to stop it, and its result. */
export function ProgressPanel<Job extends JobReply = JobReply>(props: ProgressPanelProps<Job>) {
  const { title, path, cancelPath, everySeconds = 1, onDone, result } = props
  const t = useText()
  const { pick } = useLanguage()
  const told = useRef(false)
  const job = useGet<Job>(path, {}, { everySeconds, stopWhen: (reply) => hasEnded(reply.state) })
  const cancel = usePost<undefined>(cancelPath ?? path)
  const state = job.data?.state ?? 'waiting'
  const ended = hasEnded(state)
  useEffect(() => {
    if (job.data?.state !== 'done' || told.current) return
    told.current = true
    onDone?.(job.data)
  }, [job.data, onDone])
  const { done = 0, total = 0, note } = job.data ?? {}
  const percent = state === 'done' ? 100 : total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0
  return (
    <section className="progress-panel" aria-live="polite">
      <header>
        <h2>{title}</h2>
        <StatusTag tone={tones[state]}>{t(`kit.job.${state}`)}</StatusTag>
        {cancelPath !== undefined && !ended && (
          <Button danger loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
            {t('kit.job.stop')}
          </Button>
        )}
      </header>
      <Progress
        percent={percent}
        aria-label={title}
        status={state === 'failed' ? 'exception' : state === 'done' ? 'success' : 'active'}
      />
      <p className="soft">
        {t('kit.job.count', { done: done.toLocaleString(), total: total.toLocaleString() })}
        {note !== undefined && ` · ${typeof note === 'string' ? note : pick(note)}`}
      </p>
      <ProblemNotice error={job.error ?? cancel.error} onRetry={() => void job.refetch()} />
      {ended && job.data !== undefined && result?.(job.data)}
    </section>
  )
}
