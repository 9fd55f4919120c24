import { ClockCircleOutlined } from '@ant-design/icons'
import { useEffect, useRef } from 'react'
import { useTimeZone } from './session.ts'
import { useText } from './text.ts'
import { remainingUntil, timeText } from './times.ts'
import { useNow } from './use-now.ts'

export interface CountdownProps {
  /** End of the grant, ISO text or milliseconds. */
  until: string | number
  /** Called once when it ends: hide what was shown. */
  onEnd?: () => void
  /** Below this many minutes it turns vermilion. */
  warnMinutes?: number
}

/** How long a grant still runs; the exact end is in its title. */
export function Countdown({ until, onEnd, warnMinutes = 10 }: CountdownProps) {
  const t = useText()
  const zone = useTimeZone()
  const left = remainingUntil(until, useNow(1))
  const told = useRef<string | number | null>(null)
  useEffect(() => {
    if (left !== null || told.current === until) return
    told.current = until
    onEnd?.()
  }, [left, until, onEnd])
  if (left === null) return <span className="countdown ended">{t('kit.ended')}</span>
  const short = left.days === 0 && left.hours === 0 && left.minutes < warnMinutes
  const form = left.days > 0 ? 'days' : left.hours > 0 ? 'hours' : 'minutes'
  return (
    <span className={short ? 'countdown short' : 'countdown'} title={timeText(until, zone, 'second')}>
      <ClockCircleOutlined /> {t(`kit.left.${form}`, { ...left })}
    </span>
  )
}
