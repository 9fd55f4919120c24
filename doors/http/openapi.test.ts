import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { fixtureRoutes } from './fixture.ts'
import { openApiDocument } from './openapi.ts'

const document = openApiDocument(fixtureRoutes()) as {
  paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>>
}

test('the description is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(document)
  expect(result).toMatchObject({ valid: true })
})

test('every route is there once, with its own operation id and parameters', () => {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  expect(operations).toHaveLength(fixtureRoutes().length)
  expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length)
  expect(document.paths['/api/v1/customers/{id}']!['get']!.parameters).toMatchObject([
    { name: 'id', in: 'path', required: true },
    { name: 'page', in: 'query', required: false },
    { name: 'level', in: 'query', required: false },
  ])
})

test('what a shape refuses is described as refused', () => {
  expect(JSON.stringify(document.paths['/api/v1/applications'])).toContain('"additionalProperties":false')
})
