import { expect, test } from 'vitest'
import { drawKey, samplePlan } from './sample.ts'

const rule = { sampleLeast: 2, badPermille: 10 }

test.each([
  [1, 1],
  [2, 2],
  [8, 2],
  [9, 3],
  [90, 13],
  [500, 50],
  [1200, 80],
  [3200, 125],
  [10_000, 200],
  [500_000, 800],
  [1_000_000, 1250],
])('of %i files %i are looked at (ISO 2859-1, level II)', (files, size) =>
  expect(samplePlan(files, rule).size).toBe(size),
)

test('a company may look at more, never at fewer, and never at more than there are', () => {
  expect(samplePlan(500, { ...rule, sampleLeast: 100 }).size).toBe(100)
  expect(samplePlan(500, { ...rule, sampleLeast: 2 }).size).toBe(50)
  expect(samplePlan(30, { ...rule, sampleLeast: 100 }).size).toBe(30)
})

test.each([
  [0, 0],
  [10, 0],
  [20, 1],
  [50, 2],
])('of 50 sampled files %i in a thousand allow %i bad ones', (badPermille, bad) =>
  expect(samplePlan(500, { sampleLeast: 2, badPermille }).mostBad).toBe(bad),
)

test('the same seed draws the same, another seed another', () => {
  expect(drawKey('a', 'c1')).toBe(drawKey('a', 'c1'))
  expect(drawKey('a', 'c1')).not.toBe(drawKey('b', 'c1'))
})
