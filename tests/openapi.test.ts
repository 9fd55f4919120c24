import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { allRoutes, openApiText } from '../tools/openapi.ts'

const kept = readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8')

test('docs/openapi.json is what the route tables say (npx tsx tools/openapi.ts writes it)', () => {
  expect(kept === openApiText()).toBe(true)
})

test('it is a valid OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(JSON.parse(kept))
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
})

test('every route says in both languages what it does', () => {
  for (const { summary, method, path } of allRoutes()) {
    expect(summary.zh, `${method} ${path}`).toMatch(/[\u4e00-\u9fff]/)
    expect(summary.en, `${method} ${path}`).toMatch(/^[\u0020-\u007e’“”–]+$/)
  }
})
