import { expect, test } from 'vitest'
import { Limit } from './limits.ts'

test('a bucket empties and refills evenly', () => {
  let now = 0
  const limit = new Limit(60, () => now)
  for (let n = 0; n < 60; n++) expect(limit.take('a')).toBe(0)
  expect(limit.take('a')).toBe(1)
  expect(limit.take('b')).toBe(0)
  now = 1000
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 1])
})

test('a clock that goes backwards or a long absence never gives more than a full bucket', () => {
  let now = 1_000_000
  const limit = new Limit(2, () => now)
  limit.take('a')
  now = 999_000_000
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 30])
})

test('a flood of made-up addresses does not fill the memory', () => {
  const limit = new Limit(10)
  for (let n = 0; n < Limit.MAXIMUM_KEYS + 1000; n++) limit.take(`address-${n}`)
  expect(limit.size).toBe(Limit.MAXIMUM_KEYS)
})
