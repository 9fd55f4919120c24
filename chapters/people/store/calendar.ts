import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { CalendarDay } from '../wire.ts'

/** Days that differ from the ordinary week, from the first to the last named, both included. */
export const readDays = (r: Reader, from: string, to: string): Promise<CalendarDay[]> =>
  r.rows<CalendarDay>(sql`select day::text as day, working, note from people.calendar_day
    where day between ${from}::date and ${to}::date order by day`)

/** Sets days that differ from the ordinary week; a day set before is overwritten. */
export async function setDays(w: Writer, days: readonly CalendarDay[]): Promise<void> {
  if (days.length === 0) return
  await w.run(sql`insert into people.calendar_day (day, working, note)
    select * from unnest(${days.map((one) => one.day)}::date[], ${days.map((one) => one.working)}::boolean[], ${days.map((one) => one.note)}::text[])
    on conflict (day) do update set working = excluded.working, note = excluded.note`)
}

/** These days are ordinary again. */
export async function clearDays(w: Writer, days: readonly string[]): Promise<void> {
  await w.run(sql`delete from people.calendar_day where day = any(${[...days]}::date[])`)
}
