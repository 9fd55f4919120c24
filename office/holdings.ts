import type { Approval } from '../chapters/approval/index.ts'
import { type Custody, fileHolding } from '../chapters/custody/index.ts'
import type { Holding, People } from '../chapters/people/index.ts'
import { useHoldings } from '../chapters/use/index.ts'
import type { House } from '../gate/index.ts'

/**
 * Tells the chapter people what the chapters to its right know people to hold, so that leaving and changing post deal
 * with all of it in one act. A new chapter adds its line here.
 */
export function registerHoldings(
  house: House,
  chapters: { readonly people: People; readonly approval: Approval; readonly custody: Custody },
): void {
  const { people, approval } = chapters
  const all = [approvalHolding(approval), fileHolding(house, people), ...useHoldings(house)]
  for (const holding of all) people.registerHolding(holding)
}

/** Open approvals, flows that name the person, and proxies. */
const approvalHolding = (approval: Approval): Holding => ({
  code: 'approvals',
  title: { zh: '待办审批、流程与代理', en: 'Open approvals, flows and proxies' },
  onMove: 'hand-over',
  list: async (r, personId) => {
    const { tasks, flows, proxies } = await approval.heldBy(r, personId)
    return [
      ...tasks.map((one) => ({
        id: one.taskId,
        title: { zh: `审批 ${one.number}`, en: `approval ${one.number}` },
      })),
      ...flows.map((one) => ({
        id: one.key,
        title: { zh: `流程 ${one.name.zh}`, en: `flow ${one.name.en}` },
      })),
      ...proxies.map((one) => ({ id: one.id, title: { zh: '审批代理', en: 'approval proxy' } })),
    ]
  },
  handOver: async (w, from, to, by) => {
    const { tasks, flows, proxies } = await approval.handOver(w, from, to, { by, reason: 'handover' })
    return tasks + flows + proxies
  },
})
