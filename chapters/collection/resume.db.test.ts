import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, sql } from '../../floor/database/index.ts'
import { Fault } from '../../floor/errors.ts'
import { JobRunner } from '../../floor/jobs/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { register, resumeAll, settleMapping, start } from './desk/imports.ts'
import { addSource } from './desk/sources.ts'
import { ledger, type Office, openOffice } from './fixture.ts'
import { openCollection } from './index.ts'
import { runImport } from './intake/run.ts'
import { readImport } from './store/imports.ts'

/** When the next power cut comes: after so many transactions, before or after the commit. */
let cut: { in: number; when: 'before' | 'after' } | undefined

/** A database whose connection is lost at a given transaction; `after` is a commit whose reply never came. */
const losing = (db: Database): Database => ({
  read: (fn) => db.read(fn),
  alone: db.alone.bind(db),
  close: () => db.close(),
  transact: async (fn, options) => {
    if (cut !== undefined && cut.in-- <= 0) {
      const { when } = cut
      cut = undefined
      if (when === 'after') await db.transact(fn, options)
      throw new Fault('the connection was lost')
    }
    return await db.transact(fn, options)
  },
})

let office: Office
let source: string
beforeAll(async () => {
  office = await openOffice()
  const made = { name: '台账', kind: 'legacy', legalBasis: 'contract', note: '' } as const
  source = (await addSource(office.ctx, office.officer, made)).id
})
afterAll(() => office.close())

async function begin(from: number, rows: number, queue = false): Promise<string> {
  const path = office.files.write(
    `${from}.csv`,
    `${ledger(rows, from)}\n${ledger(40, from).split('\n').slice(1).join('\n')}`,
  )
  const { id } = await register(office.ctx, office.officer, { path, name: `${from}.csv` })
  const stored = await office.house.db.read((r) => readImport(r, id))
  await settleMapping(office.ctx, id, {
    ...stored!.options!,
    source,
    legalBasis: 'contract',
    purposes: ['contract'],
  })
  await start(office.ctx, office.officer, id, queue)
  return id
}

/** What an import left behind, without what differs from one to the next. */
const outcome = (id: string) =>
  office.house.db.read((r) =>
    r.row<Record<string, unknown>>(sql`
      select i.state, i.progress, b.released_at is not null as released,
        (select count(*)::int from custody.customer c where c.batch_id = i.batch_id) as customers,
        (select count(distinct c.file_no)::int from custody.customer c where c.batch_id = i.batch_id) as numbers,
        (select count(*)::int from custody.customer c join custody.sealed_block s on s.customer_id = c.id
          where c.batch_id = i.batch_id) as blocks,
        (select count(*)::int from custody.customer c join custody.search_tokens t on t.customer_id = c.id
          where c.batch_id = i.batch_id) as indexed,
        (select count(*)::int from custody.customer c join custody.identifier t on t.customer_id = c.id
          where c.batch_id = i.batch_id) as identifiers,
        (select count(*)::int from collection.duplicate d where d.import_id = i.id) as pairs,
        (select array_agg(m.customers order by m.n) from collection.import_mark m where m.import_id = i.id) as marks,
        (select count(*)::int from ledger.leaf l where l.entry like '%"kind":"import"%' and l.entry like '%' || i.id || '%') as leaves
      from collection.import i join custody.batch b on b.id = i.batch_id where i.id = ${id}`),
  )

const rows = 1_760
let whole: Record<string, unknown>

test('without a crash', async () => {
  const id = await begin(1_000_000, rows)
  expect(await runImport(office.ctx, id, new AbortController().signal)).toBe('finished')
  whole = (await outcome(id))!
  expect(whole).toMatchObject({
    state: 'finished',
    released: true,
    customers: rows + 40,
    // The planted ones, all within the file: no two files share a customer.
    pairs: 40,
    identifiers: 2 * (rows + 40),
    leaves: 1,
  })
  expect(whole).toMatchObject({ numbers: rows + 40, marks: [500, 500, 500, 300] })
})

const moments = [0, 1, 2, 3, 4].flatMap((at) =>
  (['before', 'after'] as const).map((when) => [at, when] as const),
)

test.each(moments)(
  'the connection is lost at transaction %i, %s its commit: the end is the same',
  async (at, when) => {
    const id = await begin(2_000_000 + at * 10_000 + (when === 'after' ? 5_000 : 0), rows)
    cut = { in: at, when }
    // Only this chapter's own transactions count: the ledger commits its checkpoints beside them.
    const house = { ...office.house, db: losing(office.house.db) }
    const run = runImport({ ...office.ctx, house }, id, new AbortController().signal)
    await expect(run).rejects.toThrow('lost')
    const between = await outcome(id)
    // Either all of it is there, or nothing of it is visible.
    expect(between).toMatchObject(
      between!['released'] === true ? { state: 'finished' } : { state: 'running' },
    )
    await runImport(office.ctx, id, new AbortController().signal)
    expect(await outcome(id)).toEqual(whole)
  },
)

test('the program ends during an import: the next start goes on with it', async () => {
  const id = await begin(3_000_000, rows)
  const stop = new AbortController()
  const run = runImport(office.ctx, id, stop.signal)
  setTimeout(() => stop.abort(), 200)
  await run.catch(() => undefined)
  await resumeAll(office.ctx)
  const { jobs } = openCollection(office.house, office.people, office.custody)
  await new JobRunner(office.house.db, office.house.clock, jobs!).runDue()
  expect(await outcome(id)).toEqual(whole)
  await expectLedgerWhole(office.house)
})

test('two programs run the same import: every row is filed once', async () => {
  const id = await begin(4_000_000, rows)
  const one = runImport(office.ctx, id, new AbortController().signal)
  const other = runImport(office.ctx, id, new AbortController().signal)
  const ends = await Promise.all([one, other])
  if (!ends.includes('finished')) await runImport(office.ctx, id, new AbortController().signal)
  expect(await outcome(id)).toEqual(whole)
})
