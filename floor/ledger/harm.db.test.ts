import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../tests/support/postgres.ts'
import { SetClock } from '../clock.ts'
import { sql, type Sql, type Writer } from '../database/index.ts'
import { LedgerUncertain } from '../errors.ts'
import { generateSigner, Ledger, LedgerBroken, leafHash, type LedgerOptions } from './index.ts'
import { signCheckpoint } from './checkpoints.ts'
import { TileBuilder, type Tile } from './tiles.ts'
import { Frontier } from './tree.ts'

const clock = new SetClock('2026-03-02T09:00:00Z')
const { signer } = generateSigner('test.example/mifeng')
const ledgerId = 'test.example/mifeng'
let fresh: FreshDatabase
let folder: string
beforeEach(async () => {
  fresh = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterEach(async () => {
  await fresh.drop()
  rmSync(folder, { recursive: true, force: true })
})
const open = (more: Partial<LedgerOptions> = {}): Promise<Ledger> =>
  Ledger.open(fresh.db, { ledgerId, signer, witnessFolder: folder, clock, ...more })

/** 300 readings in one batch, a checkpoint, 20 single ones, a checkpoint, 5 single ones without. */
async function history(): Promise<Ledger> {
  const ledger = await open()
  await Promise.all(Array.from({ length: 300 }, (_, i) => ledger.append({ kind: 'reading', i })))
  await ledger.tick()
  for (let i = 300; i < 320; i++) await ledger.append({ kind: 'reading', i })
  await ledger.tick()
  for (let i = 320; i < 325; i++) await ledger.append({ kind: 'reading', i })
  return ledger
}
const asDba = (...statements: Sql[]) =>
  fresh.owner.transact(async (w) => {
    for (const statement of statements) await w.run(statement)
  })
const changeEntry = (index: number): Sql =>
  sql`update ledger.leaf set entry = replace(entry, 'reading', 'Reading') where lane = 1 and index = ${index}`
const forged = (note: string): Sql =>
  sql`update ledger.checkpoint set note = ${note} where lane = 1 and size = 320`
const changeTile = (n: number, at: number): Sql =>
  sql`update ledger.tile set hashes = set_byte(hashes, ${at}, get_byte(hashes, ${at}) # 1) where lane = 1 and n = ${n}`

/** Makes frontiers and tiles follow from the entries as they now are. */
async function deriveAgain(w: Writer, size: number): Promise<void> {
  const frontier = Frontier.empty()
  const builder = new TileBuilder()
  const rows = await w.rows<{ entry: string }>(
    sql`select entry from ledger.leaf where lane = 1 order by index`,
  )
  for (const { entry } of rows.slice(0, size)) {
    frontier.append(leafHash(entry))
    const full: Tile[] = builder.push(leafHash(entry))
    await w.run(
      sql`update ledger.batch set frontier = ${frontier.serialise()} where lane = 1 and size = ${frontier.size}`,
    )
    for (const { level, n, hashes } of full) {
      await w.run(
        sql`update ledger.tile set hashes = ${hashes} where lane = 1 and level = ${level} and n = ${n}`,
      )
    }
  }
}

describe('what the administrator of the database does is found and named', () => {
  const stranger = generateSigner('test.example/mifeng').signer
  const head = { laneName: 'readings-1', size: 320, root: leafHash('x') }
  test.each<[string, Sql[], string, number]>([
    ['alters an entry', [changeEntry(17)], 'entry-altered', 17],
    ['alters the first entry', [changeEntry(0)], 'entry-altered', 0],
    ['alters an entry of which no tile is stored yet', [changeEntry(310)], 'entry-altered', 310],
    ['alters an entry after the last checkpoint', [changeEntry(322)], 'entry-altered', 322],
    ['alters one of many entries that were written together', [changeEntry(299)], 'entry-altered', 256],
    ['alters a stored tile', [changeTile(0, 32 * 9 + 5)], 'tile-altered', 9],
    ['alters an entry and its tile', [changeEntry(40), changeTile(0, 32 * 40)], 'entry-altered', 40],
    [
      'swaps two entries',
      [
        sql`update ledger.leaf a set entry = b.entry from ledger.leaf b where a.lane = 1 and b.lane = 1
          and (a.index, b.index) in ((50, 90), (90, 50))`,
      ],
      'entry-altered',
      50,
    ],
    ['deletes an entry', [sql`delete from ledger.leaf where lane = 1 and index = 77`], 'missing', 77],
    ['deletes the last entry', [sql`delete from ledger.leaf where lane = 1 and index = 324`], 'missing', 324],
    ['deletes a tile', [sql`delete from ledger.tile where lane = 1`], 'missing', 0],
    [
      'cuts a tile short',
      [sql`update ledger.tile set hashes = substr(hashes, 1, 8191) where lane = 1`],
      'tile-altered',
      0,
    ],
    [
      'inserts an entry at the end',
      [sql`insert into ledger.leaf values (1, 325, '{"kind":"reading"}')`],
      'extra',
      325,
    ],
    [
      'alters a frontier',
      [
        sql`update ledger.batch set frontier = set_byte(frontier, 20, get_byte(frontier, 20) # 1)
          where lane = 1 and size = 320`,
      ],
      'frontier-altered',
      320,
    ],
    ['alters a checkpoint', [forged('nonsense')], 'checkpoint-forged', 320],
    [
      'signs a checkpoint with another key',
      [forged(signCheckpoint(stranger, ledgerId, head, []))],
      'checkpoint-forged',
      320,
    ],
    [
      'has the true key sign a false root',
      [forged(signCheckpoint(signer, ledgerId, head, []))],
      'rewritten',
      300,
    ],
    [
      'files a checkpoint under another size',
      [sql`update ledger.checkpoint set size = 319 where lane = 1 and size = 320`],
      'checkpoint-forged',
      319,
    ],
    [
      'cuts off the end',
      [
        sql`delete from ledger.leaf where lane = 1 and index >= 310`,
        sql`delete from ledger.batch where lane = 1 and size > 310`,
      ],
      'truncated',
      310,
    ],
    [
      'cuts off the end with its checkpoints',
      [
        sql`delete from ledger.leaf where lane = 1 and index >= 300`,
        sql`delete from ledger.batch where lane = 1 and size > 300`,
        sql`delete from ledger.checkpoint where lane = 1 and size > 300`,
      ],
      'rolled-back',
      300,
    ],
  ])('%s', async (_, statements, what, index) => {
    const ledger = await history()
    expect((await ledger.verify()).whole).toBe(true)
    await asDba(...statements)
    expect(await ledger.verify()).toMatchObject({ whole: false, lane: 1, index, what })
  })

  test('writes the whole history again, consistent in itself: the signed checkpoints contradict it', async () => {
    const ledger = await history()
    await asDba(changeEntry(40))
    await fresh.owner.transact((w) => deriveAgain(w, 325))
    expect(await ledger.verify()).toMatchObject({ whole: false, index: 0, what: 'rewritten' })
    await expect(open()).rejects.toThrow(/rewritten/)
    await expect(ledger.tick()).rejects.toThrow(LedgerBroken)
  })
})

describe('the ledger refuses to open', () => {
  test.each<[string, Sql[], RegExp]>([
    [
      'on a database that is older than the witnessed checkpoint',
      [
        sql`delete from ledger.leaf where lane = 1 and index >= 300`,
        sql`delete from ledger.batch where lane = 1 and size > 300`,
        sql`delete from ledger.checkpoint where lane = 1 and size > 300`,
      ],
      /lane 1, entry 300: rolled-back: the database has 300 entries, the last witnessed checkpoint 320.*restore a newer backup/,
    ],
    [
      'when entries that were signed are gone',
      [
        sql`delete from ledger.leaf where lane = 1 and index >= 319`,
        sql`delete from ledger.batch where lane = 1 and size >= 320`,
      ],
      /lane 1, entry 319: (truncated|rolled-back)/,
    ],
    [
      'when the last entry is gone',
      [sql`delete from ledger.leaf where lane = 1 and index = 324`],
      /entry 324: truncated/,
    ],
    [
      'when an entry in the tail is gone',
      [sql`delete from ledger.leaf where lane = 1 and index = 321`],
      /entry 321: missing/,
    ],
    ['when the tail was altered', [changeEntry(322)], /entry 322: entry-altered/],
    [
      'when an entry was added behind the end',
      [sql`insert into ledger.leaf values (1, 325, '{}')`],
      /entry 325: extra/,
    ],
    ['when a tile was altered', [changeTile(0, 0)], /rewritten/],
    [
      'when the newest checkpoint was altered',
      [sql`update ledger.checkpoint set note = note || ' '`],
      /checkpoint-forged/,
    ],
    [
      'when the newest frontier cannot be read',
      [sql`update ledger.batch set frontier = substr(frontier, 2) where lane = 1 and size = 325`],
      /entry 325: frontier-altered/,
    ],
  ])('%s', async (_, statements, message) => {
    await history()
    await asDba(...statements)
    await expect(open()).rejects.toThrow(message)
  })

  test('on a copy whose history differs from the witnessed one', async () => {
    const other = await freshDatabase()
    try {
      await history()
      const ledger = await Ledger.open(other.db, { ledgerId, signer, clock })
      await Promise.all(Array.from({ length: 330 }, (_, i) => ledger.append({ kind: 'reading', other: i })))
      await expect(Ledger.open(other.db, { ledgerId, signer, clock, witnessFolder: folder })).rejects.toThrow(
        /lane 1, entry 320: fork/,
      )
    } finally {
      await other.drop()
    }
  })

  test('with the key of another ledger', async () => {
    const ledger = await history()
    await ledger.stop()
    await expect(open({ signer: generateSigner(ledgerId).signer })).rejects.toThrow(/checkpoint-forged/)
    const next = generateSigner('test.example/next').signer
    await expect(open({ signer: next, earlierKeys: [signer.vkey] })).resolves.toBeInstanceOf(Ledger)
  })
})

describe('forks and rollbacks while it runs', () => {
  test('a second process on the same lane: one of the two is refused, the lane stays whole, both go on', async () => {
    const one = await open()
    const two = await open()
    await one.append({ kind: 'reading', by: 1 })
    await expect(
      two.append({ kind: 'reading', by: 2 }).then(() => two.append({ kind: 'x' })),
    ).resolves.toBeDefined()
    const failed = await one.append({ kind: 'reading', by: 1 }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(LedgerUncertain)
    await one.append({ kind: 'reading', by: 1 })
    expect(await one.verify()).toMatchObject({ whole: true, lanes: [{}, { size: 4 }] })
  })

  test('a head inserted by hand does not fork the lane: the primary key lets one of them stand', async () => {
    const ledger = await open()
    await ledger.append({ kind: 'reading' })
    const frontier = Frontier.empty()
    frontier.append(leafHash('forged'))
    await expect(
      asDba(sql`insert into ledger.batch values (1, 1, ${frontier.serialise()})`),
    ).rejects.toMatchObject({ code: '23505' })
  })

  test('a database restored under the running program: nothing more is recorded in that lane', async () => {
    const ledger = await history()
    const act = () => fresh.db.transact(async (w) => void ledger.record(w, { kind: 'act' }))
    await act()
    await asDba(
      sql`delete from ledger.leaf where lane = 1 and index >= 300`,
      sql`delete from ledger.batch where lane = 1 and size > 300`,
      sql`delete from ledger.checkpoint where lane = 1 and size > 300`,
    )
    await expect(ledger.append({ kind: 'reading' })).rejects.toThrow(/rolled-back/)
    await expect(ledger.append({ kind: 'reading' })).rejects.toThrow(/rolled-back/)
    await act()
    await expect(ledger.tick()).rejects.toThrow(/rolled-back/)
    await expect(act()).rejects.toThrow(/rolled-back/)
  })

  test('a rewritten frontier stops the lane at the next entry', async () => {
    const ledger = await history()
    const none = Frontier.empty().serialise()
    await asDba(sql`update ledger.batch set frontier = ${none} where lane = 1 and size = 325`)
    await expect(ledger.append({ kind: 'reading' })).rejects.toThrow(LedgerBroken)
    expect((await ledger.entries(1, 0, 325)).length).toBe(325)
  })

  test('acts of a lane that was emptied are refused', async () => {
    const ledger = await open()
    const act = () => fresh.db.transact(async (w) => void ledger.record(w, { kind: 'act' }))
    await act()
    await ledger.tick()
    await asDba(
      sql`delete from ledger.leaf where lane = 0`,
      sql`delete from ledger.batch where lane = 0`,
      sql`delete from ledger.checkpoint where lane = 0`,
    )
    await expect(act()).rejects.toThrow(/rolled-back/)
    await expect(ledger.tick()).rejects.toThrow(/rolled-back/)
    await expect(ledger.append({ kind: 'reading' })).rejects.toThrow(/rolled-back/)
  })

  test.each(['leaf', 'batch', 'tile', 'checkpoint', 'lane'])(
    'the program itself can neither change, delete nor empty ledger.%s',
    async (table) => {
      await history()
      const name = sql.identifier(`ledger.${table}`)
      for (const statement of [
        sql`update ${name} set lane = lane`,
        sql`delete from ${name}`,
        sql`truncate ${name}`,
      ]) {
        await expect(fresh.db.transact((w) => w.run(statement))).rejects.toMatchObject({ code: '42501' })
      }
    },
  )
})
