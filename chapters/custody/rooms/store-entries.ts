import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { RegisterRow } from './wire.ts'

export interface Entry {
  readonly id: string
  readonly roomId: string
  readonly personId: string | null
  readonly visitId: string | null
  readonly escortId: string | null
  readonly enteredAt: Date
  readonly leftAt: Date | null
}
const columns = sql`e.id, e.room_id as "roomId", e.person_id as "personId", e.visit_id as "visitId", e.escort_id as "escortId",
  e.entered_at as "enteredAt", e.left_at as "leftAt"`

/** Writes down that somebody came in. */
export async function insertEntry(
  w: Writer,
  e: Omit<Entry, 'leftAt'> & {
    readonly purpose: string
    readonly basis: RegisterRow['basis']
    readonly by: string
  },
): Promise<void> {
  await w.run(sql`insert into custody.entry (id, room_id, person_id, visit_id, escort_id, purpose, basis, entered_at, entered_by)
    values (${e.id}, ${e.roomId}, ${e.personId}, ${e.visitId}, ${e.escortId}, ${e.purpose}, ${e.basis}, ${e.enteredAt}, ${e.by})`)
}

/** The open stay of an employee in a room. */
export const insideNow = (r: Reader, roomId: string, personId: string): Promise<{ id: string } | undefined> =>
  r.row(
    sql`select id from custody.entry where room_id = ${roomId} and person_id = ${personId} and left_at is null`,
  )

/** Is the visitor of this visit inside? */
export const visitorInside = async (r: Reader, visitId: string): Promise<boolean> =>
  (await r.row(
    sql`select 1 from custody.entry where visit_id = ${visitId} and person_id is null and left_at is null`,
  )) !== undefined

/** How many are inside a room. */
export const countInside = async (r: Reader, roomId: string): Promise<number> =>
  (await r.row<{ n: number }>(
    sql`select count(*)::int as n from custody.entry where room_id = ${roomId} and left_at is null`,
  ))!.n

/** One line of the register. */
export const readEntry = (r: Reader, id: string): Promise<Entry | undefined> =>
  r.row<Entry>(sql`select ${columns} from custody.entry e where e.id = ${id}`)

/** Is a visitor in this employee's company inside after that moment, of those who came in during the employee's stay? */
export async function escorting(r: Reader, entry: Entry, leftAt: Date): Promise<boolean> {
  const row =
    await r.row(sql`select 1 from custody.entry v where v.room_id = ${entry.roomId} and v.person_id is null
    and v.escort_id = ${entry.personId}::uuid and v.entered_at >= ${entry.enteredAt} and (v.left_at is null or v.left_at > ${leftAt})`)
  return row !== undefined
}

/** Completes a line: when the person left, and who wrote it down when. */
export async function closeEntry(
  w: Writer,
  id: string,
  o: { readonly leftAt: Date; readonly by: string; readonly notedAt: Date; readonly remark: string },
): Promise<void> {
  await w.run(sql`update custody.entry set left_at = ${o.leftAt}, left_by = ${o.by}, left_noted_at = ${o.notedAt},
    remark = ${o.remark} where id = ${id} and left_at is null`)
}

export interface EntryListed extends Entry {
  readonly roomName: string
  readonly keeperId: string
  readonly visitNumber: string | null
  readonly purpose: string
  readonly basis: RegisterRow['basis']
  readonly enteredBy: string
  readonly leftBy: string | null
  readonly leftNotedAt: Date | null
  readonly remark: string
  readonly name: string | null
  readonly organisation: string | null
}

/**
 * Lines of the register, newest first.
 * @param q.reader everybody's lines when undefined; else one's own, and those of rooms one keeps
 * @param q.dayStart midnight in the company's time zone; whoever came in before and has not left is overdue
 */
export async function listEntries(
  r: Reader,
  q: {
    readonly reader: string | undefined
    readonly room: string | undefined
    readonly state: 'inside' | 'overdue' | 'left' | undefined
    readonly from: Date | undefined
    readonly until: Date | undefined
    readonly dayStart: Date
    readonly page: number
    readonly size: number
  },
): Promise<{ total: number; rows: EntryListed[] }> {
  const states: Record<'inside' | 'overdue' | 'left' | 'all', Sql> = {
    inside: sql`e.left_at is null`,
    overdue: sql`e.left_at is null and e.entered_at < ${q.dayStart}`,
    left: sql`e.left_at is not null`,
    all: sql`true`,
  }
  const seen: Sql =
    q.reader === undefined ? sql`true` : sql`${q.reader} in (e.person_id, e.escort_id, m.keeper_id)`
  const where = sql`${seen} and ${states[q.state ?? 'all']}
    and (${q.room ?? null}::uuid is null or e.room_id = ${q.room ?? null}::uuid)
    and (${q.from ?? null}::timestamptz is null or e.entered_at >= ${q.from ?? null}::timestamptz)
    and (${q.until ?? null}::timestamptz is null or e.entered_at < ${q.until ?? null}::timestamptz)`
  const from = sql`custody.entry e join custody.room m on m.id = e.room_id`
  const rows =
    await r.rows<EntryListed>(sql`select ${columns}, m.name as "roomName", m.keeper_id as "keeperId",
      v.number as "visitNumber", e.purpose, e.basis, e.entered_by as "enteredBy", e.left_by as "leftBy",
      e.left_noted_at as "leftNotedAt", e.remark, p.name, p.organisation
    from ${from} left join custody.visit v on v.id = e.visit_id
      left join custody.visitor p on p.visit_id = e.visit_id and e.person_id is null
    where ${where} order by e.entered_at desc, e.id desc limit ${q.size} offset ${(q.page - 1) * q.size}`)
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from ${from} where ${where}`,
  )
  return { total: counted!.total, rows }
}

/** Overdue stays about which the keeper was not reminded on that day, now marked as reminded. */
export async function remindOf(
  w: Writer,
  dayStart: Date,
  day: string,
): Promise<{ entryId: string; keeperId: string }[]> {
  return await w.rows(sql`with late as (
      select e.id, m.keeper_id from custody.entry e join custody.room m on m.id = e.room_id
      where e.left_at is null and e.entered_at < ${dayStart}),
    told as (insert into custody.entry_reminder (entry_id, day) select id, ${day}::date from late
      on conflict do nothing returning entry_id)
    select l.id as "entryId", l.keeper_id as "keeperId" from late l join told t on t.entry_id = l.id`)
}
