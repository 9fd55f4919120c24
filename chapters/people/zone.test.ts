import { expect, test } from 'vitest'
import { dayIn, isWeekend, laterDay, momentIn } from './zone.ts'

test.each([
  ['Asia/Shanghai', '2026-03-03', 0, '2026-03-02T16:00:00.000Z'],
  ['Asia/Shanghai', '2026-03-03', 18, '2026-03-03T10:00:00.000Z'],
  ['UTC', '2026-03-03', 18, '2026-03-03T18:00:00.000Z'],
  ['America/New_York', '2026-03-08', 18, '2026-03-08T22:00:00.000Z'],
  ['America/New_York', '2026-03-08', 0, '2026-03-08T05:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', 18, '2026-10-25T17:00:00.000Z'],
])('in %s the clocks show %s %i:00 at %s', (zone, day, hour, at) => {
  expect(momentIn(zone, day, hour).toISOString()).toBe(at)
  expect(dayIn(zone, new Date(at))).toBe(day)
})

test('days follow one another over month, leap day and year', () => {
  expect(laterDay('2028-02-28')).toBe('2028-02-29')
  expect(laterDay('2026-12-31')).toBe('2027-01-01')
  expect(laterDay('2026-03-01', -1)).toBe('2026-02-28')
  expect(['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09'].map(isWeekend)).toEqual([
    false,
    true,
    true,
    false,
  ])
})
