import { type Reader, sql } from '../../../floor/database/index.ts'

/** Codes of the purposes for which anything on the file was taken in, in the order of the alphabet. */
export async function purposesOfFile(r: Reader, customerId: string): Promise<string[]> {
  const rows = await r.rows<{ code: string }>(sql`
    select distinct code from (
      select unnest(b.purposes) as code from custody.customer c join custody.batch b on b.id = c.batch_id where c.id = ${customerId}
      union all select unnest(o.purposes) from collection.origin o where o.customer_id = ${customerId}) stated
    order by code`)
  return rows.map((row) => row.code)
}

/** Id of the line that stands for the first filing. */
export const first = 'first'

export interface StoredOrigin {
  readonly id: string
  readonly kind: string
  /** Empty for the first filing, which is the origin of whatever no later line names. */
  readonly fields: readonly number[]
  readonly source: { readonly name: string; readonly kind: string; readonly closed: boolean } | null
  readonly batch: string | null
  readonly notice: string | null
  readonly purposes: readonly string[]
  readonly legalBasis: string
  readonly until: Date | null
  readonly actorId: string | null
  readonly at: Date
}

const sourceOf = sql`case when s.id is null then null
  else jsonb_build_object('name', s.name, 'kind', s.kind, 'closed', s.closed_at is not null) end as source`

/** Everything known about where a file's values come from, the newest first; the last line is the first filing. */
export async function originsOf(r: Reader, customerId: string): Promise<StoredOrigin[]> {
  const later = await r.rows<StoredOrigin>(sql`
    select o.id::text as id, o.kind, o.fields::int[] as fields, ${sourceOf}, o.batch_id as batch, o.notice_version_id as notice,
      o.purposes, o.legal_basis as "legalBasis", o.until, o.actor_id as "actorId", o.at
    from collection.origin o left join collection.source s on s.id = o.source_id
    where o.customer_id = ${customerId} order by o.at desc, o.id desc`)
  const filed = await r.row<StoredOrigin>(sql`
    select ${first} as id, case when c.batch_id is null then 'before' else 'import' end as kind, '{}'::int[] as fields, ${sourceOf},
      c.batch_id as batch, null::uuid as notice, coalesce(b.purposes, '{}') as purposes,
      coalesce(b.legal_basis, c.legal_basis) as "legalBasis", null::timestamptz as until, c.created_by as "actorId", c.created_at as at
    from custody.customer c left join custody.batch b on b.id = c.batch_id
    left join collection.source s on s.id = coalesce(b.source_id, c.source_id) where c.id = ${customerId}`)
  return filed === undefined ? later : [...later, filed]
}
