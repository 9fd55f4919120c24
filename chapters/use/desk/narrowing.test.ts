import { expect, test } from 'vitest'
import type { Instance } from '../../approval/index.ts'
import type { Content } from '../content.ts'
import { narrowedContent } from './narrowing.ts'

const file = '0198a000-0000-7000-8000-000000000001'
const snapshot: Content = {
  purpose: 'service', reason: '上门维修', customers: [file], fields: [1, 2], modes: ['read'],
  startsAt: '2026-11-24T01:00:00.000Z', endsAt: '2026-12-01T16:00:00.000Z', countLimit: null,
  storagePlace: '', returnMethod: '', undertaking: true,
} // prettier-ignore
const narrowed = (change: Parameters<typeof narrowedContent>[1]): string => {
  const now = new Date('2026-11-25T01:00:00Z')
  try {
    return narrowedContent({ snapshot } as unknown as Instance, change, now, 'Asia/Shanghai').endsAt
  } catch (error) {
    return (error as { code?: string }).code ?? `fault: ${String(error)}`
  }
}

test.each([
  ['the last day again', '2026-12-01', '2026-12-01T16:00:00.000Z'],
  ['an earlier day, to its end', '2026-11-27', '2026-11-27T16:00:00.000Z'],
  ['an earlier moment', '2026-11-27T02:30:00Z', '2026-11-27T02:30:00.000Z'],
  ['a later day', '2026-12-02', 'use.not-narrower'],
  ['a day that is over', '2026-11-23', 'use.ends-before-start'],
  ['a number that reads as a year', '1', 'use.not-narrower'],
  ['a day in words', 'Nov 27 2026', 'use.not-narrower'],
  ['a day of long ago', '0001-01-01', 'use.ends-before-start'],
  ['a day far ahead', '9999-12-31', 'use.not-narrower'],
  ['no day of the calendar', '2026-13-45', 'use.not-narrower'],
  ['nothing', '', 'use.not-narrower'],
])('an end shortened to %s', (_what, period, expected) => {
  expect(narrowed({ period })).toBe(expected)
})

test.each([
  ['a customer twice does not add any', { customers: [file, file] }, snapshot.endsAt],
  ['a customer that was not asked for', { customers: ['0198a000-0000-7000-8000-000000000002'] }, 'use.not-narrower'],
  ['a field that was not asked for', { fields: ['3'] }, 'use.not-narrower'],
  ['more openings than one', { 'count-limit': 0 }, 'use.not-narrower'],
  ['another purpose', { purpose: 'x' }, 'use.not-narrowed'],
])('attack by narrowing: %s', (_what, change, expected) => {
  expect(narrowed(change as Parameters<typeof narrowed>[0])).toBe(expected)
}) // prettier-ignore
