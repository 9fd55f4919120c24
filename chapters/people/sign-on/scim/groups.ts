import type { Writer } from '../../../../floor/database/index.ts'
import type { Context } from '../../context.ts'
import { endOldPost } from '../../desk/leaving.ts'
import {
  insertDepartment,
  lockDepartments,
  readDepartments,
  updateDepartment,
} from '../../store/departments.ts'
import { lockPerson, updatePerson } from '../../store/persons.ts'
import { openRoles } from '../../store/roles.ts'
import { separatedRoles } from '../../wire.ts'
import { pinyinOf } from '../../pinyin.ts'
import { groupSchema, ScimError, type ScimObject } from './shapes.ts'
import { keepScimGroup, type ScimDepartment } from './store.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A department as SCIM sees it, without `meta`. */
export const groupOf = (d: ScimDepartment): ScimObject => ({
  schemas: [groupSchema],
  id: d.id,
  ...(d.externalId === null ? {} : { externalId: d.externalId }),
  displayName: d.name,
  members: d.members,
})

export interface WantedGroup {
  readonly name: string
  readonly externalId: string | null
  readonly members: readonly string[]
}

/** Reads a group resource. @throws ScimError 400 invalidValue */
export function readGroup(body: unknown): WantedGroup {
  const group = typeof body === 'object' && body !== null ? (body as ScimObject) : {}
  const name = typeof group['displayName'] === 'string' ? group['displayName'].trim() : ''
  if (name === '' || Array.from(name).length > 60 || /[/／>＞\\]/.test(name))
    throw new ScimError(400, 'displayName: 1 to 60 characters without slashes', 'invalidValue')
  const members = group['members'] ?? []
  if (!Array.isArray(members) || members.length > 20_000)
    throw new ScimError(400, 'members: a list of at most 20000', 'invalidValue')
  const ids = members.map((one: unknown) => {
    const value = typeof one === 'object' && one !== null ? (one as ScimObject)['value'] : undefined
    if (typeof value !== 'string' || !uuid.test(value))
      throw new ScimError(400, 'members: not ids of this service', 'invalidValue')
    return value.toLowerCase()
  })
  const externalId = typeof group['externalId'] === 'string' ? group['externalId'].slice(0, 200) : null
  return { name, externalId, members: [...new Set(ids)] }
}

/** Adds a department at the top with these people in it. The caller has been asked for. */
export async function createGroup(
  context: Context,
  w: Writer,
  id: string,
  wanted: WantedGroup,
  by: string,
): Promise<void> {
  await lockDepartments(w)
  const tree = await readDepartments(w)
  if (tree.some((one) => one.parentId === null && !one.closed && one.name === wanted.name))
    throw new ScimError(409, 'there is a department of this name', 'uniqueness')
  await insertDepartment(w, id, { name: wanted.name, parentId: null, code: null, managerId: null, sort: 0 })
  await keepScimGroup(w, id, wanted.externalId, context.house.clock.now())
  await place(context, w, by, id, wanted.members, [])
}

/** Renames a department and sets who is in it; whoever is taken out belongs to none. */
export async function replaceGroup(
  context: Context,
  w: Writer,
  before: ScimDepartment,
  wanted: WantedGroup,
  by: string,
): Promise<void> {
  await lockDepartments(w)
  const tree = await readDepartments(w)
  const own = tree.find((one) => one.id === before.id)
  if (own === undefined) throw new ScimError(404, 'no such resource')
  if (
    tree.some(
      (one) => one.id !== own.id && one.parentId === own.parentId && !one.closed && one.name === wanted.name,
    )
  )
    throw new ScimError(409, 'there is a department of this name', 'uniqueness')
  const { parentId, code, managerId, sort } = own
  await updateDepartment(w, own.id, { name: wanted.name, parentId, code, managerId, sort, closedAt: null })
  await keepScimGroup(w, own.id, wanted.externalId, context.house.clock.now())
  await place(
    context,
    w,
    by,
    own.id,
    wanted.members,
    before.members.map((one) => one.value),
  )
}

async function place(
  context: Context,
  w: Writer,
  by: string,
  departmentId: string,
  wanted: readonly string[],
  before: readonly string[],
): Promise<void> {
  const moves = [
    ...wanted.filter((id) => !before.includes(id)).map((id) => ({ id, to: departmentId })),
    ...before.filter((id) => !wanted.includes(id)).map((id) => ({ id, to: null })),
  ]
  for (const { id, to } of moves) {
    const person = await lockPerson(w, id)
    if (person === undefined || person.leftAt !== null)
      throw new ScimError(400, 'members: nobody of this id works here', 'invalidValue')
    const roles = await openRoles(w, id)
    if (separatedRoles.some((role) => roles.has(role)))
      throw new ScimError(403, 'the three administrators are not provisioned')
    if (person.departmentId !== to) await endOldPost(context, w, { personId: by }, person, 'end')
    await updatePerson(w, { ...person, departmentId: to, pinyin: pinyinOf(person.name) })
    context.announce(w, id)
  }
}

/** Closes a department; it has to be empty, since people are not left without one by accident. */
export async function closeGroup(context: Context, w: Writer, id: string): Promise<void> {
  await lockDepartments(w)
  const tree = await readDepartments(w)
  const own = tree.find((one) => one.id === id && !one.closed)
  if (own === undefined) throw new ScimError(404, 'no such resource')
  if (own.people > 0 || tree.some((one) => one.parentId === id && !one.closed))
    throw new ScimError(409, 'the department is not empty')
  const { name, parentId, code, managerId, sort } = own
  await updateDepartment(w, id, {
    name,
    parentId,
    code,
    managerId,
    sort,
    closedAt: context.house.clock.now(),
  })
}
