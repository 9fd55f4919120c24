import { mask } from '../floor/identifiers/index.ts'
import type { FieldFacts } from './facts.ts'
import { ForgedPermit, Permit } from './permit.ts'
import { type OpenedFile, type SealedBlock, type SealedFile, unpackFields } from './sealed.ts'

/** Opens one block; given by the composition root from the keyring. Throws when the block does not verify. */
export type Opener = (customer: string, block: SealedBlock) => Buffer

/** Decrypted blocks that have not been released: only gate/ holds this, and only until the ledger entry is durable. */
export interface HeldFile {
  readonly customer: string
  readonly values: ReadonlyMap<number, string>
}

/** Decrypts the blocks that hold wanted fields; may run while the ledger entry commits, since nothing leaves the gate yet. */
export function hold(open: Opener, file: SealedFile, wanted: ReadonlySet<number>): HeldFile {
  const values = new Map<number, string>()
  for (const block of file.blocks) {
    if (!block.fields.some((id) => wanted.has(id))) continue
    // Only what the row says it holds: the level of a field was judged by that, so nothing may hide in another block.
    for (const [id, value] of unpackFields(open(file.customer, block)))
      if (wanted.has(id) && block.fields.includes(id)) values.set(id, value)
  }
  return { customer: file.customer, values }
}

/**
 * Releases what the permit names, and nothing else: full values for its full fields, masked text for its masked ones.
 * @throws ForgedPermit when the permit was not minted by the gate, or names another customer.
 */
export function release(permit: Permit, held: HeldFile, fields: ReadonlyMap<number, FieldFacts>): OpenedFile {
  if (!Permit.isGenuine(permit)) throw new ForgedPermit('not a permit of this gate')
  if (permit.customer !== held.customer) throw new ForgedPermit('the permit names another customer')
  const full = new Map<number, string>()
  const masked = new Map<number, string>()
  for (const [id, value] of held.values) {
    const field = fields.get(id)
    if (field === undefined) continue
    if (permit.full.has(id)) full.set(id, value)
    // The catalogue holds a mask that hides little only after somebody accepted the warning (custody, desk/catalogue).
    else if (permit.masked.has(id))
      masked.set(id, mask(field.type, value, { kind: field.mask, warningAccepted: true }))
  }
  return { customer: held.customer, full, masked }
}

/** Opens a file with a permit: the one road to plaintext for callers that already hold a durable permit. */
export function unseal(
  open: Opener,
  permit: Permit,
  file: SealedFile,
  fields: ReadonlyMap<number, FieldFacts>,
): OpenedFile {
  if (!Permit.isGenuine(permit)) throw new ForgedPermit('not a permit of this gate')
  if (permit.customer !== file.customer) throw new ForgedPermit('the permit names another customer')
  return release(permit, hold(open, file, new Set([...permit.full, ...permit.masked])), fields)
}
