import { RowPacker } from '../../../floor/database/index.ts'
import { KeyPacker, type PackedKeys, type Sealer } from '../../../floor/keyring/index.ts'
import { blockName, blockSchemaVersion, packFields } from '../../../gate/index.ts'
import type { Catalogue } from '../catalogue.ts'
import type { UnnumberedCustomer } from '../filing.ts'
import type { Tokens } from '../tokens.ts'

export interface SealingParts {
  readonly sealer: Sealer
  readonly catalogue: Catalogue
  readonly tokens: Tokens
  readonly now: Date
}

/** Customers as their tables take them: sealed, hashed and packed. Holds no value and no key, so any thread may have it. */
export interface SealedBatch {
  readonly keys: PackedKeys
  readonly blocks: Uint8Array<ArrayBuffer>
  readonly parts: Uint8Array<ArrayBuffer>
  readonly identifiers: Uint8Array<ArrayBuffer>
  /** Ids of the fields that each customer has, in the order of the customers. */
  readonly fields: readonly (readonly number[])[]
  /** Of these the ones whose value does not have the shape of its type. */
  readonly unfit: readonly (readonly number[])[]
}

/** Columns in the order in which rows are packed. */
export const blockColumns = {
  customer_id: 'uuid', level: 'smallint', version: 'int', schema_version: 'int', fields: 'smallint[]', sealed: 'bytea', updated_at: 'timestamptz',
} as const // prettier-ignore
export const tokenColumns = { customer_id: 'uuid', tokens: 'int[]' } as const
export const identifierColumns = { customer_id: 'uuid', token: 'bigint', named: 'bigint' } as const

/** Splits values by the level of their field. Values of unknown fields are a fault of the caller. */
function byLevel(
  catalogue: Catalogue,
  values: ReadonlyMap<number, string>,
  levelOf?: (id: number) => number,
): Map<number, Map<number, string>> {
  const groups = new Map<number, Map<number, string>>()
  for (const [id, value] of values) {
    if (value === '') continue
    const field = catalogue.fields.get(id)
    if (field === undefined) throw new RangeError(`no field ${id} in the catalogue`)
    const level = levelOf?.(id) ?? field.level
    const group = groups.get(level) ?? new Map<number, string>()
    group.set(id, value)
    groups.set(level, group)
  }
  return groups
}

const firstBlock = blockName(1)

/** The costly part of filing: values sealed per level under fresh keys, and their hashes. Needs no database. */
export function sealBatch(
  { sealer, catalogue, tokens, now }: SealingParts,
  customers: readonly UnnumberedCustomer[],
): SealedBatch {
  const keys = new KeyPacker()
  const blocks = new RowPacker(blockColumns)
  const parts = new RowPacker(tokenColumns)
  const identifiers = new RowPacker(identifierColumns)
  const fields: number[][] = []
  const unfit: (readonly number[])[] = []
  for (const customer of customers) {
    const { id, kind, values } = customer
    const plain = plainBlocks(catalogue, customer)
    const { rows, sealed } = sealer.sealNew(id, plain)
    keys.add(rows)
    for (let at = 0; at < plain.length; at++) {
      const block = plain[at]!
      block.plaintext.fill(0)
      blocks.add([id, block.level, 1, blockSchemaVersion, block.fields, sealed[at], now])
    }
    fields.push(plain.flatMap((block) => block.fields))
    const hashed = tokens.ofFile(catalogue, kind, values)
    parts.add([id, hashed.parts])
    unfit.push(hashed.unfit)
    for (const { token, named } of hashed.identifiers) identifiers.add([id, token, named])
  }
  return {
    keys: keys.packed(),
    blocks: blocks.packed(),
    parts: parts.packed(),
    identifiers: identifiers.packed(),
    fields,
    unfit,
  }
}

function plainBlocks(catalogue: Catalogue, { raised, values }: UnnumberedCustomer) {
  const groups =
    raised === undefined
      ? byLevel(catalogue, values)
      : byLevel(catalogue, values, (id) => Math.max(raised.get(id) ?? 0, catalogue.fields.get(id)!.level))
  return [...groups].map(([level, group]) => ({
    level,
    name: firstBlock,
    schemaVersion: blockSchemaVersion,
    fields: [...group.keys()],
    plaintext: packFields(group),
  }))
}
