import { createHash } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type ActFacts, askedBy, type Caller, factsOfCaller, isStaff } from '../../../gate/index.ts'
import { type Context, nowOf, personFactsOf } from '../context.ts'
import type { Room } from './store.ts'

type RoomVerb =
  'edit-rooms' | 'give-entry' | 'apply-entry' | 'decide-entry' | 'sign-entry' | 'import-door-log' | 'settings'

/** Asks the gate about an act on a room; the refusal, or undefined when it may be done. Both are in the ledger. */
export async function refusedAct(
  context: Context,
  w: Writer,
  caller: Caller,
  verb: RoomVerb,
  act: Omit<ActFacts, 'verb'>,
  detail: Readonly<Record<string, string | number | boolean | null>>,
): Promise<Refusal | undefined> {
  const answer = context.house.gate.askIn(
    w,
    { ...askedBy(caller), verb, fields: [], at: nowOf(context) },
    {
      ...factsOfCaller(caller),
      ...(await personFactsOf(context, caller.personId, w)),
      act: { verb, ...act },
    },
    { ...(act.subjectPerson === undefined ? {} : { subject: act.subjectPerson }), detail },
  )
  return isRefusal(answer) ? answer : undefined
}

/** Whether this person works here at this moment. */
export async function works(context: Context, w: Writer, id: string): Promise<boolean> {
  const { person } = await personFactsOf(context, id, w)
  return person !== undefined && isStaff(person, nowOf(context))
}

/** @throws Mistake `rooms.person-gone` for the first of these people who does not work here */
export async function mustWork(
  context: Context,
  w: Writer,
  people: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [field, id] of Object.entries(people))
    if (!(await works(context, w, id))) throw new Mistake('rooms.person-gone', { field })
}

/** @throws Mistake `rooms.closed` */
export function mustBeOpen(room: Room): void {
  if (room.closedAt !== null) throw new Mistake('rooms.closed', { field: 'roomId', status: 409 })
}

/** What the ledger keeps of a visitor: a salted hash, which says nothing once the salt has been removed with the data. */
export const visitorCommitment = (
  visitor: { readonly name: string; readonly organisation: string; readonly idLast: string },
  salt: Buffer,
): Buffer =>
  createHash('sha256')
    .update(salt)
    .update(JSON.stringify([visitor.name, visitor.organisation, visitor.idLast]))
    .digest()
