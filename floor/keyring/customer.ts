import { Fault } from '../errors.ts'
import type { SealingKey } from './cipher.ts'
import type { SealContext } from './frame.ts'
import { evidenceLevel } from './levels.ts'
import { sealStream } from './stream.ts'

/** A row of keyring.customer_key: the customer's key of one level, wrapped by that version of the level key. */
export interface WrappedKey {
  readonly customerId: string
  readonly level: number
  /** Version of the level key. */
  readonly version: number
  readonly wrapped: Buffer
}

/** Every block of a customer is sealed by the first generation of the customer's key; rotation rewraps, never reseals. */
export const customerKeyVersion = 1

export const blockContext = (
  customerId: string,
  level: number,
  name: string,
  schemaVersion: number,
): SealContext => ({ purpose: 'block', customerId, level, name, schemaVersion })

export const fileContext = (
  customerId: string,
  level: number,
  name: string,
  schemaVersion: number,
): SealContext => ({ purpose: 'file', customerId, level, name, schemaVersion })

export const wrapContext = (customerId: string, level: number): SealContext => ({
  purpose: 'customer-key',
  customerId,
  level,
  name: '',
  schemaVersion: 1,
})

/** The key for salted commitments about one customer in the ledger; see `Keyring.auditKey`. */
export const auditKeyFrom = (key: SealingKey): Buffer => key.derive('mifeng commitment 1')

/**
 * The keys of one customer, for sealing only: chapters hold this, and nothing in it opens anything. It owns its keys;
 * call `release` when done (a forgotten one is a copy in memory that lives until garbage collection).
 */
export class CustomerKeys {
  readonly customerId: string
  /** Rows made for this customer and not yet stored; `Keyring.insertKeys` stores them with the data. */
  readonly rows: readonly WrappedKey[]
  readonly #keys: ReadonlyMap<number, SealingKey>
  constructor(customerId: string, rows: readonly WrappedKey[], keys: ReadonlyMap<number, SealingKey>) {
    this.customerId = customerId
    this.rows = rows
    this.#keys = keys
  }

  /** The levels it can seal for. */
  get levels(): number[] {
    return [...this.#keys.keys()].filter((level) => level !== evidenceLevel)
  }

  /**
   * Seals one block. `blockName` says which row this is (ASCII); put into it whatever must not be replayed, e.g. the
   * row's version. Opening needs the very same four values. Throws Fault for a level it has no key of.
   */
  seal(level: number, blockName: string, schemaVersion: number, plaintext: Buffer): Buffer {
    return this.#of(level).seal(blockContext(this.customerId, level, blockName, schemaVersion), plaintext)
  }

  /** Seals a stream of any length in chunks of 64 KiB; for floor/files. */
  sealFile(
    level: number,
    fileName: string,
    schemaVersion: number,
    source: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Buffer> {
    const context = fileContext(this.customerId, level, fileName, schemaVersion)
    return sealStream(this.#of(level), context, source)
  }

  /** 32 bytes for HMAC commitments in ledger entries; destroyed with the customer's keys. The caller wipes it. */
  auditKey(): Buffer {
    return auditKeyFrom(this.#of(evidenceLevel))
  }

  /** Wipes the keys; using it afterwards throws. */
  release(): void {
    for (const key of this.#keys.values()) key.zero()
  }

  #of(level: number): SealingKey {
    const key = this.#keys.get(level)
    if (key === undefined) throw new Fault(`the keys of this customer were taken without level ${level}`)
    return key
  }
}
