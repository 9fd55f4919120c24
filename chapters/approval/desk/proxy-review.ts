import { enqueue } from '../../../floor/jobs/index.ts'
import type { House } from '../../../gate/index.ts'
import type { Reviewed } from '../../people/index.ts'
import { endProxy } from '../store/proxies.ts'
import { proxiesReceived } from '../store/proxy-review.ts'

/** Kind of the job that gives tasks of ended proxies back. */
const sweep = 'approval.deadlines'

/** What the quarterly review of rights asks about proxies: the right to decide in the place of somebody else. */
export const reviewedProxies = (house: House): Reviewed => ({
  list: async (r, personIds) =>
    (await proxiesReceived(r, personIds, house.clock.now())).map((row) => ({
      personId: row.personId,
      reference: row.id,
      title: { zh: `审批代理：代 ${row.principalName}`, en: `Approval proxy: for ${row.principalName}` },
      since: row.createdAt,
      // A proxy is named by whoever is stood in for.
      givenBy: row.principal,
      verbs: [],
      usedAt: row.usedAt,
    })),
  remove: async (w, { personId, reference }, by) => {
    const now = house.clock.now()
    const row = (await proxiesReceived(w, [personId], now)).find((one) => one.id === reference)
    if (row === undefined || !(await endProxy(w, row.id, by, now))) return false
    house.gate.note(w, 'proxy-ended', { actor: by, subject: personId, rule: row.id })
    // Tasks that came under it go back as soon as the runner looks, not only at the next round.
    await enqueue(w, { kind: sweep, uniqueKey: `sweep:${row.id}` })
    return true
  },
})
