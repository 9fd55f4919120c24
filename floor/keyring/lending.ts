import { type Algorithm, SealingKey } from './cipher.ts'
import { LevelNotUnsealed } from './faults.ts'
import { type FreshBlock, sealFresh, type SealedFresh } from './fresh.ts'
import { KeyedHash } from './keyed-hash.ts'

/** What sealing new customers needs: the keyring itself, or what it lent to a thread. */
export interface Sealer {
  sealNew(customerId: string, blocks: readonly FreshBlock[]): SealedFresh
  indexHash(fieldName: string): KeyedHash
}

/**
 * Keys on their way to another thread of this process, for sealing only. The memory itself is handed over, so that no
 * second copy stays behind, and nothing of it ever leaves the process.
 */
export interface LentKeys {
  readonly algorithm: Algorithm
  readonly levels: readonly {
    readonly level: number
    readonly version: number
    readonly secret: Uint8Array<ArrayBuffer>
  }[]
  readonly index: readonly { readonly name: string; readonly key: Uint8Array<ArrayBuffer> }[]
}

/** The pieces of memory in it, for the list of what `postMessage` transfers. */
export const memoryOf = (lent: LentKeys): ArrayBuffer[] =>
  [...lent.levels.map((one) => one.secret), ...lent.index.map((one) => one.key)].map((bytes) => bytes.buffer)

/** Seals with keys that were lent, in the thread that received them; `close` wipes them. */
export class BorrowedKeys implements Sealer {
  readonly #algorithm: Algorithm
  readonly #levels = new Map<number, SealingKey>()
  readonly #index = new Map<string, { key: Buffer; hash: KeyedHash }>()
  /** Takes the keys over. */
  constructor(lent: LentKeys) {
    this.#algorithm = lent.algorithm
    for (const { level, version, secret } of lent.levels)
      this.#levels.set(level, new SealingKey(Buffer.from(secret.buffer), version, lent.algorithm))
    for (const { name, key } of lent.index) {
      const own = Buffer.from(key.buffer)
      this.#index.set(name, { key: own, hash: new KeyedHash(own) })
    }
  }

  /** As `Keyring.sealNew`. Throws LevelNotUnsealed. */
  sealNew(customerId: string, blocks: readonly FreshBlock[]): SealedFresh {
    return sealFresh(customerId, blocks, (level) => this.#levelKey(level), this.#algorithm)
  }

  /** As `Keyring.indexHash`, for the names that were lent. */
  indexHash(fieldName: string): KeyedHash {
    const found = this.#index.get(fieldName)
    if (found === undefined) throw new RangeError(`no index key of this name was lent: ${fieldName}`)
    return found.hash
  }

  close(): void {
    for (const key of this.#levels.values()) key.zero()
    for (const { key, hash } of this.#index.values()) {
      hash.zero()
      key.fill(0)
    }
    this.#levels.clear()
    this.#index.clear()
  }

  #levelKey(level: number): SealingKey {
    const key = this.#levels.get(level)
    if (key === undefined) throw new LevelNotUnsealed(level)
    return key
  }
}
