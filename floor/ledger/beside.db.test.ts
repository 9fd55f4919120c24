import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../tests/support/postgres.ts'
import { SetClock } from '../clock.ts'
import { sql } from '../database/index.ts'
import { LedgerUncertain } from '../errors.ts'
import { generateSigner, Ledger, type Shelf } from './index.ts'

const { signer } = generateSigner('test.example/mifeng')
const options = { ledgerId: 'test.example/mifeng', signer, clock: new SetClock('2026-03-02T09:00:00Z') }
let fresh: FreshDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
  await fresh.owner.transact(async (w) => {
    for (const name of ['words', 'marks'])
      await w.run(sql`create table ${sql.identifier(name)} (id int primary key, body text not null)`)
    await w.run(sql`grant select, insert on words, marks to mifeng_app`)
  })
})
afterEach(() => fresh.drop())

const shelf = (name: string): Shelf => ({
  name,
  into: sql`${sql.identifier(name)} (id, body)`,
  rows: ([id, body]) => sql`unnest(${id}::int[], ${body}::text[])`,
})
const [words, marks] = [shelf('words'), shelf('marks')]
const kept = async (name: string): Promise<string[]> => {
  const rows = await fresh.owner.read((r) =>
    r.rows<{ body: string }>(sql`select body from ${sql.identifier(name)} order by id`),
  )
  return rows.map(({ body }) => body)
}
const reading = (n: number) => ({ kind: 'reading', n })

test('rows travel with their entries, to one shelf, to several and to none', async () => {
  const ledger = await Ledger.open(fresh.db, options)
  await Promise.all([
    ledger.append(reading(0), { shelf: words, values: [1, '上门维修'] }),
    ledger.append(reading(1)),
    ledger.append(reading(2), { shelf: marks, values: [1, 'x'] }),
    ledger.append(reading(3), { shelf: words, values: [2, '回访, "quoted" {and} \\more'] }),
  ])
  await ledger.append(reading(4))
  expect(await kept('words')).toEqual(['上门维修', '回访, "quoted" {and} \\more'])
  expect(await kept('marks')).toEqual(['x'])
  expect(await ledger.verify()).toMatchObject({ whole: true, lanes: [{ size: 0 }, { size: 5 }] })
})

test('a row that cannot be kept keeps its entry from being written: nobody is told "recorded"', async () => {
  const ledger = await Ledger.open(fresh.db, options)
  await ledger.append(reading(0), { shelf: words, values: [1, 'once'] })
  await expect(ledger.append(reading(1), { shelf: words, values: [1, 'twice'] })).rejects.toThrow()
  await ledger.append(reading(2), { shelf: words, values: [2, 'later'] })
  expect(await kept('words')).toEqual(['once', 'later'])
  expect(await ledger.verify()).toMatchObject({ whole: true, lanes: [{ size: 0 }, { size: 2 }] })
})

test('a lane that was rolled back by the DBA takes no rows either', async () => {
  const ledger = await Ledger.open(fresh.db, options)
  await ledger.append(reading(0))
  await ledger.append(reading(1))
  await fresh.owner.transact((w) => w.run(sql`delete from ledger.batch where size = 2`))
  const failed = await ledger.append(reading(2), { shelf: words, values: [1, 'x'] }).catch((e: unknown) => e)
  expect(failed).toBeInstanceOf(Error)
  expect(failed).not.toBeInstanceOf(LedgerUncertain)
  expect(await kept('words')).toEqual([])
})
