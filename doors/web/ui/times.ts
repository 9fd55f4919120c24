/** Parts of a moment in a time zone, two digits each. */
function partsOf(at: Date, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

export type TimeForm = 'day' | 'minute' | 'second'

/** `2026-11-23`, `2026-11-23 14:05` or `2026-11-23 14:05:09` in a time zone. */
export function timeText(at: string | number | Date, timeZone: string, form: TimeForm = 'minute'): string {
  const p = partsOf(new Date(at), timeZone)
  const day = `${p['year']}-${p['month']}-${p['day']}`
  if (form === 'day') return day
  return `${day} ${p['hour']}:${p['minute']}${form === 'second' ? `:${p['second']}` : ''}`
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** Chinese typesetting leaves a space between a figure and a character; the platform's words do not. */
const spaced = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ')

/** Days from one date of the calendar to another, as people count them: from this evening to tomorrow morning is one. */
function daysBetween(from: Date, to: Date, timeZone: string): number {
  const midnight = (at: Date): number => Date.parse(timeText(at, timeZone, 'day'))
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}

/**
 * `3 小时前`, `in 2 days`: the largest whole unit; under a minute counts as now. Days go by the calendar of the time
 * zone, so that `明天` never stands beside the date of the day after.
 */
export function relativeText(
  at: string | number | Date,
  now: number,
  tag: string,
  timeZone = 'Asia/Shanghai',
): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000)
  const format = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  for (const [unit, size] of steps)
    if (Math.abs(seconds) >= size) {
      const many =
        unit === 'day' ? daysBetween(new Date(now), new Date(at), timeZone) : Math.trunc(seconds / size)
      return spaced(format.format(many, unit))
    }
  return format.format(0, 'second')
}

export interface Remaining {
  days: number
  hours: number
  minutes: number
  seconds: number
}

/** What is left until a moment, or null when it has passed. */
export function remainingUntil(until: string | number | Date, now: number): Remaining | null {
  const left = Math.ceil((new Date(until).getTime() - now) / 1000)
  if (!(left > 0)) return null
  return {
    days: Math.floor(left / 86_400),
    hours: Math.floor((left % 86_400) / 3600),
    minutes: Math.floor((left % 3600) / 60),
    seconds: left % 60,
  }
}
