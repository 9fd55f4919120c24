import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, type Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { pinyinOf } from '../pinyin.ts'
import { changeWanted } from '../store/company.ts'
import { insertDepartment, lockDepartments, readDepartments } from '../store/departments.ts'
import {
  insertPersons,
  type NewPerson,
  type Person,
  personsByNumber,
  setManagers,
  updatePerson,
} from '../store/persons.ts'
import { openRoles } from '../store/roles.ts'
import type { Department, ImportReply, RowProblem } from '../wire.ts'
import { type ImportRow, problem, readPeopleFile, type ReadFile } from './import-read.ts'
import { keepLastHolder } from './last-holder.ts'
import { datesProblem } from './persons.ts'

const problemsShown = 500

interface PlannedPerson extends Omit<NewPerson, 'departmentId'> {
  /** Path of the department, or the id it keeps. */
  readonly department: readonly string[] | string | null
  /** Number of the manager, or the id kept. */
  readonly manager: { readonly employeeNo: string } | string | null
}

interface Plan {
  readonly created: PlannedPerson[]
  readonly changed: PlannedPerson[]
  readonly unchanged: number
  readonly problems: RowProblem[]
  readonly newDepartments: readonly (readonly string[])[]
  readonly wanted: readonly {
    readonly employeeNo: string
    readonly name: string
    readonly personId: string
    readonly clearance: number
  }[]
}

export interface PeopleFile {
  readonly path: string
  readonly name: string
  readonly dryRun: boolean
  readonly signal?: AbortSignal
}

/**
 * Reads a list of people and departments, and unless this is a dry run or anything is wrong puts it in force in one
 * transaction. A clearance above the lowest is never given by a file: it is listed for the security administrator.
 * @throws Mistake for a file that cannot be used at all
 */
export async function importPeople(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  file: PeopleFile,
): Promise<ImportReply | Refusal> {
  const { house } = context
  const read = await readPeopleFile(file.path, file.name, file.signal)
  return await house.db.transact(async (w) => {
    if (!file.dryRun) {
      const act = await actOf(context, w, caller, { verb: 'manage-people' })
      const answer = house.gate.askIn(w, act.question, act.facts, {
        detail: { change: 'import', rows: read.rows.length },
      })
      if (isRefusal(answer)) return answer
      await lockDepartments(w)
    }
    const plan = await planOf(context, w, read)
    const applied = !file.dryRun && plan.problems.length === 0
    if (applied) await carryOut(context, w, plan)
    return replyOf(read, plan, applied)
  })
}

function replyOf(read: ReadFile, plan: Plan, applied: boolean): ImportReply {
  return {
    applied,
    rows: read.rows.length + new Set(read.problems.map((one) => one.row)).size,
    created: plan.created.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged,
    departmentsCreated: plan.newDepartments.map((path) => path.join('/')),
    unknownColumns: [...read.unknownColumns],
    problems: plan.problems.slice(0, problemsShown),
    problemCount: plan.problems.length,
    clearanceWanted: plan.wanted.map(({ employeeNo, name, clearance }) => ({ employeeNo, name, clearance })),
  }
}

async function planOf(context: Context, r: Reader, read: ReadFile): Promise<Plan> {
  const numbers = read.rows.flatMap((row) => [
    row.employeeNo,
    ...(row.manager === undefined ? [] : [row.manager]),
  ])
  const existing = await personsByNumber(r, [...new Set(numbers)])
  const inFile = new Set(read.rows.map((row) => row.employeeNo))
  const tree = await readDepartments(r)
  const plan = {
    created: [] as PlannedPerson[],
    changed: [] as PlannedPerson[],
    unchanged: 0,
    problems: [...read.problems],
    newDepartments: newPaths(tree, read.rows),
    wanted: [] as Plan['wanted'][number][],
  }
  for (const row of read.rows) {
    const before = existing.get(row.employeeNo)
    const wrong = rowProblem(row, before, existing, inFile)
    if (wrong !== undefined) {
      plan.problems.push(wrong)
      continue
    }
    const planned = merged(row, before, context.house.clock.now().getTime())
    if (before === undefined) plan.created.push(planned)
    else if (isSame(planned, before, tree, existing)) plan.unchanged += 1
    else plan.changed.push(planned)
    const { employeeNo, name, clearance } = row
    if (clearance !== undefined && clearance > 1 && clearance !== before?.clearance)
      plan.wanted.push({ employeeNo, name, personId: planned.id, clearance })
  }
  plan.problems.sort((a, b) => a.row - b.row)
  return plan
}

function rowProblem(
  row: ImportRow,
  before: Person | undefined,
  existing: ReadonlyMap<string, Person>,
  inFile: ReadonlySet<string>,
): RowProblem | undefined {
  if (before !== undefined && before.leftAt !== null) return problem(row.row, '工号', 'people.row-left')
  const employment = row.employment ?? before?.employment ?? 'regular'
  const dates = datesProblem({
    employment,
    startsOn: row.startsOn ?? before?.startsOn ?? null,
    endsOn: row.endsOn ?? before?.endsOn ?? null,
  })
  if (dates !== undefined) return problem(row.row, '到期日', dates)
  if (row.manager === undefined) return undefined
  if (row.manager === row.employeeNo) return problem(row.row, '直属主管工号', 'people.own-manager')
  const manager = existing.get(row.manager)
  const isThere = manager === undefined ? inFile.has(row.manager) : manager.leftAt === null
  return isThere ? undefined : problem(row.row, '直属主管工号', 'people.row-manager')
}

/** What the file says over what is known; an empty cell leaves what is known as it is. */
function merged(row: ImportRow, before: Person | undefined, at: number): PlannedPerson {
  return {
    id: before?.id ?? newId(at),
    employeeNo: row.employeeNo,
    name: row.name,
    pinyin: pinyinOf(row.name),
    department: row.department ?? before?.departmentId ?? null,
    post: row.post ?? before?.post ?? '',
    employment: row.employment ?? before?.employment ?? 'regular',
    startsOn: row.startsOn ?? before?.startsOn ?? null,
    endsOn: row.endsOn ?? before?.endsOn ?? null,
    clearance: before?.clearance ?? Math.min(row.clearance ?? 1, 1),
    email: row.email ?? before?.email ?? null,
    manager: row.manager === undefined ? (before?.managerId ?? null) : { employeeNo: row.manager },
  }
}

function isSame(
  p: PlannedPerson,
  before: Person,
  tree: readonly Department[],
  existing: ReadonlyMap<string, Person>,
): boolean {
  const department = Array.isArray(p.department) ? byPath(tree).get(p.department.join('/')) : p.department
  const manager =
    p.manager !== null && typeof p.manager === 'object' ? existing.get(p.manager.employeeNo)?.id : p.manager
  return (
    p.name === before.name &&
    department === before.departmentId &&
    manager === before.managerId &&
    (['post', 'employment', 'startsOn', 'endsOn', 'email'] as const).every((key) => p[key] === before[key])
  )
}

/** Open departments by their path from the top. */
function byPath(tree: readonly Department[]): Map<string, string> {
  const byId = new Map(tree.map((one) => [one.id, one]))
  const pathOf = (one: Department): string => {
    const parent = one.parentId === null ? undefined : byId.get(one.parentId)
    return parent === undefined ? one.name : `${pathOf(parent)}/${one.name}`
  }
  return new Map(tree.filter((one) => !one.closed).map((one) => [pathOf(one), one.id]))
}

function newPaths(tree: readonly Department[], rows: readonly ImportRow[]): (readonly string[])[] {
  const known = byPath(tree)
  const fresh = new Map<string, readonly string[]>()
  for (const { department = [] } of rows)
    for (let depth = 1; depth <= department.length; depth += 1) {
      const path = department.slice(0, depth)
      if (!known.has(path.join('/'))) fresh.set(path.join('/'), path)
    }
  return [...fresh.values()].sort((a, b) => a.length - b.length)
}

async function carryOut(context: Context, w: Writer, plan: Plan): Promise<void> {
  const paths = byPath(await readDepartments(w))
  const at = context.house.clock.now().getTime()
  for (const [sort, path] of plan.newDepartments.entries()) {
    const id = newId(at)
    const parentId = paths.get(path.slice(0, -1).join('/')) ?? null
    await insertDepartment(w, id, { name: path.at(-1)!, parentId, code: null, managerId: null, sort })
    paths.set(path.join('/'), id)
  }
  const place = (p: PlannedPerson): string | null =>
    Array.isArray(p.department)
      ? (paths.get(p.department.join('/')) ?? null)
      : (p.department as string | null)
  await insertPersons(
    w,
    plan.created.map((p) => ({ ...p, departmentId: place(p) })),
  )
  const all = [...plan.created, ...plan.changed]
  const wantedManagers = all.flatMap((p) =>
    p.manager !== null && typeof p.manager === 'object' ? [p.manager.employeeNo] : [],
  )
  const managers = await personsByNumber(w, [...new Set(wantedManagers)])
  const managerOf = (p: PlannedPerson): string | null =>
    p.manager !== null && typeof p.manager === 'object'
      ? (managers.get(p.manager.employeeNo)?.id ?? null)
      : p.manager
  const today = todayOf(context.house)
  for (const p of plan.changed)
    if (p.endsOn !== null && p.endsOn < today)
      await keepLastHolder(context, w, p.id, await openRoles(w, p.id))
  for (const p of plan.changed)
    await updatePerson(w, { ...p, departmentId: place(p), managerId: managerOf(p) })
  await setManagers(
    w,
    plan.created.map((p) => ({ id: p.id, managerId: managerOf(p) })),
  )
  await changeWanted(w, Object.fromEntries(plan.wanted.map((one) => [one.personId, one.clearance])))
  for (const p of all) context.announce(w, p.id)
}
