import type { JobHandler } from '../../../floor/jobs/index.ts'
import type { Context } from '../context.ts'
import { holdersOfRole, todayOf } from '../facts.ts'
import { countUnstopped } from '../issued/store.ts'
import { countUnfiled, tellEnded } from './store.ts'

export const exitKind = 'people.exit-watch'
export const exitSchedule = { name: 'people-exit-watch', cron: '30 8 * * *', kind: exitKind } as const

/** After so many days without the signed copy, the archivist is reminded. */
const unfiledDays = 3

/**
 * Every morning, until it is done: archivists are told of cards that still open doors and of papers without their signed
 * copy, the system administrators too where there is no archivist; once, of a period of secrecy that has ended.
 */
export const watchExits = (context: Context): JobHandler => {
  const { house } = context
  return async (_job, w) => {
    const now = house.clock.now()
    const archivists = await holdersOfRole(w, house, 'archivist')
    const who = archivists.length > 0 ? archivists : await holdersOfRole(w, house, 'system-admin')
    const tell = context.programs.tell
    if ((await countUnstopped(w)) > 0) await tell(w, who, 'card-unstopped', '/things?state=stop')
    const before = new Date(now.getTime() - unfiledDays * 86_400_000)
    if ((await countUnfiled(w, before)) > 0) await tell(w, who, 'paper-unfiled', '/handovers?filed=waiting')
    if ((await tellEnded(w, todayOf(house), now)) > 0)
      await tell(w, who, 'secrecy-over', '/exit-letters?period=over')
  }
}
