import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { must, openWorkingCompany, type WorkingCompany } from './fixture.ts'

let all: WorkingCompany
beforeEach(async () => {
  all = await openWorkingCompany()
  // A checkpoint is signed every second; here it is there for certain.
  await all.house.ledger.tick()
})
afterEach(() => all.close())

test('a whole ledger: how many entries, how long, and since when', async () => {
  const verdict = must(await all.supervision.audit.verify(all.auditor))
  expect(verdict).toMatchObject({ whole: true, firstBad: null, blocks: { differ: 0 } })
  expect(verdict.entries).toBeGreaterThan(10)
  const state = must(await all.supervision.audit.ledgerState(all.auditor))
  expect(state.lastVerified).toMatchObject({ whole: true, entries: verdict.entries })
  expect(state.lanes.map((lane) => lane.name)).toContain('acts')
  expect(state.lanes.find((lane) => lane.lane === 0)!.checkpoint).toContain(state.ledger)
})

test('the database administrator rewrites one entry: verification names it, and says so although nothing can be recorded', async () => {
  await all.house.fresh.owner.transact((w) =>
    w.run(
      sql`update ledger.leaf set entry = replace(entry, '"kind":', '"kind" :') where lane = 0 and index = 4`,
    ),
  )
  expect(must(await all.supervision.audit.verify(all.auditor))).toMatchObject({
    whole: false,
    firstBad: { lane: 0, index: 4, what: 'entry-altered' },
  })
})

test('an entry is deleted: the first one missing is named', async () => {
  await all.house.fresh.owner.transact((w) =>
    w.run(sql`delete from ledger.leaf where lane = 0 and index = 7`),
  )
  expect(must(await all.supervision.audit.verify(all.auditor))).toMatchObject({
    whole: false,
    firstBad: { lane: 0, index: 7, what: 'missing' },
  })
})
