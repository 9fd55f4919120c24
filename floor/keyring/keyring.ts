import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { insertPacked, sql } from '../database/index.ts'
import type { Database, Reader, Writer } from '../database/index.ts'
import { Fault } from '../errors.ts'
import { KeyCache } from './cache.ts'
import { keyVersionOf, requireAlgorithm, SealingKey } from './cipher.ts'
import type { Algorithm } from './cipher.ts'
import { auditKeyFrom, CustomerKeys, customerKeyVersion, wrapContext } from './customer.ts'
import type { WrappedKey } from './customer.ts'
import { expand } from './derive.ts'
import { destroyCustomer, holdOffErasure, refuseErased, replayErasures } from './erasure.ts'
import type { Erasure } from './erasure.ts'
import { type FreshBlock, sealFresh, type SealedFresh } from './fresh.ts'
import { KeyDestroyed, LevelKeyRotated } from './faults.ts'
import type { SealContext } from './frame.ts'
import { KeyedHash } from './keyed-hash.ts'
import type { LentKeys, Sealer } from './lending.ts'
import { evidenceLevel, LevelKeys, newSecret } from './levels.ts'
import { keyColumns, KeyPacker, type PackedKeys } from './packing.ts'
import { requireSameRoot } from './root.ts'
import { rotateLevelKey } from './rotation.ts'
import type { Rotation } from './rotation.ts'

export interface KeyringOptions {
  readonly clock?: Clock
  /** What seals new values; what opens is named by each value. Default `aes`. */
  readonly algorithm?: Algorithm
  /** The levels this node may use; others stay closed here. Default: all. */
  readonly unsealLevels?: readonly number[]
  /** Customers whose unwrapped keys are kept; default 10,000. */
  readonly cachedCustomers?: number
  /** How long; default 300 s. */
  readonly cacheSeconds?: number
}

/** What opening needs. Only files of this folder may ask for it; see open.ts. */
export interface Inside {
  readonly db: Database
  readonly levels: LevelKeys
  readonly cache: KeyCache
  readonly root: SealingKey
  /** The customer key in these wrapped bytes, from the cache or unwrapped into it. */
  unwrap(customerId: string, level: number, wrapped: Buffer): SealingKey
}

/** A purpose of its own: what is sealed for a customer can never be opened by way of it. */
const secretContext = (name: string): SealContext => ({
  purpose: 'house-secret',
  customerId: '',
  level: 0,
  name,
  schemaVersion: 1,
})

/** Set by the class below; deliberately not exported by index.ts. */
export let insideOf: (keyring: Keyring) => Inside

/**
 * Root → level key (per rank and version) → customer key (per customer and level) → sealed block.
 *
 * One road to plaintext: this class seals and manages. It has no method that opens a block; opening is open.ts, which
 * only the gate may import, and a test of the house checks those imports.
 */
export class Keyring implements Sealer {
  readonly algorithm: Algorithm
  /** Public; matches backups of keys with backups of data. */
  readonly rootFingerprint: string
  readonly #rootSecret: Buffer
  readonly #inside: Inside
  readonly #timer: NodeJS.Timeout
  readonly #indexKeys = new Map<string, Buffer>()
  readonly #indexHashes = new Map<string, KeyedHash>()

  static {
    insideOf = (keyring) => keyring.#inside
  }

  /**
   * Opens the keyring of this database. `root` comes from `unlockRoot` and is taken over (and wiped by `close`).
   * Throws RootKeyRefused when it is not this database's root, AlgorithmMissing, or SealBroken.
   */
  static async open(db: Database, root: Buffer, options: KeyringOptions = {}): Promise<Keyring> {
    const algorithm = options.algorithm ?? 'aes'
    requireAlgorithm(algorithm)
    await requireSameRoot(db, root)
    const keyring = new Keyring(db, root, algorithm, options)
    await keyring.ensureLevelKeys([])
    return keyring
  }

  private constructor(db: Database, root: Buffer, algorithm: Algorithm, options: KeyringOptions) {
    this.algorithm = algorithm
    this.#rootSecret = root
    this.rootFingerprint = this.#derive('fingerprint').toString('hex').slice(0, 16)
    const rootKey = new SealingKey(this.#derive('seal'), 1, algorithm)
    const levels = new LevelKeys(db, rootKey, algorithm, options.unsealLevels)
    const lifetimeMs = (options.cacheSeconds ?? 300) * 1000
    const cache = new KeyCache(options.clock ?? systemClock, options.cachedCustomers ?? 10_000, lifetimeMs)
    const unwrap = (customerId: string, level: number, wrapped: Buffer): SealingKey => {
      const cached = cache.get(customerId, level, wrapped)
      if (cached !== undefined) return cached
      const key = this.#unwrapFresh(customerId, level, wrapped)
      cache.put(customerId, level, wrapped, key)
      return key
    }
    this.#inside = { db, levels, cache, root: rootKey, unwrap }
    this.#timer = setInterval(() => cache.sweep(), Math.max(1000, lifetimeMs / 4)).unref()
  }

  /** The levels that this node can seal and open. */
  get unsealedLevels(): number[] {
    return this.#inside.levels.unsealed
  }

  /** Makes the first level key of each rank that has none; call at start and when the tenant adds a level. */
  async ensureLevelKeys(levels: readonly number[]): Promise<void> {
    for (const level of levels)
      if (!Number.isInteger(level) || level < 0 || level > 32_767)
        throw new Fault('the rank of a level is 0 to 32767')
    await this.#inside.levels.ensure([evidenceLevel, ...levels])
  }

  /** Reads the level keys again; another node may have rotated or added some. */
  async refresh(): Promise<void> {
    await this.#inside.levels.refresh()
  }

  /**
   * New keys for a new customer, without touching the database: the fast path of the import. Store `rows` through
   * `insertKeys` in the transaction that stores what they sealed. Throws LevelNotUnsealed.
   */
  prepareCustomer(customerId: string, levels: readonly number[]): CustomerKeys {
    const keys = new Map<number, SealingKey>()
    const rows: WrappedKey[] = []
    for (const level of new Set([evidenceLevel, ...levels])) {
      const levelKey = this.#inside.levels.current(level)
      const secret = newSecret()
      const wrapped = levelKey.seal(wrapContext(customerId, level), secret)
      rows.push({ customerId, level, version: levelKey.version, wrapped })
      keys.set(level, new SealingKey(secret, customerKeyVersion, this.algorithm))
    }
    return new CustomerKeys(customerId, rows, keys)
  }

  /**
   * Seals the blocks of a new customer under keys that live only for that moment: nothing is left to be wiped, and the
   * rows wait for `insertPackedKeys` in the transaction that stores the blocks. Throws LevelNotUnsealed.
   */
  sealNew(customerId: string, blocks: readonly FreshBlock[]): SealedFresh {
    const { levels } = this.#inside
    return sealFresh(customerId, blocks, (level) => levels.current(level), this.algorithm)
  }

  /**
   * Stores prepared keys. Throws LevelKeyRotated when another node has rotated a level meanwhile (run the transaction
   * again), QueryFault 23505 when a customer already has a key of that level (keys are never replaced), and Mistake
   * `customer-erased`.
   */
  async insertKeys(w: Writer, prepared: readonly CustomerKeys[]): Promise<void> {
    const packer = new KeyPacker()
    for (const { rows } of prepared) packer.add(rows)
    await this.insertPackedKeys(
      w,
      packer.packed(),
      prepared.map((customer) => customer.customerId),
    )
  }

  /** The same for packed rows of these customers, as `sealNew` makes them. */
  async insertPackedKeys(w: Writer, packed: PackedKeys, customerIds: readonly string[]): Promise<void> {
    if (packed.rows.length === 0) return
    await this.#holdVersions(w, packed.versions)
    await refuseErased(w, customerIds)
    await insertPacked(w, 'keyring.customer_key', keyColumns, packed.rows)
  }

  /**
   * Lends what sealing new customers needs to another thread of this process: the current level keys, and the index
   * keys named. Post it with `memoryOf` as the list of what is transferred; `BorrowedKeys` at the other end wipes it.
   */
  lend(indexNames: readonly string[]): LentKeys {
    return {
      algorithm: this.algorithm,
      levels: [...this.#inside.levels.sealing].map(([level, key]) => ({
        level,
        version: key.version,
        secret: key.copySecret(),
      })),
      index: indexNames.map((name) => ({ name, key: new Uint8Array(this.indexKey(name)) })),
    }
  }

  /**
   * The keys of a customer who may exist already: stored ones are unwrapped, missing ones are made and stored in this
   * transaction. Throws Mistake `customer-erased`, LevelNotUnsealed.
   */
  async customerKeys(w: Writer, customerId: string, levels: readonly number[]): Promise<CustomerKeys> {
    await refuseErased(w, [customerId])
    const wanted = [...new Set([evidenceLevel, ...levels])]
    const found = await this.#stored(w, customerId, wanted)
    const missing = wanted.filter((level) => !found.has(level))
    if (missing.length > 0) {
      await holdOffErasure(w, customerId)
      const made = this.prepareCustomer(customerId, missing)
      made.release()
      const rows = made.rows.filter((row) => missing.includes(row.level))
      await this.#holdVersions(w, rows)
      // Somebody else may have made it meanwhile; whoever was first is read back below.
      for (const { level, version, wrapped } of rows)
        await w.run(sql`insert into keyring.customer_key (customer_id, level, version, wrapped)
          values (${customerId}, ${level}, ${version}, ${wrapped}) on conflict do nothing`)
      for (const [level, wrapped] of await this.#stored(w, customerId, missing)) found.set(level, wrapped)
    }
    await this.#refreshFor(found)
    const keys = new Map<number, SealingKey>()
    for (const [level, wrapped] of found) keys.set(level, this.#unwrapFresh(customerId, level, wrapped))
    return new CustomerKeys(customerId, [], keys)
  }

  /**
   * 32 bytes for salted commitments about this customer in the ledger: HMAC(auditKey, salt ‖ value). It dies with the
   * customer, and then no entry can be linked to a guessed value. Throws KeyDestroyed.
   */
  async auditKey(r: Reader, customerId: string): Promise<Buffer> {
    const found = await this.#stored(r, customerId, [evidenceLevel])
    const wrapped = found.get(evidenceLevel)
    if (wrapped === undefined) throw new KeyDestroyed('no keys of this customer: erased, or never made')
    await this.#refreshFor(found)
    return auditKeyFrom(this.#inside.unwrap(customerId, evidenceLevel, wrapped))
  }

  /** Erases a customer: all wrapped keys, and this node's cache. The tombstone is replayed after every restore. */
  async destroyCustomer(w: Writer, customerId: string, leaf?: Erasure['leaf']): Promise<void> {
    const { cache } = this.#inside
    await destroyCustomer(w, { customerId, ...(leaf === undefined ? {} : { leaf }) })
    cache.evict(customerId)
    // A reading that began before the commit may have put the key back.
    w.afterCommit(() => cache.evict(customerId))
  }

  /** After a restore: erases again whoever is on the list or in the restored tombstones; returns how many keys went. */
  async replayErasures(w: Writer, list: readonly Erasure[]): Promise<number> {
    w.afterCommit(() => this.#inside.cache.clear())
    return await replayErasures(w, list)
  }

  /** A new version of one level key; all customer keys are rewrapped, no data is rewritten. See rotation.ts. */
  async rotateLevelKey(level: number, options: { batch?: number } = {}): Promise<Rotation> {
    return await rotateLevelKey(this.#inside, level, options.batch ?? 1000)
  }

  /** The key of one field's blind index (HMAC-SHA-256), 32 bytes; it never touches the database. Do not alter it. */
  indexKey(fieldName: string): Buffer {
    let key = this.#indexKeys.get(fieldName)
    if (key === undefined) this.#indexKeys.set(fieldName, (key = this.#derive(`index/${fieldName}`)))
    return key
  }

  /** The blind index of one field: HMAC-SHA-256 under its `indexKey`. */
  indexHash(fieldName: string): KeyedHash {
    let keyed = this.#indexHashes.get(fieldName)
    if (keyed === undefined)
      this.#indexHashes.set(fieldName, (keyed = new KeyedHash(this.indexKey(fieldName))))
    return keyed
  }

  /** 32 bytes for another purpose, e.g. signing cookies; the same label gives the same secret at every start. */
  deriveSecret(label: string): Buffer {
    return this.#derive(`secret/${label}`)
  }

  /**
   * Seals a secret of the house itself (a password for a mail server, a client secret of the company's sign-on) under
   * the root. `name` says where it belongs, ASCII, at most 256 characters; the same name opens it.
   */
  sealSecret(name: string, secret: string): Buffer {
    return this.#inside.root.seal(secretContext(name), Buffer.from(secret, 'utf8'))
  }

  /** Opens what `sealSecret` sealed under this name, and nothing else: no customer's value is sealed so. Throws SealBroken. */
  openSecret(name: string, sealed: Buffer): string {
    return this.#inside.root.open(secretContext(name), sealed).toString('utf8')
  }

  /** Wipes every key of this process. */
  close(): void {
    clearInterval(this.#timer)
    this.#inside.cache.clear()
    this.#inside.levels.close()
    this.#inside.root.zero()
    for (const key of this.#indexKeys.values()) key.fill(0)
    for (const keyed of this.#indexHashes.values()) keyed.zero()
    this.#indexKeys.clear()
    this.#indexHashes.clear()
    this.#rootSecret.fill(0)
  }

  #derive(label: string): Buffer {
    return expand('sha256', this.#rootSecret, `mifeng root/${label}`, 32)
  }

  #unwrapFresh(customerId: string, level: number, wrapped: Buffer): SealingKey {
    const levelKey = this.#inside.levels.version(level, keyVersionOf(wrapped))
    const secret = levelKey.open(wrapContext(customerId, level), wrapped)
    return new SealingKey(secret, customerKeyVersion, this.algorithm)
  }

  async #stored(r: Reader, customerId: string, levels: readonly number[]): Promise<Map<number, Buffer>> {
    const rows = await r.rows<{
      level: number
      wrapped: Buffer
    }>(sql`select level, wrapped from keyring.customer_key
      where customer_id = ${customerId} and level = any(${[...levels]}::smallint[])`)
    return new Map(rows.map((row) => [row.level, row.wrapped]))
  }

  async #refreshFor(found: ReadonlyMap<number, Buffer>): Promise<void> {
    const { levels } = this.#inside
    for (const [level, wrapped] of found)
      if (!levels.has(level, keyVersionOf(wrapped))) return await levels.refresh()
  }

  /**
   * Keeps the level key versions of these rows from being retired until this transaction ends: a row wrapped by a
   * retired version could be opened by nobody.
   */
  async #holdVersions(w: Writer, rows: PackedKeys['versions']): Promise<void> {
    const wanted = new Map(rows.map((row) => [row.level * 65_536 + row.version, row]))
    const held = await w.rows<{ level: number }>(sql`select level from keyring.level_key
      where retired_at is null and (level, version) in (select * from unnest(
        ${[...wanted.values()].map((r) => r.level)}::smallint[], ${[...wanted.values()].map((r) => r.version)}::int[]))
      for share`)
    if (held.length === wanted.size) return
    await this.refresh()
    throw new LevelKeyRotated('a level key was rotated while keys were being made: run the transaction again')
  }
}
