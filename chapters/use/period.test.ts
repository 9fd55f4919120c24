import { describe, expect, test } from 'vitest'
import { dayOf, periodOf, startOfDay } from './period.ts'

const now = new Date('2026-11-24T06:00:00Z')
const china = 'Asia/Shanghai'

describe('the period of an application', () => {
  test.each([
    // given start, given end, begins, ends
    ['2026-11-24', '2026-11-24', '2026-11-24T06:00:00.000Z', '2026-11-24T16:00:00.000Z'],
    ['2026-11-25', '2026-11-26', '2026-11-24T16:00:00.000Z', '2026-11-26T16:00:00.000Z'],
    [
      '2026-11-24T06:00:00Z',
      '2026-11-24T08:00:00+00:00',
      '2026-11-24T06:00:00.000Z',
      '2026-11-24T08:00:00.000Z',
    ],
    ['2026-11-24T05:59:30Z', '2026-12-01', '2026-11-24T05:59:30.000Z', '2026-12-01T16:00:00.000Z'],
  ])('%s to %s begins %s and ends %s', (startsAt, endsAt, from, until) => {
    const period = periodOf({ startsAt, endsAt }, now, china)
    expect([period.startsAt.toISOString(), period.endsAt.toISOString()]).toEqual([from, until])
  })

  test.each(['2026-11-23', '2026-11-24T05:58:59Z', '2020-01-01', '2026-11-24T05:00:00+00:00'])(
    'attack: the applicant backdates to %s',
    (startsAt) => {
      expect(() => periodOf({ startsAt, endsAt: '2026-12-01' }, now, china)).toThrow('use.starts-in-past')
    },
  )

  test('an end that is not after the start is a mistake', () => {
    const at = '2026-11-25T00:00:00Z'
    expect(() => periodOf({ startsAt: at, endsAt: at }, now, china)).toThrow('use.ends-before-start')
    expect(() => periodOf({ startsAt: '2026-11-26', endsAt: '2026-11-25' }, now, china)).toThrow(
      'use.ends-before-start',
    )
  })

  test('a change of clocks makes a day of 23 or 25 hours, never a longer grant', () => {
    const hours = (day: string, next: string): number =>
      (startOfDay('Europe/Berlin', next).getTime() - startOfDay('Europe/Berlin', day).getTime()) / 3_600_000
    expect(hours('2026-03-29', '2026-03-30')).toBe(23)
    expect(hours('2026-10-25', '2026-10-26')).toBe(25)
    expect(dayOf('Europe/Berlin', startOfDay('Europe/Berlin', '2026-03-29'))).toBe('2026-03-29')
  })
})
