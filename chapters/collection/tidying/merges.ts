import { type Reader, sql } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { visibleFiles } from '../../custody/index.ts'
import { askMerge } from '../desk/duplicates.ts'
import { namer, type Tidy } from './context.ts'
import { filterOf } from './desk.ts'
import { readSettings } from './store.ts'
import type { MergeRow } from './wire.ts'

const dayMs = 86_400_000

interface Line {
  readonly id: string
  readonly stays: string
  readonly goes: string
  readonly staysNo: string
  readonly goesNo: string
  readonly at: Date
  readonly by: string
  readonly undoneAt: Date | null
  readonly untouched: boolean
}

/** Whether nothing was written in either file since the merge; as `holdMerge` of custody will find it, but for documents. */
const untouched = sql`(m.undone_at is null and s.version = m.stays_version and g.version = m.goes_version and s.status = 'active'
  and g.status = 'merged' and s.barred = m.after_barred and not exists (
    select from custody.change h where h.customer_id in (s.id, g.id) and h.at > m.at))`

/** Merges of files the caller may list, the latest first, and until when each may be undone. */
export async function showMerges(
  ctx: Tidy,
  caller: Caller,
  q: { readonly page: number; readonly size: number; readonly customer?: string | undefined },
): Promise<{ total: number; rows: MergeRow[] }> {
  const filter = await filterOf(ctx, caller)
  const now = ctx.house.clock.now()
  return await ctx.house.db.read(async (r: Reader) => {
    const from = sql`custody.merge m join custody.customer c on c.id = m.stays`
    const of = q.customer === undefined ? sql`true` : sql`(m.stays = ${q.customer} or m.goes = ${q.customer})`
    const where = sql`${visibleFiles(filter)} and ${of}`
    const counted = await r.row<{ total: number }>(
      sql`select count(*)::int as total from ${from} where ${where}`,
    )
    const rows = await r.rows<Line>(sql`
      select m.id, m.stays, m.goes, s.file_no as "staysNo", g.file_no as "goesNo", m.at, m.by_id as by, m.undone_at as "undoneAt",
        ${untouched} as untouched
      from ${from} join custody.customer s on s.id = m.stays join custody.customer g on g.id = m.goes
      where ${where} order by m.at desc, m.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
    const { undoDays } = await readSettings(r)
    const person = await namer(
      ctx,
      rows.map((row) => row.by),
      r,
    )
    return {
      total: counted!.total,
      rows: rows.map((row) => {
        const until = new Date(row.at.getTime() + undoDays * dayMs)
        return {
          id: row.id,
          stays: { id: row.stays, fileNo: row.staysNo },
          goes: { id: row.goes, fileNo: row.goesNo },
          at: row.at.toISOString(),
          by: person(row.by),
          undoneAt: row.undoneAt?.toISOString() ?? null,
          undoUntil: row.untouched && until > now ? until.toISOString() : null,
        }
      }),
    }
  })
}

/**
 * Undoes a merge: both files are as they were, and the pair is open again. Needs the gate's permit to merge for each of
 * the two files.
 * @throws Mistake `custody.merge-final` when a file changed since, `tidying.undo-over` when the time for it has passed
 */
export async function undoMerge(ctx: Tidy, caller: Caller, id: string): Promise<{ done: true } | Refusal> {
  const { house, custody } = ctx
  return await house.db.transact(async (w) => {
    const merge = await custody.holdMerge(w, id)
    const { undoDays } = await readSettings(w, 'share')
    if (house.clock.now().getTime() >= merge.at.getTime() + undoDays * dayMs)
      throw new Mistake('tidying.undo-over', { status: 409, values: { days: undoDays } })
    const { stays, goes } = merge
    const materials = await custody.material([stays, goes], w)
    const permits = await askMerge(ctx, w, caller.personId, { stays, goes, materials }, { undo: id })
    if (isRefusal(permits)) return permits
    await custody.unmerge(w, permits, merge)
    await w.run(sql`update collection.duplicate set state = 'open', decided_by = null, decided_at = null, merge_id = null
      where merge_id = ${id} and state = 'merged'`)
    return { done: true as const }
  })
}
