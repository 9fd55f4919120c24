import { createCipheriv, createDecipheriv, randomBytes, randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from '../floor/database/index.ts'
import { openDatabase } from '../floor/database/open.ts'
import { SealingKey } from '../floor/keyring/cipher.ts'
import type { Algorithm } from '../floor/keyring/cipher.ts'
import type { SealContext } from '../floor/keyring/frame.ts'

/**
 * Sealing and opening of 32-byte values (goal G7), three ways in one run, taken in turn so that a noisy machine hits
 * all alike; each figure is the median of its rounds.
 * - raw: node:crypto called directly for the same work, as tightly as we can write it: AES-256-GCM, nonces drawn 512 at
 *   a time, 92 bytes of associated data, 16-byte tag, one output buffer; it lacks key commitment, framing and checks.
 * - plain: the same as most people write it, with `randomBytes(12)` and `Buffer.concat` for each value.
 * - ours: floor/keyring's SealingKey. The customer's key is at hand, as in the read path with a warm cache.
 * - pgcrypto: pgp_sym_encrypt/decrypt inside PostgreSQL over the same values, one statement for all, cipher-algo aes256;
 *   ours is measured again between its rounds.
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const count = quick ? 20_000 : 100_000
  const rounds = 3
  const values = Array.from({ length: count }, () => randomBytes(32))
  const places = Array.from({ length: 256 }, (_, at) => placeOf(at))
  const rates: Record<string, number[]> = {}
  const measured = (name: string, seconds: number, done = count): void => {
    ;(rates[name] ??= []).push(done / seconds)
  }
  for (let round = 0; round <= rounds; round++) {
    const warmUp = round === 0
    for (const [name, measure] of [
      ['raw', () => rawRound(values)],
      ['plain', () => plainRound(values)],
      ['ours', () => sealedRound('aes', values, places)],
      ['sm', () => sealedRound('sm', values, places)],
    ] as const) {
      const { seal, open } = measure()
      if (warmUp) continue
      measured(`${name}_seal`, seal)
      measured(`${name}_open`, open)
    }
  }
  await pgcrypto(values.slice(0, quick ? 2_000 : 10_000), measured)
  const rate = (name: string): number => median(rates[name] ?? [])
  const both = (name: string): number => 2 / (1 / rate(`${name}_seal`) + 1 / rate(`${name}_open`))
  return {
    raw_ratio: round2(both('ours') / both('raw')),
    raw_ratio_seal: round2(rate('ours_seal') / rate('raw_seal')),
    raw_ratio_open: round2(rate('ours_open') / rate('raw_open')),
    plain_ratio: round2(both('ours') / both('plain')),
    vs_pgcrypto: round2(both('beside') / both('pgcrypto')),
    vs_pgcrypto_seal: round2(rate('beside_seal') / rate('pgcrypto_seal')),
    vs_pgcrypto_open: round2(rate('beside_open') / rate('pgcrypto_open')),
    seals_per_s: Math.round(rate('ours_seal')),
    opens_per_s: Math.round(rate('ours_open')),
    sm_seals_per_s: Math.round(rate('sm_seal')),
    sm_opens_per_s: Math.round(rate('sm_open')),
    overhead_bytes: sealedOverhead(values[0]!),
  }
}

const placeOf = (at: number): SealContext => ({
  purpose: 'block',
  customerId: '018f0000-0000-7000-8000-00000000002a',
  level: 2,
  name: `file/${at}`,
  schemaVersion: 1,
})
const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN
const round2 = (value: number): number => Math.round(value * 100) / 100
const sealedOverhead = (value: Buffer): number =>
  new SealingKey(randomBytes(32), 1, 'aes').seal(placeOf(0), value).length - value.length

function seconds(work: () => void): number {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

interface Seconds {
  readonly seal: number
  readonly open: number
}

function rawRound(values: readonly Buffer[]): Seconds {
  const key = randomBytes(32)
  const associated = randomBytes(92)
  const tag = { authTagLength: 16 }
  const pool = Buffer.alloc(12 * 512)
  let used = pool.length
  const sealed: Buffer[] = []
  const seal = seconds(() => {
    for (const value of values) {
      if (used === pool.length) {
        randomFillSync(pool)
        used = 0
      }
      const out = Buffer.allocUnsafe(12 + value.length + 16)
      pool.copy(out, 0, used, (used += 12))
      const cipher = createCipheriv('aes-256-gcm', key, out.subarray(0, 12), tag)
      cipher.setAAD(associated)
      cipher.update(value).copy(out, 12)
      cipher.final()
      cipher.getAuthTag().copy(out, 12 + value.length)
      sealed.push(out)
    }
  })
  const open = seconds(() => {
    for (const bytes of sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), tag)
      decipher.setAAD(associated)
      decipher.setAuthTag(bytes.subarray(bytes.length - 16))
      decipher.update(bytes.subarray(12, bytes.length - 16))
      decipher.final()
    }
  })
  return { seal, open }
}

function plainRound(values: readonly Buffer[]): Seconds {
  const key = randomBytes(32)
  const associated = randomBytes(92)
  const tag = { authTagLength: 16 }
  const sealed: Buffer[] = []
  const seal = seconds(() => {
    for (const value of values) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, tag)
      cipher.setAAD(associated)
      sealed.push(Buffer.concat([nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]))
    }
  })
  const open = seconds(() => {
    for (const bytes of sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), tag)
      decipher.setAAD(associated)
      decipher.setAuthTag(bytes.subarray(-16))
      Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
    }
  })
  return { seal, open }
}

function sealedRound(
  algorithm: Algorithm,
  values: readonly Buffer[],
  places: readonly SealContext[],
): Seconds {
  const key = new SealingKey(randomBytes(32), 1, algorithm)
  const sealed: Buffer[] = []
  const seal = seconds(() => {
    for (let at = 0; at < values.length; at++) sealed.push(key.seal(places[at % places.length]!, values[at]!))
  })
  const open = seconds(() => {
    for (let at = 0; at < sealed.length; at++) key.open(places[at % places.length]!, sealed[at]!)
  })
  key.zero()
  return { seal, open }
}

async function pgcrypto(
  values: readonly Buffer[],
  measured: (name: string, seconds: number, done: number) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-'))
  const opened = await openDatabase({ dataFolder: folder })
  try {
    await opened.owner.transact((w) => w.run(sql`create extension if not exists pgcrypto`))
    await opened.owner.transact(async (w) => {
      await w.run(
        sql`create temporary table plain on commit drop as select v from unnest(${values}::bytea[]) v`,
      )
      const timed = async (name: string, work: () => Promise<number>): Promise<void> => {
        const start = process.hrtime.bigint()
        await work()
        measured(name, Number(process.hrtime.bigint() - start) / 1e9, values.length)
      }
      const key = randomBytes(32).toString('hex')
      const places = [placeOf(0)]
      for (let round = 0; round < 3; round++) {
        const ours = sealedRound('aes', values, places)
        measured('beside_seal', ours.seal, values.length)
        measured('beside_open', ours.open, values.length)
        await w.run(sql`drop table if exists sealed`)
        await timed('pgcrypto_seal', () =>
          w.run(sql`create temporary table sealed on commit drop as
            select pgp_sym_encrypt_bytea(v, ${key}, 'cipher-algo=aes256') as s from plain`),
        )
        await timed('pgcrypto_open', () =>
          w.run(sql`select count(length(pgp_sym_decrypt_bytea(s, ${key}))) from sealed`),
        )
      }
    })
  } finally {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
