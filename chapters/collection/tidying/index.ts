import type { Chapter, House } from '../../../gate/index.ts'
import type { Custody } from '../../custody/index.ts'
import type { Duties } from '../../duties/index.ts'
import type { PeopleOfTidying, Tidy } from './context.ts'
import { registerDuties } from './duty-kinds.ts'
import { dailyKind, dailySchedule, raiseDuties, tidyingDaily } from './remind.ts'
import { type TellAsker, tidyingRoutes } from './routes.ts'
import { takeSnapshot } from './quality.ts'
import { sweep, sweeping, sweepKind, sweepSchedule } from './sweep.ts'

export interface Tidying extends Chapter {
  /** Brings the queue, the duties and the scores of the day up to date now; the jobs do it too. */
  bringUpToDate(): Promise<void>
}

/** Opens the tidying of files: what is to be put right, by whom, by when; scores; merges; requests for correction. */
export function openTidying(
  house: House,
  people: PeopleOfTidying,
  custody: Custody,
  duties: Pick<Duties, 'kind' | 'raise' | 'settle' | 'openSubjects'>,
  tell: TellAsker,
): Tidying {
  const ctx: Tidy = { house, people, custody, duties }
  registerDuties(duties)
  return {
    routes: tidyingRoutes(ctx, tell),
    jobs: { [sweepKind]: sweeping(ctx), [dailyKind]: tidyingDaily(ctx) },
    schedules: [sweepSchedule, dailySchedule],
    bringUpToDate: async () => {
      await sweep(ctx)
      await raiseDuties(ctx)
      await takeSnapshot(ctx)
    },
  }
}
