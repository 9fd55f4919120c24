import { expect } from 'vitest'
import type { Clock } from '../../floor/clock.ts'
import { type Database, sql } from '../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Caller, GrantMode, Scope } from '../../gate/index.ts'
import { openTestHouse, type TestHouse } from '../../tests/support/house.ts'
import { type Approval, openApproval } from '../approval/index.ts'
import { type Collection, openCollection, type PurposeContent } from '../collection/index.ts'
import type { WorkshopOptions } from '../../floor/documents/index.ts'
import { type Custody, openCustody } from '../custody/index.ts'
import { openPeople, type People } from '../people/index.ts'
import { openUse, type Use } from './index.ts'
import type { ApplicationBody } from './wire.ts'

interface PersonWish {
  readonly roles?: readonly string[]
  readonly clearance?: number
  readonly scope?: Scope
  readonly manager?: Caller
  readonly department?: string
}

/** For tests of this chapter: the real chapters over a database of their own, people and customers by one line each. */
export interface UseHouse {
  readonly house: TestHouse
  readonly people: People
  readonly approval: Approval
  readonly custody: Custody
  readonly collection: Collection
  readonly use: Use
  person(name: string, wish?: PersonWish): Promise<Caller>
  /** Files a released customer with these values by field code. */
  customer(of: Readonly<Record<string, string>>, more?: object): Promise<string>
  field(code: string): number
  /** Puts a purpose on the register that needs every field, or changes it; another officer confirms where it takes two. */
  purpose(officer: Caller, code: string, more?: Partial<PurposeContent>): Promise<void>
  /** A filled-in application; a day's reading of the mobile number unless said otherwise. */
  form(customers: readonly string[], more?: Partial<ApplicationBody>): ApplicationBody
  /** Files an application and lets whoever holds a task approve it until it is decided; the grant's id. */
  granted(holder: Caller, body: ApplicationBody): Promise<{ application: string; grant: string }>
  approveAll(application: string): Promise<void>
  /** The newest entries of all lanes, parsed. */
  entries(kind?: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** Opens the fixture. `wrap` stands between chapters and database. */
export async function openUseHouse(
  options: { clock?: Clock; wrap?: (db: Database) => Database; workshop?: WorkshopOptions } = {},
): Promise<UseHouse> {
  const house = await openTestHouse(options)
  const people = openPeople(house)
  const approval = openApproval(house, people)
  const custody = openCustody(house, people, approval, options.workshop && { workshop: options.workshop })
  const collection = openCollection(house, people, custody)
  const use = openUse(house, people, approval, custody, collection)
  const department = newId()
  await house.db.transact(async (w) => {
    await custody.seed(w, 'company')
    await w.run(sql`insert into people.department (id, name) values (${department}, '销售部')`)
    await w.run(sql`insert into people.company (id, name, ledger_id, level_preset, set_up_at)
      values (${newId()}, '示例公司', ${house.ledger.id}, 'company', ${house.clock.now()})`)
  })
  await approval.start?.()
  await custody.start?.()
  await collection.start?.()
  await use.start?.()
  const catalogue = await custody.catalogue()
  const field = (code: string): number => catalogue.byCode.get(code)!.id
  let count = 0
  let second: Caller | undefined
  const insertedPerson = async (name: string, wish: PersonWish = {}): Promise<Caller> => {
    const caller = callerOf(name, ++count, wish.roles ?? [])
    await insertPerson(house, caller, wish, wish.department ?? department)
    return caller
  }
  const approveAll = (application: string): Promise<void> => approveEverything(house, approval, application)
  const form: UseHouse['form'] = (customers, more = {}) => ({
    purpose: 'service', reason: '客户来电要求上门维修', customers: [...customers], fields: [field('mobile')], modes: ['read'],
    startsAt: house.clock.now().toISOString(), endsAt: new Date(house.clock.now().getTime() + 86_400_000).toISOString(),
    undertaking: true, ...more,
  }) // prettier-ignore
  return {
    house,
    people,
    approval,
    custody,
    collection,
    use,
    field,
    form,
    purpose: async (officer, code, more = {}) => {
      second ??= await insertedPerson('法务', { roles: ['legal'] })
      await putPurpose({ custody, collection }, [officer, second], code, more)
    },
    approveAll,
    person: insertedPerson,
    customer: (of, more = {}) => fileCustomer({ house, custody, field }, of, more),
    granted: async (holder, body) => {
      const filed = await use.applications.apply(holder, body)
      if (isRefusal(filed))
        throw new Error(`application refused: ${filed.because.join()} ${filed.faults.join()}`)
      await approveAll(filed.id)
      const { grant } = await use.applications.mine(holder, filed.id)
      if (grant === null) throw new Error('no grant came of the application')
      return { application: filed.id, grant }
    },
    entries: (kind) => entriesOf(house, kind),
    close: async () => {
      await use.stop?.()
      await custody.stop?.()
      await people.stop?.()
      await house.close()
    },
  }
}

/** Whoever holds a task approves, until nobody has one. */
async function approveEverything(house: TestHouse, approval: Approval, application: string): Promise<void> {
  for (let step = 0; step < 8; step += 1) {
    const life = await house.db.read((r) => approval.life(r, application))
    const task = life?.tasks.find((one) => one.state === 'todo')
    if (life === undefined || task === undefined) return
    const outcome = await approval.act({ personId: task.assignee, address: '127.0.0.1' }, application, {
      verb: 'approve',
      taskId: task.id,
      hash: life.instance.snapshotHash,
      opinion: '同意，用途明确。',
    })
    if (isRefusal(outcome)) throw new Error(`approval refused: ${outcome.because.join()}`)
  }
}

/** Laid down by the first, and confirmed by the second where it takes two. */
async function putPurpose(
  { custody, collection }: Pick<UseHouse, 'custody' | 'collection'>,
  [officer, second]: readonly [Caller, Caller],
  code: string,
  more: Partial<PurposeContent>,
): Promise<void> {
  const base = (await collection.purposes()).find((one) => one.code === code)?.version ?? 0
  const content: PurposeContent = {
    zh: code, en: code, sort: 9, legalBasis: 'consent', noticeCode: null, fields: [...(await custody.catalogue()).fields.keys()],
    retentionMonths: null, afterwards: 'delete', roles: [], departments: [], note: '', marketing: false, closed: false, ...more,
  } // prettier-ignore
  const laid = mustGo(await collection.layDownPurpose(officer, code, { content, base, reason: '业务需要' }))
  if (laid.waits !== null) mustGo(await collection.decidePurposeChange(second, laid.waits, 'confirmed'))
}

async function fileCustomer(
  { house, custody, field }: Pick<UseHouse, 'house' | 'custody' | 'field'>,
  of: Readonly<Record<string, string>>,
  more: object,
): Promise<string> {
  const id = newId()
  await house.db.transact(async (w) => {
    const [fileNo] = await custody.nextFileNos(w, 1)
    const values = new Map(Object.entries(of).map(([code, value]) => [field(code), value]))
    const kind = 'company-name' in of ? ('company' as const) : ('person' as const)
    const usual = { id, fileNo: fileNo!, kind, level: 1, legalBasis: 'contract', values, createdBy: newId() }
    await custody.insertCustomers(w, [{ ...usual, ...more }])
  })
  return id
}

async function entriesOf(house: TestHouse, kind: string | undefined): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = []
  for (const { lane, size } of await house.ledger.lanes())
    for (const entry of await house.ledger.entries(lane, 0, size))
      all.push(JSON.parse(entry.text) as Record<string, unknown>)
  return kind === undefined ? all : all.filter((entry) => entry['kind'] === kind)
}

const callerOf = (name: string, count: number, roles: readonly string[]): Caller => ({
  personId: newId(), accountId: newId(), sessionId: newId(), roles, name, employeeNo: String(1000 + count),
  address: '127.0.0.1', channel: 'web', proof: { at: 0, windowMs: Number.MAX_SAFE_INTEGER },
}) // prettier-ignore

async function insertPerson(
  house: TestHouse,
  caller: Caller,
  wish: PersonWish,
  department: string,
): Promise<void> {
  const now = house.clock.now()
  await house.db.transact(async (w) => {
    await w.run(sql`
      insert into people.person (id, employee_no, name, department_id, manager_id, post, employment, clearance, scope)
      values (${caller.personId}, ${caller.employeeNo}, ${caller.name}, ${department}, ${wish.manager?.personId ?? null}, '专员',
        'regular', ${wish.clearance ?? 3}, ${wish.scope ?? 'own'})`)
    await w.run(sql`
      insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_at)
      values (${caller.accountId}, ${caller.personId}, ${caller.employeeNo}, '-', ${now}, false, ${now})`)
    for (const role of caller.roles)
      await w.run(sql`insert into people.role_holding (id, person_id, role, given_at)
        values (${newId()}, ${caller.personId}, ${role}, ${now})`)
  })
}

/** The answer when it is not a refusal. */
export function mustGo<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.because.join()} ${answer.faults.join()}`)
  return answer
}

/** The clauses of a refusal. */
export function clausesOf(answer: unknown): readonly string[] {
  expect(isRefusal(answer)).toBe(true)
  return (answer as Refusal).because
}

export const allModes: GrantMode[] = ['read', 'copy', 'export', 'print']
