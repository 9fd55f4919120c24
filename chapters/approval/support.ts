import { createHash } from 'node:crypto'
import { SetClock } from '../../floor/clock.ts'
import { sql, type Writer } from '../../floor/database/index.ts'
import { isRefusal, Mistake } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Caller } from '../../gate/index.ts'
import { expectLedgerWhole, openTestHouse, type TestHouse } from '../../tests/support/house.ts'
import { openPeople, type People } from '../people/index.ts'
import { type Approval, type Instance, openApproval, type Outcome, type Submission } from './index.ts'

/** A Tuesday morning in Shanghai. */
export const morning = '2026-11-24T01:00:00Z'

/** One person of the company in the stories. */
export interface Staff {
  readonly no: string
  readonly name: string
  readonly clearance: number
  readonly manager?: string
  readonly roles?: readonly string[]
}

/** 苏木 sells, 秦朗 leads the sales department, 欧阳静 is in charge of it, 许愿 and 唐果 are the secrecy office. */
const staff: readonly Staff[] = [
  { no: 'Z1', name: '于总', clearance: 4, roles: ['general-manager'] },
  { no: 'E1', name: '欧阳静', clearance: 4, manager: 'Z1', roles: ['executive'] },
  { no: 'M1', name: '秦朗', clearance: 3, manager: 'E1' },
  { no: 'C1', name: '苏木', clearance: 2, manager: 'M1' },
  { no: 'C2', name: '白露', clearance: 2, manager: 'M1' },
  { no: 'C3', name: '江枫', clearance: 1, manager: 'M1' },
  { no: 'B1', name: '许愿', clearance: 4, manager: 'E1', roles: ['secrecy-office'] },
  { no: 'B2', name: '唐果', clearance: 4, manager: 'E1', roles: ['secrecy-office'] },
  { no: 'Q1', name: '钱进', clearance: 1, roles: ['system-admin'] },
  { no: 'S1', name: '陆安', clearance: 1, roles: ['security-admin'] },
  { no: 'A1', name: '顾言', clearance: 1, roles: ['audit-admin'] },
]

export interface Desk {
  readonly house: TestHouse
  readonly people: People
  readonly approval: Approval
  readonly clock: SetClock
  /** Calls of the form's own acts, by instance. */
  readonly approved: string[]
  readonly ended: string[]
  readonly revoked: string[]
  id(no: string): string
  caller(no: string): Caller
  apply(no: string, more?: Partial<Submission>): Promise<{ id: string; number: string }>
  instance(id: string): Promise<Instance>
  /** The person's open task on the form; a random id when there is none. */
  taskOf(id: string, no: string): Promise<string>
  approve(id: string, no: string, more?: object): Promise<string>
  /** `approved`, `refused 4.2.1` or the code of the mistake. */
  act(id: string, no: string, deed: object): Promise<string>
  call(method: string, path: string, no: string, input?: object): Promise<unknown>
  close(): Promise<void>
}

/** A company of ten with the chapter approval over a database of its own and one form, `use`. */
export async function openDesk(): Promise<Desk> {
  const [approved, ended, revoked]: [string[], string[], string[]] = [[], [], []]
  const opened = await openStaffed({
    at: morning,
    staff,
    register: (approval) => registerForms(approval, approved, ended, revoked),
  })
  const { house, people, approval, clock, id, caller, close } = opened
  const desk: Omit<Desk, 'close'> = {
    house,
    people,
    approval,
    clock,
    approved,
    ended,
    revoked,
    id,
    caller,
    apply: (no, more = {}) =>
      house.db.transact((w) =>
        approval.submit(w, {
          form: 'use',
          applicantId: id(no),
          snapshot: { purpose: 'service', customers: [1, 2] },
          level: 2,
          action: 'read',
          title: { zh: '两户客户', en: 'Two customers' },
          address: '10.0.0.7',
          ...more,
        }),
      ),
    instance: async (instanceId) => (await house.db.read((r) => approval.instance(r, instanceId)))!,
    taskOf: async (instanceId, no) => {
      const { tasks } = await house.db.read((r) => approval.life(r, instanceId))
      return tasks.find((task) => task.state === 'todo' && task.assignee === id(no))?.id ?? newId()
    },
    approve: async (instanceId, no, more = {}) =>
      desk.act(instanceId, no, { verb: 'approve', opinion: '同意', ...more }),
    act: async (instanceId, no, deed) => {
      const { snapshotHash } = await desk.instance(instanceId)
      const taskId = await desk.taskOf(instanceId, no)
      const whole = { taskId, hash: snapshotHash, opinion: '理由', ...deed } as Parameters<Approval['act']>[2]
      return await said(approval.act({ personId: id(no), address: '10.0.0.7' }, instanceId, whole))
    },
    call: async (method, path, no, input = {}) => {
      const route = approval.routes.find((one) => one.method === method && one.path === path)!
      const whole = { caller: desk.caller(no), params: {}, query: {}, body: {}, ...input }
      return await route.run(whole as unknown as Parameters<typeof route.run>[0])
    },
  }
  return { ...desk, close }
}

/** A company of these people with the chapter approval over a database of its own, for other openings of this chapter too. */
export async function openStaffed(wish: {
  readonly at: string
  readonly staff: readonly Staff[]
  readonly register: (approval: ReturnType<typeof openApproval>) => void
  readonly loopback?: boolean
}) {
  const { staff: everybody, at } = wish
  const clock = new SetClock(at)
  const house = await openTestHouse({ clock })
  const people = openPeople(house)
  const approval = openApproval(house, people, { loopback: wish.loopback ?? false })
  wish.register(approval)
  await approval.start?.()
  const ids = new Map<string, string>(everybody.map(({ no }) => [no, newId()]))
  const id = (no: string): string => ids.get(no)!
  await house.db.transact(async (w) => {
    for (const one of everybody) await hire(w, one, id, new Date(at))
  })
  return {
    house,
    people,
    approval,
    clock,
    id,
    caller: (no: string): Caller =>
      callerOf(
        id(no),
        everybody.find((one) => one.no === no)!,
      ),
    close: async () => {
      await people.stop?.()
      await expectLedgerWhole(house)
      await house.close()
    },
  }
}

/** Two forms whose acts are counted. */
function registerForms(approval: Approval, approved: string[], ended: string[], revoked: string[]): void {
  for (const [code, series] of [
    ['use', 'SY'],
    ['level-change', 'DM'],
  ] as const)
    approval.register({
      code,
      series,
      name: { zh: '客户资料使用申请表', en: 'Application to use customer data' },
      formNumber: 'BM-R-01 A/0',
      onApproved: (_w, instance) => Promise.resolve(void approved.push(instance.id)),
      onEnded: (_w, instance) => Promise.resolve(void ended.push(instance.id)),
      revocation: {
        atOnce: code === 'use',
        revoke: (_w, instance) => Promise.resolve(void revoked.push(instance.id)),
      },
      fields: [
        { key: 'purpose', name: { zh: '目的', en: 'Purpose' } },
        { key: 'customers', name: { zh: '客户', en: 'Customers' }, narrows: true },
      ],
      narrowable: (instance, _viewer, keys) => {
        const { customers } = instance.snapshot as { customers: number[] }
        const options = customers.map((id) => ({ id: String(id), name: { zh: String(id), en: String(id) } }))
        const part = {
          key: 'customers',
          name: { zh: '客户', en: 'Customers' },
          kind: 'some',
          value: null,
          options,
        } as const
        return Promise.resolve(keys.has('customers') ? [part] : [])
      },
      narrowed: (_r, instance, change) => {
        const snapshot = instance.snapshot as { purpose: string; customers: number[] }
        const stays = change['customers'] as readonly string[]
        if (stays.some((id) => !snapshot.customers.map(String).includes(id)))
          throw new Mistake('test.not-narrower')
        return Promise.resolve({
          snapshot: { ...snapshot, customers: stays.map(Number) },
          title: { zh: '较少客户', en: 'Fewer customers' },
        })
      },
      view: (instance) =>
        Promise.resolve({
          sections: [
            {
              title: { zh: '申请内容', en: 'What is applied for' },
              rows: [
                {
                  key: 'customers',
                  label: { zh: '客户', en: 'Customers' },
                  value: { zh: JSON.stringify(instance.snapshot), en: '' },
                },
                {
                  key: 'purpose',
                  label: { zh: '目的', en: 'Purpose' },
                  value: { zh: '售后服务', en: 'After-sales service' },
                },
              ],
            },
          ],
        }),
    })
}

/** What came of a deed in one word. */
export async function said(deed: ReturnType<Approval['act']>): Promise<string> {
  try {
    const outcome = await deed
    return isRefusal(outcome) ? `refused ${outcome.because.join()}` : wordOf(outcome)
  } catch (error) {
    return error instanceof Error ? error.message : 'thrown'
  }
}
const wordOf = (outcome: Outcome): string => (outcome.repeated ? `${outcome.state} again` : outcome.state)

const callerOf = (personId: string, one: Staff): Caller => ({
  personId,
  accountId: personId,
  sessionId: personId,
  roles: one.roles ?? [],
  name: one.name,
  employeeNo: one.no,
  address: '10.0.0.7',
  channel: 'web',
})

async function hire(w: Writer, one: Staff, id: (no: string) => string, at: Date): Promise<void> {
  const manager = one.manager === undefined ? null : id(one.manager)
  await w.run(sql`
    insert into people.person (id, employee_no, name, post, employment, clearance, manager_id, email, created_at)
    values (${id(one.no)}, ${one.no}, ${one.name}, '职员', 'regular', ${one.clearance}, ${manager},
            ${`${one.no.toLowerCase()}@corp.example`}, ${at})`)
  await w.run(sql`
    insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_at)
    values (${newId()}, ${id(one.no)}, ${one.no}, ${createHash('sha256').update(one.no).digest('hex')}, ${at}, false, ${at})`)
  for (const role of one.roles ?? [])
    await w.run(sql`
      insert into people.role_holding (id, person_id, role, given_at) values (${newId()}, ${id(one.no)}, ${role}, ${at})`)
}
