import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../tests/support/postgres.ts'
import { type Part, sql, together } from './index.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase({ empty: true })
})
afterAll(() => fresh.drop())

/** Numbers from 1, downwards, with whatever else a row may hold. */
const countdown = (from: number): Part<unknown[]> => ({
  select: sql`select n, case when n = 2 then null else repeat('密', n) end as word, array[n, null] as list
    from generate_series(1, ${from}) n order by n desc`,
  from: (rows) => [...rows],
})
const moment: Part<Date | undefined> = {
  select: sql`with recursive t(at) as (select '2026-03-02 09:00:00.25+08'::timestamptz) select at from t`,
  from: ([row]) => new Date((row as { at: string }).at),
}

test('several selects in one statement: each part gets its own rows, in their order', async () => {
  for (const count of [3, 0, 1]) {
    const { numbers, at, none } = await fresh.db.read((r) =>
      together(r, 'test_together', { numbers: countdown(count), at: moment, none: countdown(0) }),
    )
    expect(numbers).toEqual(
      [
        { n: 3, word: '密密密', list: [3, null] },
        { n: 2, word: null, list: [2, null] },
        { n: 1, word: '密', list: [1, null] },
      ].slice(3 - count),
    )
    expect(at).toEqual(new Date('2026-03-02T01:00:00.250Z'))
    expect(none).toEqual([])
  }
})

test('a part may ask on, by the same reader and so in the same transaction', async () => {
  const more: Part<number> = {
    select: sql`select 1 as one`,
    from: async (_rows, r) => (await r.row<{ two: number }>(sql`select 2 as two`))!.two,
  }
  expect(await fresh.db.transact((w) => together(w, 'test_more', { more }))).toEqual({ more: 2 })
})
