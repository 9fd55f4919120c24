import { Mistake } from '../../floor/errors.ts'

const dayMs = 86_400_000
/** How far the server's clock may be ahead of what a page sent. */
const lateMs = 60_000
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** The day it is in the zone at that moment, `YYYY-MM-DD`. */
export const dayOf = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)

/** Milliseconds by which the zone's wall clock is ahead of UTC at that moment. */
function aheadMs(timeZone: string, at: number): number {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    at,
  )
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

/** The first moment of a day in the zone; exact also beside a change of clocks. */
export function startOfDay(timeZone: string, day: string): Date {
  const wall = Date.parse(`${day}T00:00:00Z`)
  const near = wall - aheadMs(timeZone, wall)
  return new Date(wall - aheadMs(timeZone, near))
}

/**
 * The period of an application by the server's clock. A start given as a day begins with it, today begins now; an end
 * given as a day lasts to its end.
 * @throws Mistake `use.starts-in-past` (nobody applies backwards in time) or `use.ends-before-start`
 */
export function periodOf(
  given: { readonly startsAt: string; readonly endsAt: string },
  now: Date,
  timeZone: string,
): { startsAt: Date; endsAt: Date; days: number } {
  const today = dayOf(timeZone, now)
  const startsAt =
    given.startsAt === today
      ? now
      : isDay(given.startsAt)
        ? startOfDay(timeZone, given.startsAt)
        : new Date(given.startsAt)
  const endsAt = isDay(given.endsAt) ? startOfDay(timeZone, nextDay(given.endsAt)) : new Date(given.endsAt)
  if (startsAt.getTime() < now.getTime() - lateMs)
    throw new Mistake('use.starts-in-past', { field: 'startsAt' })
  if (endsAt <= startsAt) throw new Mistake('use.ends-before-start', { field: 'endsAt' })
  return { startsAt, endsAt, days: (endsAt.getTime() - startsAt.getTime()) / dayMs }
}
