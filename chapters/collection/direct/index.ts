import type { Chapter } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { Challenges } from './door/challenges.ts'
import { doorRoutes } from './door/routes.ts'

export interface Direct extends Chapter {
  /** Takes the solved challenges of everything under /open/. */
  readonly challenges: Challenges
}

const sweepJob = 'collection.sweep-challenges'

/** Direct collection: what customers fill in themselves, at a public address, at the counter or on paper. */
export function openDirect(ctx: Pick<Context, 'house'>): Direct {
  const { db, clock, keyring } = ctx.house
  const challenges = new Challenges(db, clock, keyring.deriveSecret('open challenges'))
  return {
    challenges,
    routes: doorRoutes(challenges),
    jobs: { [sweepJob]: (_, w) => challenges.sweep(w) },
    schedules: [{ name: sweepJob, cron: '17 * * * *', kind: sweepJob }],
  }
}
