import { SetClock } from '../../../floor/clock.ts'
import { sql, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type JobHandler, JobRunner } from '../../../floor/jobs/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { expectLedgerWhole, openTestHouse, type TestHouse } from '../../../tests/support/house.ts'
import { openPeople } from '../../people/index.ts'
import { openApproval } from '../index.ts'

/** A Tuesday, ten in the morning in Shanghai, later than any clock that a test machine shows. */
export const morning = '2096-11-20T02:00:00Z'

interface Staff {
  readonly no: string
  readonly name: string
  readonly clearance: number
  readonly manager?: string
  readonly roles?: readonly string[]
}

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
  const clock = new SetClock(morning)
  const house = await openTestHouse({ clock })
  const people = openPeople(house)
  const approval = openApproval(house, people, { loopback: true })
  registerForm(approval)
  await approval.start?.()
  const ids = new Map(staff.map(({ no }) => [no, newId()]))
  const id = (no: string): string => ids.get(no)!
  await house.db.transact(async (w) => {
    for (const one of staff) await hire(w, one, id)
  })
  const caller = (no: string): Caller =>
    callerOf(
      staff.find((one) => one.no === no)!,
      id(no),
    )
  const runner = (): JobRunner => new JobRunner(house.db, clock, approval.jobs ?? {}, { parallel: 2 })
  const call = async (method: string, path: string, no: string, input: object = {}): Promise<unknown> => {
    const route = approval.routes.find((one) => one.method === method && one.path === path)
    if (route === undefined) throw new Error(`no route ${method} ${path}`)
    const query = route.query?.parse((input as { query?: object }).query ?? {})
    const whole = { params: {}, body: {}, ...input, query, caller: caller(no) }
    return await route.run(whole as unknown as Parameters<typeof route.run>[0])
  }
  return {
    house,
    people,
    approval,
    clock,
    id,
    caller,
    runner,
    call,
    runJobs: () => runner().runDue(),
    runJob: async (kind: string) => {
      const handler = approval.jobs?.[kind] as Extract<JobHandler, { long: unknown }>
      const job = { id: newId(), kind, payload: {}, attempt: 1, maxAttempts: 1, runAt: clock.now() }
      await handler.long(job, new AbortController().signal)
    },
    ...formDeeds(house, approval, id),
    close: async () => {
      await people.stop?.()
      await expectLedgerWhole(house)
      await house.close()
    },
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

const callerOf = (one: Staff, personId: string): Caller => ({
  personId,
  accountId: personId,
  sessionId: personId,
  roles: one.roles ?? [],
  name: one.name,
  employeeNo: one.no,
  address: '10.0.0.7',
  channel: 'web',
})

async function hire(w: Writer, one: Staff, id: (no: string) => string): Promise<void> {
  const at = new Date(morning)
  const manager = one.manager === undefined ? null : id(one.manager)
  await w.run(sql`
    insert into people.person (id, employee_no, name, post, employment, clearance, manager_id, email, created_at)
    values (${id(one.no)}, ${one.no}, ${one.name}, '职员', 'regular', ${one.clearance}, ${manager},
            ${`${one.no.toLowerCase()}@corp.example`}, ${at})`)
  await w.run(sql`
    insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_at)
    values (${newId()}, ${id(one.no)}, ${one.no}, ${one.no}, ${at}, false, ${at})`)
  for (const role of one.roles ?? [])
    await w.run(sql`
      insert into people.role_holding (id, person_id, role, given_at) values (${newId()}, ${id(one.no)}, ${role}, ${at})`)
}
