import type { JobHandler } from '../../floor/jobs/index.ts'
import type { GrantParts } from './desk/grants.ts'
import { takeEnded, takeEnding } from './store/grants.ts'

const dayMs = 86_400_000

/**
 * Every minute: grants that ended by themselves are noted in the ledger and told to their holders, each once; holders
 * of grants that end within a day are told. Whether a grant may be used never depends on this: the rules look at the
 * clock.
 */
export const grantJobs = ({ house, approval }: GrantParts): Readonly<Record<string, JobHandler>> => ({
  'use.grants-ended': async (_job, w) => {
    const now = house.clock.now()
    for (const grant of await takeEnded(w, now)) {
      house.gate.note(w, 'grant-ended', {
        grant: grant.id,
        application: grant.application,
        subject: grant.holderId,
        until: grant.until.toISOString(),
      })
      await tell(approval, w, 'grant-ended', grant)
    }
    for (const grant of await takeEnding(w, now, new Date(now.getTime() + dayMs)))
      await tell(approval, w, 'grant-ending', grant)
  },
})

const tell = (
  approval: GrantParts['approval'],
  w: Parameters<GrantParts['approval']['notify']>[0],
  kind: string,
  grant: { readonly holderId: string; readonly application: string },
): Promise<void> =>
  approval.notify(w, [grant.holderId], kind, {
    instanceId: grant.application,
    link: `/approvals/${grant.application}`,
  })

export const grantSchedules = [
  { name: 'use-grants-ended', cron: '* * * * *', kind: 'use.grants-ended' },
] as const
