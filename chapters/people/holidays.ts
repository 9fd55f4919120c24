import type { CalendarDay } from './wire.ts'
import { laterDay } from './zone.ts'

/**
 * Public holidays and working weekends that are known for sure, by year: the State Council's notice for 2026 (国办, 4
 * November 2025, as printed by Xinhua). Other years are pasted in when their notice is out. First day, last day, feast.
 */
const free: Readonly<Record<number, readonly (readonly [from: string, to: string, feast: string])[]>> = {
  2026: [
    ['2026-01-01', '2026-01-03', '元旦'],
    ['2026-02-15', '2026-02-23', '春节'],
    ['2026-04-04', '2026-04-06', '清明节'],
    ['2026-05-01', '2026-05-05', '劳动节'],
    ['2026-06-19', '2026-06-21', '端午节'],
    ['2026-09-25', '2026-09-27', '中秋节'],
    ['2026-10-01', '2026-10-07', '国庆节'],
  ],
}
const working: Readonly<Record<number, readonly string[]>> = {
  2026: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
}

/** The days of that year that differ from the ordinary week; empty when its notice is not known here. */
export function knownHolidays(year: number): readonly CalendarDay[] {
  const days: CalendarDay[] = []
  for (const [from, to, note] of free[year] ?? [])
    for (let day = from; day <= to; day = laterDay(day)) days.push({ day, working: false, note })
  for (const day of working[year] ?? []) days.push({ day, working: true, note: '调休上班' })
  return days.sort((a, b) => (a.day < b.day ? -1 : 1))
}
