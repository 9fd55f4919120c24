import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { pinyinOf } from '../pinyin.ts'
import {
  insertDepartment,
  lockDepartments,
  peopleAround,
  readDepartments,
  refreshEntities,
  setHead,
} from '../store/departments.ts'
import { proposeLeavers } from '../store/handovers.ts'
import {
  insertPersons,
  lockPerson,
  type Person,
  personsById,
  personsByNumber,
  setManagers,
  updatePerson,
} from '../store/persons.ts'
import { knowPosts } from '../store/posts.ts'
import type { Difference, DifferencesApplied, Employment, PersonBody } from '../wire.ts'
import { departmentPaths } from './differences.ts'
import { endOldPost, isSamePost } from './leaving.ts'
import { checkDates, keepHolderPast } from './persons.ts'

type Actor = Pick<Caller, 'personId'>

export interface HowToApply {
  /** Where the differences come from, as a short code for the record: `file`, `ldap`, `wecom` … */
  readonly source: string
  /** What becomes of the rights that hung on a mover's old post. */
  readonly movers: 'end' | 'keep'
}

/**
 * Puts chosen differences in force, all or none, in one transaction. Leavers are never carried out here: they are put
 * on the system administrator's list. Clearances are given by nobody but the security administrator.
 * @throws Mistake `people.difference-problem`, `people.changed-meanwhile`, `people.no-department`, `people.no-manager`, `people.last-holder`
 */
export async function applyDifferences(
  context: Context,
  caller: Actor,
  chosen: readonly Difference[],
  how: HowToApply,
): Promise<DifferencesApplied | Refusal> {
  return await context.house.db.transact((w) => applyIn(context, w, caller, chosen, how))
}

/** The same inside a transaction that does more. */
export async function applyIn(
  context: Context,
  w: Writer,
  caller: Actor,
  chosen: readonly Difference[],
  how: HowToApply,
): Promise<DifferencesApplied | Refusal> {
  const of = (kind: Difference['kind']): Difference[] => chosen.filter((one) => one.kind === kind)
  const counts = {
    departments: of('department').length,
    joiners: of('joiner').length,
    movers: of('mover').length,
    changes: of('change').length,
    proposed: of('leaver').length,
  }
  const act = await actOf(context, w, caller, { verb: 'manage-people' })
  const detail = { change: 'differences', source: how.source, movers: how.movers, counts }
  const answer = context.house.gate.askIn(w, act.question, act.facts, { detail })
  if (isRefusal(answer)) return answer
  const bad = chosen.find((one) => one.problem !== null)
  if (bad !== undefined)
    throw new Mistake('people.difference-problem', { field: 'chosen', values: { who: bad.employeeNo } })
  await lockDepartments(w)
  await makeDepartments(context, w, of('department'))
  await applyPeople(context, w, caller, [...of('joiner'), ...of('mover'), ...of('change')], how)
  await nameHeads(context, w, of('department'))
  const leavers = of('leaver').flatMap((one) => one.personId ?? [])
  await proposeLeavers(w, leavers, how.source, caller.personId, context.house.clock.now())
  return counts
}

const newValue = (one: Difference, field: string): string | null | undefined =>
  one.fields.find((each) => each.field === field)?.after

/** The upper ones first, so that each finds its parent. */
async function makeDepartments(context: Context, w: Writer, list: readonly Difference[]): Promise<void> {
  if (list.length === 0) return
  const tree = await readDepartments(w)
  const paths = departmentPaths(tree.filter((one) => !one.closed))
  const ids = new Map([...paths.entries()].map(([id, path]) => [path, id]))
  const sorted = [...list].sort((a, b) => a.employeeNo.split('/').length - b.employeeNo.split('/').length)
  for (const [sort, one] of sorted.entries()) {
    const parts = one.employeeNo.split('/')
    if (ids.has(one.employeeNo)) continue
    const upper = parts.slice(0, -1).join('/')
    const parentId = upper === '' ? null : ids.get(upper)
    if (parentId === undefined) throw conflict('people.no-department', 'chosen')
    const id = newId(context.house.clock.now().getTime())
    await insertDepartment(w, id, { name: parts.at(-1)!, parentId, code: null, managerId: null, sort })
    ids.set(one.employeeNo, id)
  }
  await refreshEntities(w)
}

async function nameHeads(context: Context, w: Writer, list: readonly Difference[]): Promise<void> {
  const named = list.filter((one) => newValue(one, 'head') !== undefined)
  if (named.length === 0) return
  const ids = new Map(
    [...departmentPaths(await readDepartments(w)).entries()].map(([id, path]) => [path, id]),
  )
  const people = await personsByNumber(
    w,
    named.flatMap((one) => newValue(one, 'head') ?? []),
  )
  for (const one of named) {
    const head = newValue(one, 'head') ?? null
    const person = head === null ? undefined : people.get(head)
    const id = ids.get(one.employeeNo)
    if (id === undefined || (head !== null && (person === undefined || person.leftAt !== null)))
      throw conflict('people.no-manager', 'chosen')
    for (const around of await peopleAround(w, id)) context.announce(w, around)
    await setHead(w, id, person?.id ?? null)
    if (person !== undefined) context.announce(w, person.id)
  }
}

interface Planned {
  readonly difference: Difference
  readonly before: Person | undefined
  readonly id: string
  readonly body: Omit<PersonBody, 'managerId'>
}

async function applyPeople(
  context: Context,
  w: Writer,
  caller: Actor,
  list: readonly Difference[],
  how: HowToApply,
): Promise<void> {
  const paths = departmentPaths((await readDepartments(w)).filter((one) => !one.closed))
  const ids = new Map([...paths.entries()].map(([id, path]) => [path, id]))
  const planned: Planned[] = []
  for (const difference of list) planned.push(await plan(context, w, difference, ids))
  await knowPosts(
    w,
    planned.map((one) => one.body.post),
  )
  // Old posts end before new ones begin: what a mover hands over does not include who joins him today.
  for (const { before, body } of planned)
    if (before !== undefined && !isSamePost(before, body))
      await endOldPost(context, w, caller, before, how.movers)
  const joiners = planned.filter((one) => one.before === undefined)
  await insertPersons(
    w,
    joiners.map(({ id, body }) => ({ ...body, id, pinyin: pinyinOf(body.name), clearance: 1 })),
  )
  const numbers = planned.flatMap(({ difference }) => newValue(difference, 'manager') ?? [])
  const managers = await personsByNumber(w, [...new Set(numbers)])
  const present = new Map(
    (
      await personsById(
        w,
        planned.map((one) => one.id),
      )
    ).map((one) => [one.id, one.managerId]),
  )
  const managerOf = ({ difference, id }: Planned): string | null => {
    const named = newValue(difference, 'manager')
    if (named === undefined) return present.get(id) ?? null
    if (named === null) return null
    const manager = managers.get(named)
    if (manager === undefined || manager.leftAt !== null) throw conflict('people.no-manager', 'chosen')
    return manager.id
  }
  await setManagers(
    w,
    joiners.map((one) => ({ id: one.id, managerId: managerOf(one) })),
  )
  for (const one of planned) {
    if (one.before !== undefined) await change(context, w, one, managerOf(one))
    context.announce(w, one.id)
  }
}

async function change(
  context: Context,
  w: Writer,
  { before, body, id }: Planned,
  managerId: string | null,
): Promise<void> {
  await keepHolderPast(context, w, id, before?.endsOn ?? null, body.endsOn)
  await updatePerson(w, { ...body, id, pinyin: pinyinOf(body.name), managerId })
}

/** The entry as it will be. A difference seen against an older entry is not applied to a newer one. */
async function plan(
  context: Context,
  w: Writer,
  difference: Difference,
  ids: ReadonlyMap<string, string>,
): Promise<Planned> {
  const before = difference.personId === null ? undefined : await lockPerson(w, difference.personId)
  if (difference.personId !== null && before === undefined) throw notFound('chosen')
  if (before !== undefined && (before.leftAt !== null || before.version !== difference.version))
    throw conflict('people.changed-meanwhile', 'chosen')
  const take = (field: string, old: string | null): string | null => {
    const value = newValue(difference, field)
    return value === undefined ? old : value
  }
  const path = newValue(difference, 'department')
  const departmentId =
    path === undefined ? (before?.departmentId ?? null) : path === null ? null : ids.get(path)
  if (departmentId === undefined) throw conflict('people.no-department', 'chosen')
  const body = {
    employeeNo: difference.employeeNo,
    name: take('name', before?.name ?? null) ?? difference.name,
    departmentId,
    post: take('post', before?.post ?? null) ?? '',
    employment: (take('employment', before?.employment ?? null) ?? 'regular') as Employment,
    startsOn: take('startsOn', before?.startsOn ?? null),
    endsOn: take('endsOn', before?.endsOn ?? null),
    email: take('email', before?.email ?? null),
  }
  checkDates(body)
  return { difference, before, id: before?.id ?? newId(context.house.clock.now().getTime()), body }
}
