import type { Chapter } from '../../../gate/index.ts'
import type { RightsContext } from './context.ts'
import { copyDuty } from './erasing.ts'
import { dutyKind } from './receiving.ts'
import { rightsRoutes, sweepCopies } from './routes.ts'

export type { RightsContext } from './context.ts'

const sweepJob = 'rights.sweep-copies'

/** Opens the desk of customers' rights (PIPL 44-50): requests, answers, copies, restriction, erasure. */
export function openRights(ctx: RightsContext): Chapter {
  ctx.duties.kind({
    code: dutyKind,
    clause: '6.6',
    name: { zh: '答复客户权利请求', en: 'Answer a customer’s request' },
    remindDaysBefore: [10, 3, 1],
    escalateAfterDays: 1,
    escalateTo: 'manager',
  })
  ctx.duties.kind({
    code: copyDuty,
    clause: '6.6',
    name: { zh: '销毁已删除客户的导出副本', en: 'Destroy a copy of an erased file' },
    remindDaysBefore: [3, 1],
    escalateAfterDays: 1,
    escalateTo: 'manager',
  })
  return {
    routes: rightsRoutes(ctx),
    jobs: {
      [sweepJob]: {
        long: async () => {
          await sweepCopies(ctx)
        },
      },
    },
    schedules: [{ name: sweepJob, cron: '20 4 * * *', kind: sweepJob }],
  }
}
