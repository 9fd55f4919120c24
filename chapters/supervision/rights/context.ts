import { createHash, randomBytes } from 'node:crypto'
import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { ActFacts, ActVerb, Caller, Facts, House } from '../../../gate/index.ts'
import { askedBy } from '../../../gate/index.ts'
import type { Consents } from '../../collection/index.ts'
import type { Custody, CustomerMaterial } from '../../custody/index.ts'
import type { Duties } from '../../duties/index.ts'
import type { People } from '../../people/index.ts'
import type { Projection } from '../projection.ts'

/** What the desk of customers' rights works with. */
export interface RightsContext {
  readonly house: House
  readonly people: Pick<People, 'personFacts' | 'holdersOf'> & {
    names(
      ids: readonly string[],
      r?: Reader,
    ): Promise<ReadonlyMap<string, { readonly name: string; readonly employeeNo: string }>>
  }
  readonly duties: Pick<Duties, 'kind' | 'raise' | 'settle'>
  readonly custody: Custody
  readonly consents: Pick<Consents, 'sendCode' | 'checkCode' | 'withdraw'>
  /** Systems that delivered or were told of the customer forget him too. */
  readonly events: { erased(w: Writer, customerId: string): Promise<void> }
  readonly projection: Pick<Projection, 'catchUp'>
}

export type Actor = Pick<Caller, 'personId' | 'token' | 'proof'>

/** Nothing of this kind. */
export const noSuch = (field = ''): Mistake => new Mistake('rights.not-found', { field, status: 404 })

/** Question and facts of an act about one customer's file. */
export async function actOn<V extends ActVerb>(
  ctx: RightsContext,
  w: Writer | undefined,
  caller: Actor,
  act: ActFacts & { readonly verb: V },
  material: CustomerMaterial,
) {
  const person = (await ctx.people.personFacts([caller.personId], w)).get(caller.personId)
  const facts: Facts = { ...(person === undefined ? {} : { person }), customer: material.facts, act }
  const question = {
    ...askedBy(caller as Caller),
    verb: act.verb,
    customer: material.head.id,
    fields: [],
    at: ctx.house.clock.now().getTime(),
  }
  return { question, facts }
}

/** The file a request is about; erased ones too. @throws Mistake `rights.not-found` */
export async function fileOf(
  ctx: RightsContext,
  w: Writer | undefined,
  id: string,
): Promise<CustomerMaterial> {
  const found = (await ctx.custody.material([id], w)).get(id)
  if (found === undefined) throw noSuch('customer')
  return found
}

/** One line of what happened to a request; codes and ids only. */
export async function addStep(
  ctx: RightsContext,
  w: Writer,
  request: string,
  step: string,
  actor: string | null,
): Promise<void> {
  const now = ctx.house.clock.now()
  await w.run(sql`insert into supervision.rights_step (request_id, id, at, actor_id, step)
    values (${request}, ${newId(now.getTime())}, ${now}, ${actor}, ${step})`)
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 20 characters of 5 bits each from the system's generator: 100 bits that nobody guesses. */
export function newSecret(): string {
  const characters = [...randomBytes(20)].map((byte) => alphabet[byte & 31]!)
  return [0, 5, 10, 15].map((from) => characters.slice(from, from + 5).join('')).join('-')
}

/** Typed by hand: case, spaces and hyphens do not count, and O, I, L are read as 0, 1, 1. */
export const hashOfSecret = (text: string): Buffer =>
  createHash('sha256')
    .update('mifeng rights receipt/')
    .update(text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'))
    .digest()

/** Names under which words are sealed: moved to another request they do not open. */
export const sealedNames = { text: 'rights-text', answer: 'rights-answer', copy: 'rights-copy' } as const

/** Seals words under keys of the request. */
export async function sealFor(
  ctx: RightsContext,
  w: Writer,
  request: string,
  level: number,
  name: keyof typeof sealedNames,
  words: string,
): Promise<Buffer> {
  const keys = await ctx.house.keyring.customerKeys(w, request, [level])
  try {
    return keys.seal(level, sealedNames[name], 1, Buffer.from(words, 'utf8'))
  } finally {
    keys.release()
  }
}
