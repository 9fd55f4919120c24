import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test('ids of one program keep the order in which they were made, also within a millisecond', () => {
  const at = 1_764_000_000_000
  const made = Array.from({ length: 2000 }, () => newId(at))
  expect(made.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(made)
  expect(newId(at + 1) > made.at(-1)!).toBe(true)
})

test('they are UUIDs of version 7 that hold the time, and no two are alike', () => {
  const at = 1_764_000_000_123
  const made = new Set(Array.from({ length: 10_000 }, () => newId(at)))
  expect(made.size).toBe(10_000)
  for (const id of made) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at)
  }
})
