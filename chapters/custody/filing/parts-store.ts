import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { PaperBody } from './wire.ts'

export interface PaperPart {
  readonly id: string
  readonly category: string
  readonly pages: number
  readonly roomId: string | null
  readonly room: string | null
  readonly place: string
  readonly holderId: string | null
  readonly level: number
  readonly filedAt: Date
  readonly filedBy: string
  readonly checkedAt: Date | null
  readonly version: number
}

/** The paper of a file that was not taken out, in the order in which it was filed. */
export const paperOf = (r: Reader, customerId: string): Promise<PaperPart[]> =>
  r.rows<PaperPart>(sql`
    select p.id, p.category_code as category, p.pages, p.room_id as "roomId", m.name as room, p.place, p.holder_id as "holderId",
      p.level, p.filed_at as "filedAt", p.filed_by as "filedBy", p.checked_at as "checkedAt", p.version
    from custody.paper_part p left join custody.room m on m.id = p.room_id
    where p.customer_id = ${customerId} and p.removed_at is null order by p.filed_at, p.id`)

/** How many fields of a file hold a value at each level, and how many attachments it has. */
export async function electronicOf(
  r: Reader,
  customerId: string,
): Promise<{ fields: { level: number; count: number }[]; attachments: number }> {
  const fields = await r.rows<{ level: number; count: number }>(sql`
    select level::int as level, cardinality(fields) as count from custody.sealed_block where customer_id = ${customerId} order by level`)
  const row = await r.row<{ n: number }>(sql`
    select count(*)::int as n from custody.attachment where customer_id = ${customerId} and removed_at is null`)
  return { fields, attachments: row!.n }
}

/** Files a part on paper. */
export async function insertPaper(
  w: Writer,
  part: PaperBody & {
    readonly id: string
    readonly customerId: string
    readonly level: number
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`
    insert into custody.paper_part (customer_id, id, category_code, pages, room_id, place, holder_id, level, filed_at, filed_by)
    values (${part.customerId}, ${part.id}, ${part.category}, ${part.pages}, ${part.roomId}, ${part.place}, ${part.holderId},
      ${part.level}, ${part.at}, ${part.by})`)
}

/** Changes a part; false when another version is on file or it was taken out. */
export async function updatePaper(
  w: Writer,
  of: { readonly customerId: string; readonly id: string; readonly version: number },
  part: PaperBody,
): Promise<boolean> {
  const rows = await w.run(sql`
    update custody.paper_part set category_code = ${part.category}, pages = ${part.pages}, room_id = ${part.roomId},
      place = ${part.place}, holder_id = ${part.holderId}, checked_at = null, checked_by = null, version = version + 1
    where customer_id = ${of.customerId} and id = ${of.id} and version = ${of.version} and removed_at is null`)
  return rows === 1
}

/** Somebody has seen that the paper lies where it should; false as above. */
export async function checkPaper(
  w: Writer,
  of: { readonly customerId: string; readonly id: string; readonly version: number },
  by: string,
  at: Date,
): Promise<boolean> {
  const rows = await w.run(sql`
    update custody.paper_part set checked_at = ${at}, checked_by = ${by}, version = version + 1
    where customer_id = ${of.customerId} and id = ${of.id} and version = ${of.version} and removed_at is null`)
  return rows === 1
}

/** Takes a part out of the file; false as above. */
export async function removePaper(
  w: Writer,
  of: { readonly customerId: string; readonly id: string; readonly version: number },
  by: string,
  at: Date,
): Promise<boolean> {
  const rows = await w.run(sql`
    update custody.paper_part set removed_at = ${at}, removed_by = ${by}, version = version + 1
    where customer_id = ${of.customerId} and id = ${of.id} and version = ${of.version} and removed_at is null`)
  return rows === 1
}
