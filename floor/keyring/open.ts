/**
 * The road to plaintext, and the only one. ONLY gate/ (and floor/files/open.ts, which has the same restriction) may
 * import this file; a test of the house checks the imports. A chapter that wants a value asks the gate for a permit.
 */
import { sql } from '../database/index.ts'
import type { Reader } from '../database/index.ts'
import { keyVersionOf } from './cipher.ts'
import { blockContext, fileContext } from './customer.ts'
import { KeyDestroyed } from './faults.ts'
import { insideOf } from './keyring.ts'
import type { Keyring } from './keyring.ts'
import { openStream } from './stream.ts'
import type { SealedSource } from './stream.ts'

/** Where a sealed value belongs: the very values it was sealed with. */
export interface Place {
  readonly customerId: string
  readonly level: number
  readonly blockName: string
  readonly schemaVersion: number
}

/**
 * Opens a block with the wrapped key that the same statement fetched beside it; synchronous, and quick when the
 * customer's key is cached. `wrapped` null means that the key is gone: throws KeyDestroyed. Throws SealBroken when
 * anything is not as it was sealed, and LevelNotUnsealed when this node has no such level key (after a rotation on
 * another node: `await keyring.refresh()` and try once more).
 */
export function openWith(keyring: Keyring, place: Place, wrapped: Buffer | null, sealed: Buffer): Buffer {
  if (wrapped === null) throw new KeyDestroyed('the keys of this customer were destroyed')
  const key = insideOf(keyring).unwrap(place.customerId, place.level, wrapped)
  return key.open(blockContext(place.customerId, place.level, place.blockName, place.schemaVersion), sealed)
}

/** Opens a block, fetching its wrapped key; for single values off the hot path. Throws as `openWith`. */
export async function openBlock(keyring: Keyring, r: Reader, place: Place, sealed: Buffer): Promise<Buffer> {
  const wrapped = await wrappedKey(keyring, r, place.customerId, place.level)
  return openWith(keyring, place, wrapped, sealed)
}

/** Opens a sealed file of floor/files in constant memory; see `openStream`. */
export function openFileWith(
  keyring: Keyring,
  place: Place,
  wrapped: Buffer | null,
  source: SealedSource,
): AsyncGenerator<Buffer> {
  if (wrapped === null) throw new KeyDestroyed('the keys of this customer were destroyed')
  const context = fileContext(place.customerId, place.level, place.blockName, place.schemaVersion)
  return openStream(() => insideOf(keyring).unwrap(place.customerId, place.level, wrapped), context, source)
}

/** The wrapped key of one customer and level, null when destroyed; learns of a rotation on another node. */
export async function wrappedKey(
  keyring: Keyring,
  r: Reader,
  customerId: string,
  level: number,
): Promise<Buffer | null> {
  const row = await r.row<{ wrapped: Buffer }>(sql`select wrapped from keyring.customer_key
    where customer_id = ${customerId} and level = ${level}`)
  if (row === undefined) return null
  const { levels } = insideOf(keyring)
  if (!levels.has(level, keyVersionOf(row.wrapped))) await levels.refresh()
  return row.wrapped
}
