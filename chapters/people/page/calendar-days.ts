import type { CalendarDay } from '../wire.ts'
import { dayWords, writtenDay } from './calendar-texts.ts'

/** Days of one month, led by the empty places before its first Monday; days are `YYYY-MM-DD`. */
export function monthDays(year: number, month: number): (string | null)[] {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const lead = (first.getUTCDay() + 6) % 7
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const name = `${year}-${String(month).padStart(2, '0')}`
  return [
    ...Array<null>(lead).fill(null),
    ...Array.from({ length: count }, (_, at) => `${name}-${String(at + 1).padStart(2, '0')}`),
  ]
}

/** Saturday or Sunday. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** A day, or null when there is no such day. */
function dayOf(text: string): string | null {
  const parts = writtenDay.exec(text)
  if (parts === null) return null
  const day = `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`
  const date = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : day
}

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word.toLowerCase())

/** Reads lines such as `2027-01-01 休 元旦`; `wrong` is the first line that cannot be read, from 1. */
export function readLines(text: string): { days: CalendarDay[]; wrong: number | null } {
  const days: CalendarDay[] = []
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [first = '', word = '', ...note] = line.trim().split(/[\s,，]+/u)
    const day = dayOf(first)
    const working = isOneOf(dayWords.working, word)
    const free = isOneOf(dayWords.free, word)
    if (day === null || (!working && !free)) return { days, wrong: at + 1 }
    days.push({ day, working, note: note.join(' ').slice(0, 40) })
  }
  return { days, wrong: null }
}
