import { isRefusal, Mistake, type Refusal } from '../../floor/errors.ts'
import type { Caller, House, Route } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import type { RoleCode } from '../../chapters/people/index.ts'
import { administrators, companyName, demoPassword, departments, people } from './people.ts'

/** People of the demo company by employee number, acting as they would through the pages. */
export interface Cast {
  who(employeeNo: string): Caller
  idOf(employeeNo: string): string
}

/** The value, or a fault when the policy refused what the demo needs. */
export function granted<T>(answer: T | Refusal, what: string): T {
  if (isRefusal(answer))
    throw new Mistake('demo', {
      message: `the demo company could not ${what}: ${answer.because.join(', ')} ${answer.faults.join(', ')}`,
    })
  return answer
}

/** Calls a route of a chapter as a person, in the process. */
export async function call(
  routes: readonly Route[],
  method: string,
  path: string,
  caller: Caller,
  input: {
    params?: object
    body?: object
    file?: { readonly path: string; readonly name: string; readonly bytes?: Buffer }
    query?: object
  },
): Promise<unknown> {
  const route = routes.find((one) => one.method === method && one.path === path)
  if (route === undefined) throw new Mistake('demo', { message: `no route ${method} ${path}` })
  const { params = {}, query = {}, body = {}, file } = input
  return granted(
    await route.run({
      caller,
      params,
      query,
      body,
      file,
      address: '127.0.0.1',
      agent: 'demo',
      signal: new AbortController().signal,
    } as never),
    `${method} ${path}`,
  )
}

/** First run, departments, people, rights and accounts of the demo company. */
export async function hireEverybody(house: House, chapters: Chapters): Promise<Cast> {
  const chapter = chapters.people
  const secret = await chapter.setupSecret()
  if (secret === undefined) throw new Mistake('demo', { message: 'the company is set up already' })
  const made = await chapter.setUp({ secret, companyName, preset: 'company', ...administrators }, '127.0.0.1')
  const ids = new Map<string, string>(made.administrators.map((one) => [one.employeeNo, one.personId]))
  const cast = castOf(house, ids)
  await choosePasswords(chapters, made.administrators)
  const [system, security] = [cast.who('A001'), cast.who('A002')]

  const departmentIds = new Map<string, string>()
  for (const [sort, one] of departments.entries()) {
    const parentId = one.parent === undefined ? null : departmentIds.get(one.parent)!
    const { id } = granted(
      await chapter.createDepartment(system, {
        name: one.name,
        code: one.code,
        parentId,
        managerId: null,
        sort,
      }),
      'make a department',
    )
    departmentIds.set(one.code, id)
  }
  for (const one of people) {
    const endsOn =
      one.endsInDays === undefined
        ? null
        : new Date(house.clock.now().getTime() + one.endsInDays * 86_400_000).toISOString().slice(0, 10)
    const { id } = granted(
      await chapter.createPerson(system, {
        employeeNo: one.no,
        name: one.name,
        departmentId: departmentIds.get(one.department)!,
        managerId: null,
        post: one.post,
        employment: one.employment ?? 'regular',
        startsOn: null,
        endsOn,
        email: null,
      }),
      'hire somebody',
    )
    ids.set(one.no, id)
  }
  for (const one of departments) {
    const body = {
      name: one.name,
      code: one.code,
      parentId: one.parent === undefined ? null : departmentIds.get(one.parent)!,
      managerId: ids.get(one.head)!,
      sort: departments.indexOf(one),
      closed: false,
    }
    await call(chapter.routes, 'PUT', '/departments/:id', system, {
      params: { id: departmentIds.get(one.code)! },
      body,
    })
  }
  for (const one of people) {
    granted(
      await chapter.setClearance(security, ids.get(one.no)!, { clearance: one.clearance, scope: one.scope }),
      'set a clearance',
    )
    for (const role of one.roles ?? [])
      granted(await chapter.changeRole(security, ids.get(one.no)!, role as RoleCode, 'give'), 'give a role')
  }
  const accounts = granted(
    await chapter.createAccounts(
      system,
      people.map((one) => ({ personId: ids.get(one.no)! })),
    ),
    'make accounts',
  )
  await choosePasswords(chapters, accounts.accounts)
  return cast
}

async function choosePasswords(
  chapters: Chapters,
  accounts: readonly { accountId: string; oneTimePassword: string }[],
): Promise<void> {
  await Promise.all(
    accounts.map(async (one) => {
      const { token } = await chapters.people.changePassword(
        { accountId: one.accountId },
        { current: one.oneTimePassword, next: demoPassword, address: '127.0.0.1', agent: 'demo' },
      )
      // Or everybody would be told at their first sign-in that they are signed in elsewhere as well.
      await chapters.people.endSession(token)
    }),
  )
}

const everybody = [
  ...people.map((one) => ({ no: one.no, name: one.name, roles: one.roles ?? [] })),
  ...Object.entries(administrators).map(([role, one]) => ({
    no: one.employeeNo,
    name: one.name,
    roles: [role.replace('Admin', '-admin')],
  })),
]

/** Everybody has just signed in, as far as acts ask for that. */
function castOf(house: House, ids: ReadonlyMap<string, string>): Cast {
  const idOf = (employeeNo: string): string => ids.get(employeeNo) ?? ''
  return {
    idOf,
    who: (employeeNo) => {
      const person = everybody.find((one) => one.no === employeeNo)!
      return {
        personId: idOf(employeeNo),
        accountId: '',
        sessionId: '',
        roles: person.roles,
        name: person.name,
        employeeNo,
        address: '127.0.0.1',
        channel: 'cli',
        proof: { at: house.clock.now().getTime(), windowMs: 60_000, asks: new Set() },
      }
    },
  }
}

/** Lines that tell who can sign in, for the person who starts the demo. */
export function signInNotes(): string[] {
  const line = (no: string, what: string): string =>
    `  ${no}  ${everybody.find((one) => one.no === no)!.name}  ${what}`
  return [
    `演示公司 ${companyName}；所有账号口令相同 / every account has the password: ${demoPassword}`,
    line('M012', '客户经理 account manager'),
    line('M014', '销售内勤 sales clerk'),
    line('M011', '华东大区经理 regional manager (approves)'),
    line('M010', '销售总监 sales director'),
    line('M021', '客服专员 service clerk'),
    line('M046', '资料管理员 records officer'),
    line('M040', '法务经理、保密办 legal, secrecy office'),
    line('M001', '总经理 general manager'),
    line('A001', '系统管理员 system administrator'),
    line('A002', '安全管理员 security administrator'),
    line('A003', '审计管理员 audit administrator'),
  ]
}
