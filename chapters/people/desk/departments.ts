import { isUniqueViolation, type Reader, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import {
  type DepartmentValues,
  insertDepartment,
  lockDepartments,
  peopleAround,
  readDepartments,
  refreshEntities,
  updateDepartment,
} from '../store/departments.ts'
import { lockPerson } from '../store/persons.ts'
import type { Department } from '../wire.ts'

/** The tree of departments as a flat list, with who acts as head now. */
export const departments = async (r: Reader, now: Date): Promise<{ rows: Department[] }> => ({
  rows: await readDepartments(r, now),
})

/** Adds a department (system administrator). @throws Mistake `people.department-…`, `people.no-…` */
export async function createDepartment(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  values: DepartmentValues,
): Promise<{ id: string } | Refusal> {
  const id = newId(context.house.clock.now().getTime())
  const answer = await changed(context, caller, { id, change: 'create' }, async (w, tree) => {
    await checkPlace(w, tree, id, values)
    await insertDepartment(w, id, values)
  })
  return isRefusal(answer) ? answer : { id }
}

/** Renames, moves, gives a manager, closes or opens again. Closing needs an empty department. */
export async function changeDepartment(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  id: string,
  values: DepartmentValues & { readonly closed: boolean },
): Promise<{ done: true } | Refusal> {
  return await changed(
    context,
    caller,
    { id, change: values.closed ? 'close' : 'change' },
    async (w, tree) => {
      const before = tree.find((one) => one.id === id)
      if (before === undefined) throw notFound()
      await checkPlace(w, tree, id, values)
      const occupied = before.people > 0 || tree.some((one) => one.parentId === id && !one.closed)
      const entity = tree.find((one) => one.id === values.parentId)?.entityId ?? null
      // Moving it would hand its files to another legal entity, or take them away, without the security administrator.
      if (!before.subsidiary && before.entityId !== entity)
        throw conflict('people.department-entity', 'parentId')
      if (values.closed && occupied) throw conflict('people.department-not-empty', 'closed')
      for (const person of await peopleAround(w, id)) context.announce(w, person)
      await updateDepartment(w, id, { ...values, closedAt: values.closed ? context.house.clock.now() : null })
      for (const person of await peopleAround(w, id)) context.announce(w, person)
    },
  )
}

async function changed(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  detail: { id: string; change: string },
  work: (w: Writer, tree: readonly Department[]) => Promise<void>,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  try {
    return await house.db.transact(async (w) => {
      const act = await actOf(context, w, caller, { verb: 'manage-people' })
      const answer = house.gate.askIn(w, act.question, act.facts, {
        detail: { department: detail.id, change: detail.change },
      })
      if (isRefusal(answer)) return answer
      await lockDepartments(w)
      await work(w, await readDepartments(w))
      await refreshEntities(w)
      return { done: true as const }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict('people.department-code-taken', 'code', { code: '' })
    throw error
  }
}

async function checkPlace(
  w: Writer,
  tree: readonly Department[],
  id: string,
  values: DepartmentValues,
): Promise<void> {
  const byId = new Map(tree.map((one) => [one.id, one]))
  const parent = values.parentId === null ? undefined : byId.get(values.parentId)
  if (values.parentId !== null && (parent === undefined || parent.closed))
    throw conflict('people.no-department', 'parentId')
  for (let above = parent; above !== undefined; above = byId.get(above.parentId ?? ''))
    if (above.id === id) throw conflict('people.department-loop', 'parentId')
  const twin = tree.find(
    (one) => one.id !== id && one.parentId === values.parentId && one.name === values.name && !one.closed,
  )
  if (twin !== undefined) throw conflict('people.department-name-taken', 'name', { name: values.name })
  if (values.code !== null && tree.some((one) => one.id !== id && one.code === values.code))
    throw conflict('people.department-code-taken', 'code', { code: values.code })
  if (values.managerId === null) return
  const manager = await lockPerson(w, values.managerId)
  if (manager === undefined || manager.leftAt !== null) throw conflict('people.no-manager', 'managerId')
}
