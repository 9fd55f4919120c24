import { createHash } from 'node:crypto'
import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import { type Caller, isAdministrator, isStaff } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { managerOf, namesOf, personFactsOf, todayOf } from '../facts.ts'
import { pinyinOf } from '../pinyin.ts'
import { keepDisabledAsLeft } from '../store/accounts.ts'
import {
  dismissProposal,
  type HandoverContent,
  insertHandover,
  nextNumber,
  type Party,
} from '../store/handovers.ts'
import { dropConfirmation } from '../store/confirmations.ts'
import { knowPosts } from '../store/posts.ts'
import { lockPerson, type Person, setLeft, updatePerson } from '../store/persons.ts'
import { openRoles } from '../store/roles.ts'
import { endSessionsOfPerson } from '../store/sessions.ts'
import { leaveBody, moveBody } from '../wire.ts'
import type { Choice, Choices, HandedOver, LeaveBody, MoveBody, Outcome } from '../wire.ts'
import type { Waits } from '../wire/confirmations.ts'
import type { Wanted } from './confirm/kinds.ts'
import { propose } from './confirm/propose.ts'
import { personalRights } from './confirm/rights.ts'
import type { Holding } from './holdings.ts'
import { makeLetter } from '../exit/letter.ts'
import { keepLastHolder } from './last-holder.ts'
import { checkPerson } from './persons.ts'

type Actor = Pick<Caller, 'personId'>
type Kind = 'leave' | 'move'

/** Things named on the list of one kind; the count is always whole. */
const thingsNamed = 500

/**
 * Ends an employment today, everything held handed over or ended in the same transaction: what is not chosen goes to
 * the receiver (the manager, unless somebody is named) where it can be handed over, and ends where it cannot. Roles end,
 * the account is disabled, all sessions are over when this commits. The person stays in the records for ever.
 * One of the three administrators leaves when a second administrator has confirmed it: nobody empties another's office
 * alone.
 * @throws Mistake `people.last-holder`, `people.not-yourself`, `people.has-left`, `people.not-found`, `people.receiver-…`
 */
export async function leave(
  context: Context,
  caller: Actor,
  id: string,
  body: LeaveBody,
): Promise<HandedOver | Waits | Refusal> {
  if (caller.personId === id) throw conflict('people.not-yourself', '')
  return await context.house.db.transact((w) => leaveIn(context, w, caller, id, body))
}

/** The leaving that a second administrator confirmed. */
export const carryOutLeave = (
  context: Context,
  w: Writer,
  wanted: Wanted,
  confirmedBy: string,
): Promise<HandedOver | Waits | Refusal> =>
  leaveIn(
    context,
    w,
    { personId: wanted.proposedBy },
    wanted.subject,
    leaveBody.parse(wanted.content),
    confirmedBy,
  )

async function leaveIn(
  context: Context,
  w: Writer,
  caller: Actor,
  id: string,
  body: LeaveBody,
  confirmedBy?: string,
): Promise<HandedOver | Waits | Refusal> {
  const { house } = context
  const person = await lockPerson(w, id)
  if (person === undefined) throw notFound()
  const roles = await openRoles(w, id)
  const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: id })
  const detail = { change: 'leave', reason: body.reason, roles: [...roles].sort(), ...of(confirmedBy) }
  const answer = house.gate.askIn(w, act.question, act.facts, { subject: id, detail })
  if (isRefusal(answer)) return answer
  if (person.leftAt !== null) throw conflict('people.has-left', '')
  await keepLastHolder(context, w, id, roles)
  if (confirmedBy === undefined && isAdministrator(roles))
    return await propose(context, w, caller, { kind: 'leave', subject: id, content: { ...body } })
  const receiver = body.receiverId ?? (await managerOf(w, house, id)) ?? null
  const outcomes = await workThrough(context, w, caller, {
    kind: 'leave',
    person,
    receiver,
    choices: body.choices,
  })
  const at = house.clock.now()
  // Whatever was registered or left out: nobody who has left is signed in.
  await endSessionsOfPerson(w, id, at, 'left')
  await keepDisabledAsLeft(w, id)
  await setLeft(w, id, at)
  await dropConfirmation(w, personalRights, id, caller.personId, at)
  await dismissProposal(w, id, at)
  context.announce(w, id)
  return await file(context, w, caller, {
    kind: 'leave', person, receiver, witness: body.witnessId, reason: body.reason, outcomes, confirmedBy, secrecy: body.secrecy,
  }) // prettier-ignore
}

const of = (confirmedBy: string | undefined): { confirmedBy?: string } =>
  confirmedBy === undefined ? {} : { confirmedBy }

/** Ends an employment with nothing chosen, for those who only know that somebody is gone. */
export const endEmployment = (
  context: Context,
  caller: Actor,
  id: string,
  reason: string,
): Promise<HandedOver | Waits | Refusal> =>
  leave(context, caller, id, {
    reason: reason as LeaveBody['reason'],
    receiverId: null,
    witnessId: null,
    choices: {},
    secrecy: null,
  })

/**
 * Gives somebody another department, post or manager. What hung on the old post ends unless it is kept by choice, and
 * the choice is recorded; open pages ask again at once.
 * @throws Mistake as `leave`, and those of a person's entry
 */
export const move = (
  context: Context,
  caller: Actor,
  id: string,
  body: MoveBody,
): Promise<HandedOver | Waits | Refusal> =>
  context.house.db.transact((w) => moveIn(context, w, caller, id, body))

/** The change of post that a second administrator confirmed. */
export const carryOutMove = (
  context: Context,
  w: Writer,
  wanted: Wanted,
  confirmedBy: string,
): Promise<HandedOver | Waits | Refusal> =>
  moveIn(
    context,
    w,
    { personId: wanted.proposedBy },
    wanted.subject,
    moveBody.parse(wanted.content),
    confirmedBy,
  )

async function moveIn(
  context: Context,
  w: Writer,
  caller: Actor,
  id: string,
  body: MoveBody,
  confirmedBy?: string,
): Promise<HandedOver | Waits | Refusal> {
  const { house } = context
  const person = await lockPerson(w, id)
  if (person === undefined) throw notFound()
  const { departmentId, post, managerId } = body
  const act = await actOf(context, w, caller, { verb: 'manage-people', subjectPerson: id })
  const detail = { change: 'move', from: person.departmentId, department: departmentId, ...of(confirmedBy) }
  const answer = house.gate.askIn(w, act.question, act.facts, { subject: id, detail })
  if (isRefusal(answer)) return answer
  if (person.leftAt !== null) throw conflict('people.has-left', '')
  if (person.version !== body.version) throw conflict('people.changed-meanwhile', '')
  const next = { ...person, departmentId, post, managerId }
  await checkPerson(w, id, next)
  const same = isSamePost(person, next)
  if (confirmedBy === undefined && !same && isAdministrator(await openRoles(w, id)))
    return await propose(context, w, caller, { kind: 'move', subject: id, content: { ...body } })
  // The receiver is looked for in the old place, before the person has left it.
  const receiver = body.receiverId ?? (await managerOf(w, house, id)) ?? null
  const outcomes = same
    ? []
    : await workThrough(context, w, caller, { kind: 'move', person, receiver, choices: body.choices })
  await knowPosts(w, [post])
  await updatePerson(w, { ...next, pinyin: pinyinOf(person.name) })
  context.announce(w, id)
  return await file(context, w, caller, {
    kind: 'move', person, receiver, witness: body.witnessId, reason: 'move', outcomes, confirmedBy,
  }) // prettier-ignore
}

/** Another manager alone changes nobody's rights: who approves is looked up anew each time. */
export const isSamePost = (
  before: Pick<Person, 'departmentId' | 'post'>,
  after: Pick<Person, 'departmentId' | 'post'>,
): boolean => before.departmentId === after.departmentId && before.post === after.post

/** What hung on the old post ends; for movers of an import, where nothing is asked one by one. */
export async function endOldPost(
  context: Context,
  w: Writer,
  caller: Actor,
  person: Person,
  rights: 'end' | 'keep',
): Promise<void> {
  // A list or a directory never empties an administrator's office.
  if (rights === 'end' && isAdministrator(await openRoles(w, person.id)))
    throw conflict('people.administrator-by-two', '')
  const receiver = (await managerOf(w, context.house, person.id)) ?? null
  const choices: Choices =
    rights === 'end'
      ? {}
      : Object.fromEntries([...context.holdings.keys()].map((code) => [code, { do: 'keep' as const }]))
  const outcomes = await workThrough(context, w, caller, { kind: 'move', person, receiver, choices })
  await file(context, w, caller, {
    kind: 'move', person, receiver, witness: null, reason: 'import', outcomes,
  }) // prettier-ignore
}

interface Work {
  readonly kind: Kind
  readonly person: Person
  readonly receiver: string | null
  readonly choices: Choices
}

async function workThrough(context: Context, w: Writer, caller: Actor, work: Work): Promise<Outcome[]> {
  for (const code of Object.keys(work.choices))
    if (!context.holdings.has(code))
      throw new Mistake('people.holding-unknown', { field: 'choices', values: { code } })
  const fit = new Map<string, boolean>()
  const outcomes: Outcome[] = []
  for (const holding of context.holdings.values()) {
    if (work.kind === 'move' ? holding.onMove === 'none' : holding.movesOnly === true) continue
    const things = await holding.list(w, work.person.id)
    if (things.length === 0) continue
    const choice = await choiceFor(context, w, holding, work, fit)
    const { did, count, to } = await carryOut(
      w,
      holding,
      work.person.id,
      caller.personId,
      choice,
      things.length,
    )
    if (to !== null) context.announce(w, to)
    outcomes.push({
      code: holding.code,
      title: { ...holding.title },
      did,
      count,
      to,
      things: things.slice(0, thingsNamed).map((one) => one.title),
    })
  }
  return outcomes
}

/** What was chosen, else what is usual; a receiver who cannot receive is a mistake when named and passed over when usual. */
async function choiceFor(
  context: Context,
  w: Writer,
  holding: Holding,
  { kind, person, receiver, choices }: Work,
  fit: Map<string, boolean>,
): Promise<Choice | undefined> {
  const given = choices[holding.code]
  const can = {
    'hand-over': holding.handOver !== undefined,
    end: holding.end !== undefined,
    keep: kind === 'move',
    open: holding.open !== undefined,
  }
  if (given !== undefined) {
    const wanted = 'to' in given ? 'hand-over' : given.do
    if (!can[wanted])
      throw new Mistake('people.holding-cannot', { field: 'choices', values: { code: holding.code } })
    if ('to' in given && !(await isFit(context, w, given.to, person.id, fit)))
      throw new Mistake('people.receiver-unfit', { field: 'choices' })
    return given
  }
  const usual = kind === 'leave' ? (holding.onLeave ?? 'hand-over') : holding.onMove
  if (usual === 'open') return { do: 'open' }
  if (usual === 'keep') return { do: 'keep' }
  if (usual === 'hand-over' && can['hand-over'] && receiver !== null) {
    const may = (await holding.mayReceive?.(w, person.id, receiver)) ?? true
    if (may && (await isFit(context, w, receiver, person.id, fit))) return { to: receiver }
  }
  return can.end ? { do: 'end' } : undefined
}

/** Works here, is somebody else, and is no administrator, who may hold no business. */
async function isFit(
  context: Context,
  r: Reader,
  receiver: string,
  person: string,
  known: Map<string, boolean>,
): Promise<boolean> {
  const before = known.get(receiver)
  if (before !== undefined) return before
  const facts = (await personFactsOf(context.house, [receiver], r)).get(receiver)
  const fit =
    receiver !== person &&
    facts !== undefined &&
    isStaff(facts, context.house.clock.now().getTime()) &&
    !isAdministrator(facts.roles)
  known.set(receiver, fit)
  return fit
}

async function carryOut(
  w: Writer,
  holding: Holding,
  person: string,
  by: string,
  choice: Choice | undefined,
  held: number,
): Promise<{ did: Outcome['did']; count: number; to: string | null }> {
  if (choice === undefined) return { did: 'left-open', count: held, to: null }
  if ('to' in choice)
    return { did: 'handed-over', count: await holding.handOver!(w, person, choice.to, by), to: choice.to }
  if (choice.do === 'open') return { did: 'left-open', count: await holding.open!(w, person, by), to: null }
  if (choice.do === 'keep') return { did: 'kept', count: held, to: null }
  return { did: 'ended', count: await holding.end!(w, person, by), to: null }
}

interface Filed {
  readonly kind: Kind
  readonly person: Person
  readonly receiver: string | null
  readonly witness: string | null
  readonly reason: string
  readonly outcomes: readonly Outcome[]
  readonly confirmedBy?: string | undefined
  readonly secrecy?: LeaveBody['secrecy']
}

/** Files the list with its hash in the ledger: ids, codes and counts only. */
async function file(context: Context, w: Writer, caller: Actor, filed: Filed): Promise<HandedOver> {
  const { house } = context
  const { kind, person, receiver, witness, outcomes } = filed
  const ids = [person.id, receiver, witness].filter((one) => one !== null)
  const names = await namesOf(w, ids)
  if (witness !== null && (!names.has(witness) || witness === person.id || witness === receiver))
    throw new Mistake('people.witness-unfit', { field: 'witnessId' })
  const party = (id: string | null): Party | null => {
    const found = id === null ? undefined : names.get(id)
    if (found === undefined) return null
    const { name, employeeNo, department, post } = found
    return { name, employeeNo, department, post }
  }
  const content: HandoverContent = {
    reason: filed.reason,
    // As it was before: the new post is written afterwards.
    person: party(person.id)!,
    receiver: party(receiver),
    witness: party(witness),
    outcomes,
  }
  const madeAt = house.clock.now()
  const id = newId(madeAt.getTime())
  const number = await nextNumber(w, Number(todayOf(house).slice(0, 4)))
  const contentHash = createHash('sha256').update(canonical(content)).digest('hex')
  await insertHandover(w, {
    id, number, kind, personId: person.id, receiverId: receiver, witnessId: witness, content, contentHash,
    madeBy: caller.personId, madeAt,
  }) // prettier-ignore
  house.gate.note(w, 'handover', {
    actor: caller.personId,
    subject: person.id,
    handover: id,
    what: kind,
    receiver,
    witness,
    content: contentHash,
    ...of(filed.confirmedBy),
    outcomes: outcomes.map(({ code, did, count, to }) => ({ code, did, count, to })),
  })
  if (kind === 'leave' && filed.reason !== 'mistaken-entry')
    await makeLetter(context, w, { handover: id, personId: person.id, secrecy: filed.secrecy ?? null })
  return { done: true, handover: id, number }
}
