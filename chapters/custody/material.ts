import { type Part, type Reader, sql, type Sql } from '../../floor/database/index.ts'
import type { Barred, CustomerFacts, FieldFacts, SealedBlock, SealedFile } from '../../gate/index.ts'
import type { Catalogue } from './catalogue.ts'
import { frozen, frozenFields } from './frozen.ts'

export interface CustomerHead {
  readonly id: string
  readonly fileNo: string
  readonly kind: 'person' | 'company'
  /** By which the file is found and listed. */
  readonly level: number
  /** Of the file as a whole: its own level or that of its highest part, whichever is higher. */
  readonly whole: number
  readonly ownerId: string | null
  readonly departmentId: string | null
  readonly status: 'active' | 'restricted' | 'merged' | 'erased'
  /** Catalogue fields that hold a value; anything else was never collected. */
  readonly fields: readonly number[]
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly version: number
  readonly legalBasis: string
  readonly sourceId: string | null
  readonly batchId: string | null
}

/** One customer with everything needed to decide about and open the file. */
export interface CustomerMaterial {
  readonly head: CustomerHead
  readonly facts: CustomerFacts
  /**
   * Every catalogue field, at the level that holds for this customer: the assigned one, or the one its value is sealed
   * at where that is higher. Sealing binds the level, so a row edited by hand lowers nothing.
   */
  readonly fields: ReadonlyMap<number, FieldFacts>
  /** Level assigned to a field for this customer: its own where one was approved, else the catalogue's. */
  assignedLevel(field: number): number | undefined
  readonly file: SealedFile
}

/** What `materialColumns` gives. */
export interface MaterialRow extends Omit<CustomerHead, 'whole'> {
  /** The highest level among attachments and paper parts; 0 = none. */
  readonly partsLevel: number
  readonly quarantined: boolean
  readonly barred: Barred | null
  readonly marketingRefused: boolean
  readonly frozen: boolean
  /** Lists of the fields that came from withdrawn sources; null for nearly every file. */
  readonly frozenFields: readonly (readonly number[])[] | null
  readonly home: string | null
  readonly overrides: Record<string, number> | null
  /** `level version schema wrapped sealed field,field` of each block; see `blockOf`. */
  readonly blocks: string | null
}

/**
 * Facts, sealed blocks and wrapped keys of a customer `c` and its `batch`. One row a customer: the blocks are gathered
 * by a subquery, which costs less than a second round trip, and as one plain text, since reading arrays of byte strings
 * costs several times as much as splitting.
 */
export const materialColumns: Sql = sql`
  c.id, c.file_no as "fileNo", c.kind, c.level, c.parts_level as "partsLevel", c.owner_id as "ownerId", c.department_id as "departmentId",
  c.status, c.fields, c.created_at as "createdAt", c.updated_at as "updatedAt", c.version,
  c.legal_basis as "legalBasis", c.source_id as "sourceId", c.batch_id as "batchId",
  (c.batch_id is not null and batch.released_at is null) as quarantined,
  nullif(c.barred, '{}') as barred, c.marketing_refused as "marketingRefused",
  ${frozen} as frozen, ${frozenFields} as "frozenFields",
  coalesce(c.department_id, (select o.department_id from people.person o where o.id = c.owner_id)) as home,
  (select jsonb_object_agg(l.field_id, l.level) from custody.field_level l where l.customer_id = c.id) as overrides,
  (select string_agg(concat_ws(' ', s.level, s.version, s.schema_version, coalesce(encode(k.wrapped, 'hex'), '-'),
      encode(s.sealed, 'hex'), array_to_string(s.fields, ',')), ';' order by s.level)
    from custody.sealed_block s
    left join keyring.customer_key k on k.customer_id = s.customer_id and k.level = s.level
    where s.customer_id = c.id) as blocks`

/** Facts, sealed blocks and wrapped keys of many customers in one statement. */
export async function loadMaterial(
  r: Reader,
  catalogue: Catalogue,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CustomerMaterial>> {
  const rows = await r.rows<MaterialRow>(sql.named('custody_material', materialSelect(ids)))
  return new Map(rows.map((row) => [row.id, materialOf(row, catalogue)]))
}

/** The same as a part of a statement that fetches more. */
export const materialPart = (
  catalogue: Catalogue,
  ids: readonly string[],
): Part<ReadonlyMap<string, CustomerMaterial>> => ({
  select: materialSelect(ids),
  from(found) {
    // In JSON the two moments are texts.
    const rows = found as readonly MaterialRow[]
    return new Map(
      rows.map((row) => [
        row.id,
        materialOf(
          { ...row, createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) },
          catalogue,
        ),
      ]),
    )
  },
})

const materialSelect = (ids: readonly string[]): Sql => sql`
    select ${materialColumns}
    from custody.customer c
    left join custody.batch on batch.id = c.batch_id
    where c.id = any(${ids}::uuid[])`

/** One row of a statement with `materialColumns`. */
export function materialOf(row: MaterialRow, catalogue: Catalogue): CustomerMaterial {
  const {
    quarantined,
    frozen: isFrozen,
    frozenFields: frozenLists,
    barred,
    marketingRefused,
    home,
    overrides,
    blocks: text,
    partsLevel,
    ...own
  } = row
  const blocks = text === null ? [] : text.split(';').map(blockOf)
  const assigned = overrides === null ? plainFieldFacts(catalogue) : fieldFacts(catalogue, overrides)
  const fields = atLeastSealed(catalogue, assigned, blocks)
  const whole = wholeLevel(own, partsLevel, fields)
  const head = { ...own, whole }
  return {
    head,
    facts: {
      id: head.id,
      level: head.level,
      whole,
      ...(head.ownerId === null ? {} : { ownerId: head.ownerId }),
      ...(head.departmentId === null ? {} : { departmentId: head.departmentId }),
      ...(home === null ? {} : { homeId: home }),
      status: head.status,
      quarantined,
      barred: barredOf(barred, marketingRefused),
      frozen: isFrozen,
      ...(frozenLists === null ? {} : { frozenFields: new Set(frozenLists.flat()) }),
    },
    fields: underFileLevel(catalogue, fields, head.level),
    assignedLevel: (field) => assigned.get(field)?.level,
    file: { customer: head.id, blocks },
  }
}

const nothingBarred: Barred = {}

/** A refusal of marketing noted without a consent (an import, a form on paper) bars like any other. */
const barredOf = (barred: Barred | null, marketingRefused: boolean): Barred =>
  marketingRefused && barred?.['marketing'] === undefined
    ? { ...barred, marketing: 0 }
    : (barred ?? nothingBarred)

/** A file is at least as high as its highest part. */
function wholeLevel(
  own: Pick<CustomerHead, 'level' | 'fields'>,
  partsLevel: number,
  fields: ReadonlyMap<number, FieldFacts>,
): number {
  let whole = Math.max(own.level, partsLevel)
  for (const id of own.fields) {
    const level = fields.get(id)?.level ?? 0
    if (level > whole) whole = level
  }
  return whole
}

function blockOf(text: string): SealedBlock {
  const [level, version, schema, wrapped, sealed, fields] = text.split(' ')
  return {
    level: Number(level),
    version: Number(version),
    schemaVersion: Number(schema),
    wrappedKey: wrapped === '-' ? null : Buffer.from(wrapped!, 'hex'),
    fields: fields === '' ? [] : fields!.split(',').map(Number),
    sealed: Buffer.from(sealed!, 'hex'),
  }
}

const plain = new WeakMap<Catalogue, ReadonlyMap<number, FieldFacts>>()

/** Field facts at the catalogue's levels; shared by all customers without changes of their own. */
export function plainFieldFacts(catalogue: Catalogue): ReadonlyMap<number, FieldFacts> {
  let facts = plain.get(catalogue)
  if (facts === undefined) plain.set(catalogue, (facts = fieldFacts(catalogue, {})))
  return facts
}

/** Raises what is sealed above its assigned level; nearly always nothing, and then the shared map is returned. */
function atLeastSealed(
  catalogue: Catalogue,
  assigned: ReadonlyMap<number, FieldFacts>,
  blocks: readonly SealedBlock[],
): ReadonlyMap<number, FieldFacts> {
  let raised: Map<number, FieldFacts> | undefined
  for (const { level, fields } of blocks)
    for (const id of fields) {
      const field = (raised ?? assigned).get(id)
      if (field === undefined || field.level >= level) continue
      raised ??= new Map(assigned)
      raised.set(id, { ...field, level, fullNeeds: catalogue.levels.get(level)?.fullNeeds ?? 'grant' })
    }
  return raised ?? assigned
}

const underGrant = new WeakMap<ReadonlyMap<number, FieldFacts>, ReadonlyMap<number, FieldFacts>>()

/** A file whose own level needs an application is opened by application only, whatever the level of the single field. */
function underFileLevel(
  catalogue: Catalogue,
  fields: ReadonlyMap<number, FieldFacts>,
  fileLevel: number,
): ReadonlyMap<number, FieldFacts> {
  if (catalogue.levels.get(fileLevel)?.fullNeeds === 'reason') return fields
  let strict = underGrant.get(fields)
  if (strict === undefined) {
    strict = new Map([...fields].map(([id, field]) => [id, { ...field, fullNeeds: 'grant' }]))
    underGrant.set(fields, strict)
  }
  return strict
}

function fieldFacts(
  catalogue: Catalogue,
  overrides: Readonly<Record<string, number>>,
): ReadonlyMap<number, FieldFacts> {
  const facts = new Map<number, FieldFacts>()
  for (const field of catalogue.fields.values()) {
    const level = overrides[String(field.id)] ?? field.level
    const fullNeeds = catalogue.levels.get(level)?.fullNeeds ?? 'grant'
    facts.set(field.id, {
      id: field.id,
      level,
      category: field.category,
      sensitive: field.sensitive,
      fullNeeds,
      type: field.type,
      mask: field.mask,
    })
  }
  return facts
}
