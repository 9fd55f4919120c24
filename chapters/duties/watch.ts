import type { Writer } from '../../floor/database/index.ts'
import type { JobHandler } from '../../floor/jobs/index.ts'
import { isStaff } from '../../gate/index.ts'
import type { Context } from './context.ts'
import type { DutyKind } from './kinds.ts'
import { insertReminders, lockDueBy, type StoredDuty } from './store.ts'

/** Kind of the daily job and when it runs, after the chapters have said what is due. */
export const dutiesKind = 'duties.watch'
export const dutiesSchedule = { name: dutiesKind, cron: '40 7 * * *', kind: dutiesKind } as const

/** Duties looked at in one transaction. */
const atOnce = 500
const nobody = '00000000-0000-0000-0000-000000000000'

/** Every morning: owners are reminded before and after the due day, and what stays undone goes up. */
export const watchDuties = (context: Context): JobHandler => ({
  long: async (_job, signal) => {
    await remindAndEscalate(context, signal)
  },
})

/** What the daily job does; each person gets one notice a stage, with the number of duties. */
export async function remindAndEscalate(context: Context, signal?: AbortSignal): Promise<void> {
  const { house, kinds, people } = context
  const now = house.clock.now()
  const days = [...new Set([...kinds.values()].flatMap((kind) => kind.remindDaysBefore))]
  const reach = await house.db.read(async (r) => {
    const ends = new Map<number, Date>()
    for (const day of days) ends.set(day, await people.addWorkingDays(r, now, day))
    return ends
  })
  const by = new Date(Math.max(now.getTime(), ...[...reach.values()].map((end) => end.getTime())))
  let after = nobody
  while (signal?.aborted !== true) {
    const seen = await house.db.transact(async (w) => {
      const found = await lockDueBy(w, by, after, atOnce)
      const told = new Told()
      for (const duty of found) await tellOf(context, w, duty, { now, reach }, told)
      await told.send(context, w)
      return found
    })
    if (seen.length < atOnce) return
    after = seen.at(-1)!.id
  }
}

/** Who is to be told what, counted over a run, so that nobody gets a notice for each single duty. */
class Told {
  readonly #counts = new Map<string, Map<string, number>>()
  add(stage: string, people: readonly string[]): void {
    const counts = this.#counts.get(stage) ?? new Map<string, number>()
    for (const id of people) counts.set(id, (counts.get(id) ?? 0) + 1)
    this.#counts.set(stage, counts)
  }
  async send({ house, notify }: Context, w: Writer): Promise<void> {
    for (const [stage, counts] of this.#counts) {
      const link = stage === 'escalated' ? '/duties?tab=people' : '/duties'
      for (const [person, count] of counts)
        await notify(w, [person], `duty-${stage}`, { link, values: { count } })
      const duties = [...counts.values()].reduce((sum, count) => sum + count, 0)
      if (counts.size > 0) house.gate.note(w, 'duty-reminded', { stage, duties, people: counts.size })
    }
  }
}

interface Moment {
  readonly now: Date
  /** End of the working day so many working days from now. */
  readonly reach: ReadonlyMap<number, Date>
}

async function tellOf(
  context: Context,
  w: Writer,
  duty: StoredDuty,
  { now, reach }: Moment,
  told: Told,
): Promise<void> {
  const kind = context.kinds.get(duty.kind)
  if (kind === undefined) return
  const at = now.getTime()
  const due = duty.dueAt.getTime()
  const note = async (stage: string, name: string, people: readonly string[]): Promise<void> =>
    told.add(name, await insertReminders(w, duty, stage, people, now))
  if (at > due) await note('overdue', 'overdue', [duty.ownerId])
  else {
    const near = kind.remindDaysBefore.filter((days) => due <= reach.get(days)!.getTime())
    // Of several that have passed at once only the nearest says something new.
    if (near.length > 0) await note(`soon-${Math.min(...near)}`, 'soon', [duty.ownerId])
  }
  const gone = !(await worksHere(context, w, duty.ownerId, at))
  if (duty.escalatesAt.getTime() <= at || (gone && at > due))
    await note('escalated', 'escalated', await above(context, w, kind, duty.ownerId))
}

async function worksHere(context: Context, w: Writer, person: string, at: number): Promise<boolean> {
  const facts = (await context.people.personFacts([person], w)).get(person)
  return facts !== undefined && isStaff(facts, at)
}

/** Where an undone duty goes up to; where nobody is found, to the general manager. */
async function above(
  { people }: Context,
  w: Writer,
  kind: DutyKind,
  owner: string,
): Promise<readonly string[]> {
  if (kind.escalateTo === 'manager') {
    const manager = await people.directManagerOf(w, owner)
    if (manager !== undefined && manager !== owner) return [manager]
  } else {
    const holders = (await people.holdersOf(w, kind.escalateTo)).filter((id) => id !== owner)
    if (holders.length > 0) return holders
  }
  return (await people.holdersOf(w, 'general-manager')).filter((id) => id !== owner)
}
