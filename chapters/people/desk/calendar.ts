import type { Reader } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, type Context } from '../context.ts'
import { clearDays, readDays, setDays } from '../store/calendar.ts'
import type { CalendarDay } from '../wire.ts'
import { dayIn, isWeekend, laterDay, momentIn } from '../zone.ts'

/** When a working day ends, for deadlines. */
const closingHour = 18

/** The days of a year that differ from the ordinary week. */
export const calendarOf = async (
  r: Reader,
  year: number,
): Promise<{ year: number; days: CalendarDay[] }> => ({
  year,
  days: await readDays(r, `${year}-01-01`, `${year}-12-31`),
})

/** Sets and clears days (system administrator). */
export async function changeCalendar(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  change: { readonly set: readonly CalendarDay[]; readonly clear: readonly string[] },
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'settings' })
    const detail = {
      what: 'calendar',
      working: days(change.set, true),
      free: days(change.set, false),
      ordinary: [...change.clear].sort(),
    }
    const answer = house.gate.askIn(w, act.question, act.facts, { detail })
    if (isRefusal(answer)) return answer
    await clearDays(w, change.clear)
    // A day named twice counts as it was named last.
    await setDays(w, [...new Map(change.set.map((one) => [one.day, one])).values()])
    return { done: true as const }
  })
}

const days = (set: readonly CalendarDay[], working: boolean): string[] =>
  set
    .filter((one) => one.working === working)
    .map((one) => one.day)
    .sort()

/**
 * The end (18:00 in the company's time zone) of the working day that many working days after `from`; with 0, of the
 * same day, or of the next working day when that day is free or already over.
 */
export async function addWorkingDays(r: Reader, timeZone: string, from: Date, count: number): Promise<Date> {
  const first = dayIn(timeZone, from)
  // Long holidays are at most some ten days, so twice the days and a month is always enough to look at once.
  const last = laterDay(first, count * 2 + 60)
  const special = new Map((await readDays(r, first, last)).map((one) => [one.day, one.working]))
  const isWorking = (day: string): boolean => special.get(day) ?? !isWeekend(day)
  let day = first
  let left = count
  if (left === 0 && (!isWorking(day) || momentIn(timeZone, day, closingHour) <= from)) left = 1
  while (left > 0) {
    day = laterDay(day)
    if (isWorking(day)) left -= 1
  }
  return momentIn(timeZone, day, closingHour)
}
