import { sql } from '../../../floor/database/index.ts'
import { isRefusal, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type JobHandler, JobRunner } from '../../../floor/jobs/index.ts'
import type { TestHouse } from '../../../tests/support/house.ts'
import type { openApproval } from '../index.ts'
import { openStaffed, type Staff } from '../support.ts'

/** A Tuesday, ten in the morning in Shanghai, later than any clock that a test machine shows. */
export const morning = '2096-11-20T02:00:00Z'

/** 苏木 sells under 秦朗, who stands under 欧阳静; 许愿 is the secrecy office; 钱进, 陆安 and 顾言 are the administrators. */
const staff: readonly Staff[] = [
  { no: 'Z1', name: '于总', clearance: 4, roles: ['general-manager'] },
  { no: 'E1', name: '欧阳静', clearance: 4, manager: 'Z1', roles: ['executive'] },
  { no: 'M1', name: '秦朗', clearance: 3, manager: 'E1' },
  { no: 'C1', name: '苏木', clearance: 3, manager: 'M1' },
  { no: 'C2', name: '白露', clearance: 2, manager: 'M1' },
  { no: 'B1', name: '许愿', clearance: 4, manager: 'E1', roles: ['secrecy-office'] },
  { no: 'Q1', name: '钱进', clearance: 1, roles: ['system-admin'] },
  { no: 'S1', name: '陆安', clearance: 1, roles: ['security-admin'] },
  { no: 'A1', name: '顾言', clearance: 1, roles: ['audit-admin'] },
]

export type Office = Awaited<ReturnType<typeof openOfficeOfNine>>

/** For tests: a company of nine with the chapter approval, one form, and jobs that follow a clock the test sets. */
export async function openOfficeOfNine() {
  const opened = await openStaffed({ at: morning, staff, register: registerForm, loopback: true })
  const { house, approval, clock, id, caller } = opened
  const runner = (): JobRunner => new JobRunner(house.db, clock, approval.jobs ?? {}, { parallel: 2 })
  const call = async (method: string, path: string, no: string, input: object = {}): Promise<unknown> => {
    const route = approval.routes.find((one) => one.method === method && one.path === path)
    if (route === undefined) throw new Error(`no route ${method} ${path}`)
    const query = route.query?.parse((input as { query?: object }).query ?? {})
    const whole = { params: {}, body: {}, ...input, query, caller: caller(no) }
    return await route.run(whole as unknown as Parameters<typeof route.run>[0])
  }
  return {
    ...opened,
    runner,
    call,
    runJobs: () => runner().runDue(),
    runJob: async (kind: string) => {
      const handler = approval.jobs?.[kind] as Extract<JobHandler, { long: unknown }>
      const job = { id: newId(), kind, payload: {}, attempt: 1, maxAttempts: 1, runAt: clock.now() }
      await handler.long(job, new AbortController().signal)
    },
    ...formDeeds(house, approval, id),
  }
}

function formDeeds(house: TestHouse, approval: ReturnType<typeof openApproval>, id: (no: string) => string) {
  const submission = (no: string, level: number) => ({
    form: 'use',
    applicantId: id(no),
    snapshot: { purpose: 'service', customers: ['王小红 13800138000'] },
    level,
    action: 'read',
    title: { zh: '两户客户', en: 'Two customers' },
    address: '10.0.0.7',
  })
  const life = async (instanceId: string) => await house.db.read((r) => approval.life(r, instanceId))
  const openTask = async (instanceId: string) =>
    (await life(instanceId)).tasks.find((task) => task.state === 'todo')
  return {
    submission,
    life,
    openTask,
    apply: (no: string, level = 2) => house.db.transact((w) => approval.submit(w, submission(no, level))),
    /** The state of the form, `refused 4.2.1`, or the code of the mistake. */
    approve: async (instanceId: string, no: string) => {
      const { instance, tasks } = await life(instanceId)
      const taskId = tasks.find((one) => one.state === 'todo' && one.assignee === id(no))?.id ?? newId()
      const deed = { verb: 'approve', taskId, hash: instance.snapshotHash, opinion: '同意' } as const
      return await said(approval.act({ personId: id(no), address: '10.0.0.7' }, instanceId, deed))
    },
    outbox: async () =>
      await house.fresh.owner.read((r) =>
        r.rows<{
          id: string
          kind: string
          state: string
          reason: string | null
          attempts: number
          content: unknown
        }>(
          sql`select id, kind, state, reason, attempts, content from approval.outbox order by created_at, id`,
        ),
      ),
    setEmail: async (no: string, email: string) =>
      await house.fresh.owner.transact((w) =>
        w.run(sql`update people.person set email = ${email} where id = ${id(no)}`),
      ),
  }
}

/** What came of something in one word. */
export async function said(work: Promise<unknown>): Promise<string> {
  try {
    const value = await work
    if (isRefusal(value)) return `refused ${value.because.join()}`
    const state = (value as { state?: unknown } | null)?.state
    return typeof state === 'string' ? state : 'done'
  } catch (error) {
    if (error instanceof Mistake) return error.code
    throw error
  }
}

function registerForm(approval: ReturnType<typeof openApproval>): void {
  approval.register({
    code: 'use',
    series: 'SY',
    name: { zh: '客户资料使用申请表', en: 'Application to use customer data' },
    formNumber: 'BM-R-01 A/0',
    onApproved: () => Promise.resolve(),
    view: () => Promise.resolve({ sections: [] }),
  })
}
