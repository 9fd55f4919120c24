import { useTimeZone } from './session.ts'
import { useLanguage } from './text.ts'
import { relativeText, timeText, type TimeForm } from './times.ts'
import { useNow } from './use-now.ts'

export interface TimeProps {
  /** ISO text or milliseconds; null shows a dash. */
  at: string | number | null | undefined
  form?: TimeForm
  /** Adds 「3 小时前」; on by default except for days. */
  relative?: boolean
}

/** A moment, absolute and relative, in the company's time zone. */
export function Time({ at, form = 'minute', relative = form !== 'day' }: TimeProps) {
  const { tag } = useLanguage()
  const timeZone = useTimeZone()
  const now = useNow(30)
  if (at === null || at === undefined || at === '') return <span className="dash">—</span>
  return (
    <time className="time" dateTime={new Date(at).toISOString()}>
      {timeText(at, timeZone, form)}
      {relative && <small> {relativeText(at, now, tag, timeZone)}</small>}
    </time>
  )
}
