import { RowPacker } from '../database/index.ts'
import type { WrappedKey } from './customer.ts'

/** Columns of keyring.customer_key, in the order in which rows are packed. */
export const keyColumns = {
  customer_id: 'uuid',
  level: 'smallint',
  version: 'int',
  wrapped: 'bytea',
} as const

/** Wrapped keys of many customers, ready for `Keyring.insertPackedKeys`. */
export interface PackedKeys {
  readonly rows: Uint8Array<ArrayBuffer>
  /** Each level key that wrapped any of them, once. */
  readonly versions: readonly { readonly level: number; readonly version: number }[]
}

/** Gathers the wrapped keys of one batch. */
export class KeyPacker {
  readonly #packer = new RowPacker(keyColumns)
  readonly #versions = new Map<number, { level: number; version: number }>()

  add(rows: readonly WrappedKey[]): void {
    for (const { customerId, level, version, wrapped } of rows) {
      this.#packer.add([customerId, level, version, wrapped])
      const known = level * 65_536 + version
      if (!this.#versions.has(known)) this.#versions.set(known, { level, version })
    }
  }

  packed(): PackedKeys {
    return { rows: this.#packer.packed(), versions: [...this.#versions.values()] }
  }
}
