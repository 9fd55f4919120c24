import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  labelledCounts,
  measureCells,
  measureColumns,
  measureTexts,
  precisionOf,
  recallOf,
  type Scores,
} from './measure.ts'

/** Lowest precision and recall that each detector has shown: better figures are written in, worse ones are a failure. */
const floors = JSON.parse(readFileSync(join(import.meta.dirname, 'floors.json'), 'utf8')) as Record<
  string,
  Record<string, [precision: number, recall: number]>
>

describe.each([
  ['cells', measureCells],
  ['texts', measureTexts],
  ['columns', measureColumns],
] as const)('on the labelled %s', (name, measure) => {
  const scores: Scores = measure()
  test('every type has its floor', () => expect([...scores.keys()]).toEqual(Object.keys(floors[name]!)))
  test.each(Object.entries(floors[name]!))('%s is not worse than before', (type, [precision, recall]) => {
    const score = scores.get(type)!
    expect(precisionOf(score), 'precision').toBeGreaterThanOrEqual(precision)
    expect(recallOf(score), 'recall').toBeGreaterThanOrEqual(recall)
  })
})

test('the set is large enough to say something', () => {
  const { cells, texts, columns } = labelledCounts()
  expect(cells + texts).toBeGreaterThan(3000)
  expect(columns).toBeGreaterThan(100)
})
