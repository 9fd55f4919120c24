import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { buildServer, type Health } from '../../doors/http/index.ts'
import { SetClock } from '../../floor/clock.ts'
import { type Database, sql } from '../../floor/database/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import { JobRunner, type JobHandler } from '../../floor/jobs/index.ts'
import { openLog } from '../../floor/logging.ts'
import { type Metrics, openMetrics } from '../../floor/metrics.ts'
import { findClause } from '../../floor/policy/index.ts'
import type { Chapter, Scope } from '../../gate/index.ts'
import { type Chapters, openChapters } from '../../office.ts'
import { ledgerTasks } from '../../office/ledger-tasks.ts'
import { mistakeTexts } from '../../office/mistake-texts.ts'
import { Actor, type Stage } from './actor.ts'
import { openTestHouse, type TestHouse } from './house.ts'

export { expectLedgerWhole } from './house.ts'
export * from './actor.ts'

/** Everybody in the stories, by the name they are called. */
export const roles = {
  li: { no: 'B003', name: '李雷', dept: 'SALES', clearance: 3, scope: 'own', roles: [] },
  han: { no: 'B004', name: '韩梅', dept: 'SERVICE', clearance: 3, scope: 'none', roles: [] },
  wang: { no: 'B002', name: '王芳', dept: 'SALES', clearance: 4, scope: 'department', roles: [] },
  zhao: { no: 'B001', name: '赵总', dept: 'GM', clearance: 4, scope: 'all', roles: ['executive'] },
  deng: { no: 'B005', name: '邓华', dept: 'GM', clearance: 4, scope: 'all', roles: ['archivist'] },
  gu: { no: 'B006', name: '顾宁', dept: 'GM', clearance: 4, scope: 'none', roles: ['secrecy-office'] },
} as const satisfies Record<string, Member>

interface Member {
  readonly no: string
  readonly name: string
  readonly dept: string
  readonly clearance: number
  readonly scope: Scope
  readonly roles: readonly string[]
}
export type Name = keyof typeof roles | 'qian' | 'zhou' | 'sun'

export interface TestOffice extends Stage, Readonly<Record<Name, Actor>> {
  readonly house: TestHouse
  readonly chapters: Chapters
  readonly metrics: Metrics
  readonly clock: SetClock
  /** Every line of the log so far. */
  readonly log: readonly string[]
  readonly everybody: readonly Actor[]
  field(code: string): Promise<number>
  /** Files a released customer of Li's with these values by field code; level 1 unless said otherwise. */
  customer(values: Readonly<Record<string, string>>, more?: object): Promise<string>
  /** Time passes, and everybody who may signs in again. */
  later(days: number): Promise<void>
  runJobs(): Promise<number>
  close(): Promise<void>
}

/**
 * The real chapters behind the real server over a database of its own, with a company that has been set up: Qian runs
 * the system, Zhou gives rights, Sun audits; Li sells under Wang, Zhao is the director, Han works elsewhere, Deng keeps
 * the archive and Gu the secrecy office. `wrap` puts faults between chapters and database.
 */
export async function openTestOffice(
  options: { readonly wrap?: (db: Database) => Database; readonly at?: string } = {},
): Promise<TestOffice> {
  const clock = new SetClock(options.at ?? '2026-11-24T02:00:00Z')
  const log: string[] = []
  const opened = await openTestHouse({ clock, ...(options.wrap === undefined ? {} : { wrap: options.wrap }) })
  const write = { write: (line: string): void => void log.push(line) }
  const house: TestHouse = { ...opened, log: openLog({ level: 'debug', destination: write }) }
  const dataFolder = house.dataFolder
  const chapters = openChapters(house, { session: { idleMinutes: 30, absoluteHours: 12 }, dataFolder })
  const all: readonly Chapter[] = Object.values(chapters)
  for (const chapter of all) await chapter.start?.()
  const metrics = openMetrics()
  const server = await serve(house, chapters, all, metrics)
  const stage: Stage = { server, house, chapters }
  const actors = await hire(stage)
  await Promise.all(Object.values(actors).map((actor) => actor.signsIn()))
  const jobs = Object.assign({}, ...all.map((one) => one.jobs ?? {})) as Record<string, JobHandler>
  // Jobs become due by the database's clock, which does not stand still.
  const due = { now: () => new Date(Math.max(clock.now().getTime(), Date.now()) + 1000) }
  const runner = new JobRunner(house.db, due, jobs, { parallel: 1 })
  const field = async (code: string): Promise<number> =>
    (await chapters.custody.catalogue()).byCode.get(code)!.id
  return {
    ...stage,
    ...actors,
    metrics,
    clock,
    log,
    field,
    everybody: Object.values(actors),
    customer: (values, more = {}) => fileOne(stage, actors.li.personId, values, more),
    later: async (days) => {
      clock.advance(days * 86_400_000)
      await Promise.all(Object.values(actors).map((actor) => actor.signsIn()))
    },
    runJobs: () => runner.runDue(),
    close: async () => {
      await runner.stop()
      await server.close()
      for (const chapter of [...all].reverse()) await chapter.stop?.()
      await opened.close()
    },
  }
}

async function serve(house: TestHouse, chapters: Chapters, all: readonly Chapter[], metrics: Metrics) {
  const temporaryFolder = join(house.workFolder, 'uploads')
  mkdirSync(temporaryFolder, { recursive: true })
  const health: () => Promise<Health> = ledgerTasks(house).health
  const server = await buildServer({
    routes: all.flatMap((chapter) => chapter.routes),
    protocols: all.flatMap((chapter) => chapter.protocols ?? []),
    authenticate: (token, address, quiet, shown) =>
      chapters.people.authenticate(token, address, quiet, shown),
    tokens: {
      authenticate: (text, address) => chapters.people.authenticateToken(text, address),
      refused: (caller) => chapters.people.tokenRefused(caller),
    },
    challenges: chapters.collection.challenges,
    health,
    webFolder: 'dist/web',
    policyTexts: (number) => findClause(number)?.text,
    mistakeTexts: (code) => mistakeTexts[code],
    log: house.log,
    metrics,
    temporaryFolder,
    limits: { addressPerMinute: Infinity, sessionPerMinute: Infinity, anonymousPostsPerMinute: Infinity },
  })
  await server.ready()
  return server
}

/** First run, departments, people and accounts, as the two administrators do it. */
async function hire(stage: Stage): Promise<Record<Name, Actor>> {
  const { people } = stage.chapters
  const { administrators } = await people.setUp({
    secret: (await people.setupSecret())!,
    companyName: '示例股份有限公司',
    preset: 'company',
    systemAdmin: { employeeNo: 'A001', name: '钱进' },
    securityAdmin: { employeeNo: 'A002', name: '周密' },
    auditAdmin: { employeeNo: 'A003', name: '孙正' },
  })
  const actor = (personId: string, accountId: string, name: string): Actor =>
    new Actor(stage, { personId, accountId, name })
  const [qian, zhou, sun] = administrators.map((one, i) =>
    actor(one.personId, one.accountId, ['钱进', '周密', '孙正'][i]!),
  ) as [Actor, Actor, Actor]
  // As after the forced first change of the password, which costs half a second of hashing each.
  const passwordsChosen = async (): Promise<void> => {
    await stage.house.fresh.owner.transact((w) => w.run(sql`update people.account set must_change = false`))
  }
  await passwordsChosen()
  const ids = new Map<string, string>()
  const departments = new Map<string, string>()
  for (const code of ['GM', 'SALES', 'SERVICE']) {
    const parentId = departments.get('GM') ?? null
    const values = { name: code, code, parentId, managerId: null, sort: 0 }
    departments.set(code, must(await people.createDepartment(qian, values)).id)
  }
  for (const [name, one] of Object.entries(roles).sort(([, a], [, b]) => (a.no < b.no ? -1 : 1))) {
    const managerId = ids.get(name === 'li' || name === 'han' ? 'wang' : 'zhao') ?? null
    const person = {
      employeeNo: one.no, name: one.name, departmentId: departments.get(one.dept)!, managerId, post: '员工',
      employment: 'regular' as const, startsOn: null, endsOn: null, email: null,
    } // prettier-ignore
    const { id } = must(await people.createPerson(qian, person))
    ids.set(name, id)
    must(await people.setClearance(zhou, id, { clearance: one.clearance, scope: one.scope }))
    for (const role of one.roles) must(await people.changeRole(zhou, id, role, 'give'))
  }
  const wishes = [...ids.values()].map((personId) => ({ personId }))
  const { accounts } = must(await people.createAccounts(qian, wishes))
  await passwordsChosen()
  const staff = Object.entries(roles).map(([name, one]) => {
    const account = accounts.find(({ employeeNo }) => employeeNo === one.no)!
    return [name, actor(ids.get(name)!, account.accountId, one.name)] as const
  })
  return { ...Object.fromEntries(staff), qian, zhou, sun } as Record<Name, Actor>
}

async function fileOne(
  { house, chapters }: Stage,
  ownerId: string,
  of: Readonly<Record<string, string>>,
  more: object,
): Promise<string> {
  const { custody } = chapters
  const { byCode } = await custody.catalogue()
  const id = newId()
  const values = new Map(Object.entries(of).map(([code, value]) => [byCode.get(code)!.id, value]))
  await house.db.transact(async (w) => {
    const [fileNo] = await custody.nextFileNos(w, 1)
    const kind = 'company-name' in of ? ('company' as const) : ('person' as const)
    const usual = { id, fileNo: fileNo!, kind, level: 1, ownerId, legalBasis: 'contract', createdBy: ownerId }
    await custody.insertCustomers(w, [{ ...usual, values, ...more }])
  })
  return id
}

/** The answer when it is not a refusal. */
export function must<T>(value: T): Exclude<T, { refused: true }> {
  expect(isRefusal(value), JSON.stringify(value)).toBe(false)
  return value as Exclude<T, { refused: true }>
}

/** Every entry of the ledger, parsed, lane after lane. */
export async function entriesOf(house: TestHouse, kind?: string): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = []
  for (const { lane, size } of await house.ledger.lanes())
    for (const entry of await house.ledger.entries(lane, 0, size))
      all.push(JSON.parse(entry.text) as Record<string, unknown>)
  return kind === undefined ? all : all.filter((entry) => entry['kind'] === kind)
}
