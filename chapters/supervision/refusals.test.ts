import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesWithoutText, refusalsPage, thrownCodes } from '../../tools/refusals.ts'

test('docs/refusals.md says what the program says (npx tsx tools/refusals.ts writes it)', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/refusals.md'), 'utf8')).toBe(refusalsPage())
})

test('every mistake that some part of the program makes has a text in both languages', () => {
  expect(new Set(thrownCodes().map(({ code }) => code)).size).toBeGreaterThan(60)
  expect(codesWithoutText()).toEqual([])
})
