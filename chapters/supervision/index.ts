import type { Chapter, House } from '../../gate/index.ts'
import type { Approval } from '../approval/index.ts'
import type { Custody } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import { AuditDesk, type AuditParts } from './desk.ts'
import { Projection } from './projection.ts'
import { supervisionRoutes } from './routes.ts'

export { lastUseMeter } from './last-use.ts'
export { openRights } from './rights/index.ts'
export { mistakes } from './texts.ts'

export interface Supervision extends Chapter {
  readonly projection: Projection
  readonly audit: AuditDesk
}

const nothingToCheck: AuditParts['consents'] = {
  checkConsents: () => Promise.resolve({ checked: 0, faults: [] }),
}

/** Opens the chapter: audit console, clause page, verification, evidence. */
export function openSupervision(
  house: House,
  people: People,
  approval: Approval,
  custody: Pick<Custody, 'checkBlocks'>,
  consents: AuditParts['consents'] = nothingToCheck,
): Supervision {
  const projection = new Projection(house.db, house.ledger)
  const audit = new AuditDesk({ house, people, approval, projection, custody, consents })
  return {
    projection,
    audit,
    routes: supervisionRoutes(house, audit, projection),
    jobs: { 'supervision.catch-up': { long: () => projection.catchUp() } },
    schedules: [{ name: 'supervision.catch-up', cron: '*/5 * * * *', kind: 'supervision.catch-up' }],
  }
}
