import { isUniqueViolation, type Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { todayOf } from '../facts.ts'
import { readDepartments } from '../store/departments.ts'
import { dropConfirmation } from '../store/confirmations.ts'
import { lockPerson } from '../store/persons.ts'
import {
  endConcurrent,
  insertConcurrent,
  insertPost,
  knowPosts,
  listPosts,
  lockPost,
  setInScope,
  updatePost,
} from '../store/posts.ts'
import type { ConcurrentBody, Post } from '../wire.ts'
import type { Wanted } from './confirm/kinds.ts'
import { propose } from './confirm/propose.ts'

type Actor = Pick<Caller, 'personId'>
type Done = { readonly done: true }

/** The catalogue of posts. */
export const posts = async (context: Context): Promise<{ rows: Post[] }> => ({
  rows: await context.house.db.read((r) => listPosts(r, todayOf(context.house))),
})

/** Adds a post to the catalogue (system administrator). @throws Mistake `people.post-taken` */
export async function createPost(
  context: Context,
  caller: Actor,
  body: { readonly name: string; readonly sort: number },
): Promise<{ id: string } | Refusal> {
  const at = context.house.clock.now()
  const id = newId(at.getTime())
  return await managed(context, caller, { post: id, change: 'post-create' }, body.name, async (w) => {
    await insertPost(w, { id, ...body, at })
    return { id }
  })
}

/** Renames, sorts, closes or opens a post; people keep it under its new name. @throws Mistake `people.post-…`, `people.not-found` */
export async function changePost(
  context: Context,
  caller: Actor,
  id: string,
  body: { readonly name: string; readonly sort: number; readonly closed: boolean },
): Promise<Done | Refusal> {
  const { house } = context
  return await managed(context, caller, { post: id, change: 'post-change' }, body.name, async (w) => {
    const before = await lockPost(w, id)
    if (before === undefined) throw notFound()
    const held = (await listPosts(w, todayOf(house))).find((one) => one.id === id)
    if (body.closed && held !== undefined && held.people + held.concurrent > 0)
      throw conflict('people.post-held', 'closed', { count: held.people + held.concurrent })
    await updatePost(w, id, before.name, { ...body, closedAt: body.closed ? house.clock.now() : null })
    return { done: true as const }
  })
}

async function managed<T>(
  context: Context,
  caller: Actor,
  detail: Readonly<Record<string, unknown>>,
  name: string,
  work: (w: Writer) => Promise<T>,
): Promise<T | Refusal> {
  const { house } = context
  try {
    return await house.db.transact(async (w) => {
      const act = await actOf(context, w, caller, { verb: 'manage-people' })
      const answer = house.gate.askIn(w, act.question, act.facts, { detail })
      return isRefusal(answer) ? answer : await work(w)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict('people.post-taken', 'name', { name })
    throw error
  }
}

/**
 * Gives somebody a second post in another department. It counts when holders of a post are looked for. Where it is to
 * widen the scope of work to another department, the post holds at once and the scope waits for the security
 * administrator, whose business rights are.
 * @throws Mistake `people.has-left`, `people.no-department`, `people.own-department`, `people.end-before-start`, `people.post-held-already`
 */
export async function giveConcurrent(
  context: Context,
  caller: Actor,
  personId: string,
  body: ConcurrentBody,
): Promise<{ id: string; waits: boolean } | Refusal> {
  const { house } = context
  const at = house.clock.now()
  const id = newId(at.getTime())
  try {
    return await house.db.transact(async (w) => {
      const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: personId })
      const { departmentId, inScope, startsOn, endsOn } = body
      const detail = {
        change: 'concurrent-give',
        post: id,
        department: departmentId,
        inScope,
        startsOn,
        endsOn,
      }
      const answer = house.gate.askIn(w, act.question, act.facts, { subject: personId, detail })
      if (isRefusal(answer)) return answer
      const person = await lockPerson(w, personId)
      if (person === undefined) throw notFound()
      if (person.leftAt !== null) throw conflict('people.has-left', '')
      const department = (await readDepartments(w)).find((one) => one.id === departmentId)
      if (department === undefined || department.closed)
        throw conflict('people.no-department', 'departmentId')
      if (person.departmentId === departmentId && person.post === body.post)
        throw conflict('people.own-department', 'departmentId')
      if (endsOn !== null && endsOn < startsOn)
        throw new Mistake('people.end-before-start', { field: 'endsOn' })
      await knowPosts(w, [body.post])
      // The own department is in the scope already; after another move it would be somebody else's word.
      const waits = inScope && departmentId !== person.departmentId
      await insertConcurrent(w, { ...body, inScope: false, id, personId, by: caller.personId, at })
      if (waits)
        await propose(context, w, caller, { kind: 'scope', subject: id, content: { person: personId } })
      context.announce(w, personId)
      return { id, waits }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict('people.post-held-already', 'post')
    throw error
  }
}

/** Ends a second post now. @throws Mistake `people.not-found` */
export async function takeConcurrent(
  context: Context,
  caller: Actor,
  personId: string,
  id: string,
): Promise<Done | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: personId })
    const detail = { change: 'concurrent-end', post: id }
    const answer = house.gate.askIn(w, act.question, act.facts, { subject: personId, detail })
    if (isRefusal(answer)) return answer
    const at = house.clock.now()
    if ((await endConcurrent(w, personId, id, caller.personId, at)) === 0) throw notFound()
    await dropConfirmation(w, 'scope', id, caller.personId, at)
    context.announce(w, personId)
    return { done: true as const }
  })
}

/** What the security administrator confirmed: the second post counts for the scope of work. @throws Mistake `people.not-found` when it has ended */
export async function widenScope(context: Context, w: Writer, wanted: Wanted): Promise<Refusal | void> {
  const personId = String(wanted.content['person'])
  const person = await lockPerson(w, personId)
  const act = await actOf(
    context,
    w,
    { personId: wanted.proposedBy },
    { verb: 'manage-people', subjectPerson: personId },
  )
  const detail = { change: 'concurrent-scope', post: wanted.subject, confirmation: wanted.id }
  const answer = context.house.gate.askIn(w, act.question, act.facts, { subject: personId, detail })
  if (isRefusal(answer)) return answer
  if (person?.leftAt !== null) throw conflict('people.has-left', '')
  if ((await setInScope(w, wanted.subject)) === 0) throw notFound()
  context.announce(w, personId)
}
