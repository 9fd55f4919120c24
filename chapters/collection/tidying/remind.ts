import { sql } from '../../../floor/database/index.ts'
import type { JobHandler } from '../../../floor/jobs/index.ts'
import type { Tidy } from './context.ts'
import { confirmDuty, tidyDuty } from './duty-kinds.ts'
import { takeSnapshot } from './quality.ts'
import { enterStale, sweep } from './sweep.ts'

/** Kind of the daily job and when it runs: before the duties are gone through. */
export const dailyKind = 'collection.tidying-daily'
export const dailySchedule = { name: dailyKind, cron: '50 6 * * *', kind: dailyKind } as const

/** The daily job: old files come in, everybody's duties are brought up to date, the scores of the day are kept. */
export const tidyingDaily = (ctx: Tidy): JobHandler => ({
  long: async (_job, signal) => {
    await sweep(ctx, signal)
    if (signal.aborted) return
    await enterStale(ctx)
    await raiseDuties(ctx)
    await takeSnapshot(ctx)
  },
})

interface Owed {
  readonly person: string | null
  readonly count: number
  readonly overdue: number
  readonly dueAt: Date
}

/** One duty for each person who has files to tidy, one for each who has files to confirm: due with the first of them. */
export async function raiseDuties(ctx: Tidy): Promise<void> {
  const now = ctx.house.clock.now()
  for (const [kind, stale, link] of [
    [tidyDuty, false, '/tidying?whose=mine'],
    [confirmDuty, true, '/tidying?whose=mine&defect=stale'],
  ] as const)
    await ctx.house.db.transact(async (w) => {
      const owed = await w.rows<Owed>(sql`
        select coalesce(a.id, o.id, h.id) as person, count(*)::int as count, (count(*) filter (where q.due_at < ${now}))::int as overdue,
          min(q.due_at) as "dueAt"
        from collection.tidying q join custody.customer c on c.id = q.customer_id
        left join people.person a on a.id = q.assignee_id and a.left_at is null
        left join people.person o on o.id = c.owner_id and o.left_at is null
        left join people.department d on d.id = c.department_id
        left join people.person h on h.id = d.manager_id and h.left_at is null
        where q.state = 'open' and (q.defects = '{stale}') = ${stale} group by 1`)
      const [archivist] = await ctx.people.holdersOf(w, 'archivist')
      const left = new Set(await ctx.duties.openSubjects(w, kind))
      for (const one of gathered(owed, archivist)) {
        const { person, count, overdue, dueAt } = one
        await ctx.duties.raise(w, {
          kind,
          subject: person,
          ownerId: person,
          dueAt,
          link,
          values: { count, overdue },
        })
        left.delete(person)
      }
      for (const subject of left) await ctx.duties.settle(w, kind, subject)
    })
}

/** What is nobody's is the records officer's. */
function gathered(owed: readonly Owed[], archivist: string | undefined): (Owed & { person: string })[] {
  const all = new Map<string, Owed & { person: string }>()
  for (const one of owed) {
    const person = one.person ?? archivist
    if (person === undefined) continue
    const before = all.get(person)
    all.set(person, {
      person,
      count: one.count + (before?.count ?? 0),
      overdue: one.overdue + (before?.overdue ?? 0),
      dueAt: before !== undefined && before.dueAt < one.dueAt ? before.dueAt : one.dueAt,
    })
  }
  return [...all.values()]
}
