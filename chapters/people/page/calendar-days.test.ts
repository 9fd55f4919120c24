import { expect, test } from 'vitest'
import { monthDays, readLines } from './calendar-days.ts'

test('holidays are read from pasted lines, in several spellings', () => {
  expect(readLines('2027-01-01 休 元旦\n\n2027/2/6，班，调休\r\n2027年10月1日 放假')).toEqual({
    days: [
      { day: '2027-01-01', working: false, note: '元旦' },
      { day: '2027-02-06', working: true, note: '调休' },
      { day: '2027-10-01', working: false, note: '' },
    ],
    wrong: null,
  })
})

test.each(['2027-02-30 休', '2027-01-01', '元旦 休', '2027-01-01 maybe', '2027-13-01 休'])(
  '%s is named as wrong',
  (line) => {
    expect(readLines(`2027-01-01 休\n${line}`).wrong).toBe(2)
  },
)

test('a month begins on its weekday, Monday first', () => {
  expect(monthDays(2026, 3).indexOf('2026-03-01')).toBe(6)
  expect(monthDays(2028, 2).at(-1)).toBe('2028-02-29')
})
