import { insertMany, sql, type Writer } from '../../floor/database/index.ts'
import type { CustomerKeys, Keyring } from '../../floor/keyring/index.ts'
import { blockName, blockSchemaVersion, packFields } from '../../gate/index.ts'
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
  readonly keys: CustomerKeys
  readonly fields: number[]
  readonly blocks: { level: number; fields: number[]; sealed: Buffer }[]
  readonly tokens: number[]
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

/** Tokens of all values of one file, each once. */
export function tokensOf(
  catalogue: Catalogue,
  tokens: Tokens,
  values: ReadonlyMap<number, string>,
): number[] {
  const all = new Set<number>()
  for (const [id, value] of values)
    for (const token of tokens.ofValue(catalogue.fields.get(id)!, value)) all.add(token)
  return [...all]
}

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
  const keys = keyring.prepareCustomer(customer.id, [...groups.keys()])
  const blocks = [...groups].map(([level, values]) => ({
    level,
    fields: [...values.keys()],
    sealed: keys.seal(level, blockName(1), blockSchemaVersion, packFields(values)),
  }))
  return {
    customer,
    keys,
    fields: blocks.flatMap((b) => b.fields),
    blocks,
    tokens: tokensOf(catalogue, tokens, customer.values),
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
  /** Wipes their keys; nothing can be inserted afterwards. */
  release(): void
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
  return {
    insert: (w, fileNos) => insertPrepared(w, { keyring, catalogue, now }, prepared, fileNos),
    release: () => {
      for (const p of prepared) p.keys.release()
    },
  }
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
  const prepared = prepareCustomers(parts, customers)
  try {
    await prepared.insert(
      w,
      customers.map((customer) => customer.fileNo),
    )
  } finally {
    prepared.release()
  }
}

async function insertPrepared(
  w: Writer,
  { keyring, catalogue, now }: Omit<Parts, 'tokens'>,
  prepared: readonly Prepared[],
  fileNos: readonly string[],
): Promise<void> {
  if (prepared.length === 0) return
  await keyring.insertKeys(
    w,
    prepared.map((p) => p.keys),
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
    prepared.map((p) => [p.customer.id, p.tokens]),
  )
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
