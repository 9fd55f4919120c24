import { Mistake } from '../../floor/errors.ts'
import { noticeWarnings, noticeWords as words } from './notice-texts.ts'
import type { NoticeReply } from './wire.ts'
import { isWeekend, laterDay } from './zone.ts'

type Day = NoticeReply['days'][number]
/** Longest holiday that a notice may name; anything longer is misread. */
const longestHoliday = 20

/**
 * Reads the yearly notice on public holidays as it is published: statements such as
 * `七、国庆节:10月1日至7日放假调休,共7天。9月20日(周日)、10月10日(周六)上班。` The year is the first one named, or the one
 * given. Days off that are an ordinary weekend anyway are named too, so that the calendar shows the feast. What does not
 * fit together (counts, weekdays) is told as a warning and read as written.
 * @throws Mistake `people.notice-year`, `people.notice-nothing`
 */
export function readNotice(text: string, usualYear?: number): NoticeReply {
  const plain = text.normalize('NFKC').replace(/[ \t\u3000]+/gu, '')
  const named = words.year.exec(plain)?.[1]
  const year = named === undefined ? usualYear : Number(named)
  if (year === undefined) throw new Mistake('people.notice-year', { field: 'text' })
  const days = new Map<string, Day>()
  const warnings: NoticeReply['warnings'] = []
  let feast = ''
  for (const line of plain.split(/\r?\n|(?<=[。;])(?=[一二三四五六七八九十]+、)/u)) {
    const heading = words.heading.exec(line)
    if (heading !== null) feast = heading[1]!
    const rest = heading === null ? line : line.slice(heading[0].length)
    for (const statement of rest.split(/[。;]/u)) readStatement(statement, { year, feast, days, warnings })
  }
  if (days.size === 0) throw new Mistake('people.notice-nothing', { field: 'text' })
  return { year, days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)), warnings }
}

interface Reading {
  readonly year: number
  readonly feast: string
  readonly days: Map<string, Day>
  readonly warnings: NoticeReply['warnings']
}

function readStatement(statement: string, reading: Reading): void {
  const { days, warnings, feast } = reading
  const free = words.free.exec(statement)
  const work = words.work.exec(statement)
  if (free === null && work === null) return
  if (free !== null) {
    const off = daysIn(statement.slice(0, free.index), reading)
    for (const day of off) days.set(day, { day, working: false, note: feast })
    const said = words.count.exec(statement)?.[1]
    if (said !== undefined && Number(said) !== off.length)
      warnings.push(noticeWarnings.count(feast, Number(said), off.length))
  }
  if (work !== null) {
    const from = free === null ? 0 : free.index
    for (const day of daysIn(statement.slice(from, work.index), reading)) {
      days.set(day, { day, working: true, note: words.swap })
      if (!isWeekend(day)) warnings.push(noticeWarnings.notWeekend(day))
    }
  }
}

/** Every day named in a piece of text, ranges day by day. */
function daysIn(text: string, { year, warnings }: Reading): string[] {
  const found: string[] = []
  for (const match of text.matchAll(words.range)) {
    const [whole, fromYear, month, date, toYear, toMonth, toDate] = match
    const first = dayOf(Number(fromYear ?? year), Number(month), Number(date))
    if (first === undefined) continue
    checkWeekday(first, whole, warnings)
    const last =
      toDate === undefined
        ? first
        : dayOf(Number(toYear ?? fromYear ?? year), Number(toMonth ?? month), Number(toDate))
    if (last === undefined) continue
    for (let day = first, n = 0; day <= last && n < longestHoliday; day = laterDay(day), n += 1)
      found.push(day)
  }
  return found
}

function checkWeekday(day: string, written: string, warnings: NoticeReply['warnings']): void {
  const said = words.weekday.exec(written.split(/至|到/u)[0]!)?.[1]?.replace('天', '日')
  if (said !== undefined && words.weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] !== said)
    warnings.push(noticeWarnings.weekday(day, said))
}

function dayOf(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date))
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date) return undefined
  return at.toISOString().slice(0, 10)
}
