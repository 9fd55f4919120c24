import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SetClock } from '../floor/clock.ts'
import { sql } from '../floor/database/index.ts'
import { generateSigner, Ledger, makeBundle } from '../floor/ledger/index.ts'
import { freshDatabase, type FreshDatabase } from '../tests/support/postgres.ts'
import { Broken, filesIn, parseKeys, verifyBundle, verifyFolder } from './verify.mjs'

const { signer } = generateSigner('test.example/mifeng')
const keys = parseKeys(signer.vkey)
let fresh: FreshDatabase
let folder: string
let ledger: Ledger
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'whole-'))
  const clock = new SetClock('2026-03-02T09:00:00Z')
  ledger = await Ledger.open(fresh.db, { ledgerId: 'test.example/mifeng', signer, clock })
  for (const count of [3, 297, 400]) {
    await Promise.all(
      Array.from({ length: count }, (_, i) => ledger.append({ kind: 'reading', 客户: `c${i}` })),
    )
    await fresh.db.transact(async (w) => void ledger.record(w, { kind: 'approved', count }))
    await ledger.tick()
  }
})
afterAll(async () => {
  await fresh.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** What the verifier says of a bundle: "whole", or lane, index and reason. */
function verdict(bytes: Buffer): string {
  try {
    verifyBundle(bytes, keys)
    return 'whole'
  } catch (error) {
    if (error instanceof Broken) return `${error.lane} ${error.index} ${error.reason}`
    throw error
  }
}
const positions = [
  { lane: 1, index: 299 },
  { lane: 0, index: 1 },
  { lane: 1, index: 0 },
]

describe('an export from the database', () => {
  test('is whole for the second implementation, with all its checkpoints', async () => {
    const summary = await ledger.exportTo(join(folder, 'honest'))
    expect(summary.lanes).toMatchObject([
      { name: 'acts', size: 3, checkpoints: 3 },
      { name: 'readings-1', size: 700, checkpoints: 3 },
    ])
    const result = verifyFolder(filesIn(join(folder, 'honest')), keys)
    expect(result).toMatchObject({ entries: 703, checkpoints: 6 })
    const verdict = await ledger.verify()
    expect(verdict.whole && verdict.lanes.map(({ root }) => root)).toEqual(
      result.lanes.map(({ root }) => root),
    )
  })

  test('the command as an auditor runs it', async () => {
    await ledger.exportTo(join(folder, 'command'))
    writeFileSync(join(folder, 'key'), `${signer.vkey}\n`)
    const script = fileURLToPath(new URL('verify.mjs', import.meta.url))
    const said = execFileSync(process.execPath, [
      script,
      join(folder, 'command'),
      '--key',
      join(folder, 'key'),
      '--json',
    ])
    expect(JSON.parse(said.toString())).toMatchObject({ whole: true, entries: 703 })
  })

  test('an entry that was altered in the database is named after the export', async () => {
    await fresh.owner.transact((w) =>
      w.run(sql`update ledger.leaf set entry = replace(entry, 'c', 'd') where lane = 1 and index = 417`),
    )
    await ledger.exportTo(join(folder, 'altered'))
    await fresh.owner.transact((w) =>
      w.run(sql`update ledger.leaf set entry = replace(entry, 'd', 'c') where lane = 1 and index = 417`),
    )
    const check = (): unknown => verifyFolder(filesIn(join(folder, 'altered')), keys)
    expect(check).toThrow(
      expect.objectContaining({ lane: 'readings-1', index: 417, reason: 'entry-altered' }),
    )
  })
})

describe('an evidence bundle', () => {
  test('is whole, and holds the entries character by character', async () => {
    const text = await makeBundle(ledger, positions, { readable: { c1: '示例客户' } })
    expect(verifyBundle(Buffer.from(text), keys)).toMatchObject({ entries: 3, checkpoints: 2 })
    expect(JSON.parse(text).entries.map((entry: { index: number }) => entry.index)).toEqual([1, 0, 299])
  })

  test('an altered, moved or exchanged entry is named; an altered remark is noticed', async () => {
    const text = await makeBundle(ledger, positions, { readable: { c1: '示例客户' } })
    const altered = (change: (bundle: ReturnType<typeof JSON.parse>) => void): string => {
      const bundle = JSON.parse(text)
      change(bundle)
      return verdict(Buffer.from(`${JSON.stringify(bundle, null, 1)}\n`))
    }
    expect(altered(() => undefined)).toBe('whole')
    expect(altered((b) => (b.entries[2].text = b.entries[2].text.replace('c', 'd')))).toBe(
      'readings-1 299 entry-altered',
    )
    expect(altered((b) => (b.entries[1].index = 1))).toBe('readings-1 1 entry-altered')
    expect(altered((b) => (b.entries[0].lane = 'readings-1'))).toBe('readings-1 1 entry-altered')
    expect(altered((b) => b.entries[0].proof.pop())).toBe('acts 1 entry-altered')
    expect(altered((b) => b.entries.pop())).toBe(' 0 bundle-forged')
    expect(altered((b) => (b.readable.c1 = '另一客户'))).toBe(' 0 bundle-forged')
    expect(altered((b) => (b.checkpoints.acts = b.checkpoints['readings-1']))).toBe(
      'acts 0 checkpoint-forged',
    )
    expect(altered((b) => (b.added = true))).toBe(' 0 bundle-forged')
    expect(verdict(Buffer.from(text.replace('\n ', '\n  ')))).toBe(' 0 bundle-forged')
  })

  test('every single-bit change is noticed', async () => {
    const bytes = Buffer.from(await makeBundle(ledger, positions.slice(0, 2), { readable: '备注' }))
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      if (verdict(bytes) === 'whole') throw new Error(`bit ${bit} went unnoticed`)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
    }
  })
})
