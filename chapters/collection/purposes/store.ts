import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { PurposeContent, Widening } from './wire.ts'

export interface StoredChange {
  readonly id: string
  readonly purpose: string
  readonly base: number
  readonly content: PurposeContent
  readonly before: PurposeContent | null
  readonly widens: readonly Widening[]
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly outcome: 'held' | 'confirmed' | 'declined' | 'withdrawn' | 'replaced' | null
}

/** One change at a time: the row of the register stays locked until the transaction ends. */
export async function lockRegister(w: Writer): Promise<void> {
  await w.run(sql`select version from collection.purpose_register for update`)
}

/** Roles and employment of these people stay what they are until the transaction ends. */
export async function holdPeople(w: Writer, ids: readonly string[]): Promise<void> {
  await w.run(sql`select id from people.person where id = any(${[...ids]}::uuid[]) order by id for share`)
}

const columns = sql`id, purpose, base, content, before, widens, reason, proposed_by as "proposedBy", proposed_at as "proposedAt",
  decided_by as "decidedBy", decided_at as "decidedAt", outcome`

/** Every change that waits, the oldest first. */
export const openChanges = (r: Reader): Promise<StoredChange[]> =>
  r.rows<StoredChange>(
    sql`select ${columns} from collection.purpose_change where decided_at is null order by proposed_at, id`,
  )

/** The change of one purpose that waits. */
export const openChangeOf = (r: Reader, purpose: string): Promise<StoredChange | undefined> =>
  r.row<StoredChange>(
    sql`select ${columns} from collection.purpose_change where purpose = ${purpose} and decided_at is null`,
  )

/** One change, locked until the transaction ends. */
export const lockChange = (w: Writer, id: string): Promise<StoredChange | undefined> =>
  w.row<StoredChange>(sql`select ${columns} from collection.purpose_change where id = ${id} for update`)

/** Everything ever laid down about one purpose, the newest first. */
export const changesOf = (r: Reader, purpose: string, most: number): Promise<StoredChange[]> =>
  r.rows<StoredChange>(sql`
    select ${columns} from collection.purpose_change where purpose = ${purpose} order by proposed_at desc, id desc limit ${most}`)

/** Keeps a change as it was laid down; afterwards only its outcome is added. */
export async function insertChange(
  w: Writer,
  change: Omit<StoredChange, 'decidedBy' | 'decidedAt' | 'outcome'>,
): Promise<void> {
  await w.run(sql`
    insert into collection.purpose_change (id, purpose, base, content, before, widens, reason, proposed_by, proposed_at)
    values (${change.id}, ${change.purpose}, ${change.base}, ${sql.json(change.content)},
      ${change.before === null ? sql`null` : sql.json(change.before)}, ${[...change.widens]}::text[], ${change.reason},
      ${change.proposedBy}, ${change.proposedAt})`)
}

/** Says what became of a change. */
export async function endChange(
  w: Writer,
  id: string,
  outcome: NonNullable<StoredChange['outcome']>,
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`
    update collection.purpose_change set outcome = ${outcome}, decided_by = ${by}, decided_at = ${at} where id = ${id}`)
}

/** Puts a purpose on the register, or its new content in place of the old; the version counts up. Closing is dated. */
export async function putPurpose(
  w: Writer,
  code: string,
  one: PurposeContent,
  base: number,
  at: Date,
): Promise<void> {
  await w.run(sql`
    insert into collection.purpose as p (code, zh, en, sort, legal_basis, notice_code, retention_months, afterwards, roles,
      departments, note, marketing, version, changed_at, closed_at)
    values (${code}, ${one.zh}, ${one.en}, ${one.sort}, ${one.legalBasis}, ${one.noticeCode}, ${one.retentionMonths}, ${one.afterwards},
      ${one.roles}::text[], ${one.departments}::uuid[], ${one.note}, ${one.marketing}, ${base + 1}, ${at}, ${one.closed ? at : null})
    on conflict (code) do update set zh = excluded.zh, en = excluded.en, sort = excluded.sort, legal_basis = excluded.legal_basis,
      notice_code = excluded.notice_code, retention_months = excluded.retention_months, afterwards = excluded.afterwards,
      roles = excluded.roles, departments = excluded.departments, note = excluded.note, marketing = excluded.marketing, version = excluded.version,
      changed_at = excluded.changed_at,
      closed_at = case when excluded.closed_at is not null then coalesce(p.closed_at, excluded.closed_at) end`)
  await w.run(sql`delete from collection.purpose_field where purpose = ${code}`)
  await w.run(sql`
    insert into collection.purpose_field (purpose, field_id) select ${code}, id from unnest(${one.fields}::smallint[]) id`)
  // Last of all: whoever reads the new number reads what belongs to it.
  await w.run(sql`update collection.purpose_register set version = version + 1`)
}

/** Departments by id, for words and choices; closed ones too. */
export const departmentNames = (r: Reader): Promise<{ id: string; name: string }[]> =>
  r.rows(sql`select id, name from people.department order by name, id`)

/** When each purpose was last changed. */
export const changedAt = async (r: Reader): Promise<ReadonlyMap<string, Date>> =>
  new Map(
    (
      await r.rows<{ code: string; at: Date }>(
        sql`select code, changed_at as at from collection.purpose where changed_at is not null`,
      )
    ).map((row) => [row.code, row.at]),
  )
