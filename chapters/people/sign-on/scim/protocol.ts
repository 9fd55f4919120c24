import { createHash } from 'node:crypto'
import { isUniqueViolation, type Writer } from '../../../../floor/database/index.ts'
import { isRefusal, Mistake } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Protocol, ProtocolReply, ProtocolRequest } from '../../../../gate/index.ts'
import { actOf, type Context } from '../../context.ts'
import { endEmployment } from '../../desk/leaving.ts'
import { personFactsOf } from '../../facts.ts'
import { lockPerson } from '../../store/persons.ts'
import { openRoles } from '../../store/roles.ts'
import { separatedRoles } from '../../wire.ts'
import { unknownPassword } from '../settings.ts'
import { readFilter, readPage } from './filter.ts'
import { closeGroup, createGroup, groupOf, readGroup, replaceGroup } from './groups.ts'
import { patched, readOperations } from './patch.ts'
import { discovery, errorReply, listReply, pageMost, ScimError, type ScimObject } from './shapes.ts'
import {
  type ScimDepartment,
  scimDepartment,
  scimDepartments,
  type ScimPerson,
  scimPerson,
  scimPersons,
  type StoredToken,
} from './store.ts'
import { bearerOf } from './tokens.ts'
import { createUser, readUser, replaceUser, userOf } from './users.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What one request works with. */
interface Work {
  readonly context: Context
  readonly request: ProtocolRequest
  readonly token: StoredToken
}

/**
 * SCIM 2.0 (RFC 7643, RFC 7644) for joiners, movers and leavers: people as Users, departments as Groups. A token acts
 * with the rights of the system administrator who made it, under the same gate; the three administrators themselves are
 * out of its reach.
 */
export const scimProtocol = (context: Context): Protocol => ({
  prefix: '/scim/v2',
  mediaType: 'application/scim+json',
  failure: (status) => errorReply(status, failureWords[status] ?? 'the request cannot be answered'),
  answer: async (request) => {
    const token = await bearerOf(context, request.authorization)
    if (token === undefined) return errorReply(401, 'a valid bearer token is needed')
    try {
      if (!(await isInOffice(context, token)))
        return errorReply(403, 'the owner of this token may not do this')
      return await dispatch({ context, request, token })
    } catch (error) {
      return replyTo(error)
    }
  },
})

/** Whether the token's owner still may do what it is for: without that it does not even read the list of people. */
async function isInOffice(context: Context, token: StoredToken): Promise<boolean> {
  const { house } = context
  const { createdBy: actor } = token
  const person = (await personFactsOf(house, [actor])).get(actor)
  if (person === undefined) return false
  const at = house.clock.now().getTime()
  const question = { actor, verb: 'manage-people', fields: [], at } as const
  return house.gate.foresee(question, { person, act: { verb: 'manage-people' } }).verdict === 'permit'
}

const failureWords: Readonly<Record<number, string>> = {
  400: 'the body is not JSON',
  403: 'not for browsers',
  413: 'the body is too large',
  415: 'application/scim+json is expected',
  429: 'too many requests',
  500: 'our fault',
}

function replyTo(error: unknown): ProtocolReply {
  if (error instanceof ScimError) return errorReply(error.status, error.message, error.scimType)
  if (isUniqueViolation(error))
    return errorReply(409, 'this name, number or externalId is in use', 'uniqueness')
  if (error instanceof Mistake) {
    const status = error.status === 422 ? 400 : error.status
    return errorReply(status, error.code, status === 400 ? 'invalidValue' : undefined)
  }
  throw error
}

async function dispatch(work: Work): Promise<ProtocolReply> {
  const { method, path, base } = work.request
  const found = discovery(path, base)
  if (found !== undefined) return method === 'GET' ? found : errorReply(405, 'read only')
  const [, kind, id] = /^\/(Users|Groups)(?:\/([^/]+))?$/.exec(path) ?? []
  if (kind === undefined) return errorReply(404, 'no such resource')
  return kind === 'Users' ? await answerOf(work, users, id) : await answerOf(work, groups, id)
}

async function answerOf<T>(
  work: Work,
  resource: Resource<T>,
  id: string | undefined,
): Promise<ProtocolReply> {
  const { method, ifMatch, ifNoneMatch, body } = work.request
  if (id === undefined) {
    if (method === 'GET') return await resource.list(work)
    return method === 'POST' ? await resource.create(work) : errorReply(405, 'GET and POST')
  }
  const before = uuid.test(id)
    ? await work.context.house.db.read((r) => resource.find(r, id.toLowerCase()))
    : undefined
  if (before === undefined) return errorReply(404, 'no such resource')
  const shown = resource.show(work, before)
  const etag = versionOf(shown)
  if (method === 'GET')
    return ifNoneMatch === etag ? { status: 304, headers: { etag } } : withVersion(200, shown)
  if (method === 'POST') return errorReply(405, 'GET, PUT, PATCH and DELETE')
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etag)
    return errorReply(412, 'somebody else has changed it')
  if (method === 'DELETE') return await resource.remove(work, id.toLowerCase())
  const wanted = method === 'PUT' ? body : asPatched(shown, patched(shown, readOperations(body)))
  return await resource.replace(work, id.toLowerCase(), wanted)
}

/** A patch that leaves `active` alone says nothing of it: an account disabled at this very moment stays disabled. */
function asPatched(shown: ScimObject, after: ScimObject): ScimObject {
  const { active, ...rest } = after
  return active === shown['active'] ? rest : after
}

interface Resource<T> {
  list(work: Work): Promise<ProtocolReply>
  create(work: Work): Promise<ProtocolReply>
  find(r: Parameters<typeof scimPerson>[0], id: string): Promise<T | undefined>
  show(work: Work, one: T): ScimObject
  replace(work: Work, id: string, body: unknown): Promise<ProtocolReply>
  remove(work: Work, id: string): Promise<ProtocolReply>
}

/** A weak version made of what is shown: it changes when anything a client sees does. */
const versionOf = (shown: ScimObject): string => String((shown['meta'] as ScimObject)['version'])

function dressed(
  work: Work,
  type: 'User' | 'Group',
  one: ScimObject,
  at: { created: Date | null; changed: Date | null },
) {
  const version = createHash('sha256').update(JSON.stringify(one)).digest('hex').slice(0, 16)
  const meta = {
    resourceType: type,
    ...(at.created === null ? {} : { created: at.created.toISOString() }),
    ...(at.changed === null ? {} : { lastModified: at.changed.toISOString() }),
    location: `${work.request.base}/${type}s/${String(one['id'])}`,
    version: `W/"${version}"`,
  }
  return { ...one, meta }
}

function withVersion(status: number, shown: ScimObject): ProtocolReply {
  const location = String((shown['meta'] as ScimObject)['location'])
  return { status, headers: { etag: versionOf(shown), ...(status === 201 ? { location } : {}) }, body: shown }
}

/** Asks the gate as the token's owner, who may have lost the office since; and keeps hands off the three administrators. */
async function asked(work: Work, w: Writer, change: string, subject: string): Promise<void> {
  const { context, token } = work
  const caller = { personId: token.createdBy }
  const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: subject })
  const detail = { change, via: 'scim', token: token.id }
  const answer = context.house.gate.askIn(w, act.question, act.facts, { subject, detail })
  if (isRefusal(answer)) throw new ScimError(403, 'the owner of this token may not do this')
  const roles = await openRoles(w, subject)
  if (separatedRoles.some((role) => roles.has(role)))
    throw new ScimError(403, 'the three administrators are not provisioned')
}

const users: Resource<ScimPerson> = {
  find: (r, id) => scimPerson(r, id),
  show: (work, one) => dressed(work, 'User', userOf(one), { created: one.createdAt, changed: one.changedAt }),
  list: async (work) => {
    const filter = readFilter(work.request.query['filter'], ['username', 'externalid', 'id'])
    const page = readPage(work.request.query, pageMost)
    const { total, rows } = await work.context.house.db.read((r) => scimPersons(r, filter, page))
    return listReply(
      rows.map((one) => users.show(work, one)),
      total,
      page.startIndex,
    )
  },
  create: async (work) => {
    const wanted = readUser(work.request.body)
    const { house, hasher } = work.context
    const id = newId(house.clock.now().getTime())
    const passwordHash = await hasher.hash(unknownPassword())
    const made = await house.db.transact(async (w) => {
      await asked(work, w, 'create', id)
      await createUser(work.context, w, wanted, { id, by: work.token.createdBy, passwordHash })
      return await scimPerson(w, id)
    })
    return withVersion(201, users.show(work, made!))
  },
  replace: async (work, id, body) => {
    const wanted = readUser(body)
    const after = await work.context.house.db.transact(async (w) => {
      const before = await lockPerson(w, id)
      if (before === undefined || before.leftAt !== null) throw new ScimError(404, 'no such resource')
      await asked(work, w, wanted.active === false ? 'suspend' : 'change', id)
      await replaceUser(work.context, w, before, wanted, work.token.createdBy)
      return await scimPerson(w, id)
    })
    return withVersion(200, users.show(work, after!))
  },
  remove: async (work, id) => {
    await work.context.house.db.transact((w) => asked(work, w, 'leave', id))
    const answer = await endEmployment(work.context, { personId: work.token.createdBy }, id, 'left')
    return isRefusal(answer) ? errorReply(403, 'the owner of this token may not do this') : { status: 204 }
  },
}

const groups: Resource<ScimDepartment> = {
  find: (r, id) => scimDepartment(r, id),
  show: (work, one) =>
    dressed(work, 'Group', groupOf(one), { created: one.createdAt, changed: one.changedAt }),
  list: async (work) => {
    const filter = readFilter(work.request.query['filter'], ['displayname', 'externalid'])
    const page = readPage(work.request.query, pageMost)
    const { total, rows } = await work.context.house.db.read((r) => scimDepartments(r, filter, page))
    return listReply(
      rows.map((one) => groups.show(work, one)),
      total,
      page.startIndex,
    )
  },
  create: async (work) => {
    const wanted = readGroup(work.request.body)
    const { house } = work.context
    const id = newId(house.clock.now().getTime())
    const made = await house.db.transact(async (w) => {
      await asked(work, w, 'create-department', id)
      await createGroup(work.context, w, id, wanted, work.token.createdBy)
      return await scimDepartment(w, id)
    })
    return withVersion(201, groups.show(work, made!))
  },
  replace: async (work, id, body) => {
    const wanted = readGroup(body)
    const after = await work.context.house.db.transact(async (w) => {
      await asked(work, w, 'change-department', id)
      const before = await scimDepartment(w, id)
      if (before === undefined) throw new ScimError(404, 'no such resource')
      await replaceGroup(work.context, w, before, wanted, work.token.createdBy)
      return await scimDepartment(w, id)
    })
    return withVersion(200, groups.show(work, after!))
  },
  remove: async (work, id) => {
    await work.context.house.db.transact(async (w) => {
      await asked(work, w, 'close-department', id)
      await closeGroup(work.context, w, id)
    })
    return { status: 204 }
  },
}
