/** Calendar days in the company's time zone. A day is written `YYYY-MM-DD`. */

const dayMs = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(timeZone: string, at: number): Record<string, string> {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(timeZone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

/** What the clocks on the wall show, counted as if it were UTC. */
function wallMs(timeZone: string, at: number): number {
  const { year, month, day, hour, minute, second } = partsIn(timeZone, at)
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

/** The last answer for each zone: the present day is asked for many times in the same minute. */
const lastDays = new Map<string, { readonly minute: number; readonly day: string }>()

/** The day it is in the zone at that moment; no zone changes its day within a minute. */
export function dayIn(timeZone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / 60_000)
  const last = lastDays.get(timeZone)
  if (last?.minute === minute) return last.day
  const { year, month, day } = partsIn(timeZone, at.getTime())
  const found = `${year}-${month}-${day}`
  lastDays.set(timeZone, { minute, day: found })
  return found
}

/** The moment at which the zone's clocks show that day and full hour. */
export function momentIn(timeZone: string, day: string, hour = 0): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000
  const guess = wall - (wallMs(timeZone, wall) - wall)
  // The offset found may belong to the other side of a change of clocks; once more from there is exact.
  return new Date(wall - (wallMs(timeZone, guess) - guess))
}

/** The day that many days later; negative for earlier. */
export const laterDay = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** Saturday or Sunday. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}
