import { sql } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOn, fileOf, noSuch, type RightsContext } from './context.ts'
import { lockFile, lockHold, listHolds } from './store.ts'
import type { CopyRow, HoldRow } from '../wire/rights.ts'

/** Keeps a file from being erased: a legal hold, or a retention by law. @throws Mistake `rights.not-found`, `rights.until` */
export async function setHold(
  ctx: RightsContext,
  caller: Caller,
  body: {
    readonly customer: string
    readonly kind: string
    readonly ground: string
    readonly reference: string
    readonly until?: string | undefined
  },
): Promise<{ id: string } | Refusal> {
  const now = ctx.house.clock.now()
  const until = body.until === undefined ? null : new Date(body.until)
  if (until !== null && until <= now) throw new Mistake('rights.until', { field: 'until' })
  return await ctx.house.db.transact(async (w) => {
    await lockFile(w, body.customer)
    const material = await fileOf(ctx, w, body.customer)
    if (material.head.status === 'erased') throw noSuch('customer')
    const { question, facts } = await actOn(ctx, w, caller, { verb: 'hold-file' }, material)
    const id = newId(now.getTime())
    const detail = { step: 'set', hold: body.kind, ground: body.ground, until: until?.getTime() ?? null }
    const said = ctx.house.gate.askIn(w, question, facts, { subject: id, detail })
    if (isRefusal(said)) return said
    await w.run(sql`insert into supervision.file_hold (id, customer_id, kind, ground, reference, set_by, set_at, until_at)
      values (${id}, ${body.customer}, ${body.kind}, ${body.ground}, ${body.reference}, ${caller.personId}, ${now}, ${until})`)
    return { id }
  })
}

/** Lifts a hold. @throws Mistake `rights.not-found`, `rights.lifted` */
export async function liftHold(
  ctx: RightsContext,
  caller: Caller,
  id: string,
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const hold = await lockHold(w, id)
    if (hold === undefined) throw noSuch()
    const material = await fileOf(ctx, w, hold.customerId)
    const { question, facts } = await actOn(ctx, w, caller, { verb: 'hold-file' }, material)
    const said = ctx.house.gate.askIn(w, question, facts, { subject: id, detail: { step: 'lifted' } })
    if (isRefusal(said)) return said
    if (hold.liftedAt !== null) throw new Mistake('rights.lifted', { status: 409 })
    await w.run(sql`update supervision.file_hold set lifted_by = ${caller.personId}, lifted_at = ${ctx.house.clock.now()}
      where id = ${id}`)
    return { done: true as const }
  })
}

/** Holds, the newest first. */
export async function viewHolds(
  ctx: RightsContext,
  q: { readonly page: number; readonly size: number },
): Promise<{ total: number; rows: HoldRow[] }> {
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await listHolds(r, q)
    const names = await ctx.people.names([...new Set(rows.map((row) => row.setBy))], r)
    return {
      total,
      rows: rows.map((row) => ({
        id: row.id,
        fileNo: row.fileNo,
        kind: row.kind,
        ground: row.ground,
        reference: row.reference,
        setBy: names.get(row.setBy)?.name ?? '',
        setAt: row.setAt.toISOString(),
        until: row.until?.toISOString() ?? null,
        liftedAt: row.liftedAt?.toISOString() ?? null,
      })),
    }
  })
}

/** Copies of erased files that the caller carried out and has to destroy. */
export async function ownCopies(
  ctx: RightsContext,
  caller: Caller,
  q: { readonly page: number; readonly size: number },
): Promise<{ total: number; rows: CopyRow[] }> {
  return await ctx.house.db.read(async (r) => {
    const total = await r.row<{ count: number }>(
      sql`select count(*)::int as count from supervision.copy_to_destroy where person_id = ${caller.personId}`,
    )
    const rows = await r.rows<{
      id: string
      fileNo: string
      exportId: string
      toldAt: Date
      confirmedAt: Date | null
    }>(sql`
      select d.id, c.file_no as "fileNo", d.export_id as "exportId", d.told_at as "toldAt", d.confirmed_at as "confirmedAt"
      from supervision.copy_to_destroy d join custody.customer c on c.id = d.customer_id
      where d.person_id = ${caller.personId} order by (d.confirmed_at is not null), d.told_at, d.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
    return {
      total: total!.count,
      rows: rows.map((row) => ({
        ...row,
        toldAt: row.toldAt.toISOString(),
        confirmedAt: row.confirmedAt?.toISOString() ?? null,
      })),
    }
  })
}
