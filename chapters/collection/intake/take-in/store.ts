import { insertMany, type Reader, sql, type Writer } from '../../../../floor/database/index.ts'

/** A reference by which an outside system knows a customer; `key` is the hashed reference. */
export interface ReferenceKey {
  readonly system: string
  readonly key: Buffer
}

export interface KnownReference extends ReferenceKey {
  /** The file that stands for the customer now: where it was merged, the one that stayed. */
  readonly customerId: string
  readonly sent: Buffer
}

/** One text a reference, for maps. */
export const referenceText = ({ system, key }: ReferenceKey): string => `${system} ${key.toString('hex')}`

/** What is known of these references, held until the transaction ends; always locked in the same order. */
export async function lockReferences(
  w: Writer,
  wanted: readonly ReferenceKey[],
): Promise<ReadonlyMap<string, KnownReference>> {
  if (wanted.length === 0) return new Map()
  const rows = await w.rows<KnownReference>(sql`
    select r.system, r.key, r.customer_id as "customerId", r.sent
    from collection.reference r join unnest(${wanted.map((one) => one.system)}::text[], ${wanted.map((one) => one.key)}::bytea[])
      as v(system, key) on v.system = r.system and v.key = r.key
    order by r.system, r.key for update of r`)
  const stays = await survivors(
    w,
    rows.map((row) => row.customerId),
  )
  return new Map(
    rows.map((row) => [
      referenceText(row),
      { ...row, customerId: stays.get(row.customerId) ?? row.customerId },
    ]),
  )
}

/** Of files that were merged, those that stayed; the others are absent. */
export async function survivors(r: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await r.rows<{ id: string; stays: string }>(sql`
    with recursive way (id, at, step) as (
      select c.id, c.merged_into, 1 from custody.customer c where c.id = any(${[...ids]}::uuid[]) and c.status = 'merged'
      union all select way.id, c.merged_into, way.step + 1 from way join custody.customer c on c.id = way.at
        where c.status = 'merged' and way.step < 50)
    select distinct on (id) id, at as stays from way where at is not null order by id, step desc`)
  return new Map(rows.map((row) => [row.id, row.stays]))
}

/** Puts new references on record; resolves to those that were not there yet. Somebody else's wait for this transaction. */
export async function insertReferences(
  w: Writer,
  list: readonly (ReferenceKey & { readonly customerId: string; readonly sent: Buffer })[],
  at: Date,
): Promise<ReadonlySet<string>> {
  if (list.length === 0) return new Set()
  const rows = await w.rows<ReferenceKey>(sql`
    insert into collection.reference (system, key, customer_id, sent, created_at, changed_at)
    select system, key, customer, sent, ${at}, ${at} from unnest(${list.map((one) => one.system)}::text[],
      ${list.map((one) => one.key)}::bytea[], ${list.map((one) => one.customerId)}::uuid[], ${list.map((one) => one.sent)}::bytea[])
      as v(system, key, customer, sent) order by system, key
    on conflict do nothing returning system, key`)
  return new Set(rows.map(referenceText))
}

/** Keeps what was sent last. */
export async function setSent(
  w: Writer,
  { system, key }: ReferenceKey,
  sent: Buffer,
  at: Date,
): Promise<void> {
  await w.run(
    sql`update collection.reference set sent = ${sent}, changed_at = ${at} where system = ${system} and key = ${key}`,
  )
}

/** Forgets what outside systems sent for an erased customer; that there was a reference stays, so that nobody files him anew. */
export async function forgetSent(w: Writer, customerId: string): Promise<void> {
  await w.run(sql`update collection.reference set sent = '' where customer_id = ${customerId}`)
}

/** Of these sources those that are open. */
export async function openSources(r: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await r.rows<{ id: string }>(
    sql`select id from collection.source where id = any(${[...new Set(ids)]}::uuid[]) and closed_at is null`,
  )
  return new Set(rows.map((row) => row.id))
}

/** All sources that are open. */
export async function openSourceIds(r: Reader): Promise<ReadonlySet<string>> {
  const rows = await r.rows<{ id: string }>(sql`select id from collection.source where closed_at is null`)
  return new Set(rows.map((row) => row.id))
}

/** The department each of these people works in; somebody without one, and nobody's id, is absent. */
export async function departmentsOf(r: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await r.rows<{ id: string; department: string }>(sql`
    select id, department_id as department from people.person
    where id = any(${[...new Set(ids)]}::uuid[]) and department_id is not null`)
  return new Map(rows.map((row) => [row.id, row.department]))
}

/** Purposes as they stand without the register's fields: nothing is described, so nothing is too much. */
/** Notes in the history of each file that it was filed, and by whom. */
export async function noteCreated(
  w: Writer,
  files: readonly {
    readonly customerId: string
    readonly id: string
    readonly actorId: string
    readonly fields: readonly number[]
  }[],
  at: Date,
): Promise<void> {
  await insertMany(
    w,
    'custody.change',
    {
      customer_id: 'uuid',
      id: 'uuid',
      at: 'timestamptz',
      actor_id: 'uuid',
      kind: 'text',
      fields: 'smallint[]',
    },
    files.map((file) => [file.customerId, file.id, at, file.actorId, 'created', file.fields]),
  )
}
