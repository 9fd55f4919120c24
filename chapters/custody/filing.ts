import { insertMany, sql, type Writer } from '../../floor/database/index.ts'
import type { Keyring, WrappedKey } from '../../floor/keyring/index.ts'
import { blockName, blockSchemaVersion, type FileTokens, packFields } from '../../gate/index.ts'
import type { Catalogue } from './catalogue.ts'
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
}

type UnnumberedCustomer = Omit<NewCustomer, 'fileNo'>

interface Prepared {
  readonly customer: UnnumberedCustomer
  readonly keys: readonly WrappedKey[]
  readonly fields: number[]
  readonly blocks: { level: number; fields: number[]; sealed: Buffer }[]
  readonly tokens: FileTokens
}

/** Splits values by the level of their field. Values of unknown fields are a fault of the caller. */
export function byLevel(
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

function prepare(
  keyring: Keyring,
  catalogue: Catalogue,
  tokens: Tokens,
  customer: UnnumberedCustomer,
): Prepared {
  const { raised } = customer
  const groups =
    raised === undefined
      ? byLevel(catalogue, customer.values)
      : byLevel(catalogue, customer.values, (id) =>
          Math.max(raised.get(id) ?? 0, catalogue.fields.get(id)!.level),
        )
  const plain = [...groups].map(([level, values]) => ({
    level,
    name: firstBlock,
    schemaVersion: blockSchemaVersion,
    fields: [...values.keys()],
    plaintext: packFields(values),
  }))
  const { rows, sealed } = keyring.sealNew(customer.id, plain)
  const blocks = plain.map(({ level, fields }, at) => ({ level, fields, sealed: sealed[at]! }))
  return {
    customer,
    keys: rows,
    fields: blocks.flatMap((b) => b.fields),
    blocks,
    tokens: tokens.ofFile(catalogue, customer.kind, customer.values),
  }
}

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

/**
 * Seals the values of new customers per level under keys of their own. This is the costly part and needs no database,
 * so that a batch can be sealed while the one before it is being written.
 */
export function prepareCustomers(
  { keyring, catalogue, tokens, now }: Parts,
  customers: readonly UnnumberedCustomer[],
): PreparedFiles {
  const prepared = customers.map((customer) => prepare(keyring, catalogue, tokens, customer))
  return { insert: (w, fileNos) => insertPrepared(w, { keyring, catalogue, now }, prepared, fileNos) }
}

/**
 * Files new customers: seals their values per level under keys of their own, writes everything in the caller's
 * transaction with one COPY per table. Nothing of a batch that was not released is visible to anybody.
 */
export async function insertCustomers(
  w: Writer,
  parts: Parts,
  customers: readonly NewCustomer[],
): Promise<void> {
  await prepareCustomers(parts, customers).insert(
    w,
    customers.map((customer) => customer.fileNo),
  )
}

async function insertPrepared(
  w: Writer,
  { keyring, catalogue, now }: Omit<Parts, 'tokens'>,
  prepared: readonly Prepared[],
  fileNos: readonly string[],
): Promise<void> {
  if (prepared.length === 0) return
  await keyring.insertKeyRows(
    w,
    prepared.flatMap((p) => p.keys),
  )
  await insertMany(
    w,
    'custody.customer',
    customerColumns,
    prepared.map((p, at) => customerRow(p, fileNos[at]!, now)),
  )
  await insertMany(
    w,
    'custody.sealed_block',
    blockColumns,
    prepared.flatMap((p) =>
      p.blocks.map((b) => [p.customer.id, b.level, 1, blockSchemaVersion, b.fields, b.sealed, now]),
    ),
  )
  await insertMany(
    w,
    'custody.search_tokens',
    tokenColumns,
    prepared.map((p) => [p.customer.id, p.tokens.parts]),
  )
  const identifiers = prepared.flatMap((p) =>
    p.tokens.identifiers.map(({ token, named }) => [p.customer.id, token, named]),
  )
  if (identifiers.length > 0) await insertMany(w, 'custody.identifier', identifierColumns, identifiers)
  const raised = prepared.flatMap((p) => raisedRows(catalogue, p.customer))
  if (raised.length > 0) await insertMany(w, 'custody.field_level', raisedColumns, raised)
}

const customerColumns = {
  id: 'uuid', file_no: 'text', kind: 'text', level: 'smallint', owner_id: 'uuid', department_id: 'uuid', batch_id: 'uuid', source_id: 'uuid',
  legal_basis: 'text', fields: 'smallint[]', marketing_refused: 'boolean', created_by: 'uuid', created_at: 'timestamptz', updated_at: 'timestamptz',
} as const // prettier-ignore
const blockColumns = {
  customer_id: 'uuid', level: 'smallint', version: 'int', schema_version: 'int', fields: 'smallint[]', sealed: 'bytea', updated_at: 'timestamptz',
} as const // prettier-ignore
const tokenColumns = { customer_id: 'uuid', tokens: 'int[]' } as const
const identifierColumns = { customer_id: 'uuid', token: 'bigint', named: 'bigint' } as const

const raisedColumns = { customer_id: 'uuid', field_id: 'smallint', level: 'smallint' } as const

const raisedRows = (catalogue: Catalogue, { id, raised, values }: UnnumberedCustomer): unknown[][] =>
  [...(raised ?? [])]
    .filter(
      ([field, level]) =>
        (values.get(field) ?? '') !== '' && level > (catalogue.fields.get(field)?.level ?? level),
    )
    .map(([field, level]) => [id, field, level])

function customerRow(p: Prepared, fileNo: string, now: Date): unknown[] {
  const c = p.customer
  return [
    c.id, fileNo, c.kind, c.level, c.ownerId ?? null, c.departmentId ?? null, c.batchId ?? null, c.sourceId ?? null,
    c.legalBasis, p.fields, c.marketingRefused ?? false, c.createdBy, now, now,
  ] // prettier-ignore
}

/** Reserves file numbers (档号), gap-free per year: `C-2026-000001`. The row lock makes concurrent filers wait, not collide. */
export async function nextFileNos(w: Writer, count: number, year: number): Promise<string[]> {
  const row = await w.row<{ next: number }>(sql`
    insert into approval.number_series (kind, year, next) values ('C', ${year}, ${count + 1})
    on conflict (kind, year) do update set next = approval.number_series.next + ${count}
    returning next`)
  const first = row!.next - count
  return Array.from({ length: count }, (_, i) => `C-${year}-${String(first + i).padStart(6, '0')}`)
}
