import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../tests/support/postgres.ts'
import { SetClock } from '../clock.ts'
import { sql } from '../database/index.ts'
import { LedgerBusy } from '../errors.ts'
import {
  ACTS,
  generateSigner,
  leafHash,
  Ledger,
  openNote,
  parseCheckpoint,
  parseKey,
  verifyConsistency,
  verifyInclusion,
  type LedgerOptions,
} from './index.ts'

const clock = new SetClock('2026-03-02T09:00:00Z')
const { signer } = generateSigner('test.example/mifeng')
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
  Ledger.open(fresh.db, { ledgerId: 'test.example/mifeng', signer, witnessFolder: folder, clock, ...more })
const reading = (n: number) => ({ kind: 'reading', file: `f${n}` })
const act = (ledger: Ledger) => fresh.db.transact(async (w) => ledger.record(w, { kind: 'act' }))
const appendMany = (ledger: Ledger, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => ledger.append(reading(i))))

describe('recording', () => {
  test('readings made at the same moment get neighbouring places, none twice and none left out', async () => {
    const ledger = await open()
    const positions = (await Promise.all([appendMany(ledger, 700), appendMany(ledger, 700)])).flat()
    expect(positions.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...Array(1400).keys()])
    expect(await ledger.verify()).toMatchObject({ whole: true, lanes: [{ size: 0 }, { size: 1400 }] })
  })

  test('an entry is stored as canonical JSON with version and time', async () => {
    const ledger = await open()
    const { index } = await ledger.append({ kind: 'reading', 客户: 'ö', a: 1 })
    const [entry] = await ledger.entries(1, index, index + 1)
    expect(entry!.text).toBe('{"a":1,"at":"2026-03-02T09:00:00.000Z","kind":"reading","v":1,"客户":"ö"}')
  })

  test('an act and its entry commit together', async () => {
    const ledger = await open()
    await fresh.owner.transact((w) => w.run(sql`create table public.thing (id int)`))
    await fresh.owner.transact((w) => w.run(sql`grant all on public.thing to mifeng_app`))
    await fresh.db.transact(async (w) => {
      await w.run(sql`insert into thing values (1)`)
      ledger.record(w, { kind: 'made', id: 1 })
      ledger.record(w, { kind: 'made-too', id: 1 })
    })
    expect((await ledger.head(ACTS)).size).toBe(2)
  })

  test('an act that is rolled back leaves neither change nor entry', async () => {
    const ledger = await open()
    const failing = fresh.db.transact(async (w) => {
      ledger.record(w, { kind: 'made' })
      await w.run(sql`select 1`)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect((await ledger.head(ACTS)).size).toBe(0)
    expect((await ledger.verify()).whole).toBe(true)
  })

  test('forty transactions at once, some of them serializable, beside readings: every entry once, log whole', async () => {
    const ledger = await open()
    const acts = Array.from({ length: 40 }, (_, i) =>
      fresh.db.transact(
        async (w) => {
          ledger.record(w, { kind: 'act', i })
          await w.row(sql`select count(*) from ledger.leaf where lane = 9`)
        },
        i % 8 === 0 ? { isolation: 'serializable' } : {},
      ),
    )
    const [done] = await Promise.all([Promise.allSettled(acts), appendMany(ledger, 300), ledger.tick()])
    const committed = done.filter(({ status }) => status === 'fulfilled').length
    expect(committed).toBeGreaterThanOrEqual(35)
    expect((await ledger.head(ACTS)).size).toBe(committed)
    const verdict = await ledger.verify()
    expect(verdict).toMatchObject({ whole: true, lanes: [{ size: committed }, { size: 300 }] })
  })

  test('more waiting readings than allowed are refused at once, and the others are recorded', async () => {
    const ledger = await open({ waitingLimit: 10 })
    const results = await Promise.allSettled(Array.from({ length: 25 }, (_, i) => ledger.append(reading(i))))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused).toHaveLength(15)
    expect(refused.every(({ reason }) => reason instanceof LedgerBusy)).toBe(true)
    expect((await ledger.head(1)).size).toBe(10)
    await ledger.append(reading(1))
  })

  test('an entry that has no canonical form or is too long is refused before anything is written', async () => {
    const ledger = await open()
    await expect(ledger.append({ kind: 'x', a: undefined })).rejects.toThrow(TypeError)
    await expect(ledger.append({ kind: 'x', a: '密'.repeat(22_000) })).rejects.toThrow(RangeError)
    await fresh.db.transact(async (w) =>
      expect(() => ledger.record(w, { kind: 'x', a: 1n })).toThrow(TypeError),
    )
    expect((await ledger.lanes()).map(({ size }) => size)).toEqual([0, 0])
  })
})

describe('proving', () => {
  test('every reading can be proven to the head at once, and to a signed checkpoint after a tick', async () => {
    const ledger = await open()
    for (const count of [1, 255, 300]) {
      const positions = await appendMany(ledger, count)
      for (const position of [positions[0]!, positions.at(-1)!]) {
        const text = (await ledger.entries(1, position.index, position.index + 1))[0]!.text
        const head = await ledger.head(1)
        const now = await ledger.proveInclusion(position)
        expect(now.size).toBe(head.size)
        expect(verifyInclusion(leafHash(text), now.index, now.size, now.hashes, head.root)).toBe(true)
        await ledger.tick()
        const later = await ledger.proveInclusion(position)
        const checkpoint = await ledger.latestCheckpoint(1)
        expect(later.size).toBe(checkpoint!.size)
        expect(verifyInclusion(leafHash(text), later.index, later.size, later.hashes, checkpoint!.root)).toBe(
          true,
        )
      }
    }
  })

  test('each checkpoint is a beginning of every later one, also after a restart', async () => {
    let ledger = await open()
    const sizes = [0]
    await ledger.tick()
    for (const count of [1, 254, 1, 256, 600]) {
      await appendMany(ledger, count)
      await ledger.tick()
      sizes.push(sizes.at(-1)! + count)
      if (count === 256) ledger = await open()
    }
    for (const from of sizes) {
      for (const to of sizes.filter((size) => size >= from)) {
        const proof = await ledger.proveConsistency(1, from, to)
        const sound = verifyConsistency(from, proof.fromRoot, to, proof.toRoot, proof.hashes)
        expect(sound, `${from} to ${to}`).toBe(true)
      }
    }
    expect(await ledger.verify()).toMatchObject({ whole: true, lanes: [{}, { checkpoints: sizes.length }] })
  })

  test('a checkpoint names its lane, is signed, and vouches for the other lane', async () => {
    const ledger = await open()
    await appendMany(ledger, 3)
    await fresh.db.transact(async (w) => ledger.record(w, { kind: 'act' }))
    await ledger.tick()
    const acts = await ledger.latestCheckpoint(ACTS)
    const readings = await ledger.latestCheckpoint(1)
    const text = openNote(acts!.note, [parseKey(signer.vkey)])!.text
    expect(parseCheckpoint(text)).toEqual({
      origin: 'test.example/mifeng/acts',
      size: 1,
      root: acts!.root,
      extensions: [`lane readings-1 3 ${readings!.root.toString('base64')}`],
    })
  })

  test('there is no proof of an entry that does not exist', async () => {
    const ledger = await open()
    await appendMany(ledger, 3)
    await expect(ledger.proveInclusion({ lane: 1, index: 3 })).rejects.toThrow(RangeError)
    await expect(ledger.proveInclusion({ lane: 1, index: 2 }, 2)).rejects.toThrow(RangeError)
    await expect(ledger.proveInclusion({ lane: 7, index: 0 })).rejects.toThrow(RangeError)
  })
})

describe('going on', () => {
  test('a restart takes up where the last process ended, with and without a checkpoint at the end', async () => {
    let ledger = await open()
    for (const count of [5, 300, 700]) {
      await appendMany(ledger, count)
      if (count === 300) await ledger.stop()
      ledger = await open()
    }
    expect((await ledger.head(1)).size).toBe(1005)
    expect((await ledger.verify()).whole).toBe(true)
  })

  test('two processes write two lanes and share the lane of acts; either signs for both', async () => {
    const one = await open()
    const two = await open({ laneNumber: 2 })
    await Promise.all([appendMany(one, 400), appendMany(two, 500), act(one), act(two), act(one), act(two)])
    await Promise.all([one.tick(), two.tick()])
    expect(await one.verify()).toMatchObject({
      whole: true,
      lanes: [{ size: 4 }, { size: 400 }, { size: 500 }],
    })
    expect((await two.latestCheckpoint(1))!.size).toBe(400)
  })

  test('order is by index: a clock that goes back changes nothing', async () => {
    const ledger = await open()
    await ledger.append(reading(1))
    clock.set('2001-01-01T00:00:00Z')
    await ledger.append(reading(2))
    clock.set('2026-03-02T09:00:00Z')
    await ledger.tick()
    expect((await ledger.entries(1, 0, 2)).map(({ text }) => JSON.parse(text).file)).toEqual(['f1', 'f2'])
    expect((await ledger.verify()).whole).toBe(true)
  })

  test('checkpoints come by themselves while it runs', async () => {
    const ledger = await open()
    ledger.start()
    await ledger.append(reading(1))
    await expect.poll(async () => (await ledger.latestCheckpoint(1))?.size, { timeout: 3000 }).toBe(1)
    await ledger.append(reading(2))
    await ledger.stop()
    expect((await ledger.latestCheckpoint(1))!.size).toBe(2)
  })
})
