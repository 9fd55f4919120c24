import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/postgres.ts'
import type { FreshDatabase } from '../../tests/support/postgres.ts'
import { sql } from './index.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

test('a read sees the migrated schema', async () => {
  const rows = await fresh.db.read((r) => r.rows<{ number: number }>(sql`select number from house.migration`))
  expect(rows[0]?.number).toBe(1)
})
