import type { JobHandler } from '../../../floor/jobs/index.ts'
import { dayIn, momentIn } from '../../people/index.ts'
import type { Context } from '../context.ts'
import { readVisitorMonths } from './store.ts'
import { remindOf } from './store-entries.ts'
import { removeVisitors } from './store-visits.ts'

/** Kind of the daily job and when it runs. */
export const roomsKind = 'custody.rooms'
export const roomsSchedule = { name: roomsKind, cron: '10 7 * * *', kind: roomsKind } as const

/** Reminds keepers of sign-outs that were forgotten before today, once a day, and removes visitors' data that is old enough. */
export const watchRooms = (context: Context): JobHandler => ({
  long: async (_job, signal) => {
    await remindKeepers(context)
    if (signal.aborted) return
    await forgetVisitors(context)
  },
})

async function remindKeepers(context: Context): Promise<void> {
  const { house, approval } = context
  const day = dayIn(house.timeZone, house.clock.now())
  await house.db.transact(async (w) => {
    const late = await remindOf(w, momentIn(house.timeZone, day), day)
    const counts = new Map<string, number>()
    for (const { keeperId } of late) counts.set(keeperId, (counts.get(keeperId) ?? 0) + 1)
    for (const [keeper, count] of counts)
      await approval.notify(w, [keeper], 'entries-overdue', {
        link: '/room-entries?state=overdue',
        values: { count },
      })
    if (late.length > 0) house.gate.note(w, 'entries-overdue', { entries: late.length, keepers: counts.size })
  })
}

async function forgetVisitors(context: Context): Promise<void> {
  const { house } = context
  await house.db.transact(async (w) => {
    const before = new Date(house.clock.now())
    const months = await readVisitorMonths(w)
    before.setUTCMonth(before.getUTCMonth() - months)
    const gone = await removeVisitors(w, before)
    if (gone.length > 0) house.gate.note(w, 'visitors-removed', { visits: gone.length, months })
  })
}
