import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { MistakeNotice } from './MistakeNotice.tsx'
import { problemOf } from './problem.ts'
import { RefusalNotice, type RefusalNoticeProps } from './RefusalNotice.tsx'
import { useText } from './text.ts'

export interface ProblemNoticeProps extends Pick<RefusalNoticeProps, 'nextHref' | 'onNext'> {
  /** What a query or mutation threw; null and undefined show nothing. */
  error: unknown
  onRetry?: () => void
}

/**
 * The focus goes to what came of something a person did. What was only loaded, and can be loaded again, is read aloud
 * where it stands: it may come while somebody is typing elsewhere.
 */
function useFocusOn(error: unknown, loaded: boolean) {
  const notice = useRef<HTMLElement>(null)
  useEffect(() => {
    if (error !== null && error !== undefined && !loaded) notice.current?.focus()
  }, [error, loaded])
  return notice
}

/** Shows whatever went wrong with a request: `<ProblemNotice error={query.error} onRetry={...} />`. */
export function ProblemNotice({ error, onRetry, ...next }: ProblemNoticeProps) {
  const t = useText()
  const notice = useFocusOn(error, onRetry !== undefined)
  if (error === null || error === undefined) return null
  const problem = problemOf(error)
  if (problem.kind === 'signed-out') return null
  if (problem.kind === 'refusal') return <RefusalNotice ref={notice} refusal={problem.refusal} {...next} />
  if (problem.kind === 'mistake') return <MistakeNotice ref={notice} mistake={problem.mistake} />
  const offline = problem.kind === 'offline'
  return (
    <section className="notice fault" role="alert" ref={notice} tabIndex={-1}>
      <h2>{offline ? t('kit.offline') : t('kit.fault')}</h2>
      <p>{offline ? t('kit.offlineHint') : t('kit.faultHint')}</p>
      {!offline && problem.id !== '' && <p className="soft">{t('kit.faultId', { id: problem.id })}</p>}
      {onRetry !== undefined && <Button onClick={onRetry}>{t('kit.retry')}</Button>}
    </section>
  )
}
