import { insertMany, insertPacked, type Writer } from '../../floor/database/index.ts'
import type { Keyring } from '../../floor/keyring/index.ts'
import type { Catalogue } from './catalogue.ts'
import { blockColumns, identifierColumns, sealBatch, type SealedBatch, tokenColumns } from './sealing/seal.ts'
import type { Tokens } from './tokens.ts'

export interface NewCustomer {
  readonly id: string
  readonly fileNo: string
  readonly kind: 'person' | 'company'
  readonly level: number
  readonly ownerId?: string | undefined
  readonly departmentId?: string | undefined
  readonly batchId?: string | undefined
  readonly sourceId?: string | undefined
  readonly legalBasis: string
  readonly marketingRefused?: boolean | undefined
  /** Text by field id; empty texts are not stored (never collected). */
  readonly values: ReadonlyMap<number, string>
  /** Levels above the catalogue's for fields of this one file (a remark that holds a card number); never below. */
  readonly raised?: ReadonlyMap<number, number> | undefined
  readonly createdBy: string
  /** Customer type and category of the file; absent = not classified yet. */
  readonly typeCode?: string | undefined
  readonly categoryCode?: string | undefined
}

/** A customer whose file number is given in the transaction. */
export type UnnumberedCustomer = Omit<NewCustomer, 'fileNo'>

interface Parts {
  readonly keyring: Keyring
  readonly catalogue: Catalogue
  readonly tokens: Tokens
  readonly now: Date
}

/** Files whose values are sealed already and that wait for their numbers and their transaction. */
export interface PreparedFiles {
  /** Writes them in the caller's transaction; may be called again when that was rolled back. One number for each file. */
  insert(w: Writer, fileNos: readonly string[]): Promise<void>
}

/** Puts sealed customers into their tables. */
export const preparedFiles = (
  parts: Omit<Parts, 'tokens'>,
  customers: readonly UnnumberedCustomer[],
  sealed: SealedBatch,
): PreparedFiles => ({ insert: (w, fileNos) => insertSealed(w, parts, customers, sealed, fileNos) })

/**
 * Files new customers: seals their values per level under keys of their own, writes everything in the caller's
 * transaction with one COPY per table. Nothing of a batch that was not released is visible to anybody.
 */
export async function insertCustomers(
  w: Writer,
  parts: Parts,
  customers: readonly NewCustomer[],
): Promise<void> {
  const { keyring: sealer, catalogue, tokens, now } = parts
  const sealed = sealBatch({ sealer, catalogue, tokens, now }, customers)
  await insertSealed(
    w,
    parts,
    customers,
    sealed,
    customers.map((customer) => customer.fileNo),
  )
}

async function insertSealed(
  w: Writer,
  { keyring, catalogue, now }: Omit<Parts, 'tokens'>,
  customers: readonly UnnumberedCustomer[],
  sealed: SealedBatch,
  fileNos: readonly string[],
): Promise<void> {
  if (customers.length === 0) return
  await keyring.insertPackedKeys(
    w,
    sealed.keys,
    customers.map((customer) => customer.id),
  )
  await insertMany(
    w,
    'custody.customer',
    customerColumns,
    customers.map((customer, at) =>
      customerRow(customer, { fields: sealed.fields[at]!, unfit: sealed.unfit[at]! }, fileNos[at]!, now),
    ),
  )
  await insertPacked(w, 'custody.sealed_block', blockColumns, sealed.blocks)
  await insertPacked(w, 'custody.search_tokens', tokenColumns, sealed.parts)
  await insertPacked(w, 'custody.identifier', identifierColumns, sealed.identifiers)
  const raised = customers.flatMap((customer) => raisedRows(catalogue, customer))
  if (raised.length > 0) await insertMany(w, 'custody.field_level', raisedColumns, raised)
}

const customerColumns = {
  id: 'uuid', file_no: 'text', kind: 'text', level: 'smallint', owner_id: 'uuid', department_id: 'uuid', batch_id: 'uuid', source_id: 'uuid',
  legal_basis: 'text', fields: 'smallint[]', marketing_refused: 'boolean', created_by: 'uuid', created_at: 'timestamptz', updated_at: 'timestamptz',
  type_code: 'text', category_code: 'text', unfit: 'smallint[]',
} as const // prettier-ignore
const raisedColumns = { customer_id: 'uuid', field_id: 'smallint', level: 'smallint' } as const

const raisedRows = (catalogue: Catalogue, { id, raised, values }: UnnumberedCustomer): unknown[][] =>
  [...(raised ?? [])]
    .filter(
      ([field, level]) =>
        (values.get(field) ?? '') !== '' && level > (catalogue.fields.get(field)?.level ?? level),
    )
    .map(([field, level]) => [id, field, level])

function customerRow(
  c: UnnumberedCustomer,
  { fields, unfit }: { readonly fields: readonly number[]; readonly unfit: readonly number[] },
  fileNo: string,
  now: Date,
): unknown[] {
  return [
    c.id, fileNo, c.kind, c.level, c.ownerId ?? null, c.departmentId ?? null, c.batchId ?? null, c.sourceId ?? null,
    c.legalBasis, fields, c.marketingRefused ?? false, c.createdBy, now, now,
    c.typeCode ?? null, c.categoryCode ?? null, unfit,
  ] // prettier-ignore
}
