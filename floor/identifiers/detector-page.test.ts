import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accuracyPage } from './labelled/page.ts'

test('docs/detectors.md is what the detectors say', () => {
  const page = readFileSync(new URL('../../docs/detectors.md', import.meta.url), 'utf8')
  expect(page).toBe(accuracyPage())
})
