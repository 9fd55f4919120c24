import type { JobHandler } from '../../../floor/jobs/index.ts'
import { sweepCodes } from './codes/codes.ts'
import type { ConsentContext } from './context.ts'
import { settleBars } from './desk/settle.ts'
import { countNow, expiring, justExpired, keepDay } from './store/backlog.ts'

export const consentDayJob = 'collection.consent-day'
/** Early in the morning, before the desks open. */
export const consentSchedule = { name: consentDayJob, cron: '10 4 * * *', kind: consentDayJob }

const day = 86_400_000
const perTransaction = 200
/** Days before the end of a consent at which its owner is told, once each. */
const toldBefore = [30, 7]

/** The job of every day. */
export const consentDay = (ctx: ConsentContext): JobHandler => ({
  long: (_job, signal) => runConsentDay(ctx, signal),
})

/** Once a day: notes what ran out, tells owners what runs out soon, counts the backlog, clears old codes. */
export async function runConsentDay(ctx: ConsentContext, signal: AbortSignal): Promise<void> {
  await noteExpired(ctx, signal)
  await tellExpiring(ctx)
  await countDay(ctx)
  await ctx.house.db.transact(async (w) => {
    await sweepCodes(w, ctx.house.clock.now())
  })
}

/** Consents that ran out bar by themselves; here the file's state follows. */
async function noteExpired(ctx: ConsentContext, signal: AbortSignal): Promise<void> {
  const now = ctx.house.clock.now()
  for (;;) {
    const ids = await ctx.house.db.read((r) => justExpired(r, now, perTransaction))
    for (const id of ids)
      await ctx.house.db.transact(async (w) => {
        await settleBars(w, id, now)
        ctx.house.gate.note(w, 'consent-expired', { actor: 'clockwork', customer: id })
      })
    // A file with another consent that still counts is found again; it is left where it is.
    if (ids.length < perTransaction || signal.aborted) return
  }
}

async function tellExpiring(ctx: ConsentContext): Promise<void> {
  const now = ctx.house.clock.now().getTime()
  for (const days of toldBefore) {
    const from = new Date(now + (days - 1) * day)
    const rows = await ctx.house.db.read((r) => expiring(r, from, new Date(now + days * day)))
    for (const { ownerId, count } of rows)
      await ctx.house.db.transact((w) =>
        ctx.tell(w, [ownerId], 'consent-expiring', { link: '/consents/anew', values: { count, days } }),
      )
  }
}

/** Keeps the day's count of the backlog; also at start, so that the chart begins at once. */
export async function countDay(ctx: ConsentContext): Promise<void> {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.house.timeZone }).format(
    ctx.house.clock.now(),
  )
  await ctx.house.db.transact(async (w) => keepDay(w, today, await countNow(w)))
}
