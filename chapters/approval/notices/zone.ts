/** What the clocks of the company show at a moment. */
export interface Wall {
  /** `2026-11-24`. */
  readonly day: string
  /** Minutes since midnight. */
  readonly minutes: number
  /** `2026-11-24 09:30`. */
  readonly text: string
}

/** Day and time in a time zone. */
export function wallIn(timeZone: string, at: Date): Wall {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  const day = `${part('year')}-${part('month')}-${part('day')}`
  return {
    day,
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
    text: `${day} ${part('hour')}:${part('minute')}`,
  }
}

/**
 * How many minutes of quiet are left; 0 when it is not quiet. The hours may run over midnight (22:00 to 07:30), and
 * equal ends mean no quiet at all.
 */
export function quietLeft(
  minutes: number,
  quiet: { readonly from: number; readonly until: number } | undefined,
): number {
  if (quiet === undefined || quiet.from === quiet.until) return 0
  const day = 1440
  const length = (quiet.until - quiet.from + day) % day
  const passed = (minutes - quiet.from + day) % day
  return passed < length ? length - passed : 0
}
