import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { ThingKind, ThingRow, ThingsQuery } from '../wire/issued.ts'

export interface StoredThing {
  readonly id: string
  readonly kind: ThingKind
  readonly tag: string
  readonly holderId: string
  readonly stoppedAt: Date | null
  readonly closedAt: Date | null
  readonly outcome: 'returned' | 'lost' | 'passed' | null
}

const columns = sql`t.id, t.kind, t.tag, t.holder_id as "holderId", t.stopped_at as "stoppedAt", t.closed_at as "closedAt", t.outcome`

/** Records that a thing is in somebody's hands. @returns 0 when it is in somebody's hands already */
export const insertThing = (
  w: Writer,
  t: {
    readonly id: string
    readonly kind: ThingKind
    readonly tag: string
    readonly note: string
    readonly holderId: string
    readonly outOn: string
    readonly dueOn: string | null
    readonly by: string
  },
): Promise<number> =>
  w.run(sql`insert into people.thing (id, kind, tag, note, holder_id, out_on, out_by, due_on)
    values (${t.id}, ${t.kind}, ${t.tag}, ${t.note}, ${t.holderId}, ${t.outOn}, ${t.by}, ${t.dueOn})
    on conflict (kind, tag) where closed_at is null do nothing`)

/** One row of the register, held until the transaction ends. */
export const lockThing = (w: Writer, id: string): Promise<StoredThing | undefined> =>
  w.row<StoredThing>(sql`select ${columns} from people.thing t where t.id = ${id} for update`)

/** What somebody has in hand, of some kinds; held until the transaction ends. */
export const lockThingsOf = (
  w: Writer,
  holder: string,
  kinds: readonly ThingKind[],
): Promise<StoredThing[]> =>
  w.rows<StoredThing>(sql`select ${columns} from people.thing t
    where t.holder_id = ${holder} and t.kind = any(${[...kinds]}::text[]) and t.closed_at is null order by t.kind, t.tag for update`)

/** The same without holding it, for lists. */
export const thingsOf = (
  r: Reader,
  holder: string,
  kinds: readonly ThingKind[],
): Promise<(StoredThing & { readonly outOn: string })[]> =>
  r.rows(sql`select ${columns}, t.out_on::text as "outOn" from people.thing t
    where t.holder_id = ${holder} and t.kind = any(${[...kinds]}::text[]) and t.closed_at is null order by t.kind, t.tag`)

/** A thing is out of its holder's hands. */
export const closeThing = (
  w: Writer,
  id: string,
  outcome: 'returned' | 'lost' | 'passed',
  by: string,
  at: Date,
): Promise<number> =>
  w.run(
    sql`update people.thing set closed_at = ${at}, closed_by = ${by}, outcome = ${outcome} where id = ${id} and closed_at is null`,
  )

/** A card opens no door any more. */
export const stopCard = (w: Writer, id: string, by: string, at: Date): Promise<number> =>
  w.run(
    sql`update people.thing set stopped_at = ${at}, stopped_by = ${by} where id = ${id} and kind = 'card' and stopped_at is null`,
  )

/** A thing was not given back when its holder left or moved. */
export const missThing = (w: Writer, id: string, at: Date): Promise<number> =>
  w.run(sql`update people.thing set missing_at = ${at} where id = ${id} and missing_at is null`)

/** The same thing in somebody else's hands: a row of its own. */
export async function passThing(
  w: Writer,
  from: string,
  next: { id: string; holderId: string; on: string; by: string },
) {
  await w.run(sql`insert into people.thing (id, kind, tag, note, holder_id, out_on, out_by, due_on)
    select ${next.id}, kind, tag, note, ${next.holderId}, ${next.on}, ${next.by}, null from people.thing where id = ${from}`)
}

/** A condition on `people.thing t`: a card of somebody who left or moved, or a lost one, that still opens doors. */
export const unstopped: Sql = sql`(t.kind = 'card' and t.stopped_at is null and (t.missing_at is not null or t.outcome = 'lost'))`

const stateOf = (
  today: string,
): Sql => sql`case when ${unstopped} then 'stop' when t.outcome is not null then t.outcome
  when t.missing_at is not null then 'missing' when t.due_on < ${today}::date then 'overdue' else 'out' end`

const sorts: Readonly<Record<string, Sql>> = {
  tag: sql`t.tag`,
  '-tag': sql`t.tag desc`,
  holder: sql`p.name, t.tag`,
  '-holder': sql`p.name desc, t.tag`,
  outOn: sql`t.out_on, t.id`,
  '-outOn': sql`t.out_on desc, t.id`,
  dueOn: sql`t.due_on nulls last, t.id`,
  '-dueOn': sql`t.due_on desc nulls last, t.id`,
}

type Found = Omit<ThingRow, 'missingAt' | 'stoppedAt' | 'closedAt'> & {
  readonly missingAt: Date | null
  readonly stoppedAt: Date | null
  readonly closedAt: Date | null
  readonly total: number
}

/** The register, what is open first. */
export async function listThings(
  r: Reader,
  today: string,
  q: ThingsQuery,
): Promise<{ total: number; rows: ThingRow[] }> {
  const like = `%${q.q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const rows = await r.rows<Found>(sql`
    select count(*) over ()::int as total, t.id, t.kind, t.tag, t.note,
      jsonb_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no, 'left', p.left_at is not null) as holder,
      coalesce(d.name, '') as department, t.out_on::text as "outOn", o.name as "outBy", t.due_on::text as "dueOn",
      ${stateOf(today)} as state, t.missing_at as "missingAt", t.stopped_at as "stoppedAt", t.closed_at as "closedAt", c.name as "closedBy"
    from people.thing t join people.person p on p.id = t.holder_id left join people.department d on d.id = p.department_id
      join people.person o on o.id = t.out_by left join people.person c on c.id = t.closed_by
    where (${q.kind ?? null}::text is null or t.kind = ${q.kind ?? null})
      and (${q.holder ?? null}::uuid is null or t.holder_id = ${q.holder ?? null}::uuid)
      and (${q.state ?? null}::text is null or ${stateOf(today)} = ${q.state ?? null}
        or (${q.state ?? null} = 'open' and (t.closed_at is null or ${unstopped})))
      and (${q.q} = '' or t.tag ilike ${like} or t.note ilike ${like} or p.name like ${like} or p.employee_no ilike ${like})
    order by ${sorts[q.sort] ?? sql`(t.closed_at is not null and not ${unstopped}), (t.missing_at is null), t.out_on desc, t.id`}
    limit ${q.size} offset ${(q.page - 1) * q.size}`)
  const text = (at: Date | null): string | null => at?.toISOString() ?? null
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, ...row }) => ({
      ...row,
      missingAt: text(row.missingAt),
      stoppedAt: text(row.stoppedAt),
      closedAt: text(row.closedAt),
    })),
  }
}

/** How many cards are to be stopped. */
export const countUnstopped = async (r: Reader): Promise<number> =>
  (await r.row<{ n: number }>(sql`select count(*)::int as n from people.thing t where ${unstopped}`))!.n
