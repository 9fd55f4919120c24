import type { Writer } from '../../../../floor/database/index.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Context } from '../../context.ts'
import { keepLastHolder } from '../../desk/last-holder.ts'
import { endOldPost, isSamePost } from '../../desk/leaving.ts'
import { checkPerson } from '../../desk/persons.ts'
import { pinyinOf } from '../../pinyin.ts'
import { type Account, isNameTaken, lockAccountOf, setDisabled } from '../../store/accounts.ts'
import { insertPersons, lockPerson, type Person, setManagers, updatePerson } from '../../store/persons.ts'
import { openRoles } from '../../store/roles.ts'
import { endSessionsOf } from '../../store/sessions.ts'
import { insertOutsideAccount } from '../store.ts'
import { enterpriseSchema, ScimError, type ScimObject, userSchema } from './shapes.ts'
import { keepDisabled, departmentNamed, keepScimUser, type ScimPerson, setSignInName } from './store.ts'

const employeeNumber = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/
const signInName = /^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/
const emailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A person as SCIM sees them, without `meta`. */
export const userOf = (p: ScimPerson): ScimObject => ({
  schemas: [userSchema, enterpriseSchema],
  id: p.id,
  ...(p.externalId === null ? {} : { externalId: p.externalId }),
  userName: p.signInName ?? p.employeeNo,
  name: { formatted: p.name },
  displayName: p.name,
  ...(p.post === '' ? {} : { title: p.post }),
  active: p.active,
  ...(p.email === null ? {} : { emails: [{ value: p.email, type: 'work', primary: true }] }),
  [enterpriseSchema]: {
    employeeNumber: p.employeeNo,
    ...(p.department === null ? {} : { department: p.department }),
    ...(p.managerId === null ? {} : { manager: { value: p.managerId, displayName: p.managerName ?? '' } }),
  },
})

/** What a client wants of a person, read out of the resource it sent. */
export interface WantedUser {
  readonly userName: string
  readonly externalId: string | null
  readonly name: string
  readonly employeeNo: string
  readonly post: string
  readonly email: string | null
  /** Absent = as it is; a new account is open. */
  readonly active: boolean | undefined
  readonly department: string | undefined
  readonly managerId: string | undefined
}

const asObject = (value: unknown): ScimObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ScimObject) : {}
const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
const wrong = (detail: string): ScimError => new ScimError(400, detail, 'invalidValue')

/** Reads a user resource. Attributes this program has no place for are passed over. @throws ScimError 400 invalidValue */
export function readUser(body: unknown): WantedUser {
  const user = asObject(body)
  const work = asObject(user[enterpriseSchema])
  const name = asObject(user['name'])
  const userName = asText(user['userName'])
  if (userName === undefined || !signInName.test(userName))
    throw wrong('userName: 2 to 64 letters, digits, dots, hyphens or @')
  const joined = [asText(name['familyName']), asText(name['givenName'])].filter((one) => one !== undefined)
  // Chinese names are written together, others with a space between.
  const full = joined.join(joined.some((one) => /[A-Za-z]/.test(one)) ? ' ' : '')
  const shown = asText(user['displayName']) ?? asText(name['formatted']) ?? (full === '' ? userName : full)
  const employeeNo = asText(work['employeeNumber']) ?? userName
  if (!employeeNumber.test(employeeNo))
    throw wrong('employeeNumber: at most 32 letters, digits, dots or hyphens')
  const managerId = asText(asObject(work['manager'])['value'])
  if (managerId !== undefined && !uuid.test(managerId)) throw wrong('manager: not an id of this service')
  return {
    userName: userName.toLowerCase(),
    externalId: asText(user['externalId'])?.slice(0, 200) ?? null,
    name: limited(shown, 40, 'displayName'),
    employeeNo,
    post: limited(asText(user['title']) ?? '', 60, 'title'),
    email: emailIn(user['emails']),
    active: activeIn(user['active']),
    department: asText(work['department']),
    managerId,
  }
}

function limited(text: string, most: number, name: string): string {
  if (Array.from(text).length > most) throw wrong(`${name}: at most ${most} characters`)
  return text
}

function emailIn(value: unknown): string | null {
  const all = Array.isArray(value) ? value.map(asObject) : []
  const email = asText((all.find((one) => one['primary'] === true) ?? all[0])?.['value'])
  if (email === undefined) return null
  if (!emailAddress.test(email) || email.length > 120) throw wrong('emails: not an address')
  return email
}

/** Some clients send the word instead of the value. */
function activeIn(value: unknown): boolean | undefined {
  if (value === undefined || value === true) return value
  if (value === false) return false
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw wrong('active: true or false')
}

/** Adds a joiner with an account that nobody knows a password of; resolves to the id. The caller has been asked for. */
export async function createUser(
  context: Context,
  w: Writer,
  wanted: WantedUser,
  o: { readonly id: string; readonly by: string; readonly passwordHash: string },
): Promise<void> {
  const at = context.house.clock.now()
  const { id } = o
  for (const name of [wanted.employeeNo, wanted.userName])
    if (await isNameTaken(w, name, id))
      throw new ScimError(409, 'this name or number is in use', 'uniqueness')
  const departmentId = await departmentOf(w, wanted, null)
  await insertPersons(w, [
    {
      id,
      employeeNo: wanted.employeeNo,
      name: wanted.name,
      pinyin: pinyinOf(wanted.name),
      departmentId,
      post: wanted.post,
      employment: 'regular',
      startsOn: null,
      endsOn: null,
      clearance: 1,
      email: wanted.email,
    },
  ])
  if (wanted.managerId !== undefined) await manage(w, id, wanted.managerId)
  const accountId = newId(at.getTime())
  await insertOutsideAccount(w, {
    id: accountId,
    personId: id,
    signInName: wanted.userName,
    passwordHash: o.passwordHash,
    createdBy: o.by,
    at,
  })
  if (wanted.active === false) await setDisabled(w, accountId, at, 'directory')
  await keepScimUser(w, id, wanted.externalId, at)
  context.announce(w, id)
}

async function manage(w: Writer, id: string, managerId: string): Promise<void> {
  const manager = managerId === id ? undefined : await lockPerson(w, managerId)
  if (manager === undefined || manager.leftAt !== null) throw wrong('manager: nobody of this id works here')
  await setManagers(w, [{ id, managerId }])
}

/** The department that is named, when there is just one; an unknown name changes nothing. */
async function departmentOf(w: Writer, wanted: WantedUser, before: string | null): Promise<string | null> {
  if (wanted.department === undefined) return before
  return (await departmentNamed(w, wanted.department)) ?? before
}

/** Writes a person anew; an account that becomes inactive is disabled and its sessions are over when this commits. */
export async function replaceUser(
  context: Context,
  w: Writer,
  before: Person,
  wanted: WantedUser,
  by: string,
): Promise<void> {
  const { id } = before
  const at = context.house.clock.now()
  const departmentId = await departmentOf(w, wanted, before.departmentId)
  const managerId = wanted.managerId ?? null
  const { employeeNo, name, post, email } = wanted
  const next = { ...before, employeeNo, name, post, email, departmentId, managerId }
  for (const one of [employeeNo, wanted.userName])
    if (await isNameTaken(w, one, id)) throw new ScimError(409, 'this name or number is in use', 'uniqueness')
  await checkPerson(w, id, next)
  // What hung on the old post ends with it, as for every mover.
  if (!isSamePost(before, next)) await endOldPost(context, w, { personId: by }, before, 'end')
  await updatePerson(w, { ...next, pinyin: pinyinOf(name) })
  await keepScimUser(w, id, wanted.externalId, at)
  const account = await lockAccountOf(w, id)
  if (account !== undefined) {
    if (account.signInName !== wanted.userName) await setSignInName(w, account.id, wanted.userName)
    if (wanted.active === true && account.disabledAt !== null) await enableAgain(context, w, account, at)
    if (wanted.active === false) {
      await keepDisabled(w, id, null)
      if (account.disabledAt === null) {
        await keepLastHolder(context, w, id, await openRoles(w, id))
        await endSessionsOf(w, account.id, at, 'disabled')
        await setDisabled(w, account.id, at, 'directory')
      }
    }
  }
  context.announce(w, id)
}

/**
 * A directory enables what a directory disabled. What was disabled here by hand, or with a leaving, stays so until it is
 * enabled here by hand; the page about directories says so.
 */
async function enableAgain(context: Context, w: Writer, account: Account, at: Date): Promise<void> {
  if (account.disabledHow === 'directory') return await setDisabled(w, account.id, null, 'directory')
  await keepDisabled(w, account.personId, at)
  context.house.gate.note(w, 'scim-kept-disabled', { person: account.personId, account: account.id })
}
