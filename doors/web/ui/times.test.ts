import { describe, expect, test } from 'vitest'
import { relativeText, remainingUntil, timeText } from './times.ts'

describe('a moment in Shanghai', () => {
  test.each([
    ['2026-11-23T06:05:09Z', 'minute', '2026-11-23 14:05'],
    ['2026-11-23T06:05:09Z', 'second', '2026-11-23 14:05:09'],
    ['2026-11-23T16:00:00Z', 'day', '2026-11-24'],
    ['2026-12-31T16:00:00Z', 'minute', '2027-01-01 00:00'],
  ] as const)('%s as %s is %s', (at, form, text) => {
    expect(timeText(at, 'Asia/Shanghai', form)).toBe(text)
  })
})

describe('how long ago', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  test.each([
    ['2026-11-23T11:59:31Z', 'zh-CN', '现在'],
    ['2026-11-23T09:00:00Z', 'zh-CN', '3 小时前'],
    ['2026-11-25T12:00:00Z', 'en-GB', 'in 2 days'],
    ['2026-11-25T10:00:00Z', 'zh-CN', '后天'],
    ['2026-11-30T11:59:00Z', 'zh-CN', '7 天后'],
    ['2026-11-21T14:00:00Z', 'en-GB', '2 days ago'],
    ['2026-09-23T12:00:00Z', 'en-GB', '2 months ago'],
  ])('%s in %s is %s', (at, tag, text) => {
    expect(relativeText(at, now, tag)).toBe(text)
  })
})

describe('what is left of a grant', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  test('two days and an hour', () => {
    const left = remainingUntil('2026-11-25T13:00:00Z', now)
    expect(left).toEqual({ days: 2, hours: 1, minutes: 0, seconds: 0 })
  })
  test('the last instant still counts as a second', () => {
    expect(remainingUntil(now + 1, now)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 })
  })
  test('nothing at the end, and nothing for a date that cannot be read', () => {
    expect(remainingUntil(now, now)).toBeNull()
    expect(remainingUntil('never', now)).toBeNull()
  })
})
