import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'
import { imports, type LedgerLine, messyLedger } from '../support/ledger-file.ts'
import { FaultyDatabase } from './faulty.ts'

/** The database fails at every single transaction of an import in turn: it is finished, resumable, or absent. */

const lines = Array.from({ length: 60 }, (_, i): LedgerLine => [
  `客户${String.fromCodePoint(0x4e00 + i)}`, `138001${String(38000 + i)}`, '', '', '杭州市西湖区解放路8号', '2024-03-05', '李雷', '',
]) // prettier-ignore

let faulty: FaultyDatabase
let office: TestOffice
beforeEach(async () => {
  office = await openTestOffice({ wrap: (db) => (faulty = new FaultyDatabase(db)) })
})
afterEach(async () => {
  faulty.armed = undefined
  await expectLedgerWhole(office.house)
  await office.close()
})

const counted = (): Promise<{ files: number; visible: number; states: string[] }> =>
  office.house.fresh.owner.read(async (r) => {
    const row = await r.row<{ files: number; visible: number; states: string[] }>(sql`select
      (select count(*)::int from custody.customer) as files,
      (select count(*)::int from custody.customer c join custody.batch b on b.id = c.batch_id and b.released_at is not null) as visible,
      (select array_agg(distinct state order by state) from collection.import) as states`)
    return row!
  })

test('interrupted at its n-th transaction, an import shows all of its customers or none, and goes on', async () => {
  const { deng, li } = office
  const file = await messyLedger(lines)
  let interrupted = 0
  for (let nth = 1; nth <= 6; nth += 1) {
    const before = await counted()
    const uploaded = await deng.uploads('/imports', `台账${nth}.xlsx`, file)
    const id = String(uploaded.body.id)
    const source = await deng.gets('POST', '/sources', {
      name: `来源 ${nth}`,
      kind: 'legacy',
      legalBasis: 'contract',
    })
    await deng.gets('PUT', `/imports/${id}/mapping`, {
      ...uploaded.body.options,
      duplicates: 'file',
      source: source.id,
      legalBasis: 'contract',
      purposes: ['contract'],
      owner: { column: true, person: li.personId },
    })
    await deng.gets('POST', `/imports/${id}/start`)
    faulty.failFromTransaction = nth
    await office.runJobs().catch(() => undefined)
    faulty.failFromTransaction = undefined
    const middle = await counted()
    expect([0, lines.length], `transaction ${nth}`).toContain(middle.visible - before.visible)
    if (middle.visible === before.visible) interrupted += 1
    // As at the next start of the program.
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`update jobs.job set run_at = now() - interval '1 hour', locked_until = null, locked_by = null where finished_at is null and failed_at is null`,
      ),
    )
    await office.chapters.collection.start?.()
    await office.runJobs()
    const view = await deng.gets('GET', `/imports/${id}`)
    expect(view).toMatchObject({ state: 'finished', progress: { customers: lines.length } })
    const after = await counted()
    expect(after.visible - before.visible).toBe(lines.length)
    expect(after.files - before.files).toBe(lines.length)
  }
  expect(interrupted).toBeGreaterThan(0)
})

test('a cancelled import leaves no file behind', async () => {
  await imports(office, await messyLedger(lines.slice(0, 5)))
  const before = await counted()
  const uploaded = await office.deng.uploads('/imports', '二.xlsx', await messyLedger(lines))
  await office.deng.gets('POST', `/imports/${uploaded.body.id}/cancel`)
  await office.runJobs()
  expect(await counted()).toMatchObject({ files: before.files, visible: before.visible })
})
