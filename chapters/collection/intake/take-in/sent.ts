import type { KeyedHash } from '../../../../floor/keyring/index.ts'

/** Bytes of a field's keyed hash: two different values of one field agree once in 2^96. */
const hashBytes = 12
const entryBytes = 2 + hashBytes
/** Stands for what is not a field: basis, purposes, source and channel. */
const statement = 0

/** Keyed hashes of what an outside system last sent for a customer, by field id. */
export type Sent = ReadonlyMap<number, string>

/** Reads what is kept; a row cut short tells nothing, and all of it counts as changed. */
export function readSent(packed: Buffer): Sent {
  const sent = new Map<number, string>()
  for (let at = 0; at + entryBytes <= packed.length; at += entryBytes)
    sent.set(packed.readUInt16BE(at), packed.toString('hex', at + 2, at + entryBytes))
  return sent
}

/** The other way round. */
export function packSent(sent: Sent): Buffer {
  const packed = Buffer.alloc(sent.size * entryBytes)
  let at = 0
  for (const [field, hash] of sent) {
    packed.writeUInt16BE(field, at)
    packed.write(hash, at + 2, 'hex')
    at += entryBytes
  }
  return packed
}

/**
 * Hashes of one delivery, each bound to the reference, so that equal values of two customers look different.
 * `reference` is the hashed reference (32 bytes).
 */
export function hashSent(
  keyed: KeyedHash,
  reference: Buffer,
  values: ReadonlyMap<number, string>,
  stated: readonly string[],
): Map<number, string> {
  const hash = (id: number, text: string): string =>
    keyed.hex(`${id}\n${text}`, reference).slice(0, hashBytes * 2)
  const sent = new Map([[statement, hash(statement, stated.join('\n'))]])
  for (const [id, value] of values) sent.set(id, hash(id, value))
  return sent
}

/** Fields whose value is another than the one last sent; `statement` tells whether basis, purposes or way changed. */
export function changedSince(
  before: Sent,
  now: Sent,
): { readonly fields: readonly number[]; readonly statement: boolean } {
  const different = [...now].filter(([id, hash]) => before.get(id) !== hash).map(([id]) => id)
  return { fields: different.filter((id) => id !== statement), statement: different.includes(statement) }
}
