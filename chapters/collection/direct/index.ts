import type { Chapter } from '../../../gate/index.ts'
import type { DirectContext } from './context.ts'
import { Challenges } from './door/challenges.ts'
import { doorRoutes } from './door/routes.ts'
import { openFormRoutes } from './open-routes.ts'
import { directRoutes } from './routes.ts'

export type { DirectAsked } from './context.ts'
export { noticesInForce } from './notices.ts'

export interface Direct extends Chapter {
  /** Takes the solved challenges of everything under /open/. */
  readonly challenges: Challenges
}

const sweepJob = 'collection.sweep-challenges'

/** Direct collection: what customers fill in themselves, at a public address or at the counter. */
export function openDirect(ctx: DirectContext): Direct {
  const { db, clock, keyring } = ctx.house
  const challenges = new Challenges(db, clock, keyring.deriveSecret('open challenges'))
  return {
    challenges,
    routes: [...doorRoutes(challenges), ...openFormRoutes(ctx), ...directRoutes(ctx)],
    jobs: { [sweepJob]: (_, w) => challenges.sweep(w) },
    schedules: [{ name: sweepJob, cron: '17 * * * *', kind: sweepJob }],
  }
}
