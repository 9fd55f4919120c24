import { sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { JobHandler } from '../../../floor/jobs/index.ts'
import type { Tidy } from './context.ts'
import { defectsOf, isStale, typeOfFile } from './defects.ts'
import { voidCorrections } from './corrections-store.ts'
import { correctionDuty } from './duty-kinds.ts'
import { findPairs } from './pairs.ts'
import { readSettings } from './store.ts'

/** Kind of the job that brings the queue up to date, and when it runs. */
export const sweepKind = 'collection.tidying-sweep'
export const sweepSchedule = { name: sweepKind, cron: '*/10 * * * *', kind: sweepKind } as const

/** Files that are looked at in one statement. */
const piece = 5000
/** Transactions may commit later than others that began after them; files that old are looked at again. */
const lookBackMs = 3_600_000
const first = '00000000-0000-0000-0000-000000000000'

/** The job: new files come into the queue, those that were put right leave it, pairs are found. */
export const sweeping = (ctx: Tidy): JobHandler => ({
  long: async (_job, signal) => {
    await sweep(ctx, signal)
  },
})

/** What the job does; doing it twice, or twice at once, is harmless. */
export async function sweep(ctx: Tidy, signal?: AbortSignal): Promise<void> {
  await findPairs(ctx)
  let entered = await enterSingles(ctx)
  while (signal?.aborted !== true) {
    const more = await enterBatch(ctx, signal)
    if (more === undefined) break
    entered += more
  }
  const settled = await ctx.house.db.transact(async (w) => await refresh(ctx, w, changedSince))
  await ctx.house.db.transact((w) => endCorrections(ctx, w))
  if (entered + settled > 0)
    await ctx.house.db.transact((w) => {
      ctx.house.gate.note(w, 'tidying-swept', { entered, settled })
      return Promise.resolve()
    })
}

/** Requests about a file that was merged away or erased can no longer be decided. */
async function endCorrections(ctx: Tidy, w: Writer): Promise<void> {
  for (const id of await voidCorrections(w, ctx.house.clock.now()))
    await ctx.duties.settle(w, correctionDuty, id, { evidence: 'void' })
}

/** Files in use, of a batch that was released, or of none. */
const inUse = sql`c.status = 'active' and (c.batch_id is null or exists (
  select from custody.batch b where b.id = c.batch_id and b.released_at is not null))`

/** Puts files with defects into the queue; those that are there stay as they are. Resolves to how many came. */
async function enter(w: Writer, o: { which: Sql; now: Date; dueAt: Date }): Promise<number> {
  return await w.run(sql`
    insert into collection.tidying (customer_id, entered_at, due_at, defects, checked_at)
    select f.id, ${o.now}, ${o.dueAt}, f.defects, ${o.now} from (
      select c.id, ${defectsOf(o.now)} as defects from custody.customer c ${typeOfFile} where ${inUse} and ${o.which}) f
    where f.defects <> '{}' on conflict (customer_id) do nothing`)
}

/** Files that came one by one since the last look. */
async function enterSingles(ctx: Tidy): Promise<number> {
  const now = ctx.house.clock.now()
  return await ctx.house.db.transact(async (w) => {
    const { dueDays } = await readSettings(w, 'update')
    const dueAt = await ctx.people.addWorkingDays(w, now, dueDays)
    const since = sql`(select swept_to from collection.tidying_setting) - make_interval(secs => ${lookBackMs / 1000})`
    const entered = await enter(w, {
      which: sql`c.batch_id is null and c.created_at >= ${since}`,
      now,
      dueAt,
    })
    await w.run(sql`update collection.tidying_setting set swept_to = greatest(swept_to, ${now})`)
    return entered
  })
}

/** One batch that was released and not looked at, piece by piece; undefined when there is none. */
async function enterBatch(ctx: Tidy, signal?: AbortSignal): Promise<number | undefined> {
  const { db, clock } = ctx.house
  const batch = await db.read((r) =>
    r.row<{ id: string }>(
      sql`select id from custody.batch where released_at is not null and tidied_at is null order by released_at limit 1`,
    ),
  )
  if (batch === undefined) return undefined
  const now = clock.now()
  const dueAt = await db.read(async (r) => ctx.people.addWorkingDays(r, now, (await readSettings(r)).dueDays))
  let after = first
  let entered = 0
  for (;;) {
    if (signal?.aborted === true) return undefined
    const last = await db.transact(async (w) => {
      const ids = await w.rows<{ id: string }>(sql`
        select id from custody.customer where batch_id = ${batch.id} and id > ${after} order by id limit ${piece}`)
      const end = ids.at(-1)?.id
      if (end === undefined) {
        await w.run(sql`update custody.batch set tidied_at = ${now} where id = ${batch.id}`)
        return undefined
      }
      const which = sql`c.batch_id = ${batch.id} and c.id > ${after} and c.id <= ${end}`
      entered += await enter(w, { which, now, dueAt })
      return end
    })
    if (last === undefined) return entered
    after = last
  }
}

/** Lines whose file was written, merged or erased since they were last looked at. */
const changedSince = sql`(c.updated_at > q.checked_at or c.status <> 'active')`

/** Brings the defects of open lines up to date; those without any, and those of files not in use, leave. Resolves to how many left. */
async function refresh(ctx: Tidy, w: Writer, which: Sql): Promise<number> {
  const now = ctx.house.clock.now()
  const row = await w.row<{ left: number }>(sql`
    with found as (
      select q.customer_id, case when c.status = 'active' then ${defectsOf(now)} else '{}' end as defects
      from collection.tidying q join custody.customer c on c.id = q.customer_id ${typeOfFile}
      where q.state = 'open' and ${which} order by q.checked_at, q.customer_id limit 20000),
    changed as (
      update collection.tidying q set defects = f.defects, checked_at = ${now},
        state = case when f.defects = '{}' then 'tidy' else 'open' end,
        tidied_at = case when f.defects = '{}' then ${now}::timestamptz end
      from found f where q.customer_id = f.customer_id and q.state = 'open' returning q.state)
    select (count(*) filter (where state = 'tidy'))::int as "left" from changed`)
  return row?.left ?? 0
}

/** Once a day: files that nobody has confirmed for too long come into the queue, and lines whose duplicates were decided are looked at. */
export async function enterStale(ctx: Tidy): Promise<number> {
  const now = ctx.house.clock.now()
  return await ctx.house.db.transact(async (w) => {
    const { confirmDays } = await readSettings(w)
    const dueAt = await ctx.people.addWorkingDays(w, now, confirmDays)
    await refresh(ctx, w, sql`q.defects && '{duplicate,stale}'::text[]`)
    return await w.run(sql`
      insert into collection.tidying (customer_id, entered_at, due_at, defects, checked_at)
      select f.id, ${now}, ${dueAt}, f.defects, ${now} from (
        select c.id, ${defectsOf(now)} as defects from custody.customer c ${typeOfFile}
        where ${inUse} and ${isStale(now)} and not exists (
          select from collection.tidying q where q.customer_id = c.id and q.state = 'open')
        limit 50000) f
      on conflict (customer_id) do update set state = 'open', entered_at = excluded.entered_at, due_at = excluded.due_at,
        defects = excluded.defects, checked_at = excluded.checked_at, postponed = 0, postpone_reason = null,
        tidied_at = null, tidied_by = null, explained = null
      where collection.tidying.state = 'tidy'`)
  })
}
