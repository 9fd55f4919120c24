import { type Approval, reviewedProxies } from '../chapters/approval/index.ts'
import { type Custody, fileHolding, roomHoldings } from '../chapters/custody/index.ts'
import type { Duties } from '../chapters/duties/index.ts'
import type { Holding, People } from '../chapters/people/index.ts'
import { useHoldings } from '../chapters/use/index.ts'
import type { House } from '../gate/index.ts'

/**
 * Tells the chapter people what the chapters to its right know people to hold, so that leaving and changing post deal
 * with all of it in one act. A new chapter adds its line here.
 */
export function registerHoldings(
  house: House,
  chapters: {
    readonly people: People
    readonly duties: Duties
    readonly approval: Approval
    readonly custody: Custody
  },
): void {
  const { people, approval } = chapters
  const all = [
    chapters.duties.holding(),
    approvalHolding(house, approval),
    formsHolding(approval),
    fileHolding(house, people),
    ...roomHoldings(house, people),
    ...useHoldings(house),
  ]
  for (const holding of all) people.registerHolding(holding)
}

/** Own forms under way: nobody else applied for them, so they end with the applicant's leaving and stay with a mover. */
const formsHolding = (approval: Approval): Holding => ({
  code: 'own-forms',
  title: { zh: '本人在办的申请', en: 'Own forms under way' },
  onMove: 'keep',
  list: async (r, personId) =>
    (await approval.heldBy(r, personId)).forms.map(({ instanceId, number }) => ({
      id: instanceId,
      title: { zh: `申请 ${number}`, en: `application ${number}` },
    })),
  end: (w, personId, by) =>
    approval.endForms(w, personId, { by, reason: '申请人离职或调岗 / the applicant left or moved' }),
})

/** Open approvals, flows that name the person, and proxies. */
const approvalHolding = (house: House, approval: Approval): Holding => ({
  code: 'approvals',
  title: {
    zh: '待办审批、流程（替换须安全管理员确认）与代理',
    en: 'Open approvals, flows (confirmed by the security administrator) and proxies',
  },
  onMove: 'hand-over',
  review: reviewedProxies(house),
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
