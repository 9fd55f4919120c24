import { randomFillSync } from 'node:crypto'
import { sql } from '../database/index.ts'
import type { Database } from '../database/index.ts'
import { SealingKey, secretBytes } from './cipher.ts'
import type { Algorithm } from './cipher.ts'
import { LevelNotUnsealed } from './faults.ts'
import type { SealContext } from './frame.ts'

/**
 * The "level" of the keys that make a customer's evidence (salted commitments in the ledger). It seals no data, is
 * unsealed on every node, and dies with the customer's other keys.
 */
export const evidenceLevel = -1

const levelKeyContext = (level: number): SealContext => ({
  purpose: 'level-key',
  customerId: '',
  level,
  name: '',
  schemaVersion: 1,
})

// Random bytes are fetched for many secrets at once: an import makes millions, and each call costs more than a cipher.
const secretPool = Buffer.allocUnsafeSlow(secretBytes * 128)
let secretsUsed = secretPool.length

/** A fresh secret in memory of its own, so that wiping it leaves no copy behind. */
export function newSecret(): Buffer {
  if (secretsUsed === secretPool.length) {
    randomFillSync(secretPool)
    secretsUsed = 0
  }
  const secret = Buffer.allocUnsafeSlow(secretBytes)
  const end = secretsUsed + secretBytes
  secretPool.copy(secret, 0, secretsUsed, end)
  secretPool.fill(0, secretsUsed, end)
  secretsUsed = end
  return secret
}

interface LevelKeyRow {
  readonly level: number
  readonly version: number
  readonly wrapped: Buffer
  readonly retired: boolean
}

/** The level keys that this node may use, and which version of each seals new customer keys. */
export class LevelKeys {
  readonly #db: Database
  readonly #root: SealingKey
  readonly #algorithm: Algorithm
  readonly #allowed: ReadonlySet<number> | undefined
  #keys = new Map<number, Map<number, SealingKey>>()
  #current = new Map<number, SealingKey>()

  /** `allowed`: the levels unsealed on this node; undefined means all. */
  constructor(db: Database, root: SealingKey, algorithm: Algorithm, allowed: readonly number[] | undefined) {
    this.#db = db
    this.#root = root
    this.#algorithm = algorithm
    this.#allowed = allowed === undefined ? undefined : new Set([...allowed, evidenceLevel])
  }

  /** Reads the table again; keys of erased versions are wiped from memory. Another node may have rotated. */
  async refresh(): Promise<void> {
    const rows = await this.#db.read((r) =>
      r.rows<LevelKeyRow>(sql`select level, version, wrapped, retired_at is not null as retired
        from keyring.level_key where octet_length(wrapped) > 0 order by level, version`),
    )
    const keys = new Map<number, Map<number, SealingKey>>()
    const current = new Map<number, SealingKey>()
    for (const { level, version, wrapped, retired } of rows) {
      if (this.#allowed !== undefined && !this.#allowed.has(level)) continue
      const known = this.#keys.get(level)?.get(version)
      const key = known ?? this.#unwrap(level, version, wrapped)
      const versions = keys.get(level) ?? new Map<number, SealingKey>()
      keys.set(level, versions.set(version, key))
      if (!retired) current.set(level, key)
    }
    for (const [level, versions] of this.#keys)
      for (const [version, key] of versions) if (keys.get(level)?.get(version) === undefined) key.zero()
    this.#keys = keys
    this.#current = current
  }

  /** Makes version 1 of every level that has none; idempotent, also when several nodes start at once. */
  async ensure(levels: readonly number[]): Promise<void> {
    await this.#db.transact(async (w) => {
      const have = await w.rows<{ level: number }>(
        sql`select distinct level from keyring.level_key where level = any(${[...levels]}::smallint[])`,
      )
      const known = new Set(have.map((row) => row.level))
      for (const level of new Set(levels)) {
        if (known.has(level)) continue
        const wrapped = this.wrapNew(level, 1)
        await w.run(sql`insert into keyring.level_key (level, version, wrapped)
          values (${level}, 1, ${wrapped}) on conflict do nothing`)
      }
    })
    await this.refresh()
  }

  /** A new level key, wrapped by the root. */
  wrapNew(level: number, version: number): Buffer {
    const secret = newSecret()
    const wrapped = this.#root.seal({ ...levelKeyContext(level), name: `version/${version}` }, secret)
    secret.fill(0)
    return wrapped
  }

  /** The key that wraps new customer keys of this level. Throws LevelNotUnsealed. */
  current(level: number): SealingKey {
    const key = this.#current.get(level)
    if (key === undefined) throw new LevelNotUnsealed(level)
    return key
  }

  /** One version, current or not. Throws LevelNotUnsealed. */
  version(level: number, version: number): SealingKey {
    const key = this.#keys.get(level)?.get(version)
    if (key === undefined) throw new LevelNotUnsealed(level, version)
    return key
  }

  has(level: number, version: number): boolean {
    return this.#keys.get(level)?.has(version) === true
  }

  /** What wraps new customer keys, the evidence level included. */
  get sealing(): ReadonlyMap<number, SealingKey> {
    return this.#current
  }

  /** The levels that this node can seal and open, lowest first; the evidence level is not among them. */
  get unsealed(): number[] {
    return [...this.#current.keys()].filter((level) => level !== evidenceLevel).sort((a, b) => a - b)
  }

  close(): void {
    for (const versions of this.#keys.values()) for (const key of versions.values()) key.zero()
    this.#keys.clear()
    this.#current.clear()
  }

  #unwrap(level: number, version: number, wrapped: Buffer): SealingKey {
    const secret = this.#root.open({ ...levelKeyContext(level), name: `version/${version}` }, wrapped)
    return new SealingKey(secret, version, this.#algorithm)
  }
}
