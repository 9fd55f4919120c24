import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { ActVerb, Caller, Facts, House, Permit, PersonFacts } from '../../../gate/index.ts'
import { askedBy } from '../../../gate/index.ts'
import type { Custody, CustomerMaterial } from '../../custody/index.ts'

/** Puts a notice on people's desks, in that transaction. */
export type Tell = (
  w: Writer,
  personIds: readonly string[],
  kind: string,
  o: { readonly link: string; readonly values?: Readonly<Record<string, string | number>> },
) => Promise<void>

/** Sends a short message to an address of a customer, by mail or SMS; resolves when it was handed over or could not be. */
export type SendToCustomer = (message: {
  readonly to: { readonly kind: 'mail' | 'sms'; readonly address: string }
  readonly subject: string
  readonly text: string
}) => Promise<void>

/** What the parts of consent are given. */
export interface ConsentContext {
  readonly house: House
  readonly people: {
    personFacts(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, PersonFacts>>
    names(
      ids: readonly string[],
      r?: Reader,
    ): Promise<ReadonlyMap<string, { readonly name: string; readonly employeeNo: string }>>
    holdersOf(r: Reader, role: string): Promise<readonly string[]>
  }
  readonly custody: Custody
  readonly tell: Tell
  readonly send: SendToCustomer
  /** Told in the transaction in which a customer took consent back, or had something barred. */
  readonly onWithdrawn?: (w: Writer, customerId: string, keys: readonly string[]) => Promise<void>
}

export type Actor = Pick<Caller, 'personId' | 'token'>

/** Nothing of this kind, or nothing for this person. */
export const noSuch = (field = ''): Mistake => new Mistake('consent.not-found', { field, status: 404 })

/** An act that is about no file: its leaf commits with the change. */
export async function askOffice<V extends ActVerb>(
  ctx: ConsentContext,
  w: Writer,
  caller: Actor,
  act: { readonly verb: V; readonly applicant?: string },
  about: { readonly subject: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<Refusal | undefined> {
  const person = (await ctx.people.personFacts([caller.personId], w)).get(caller.personId)
  const facts: Facts = { ...(person === undefined ? {} : { person }), act }
  const question = {
    ...askedBy(caller as Caller),
    verb: act.verb,
    fields: [],
    at: ctx.house.clock.now().getTime(),
  }
  const answer = ctx.house.gate.askIn(w, question, facts, about)
  return isRefusal(answer) ? answer : undefined
}

/** An act about the consent of one customer, whose file is locked; the leaf commits with the change. */
export async function askAbout<V extends 'record-consent' | 'withdraw-consent'>(
  ctx: ConsentContext,
  w: Writer,
  caller: Actor,
  verb: V,
  material: CustomerMaterial,
  detail: Readonly<Record<string, unknown>>,
): Promise<Permit<V> | Refusal> {
  const { question, facts } = await factsAbout(ctx, caller, verb, material, w)
  return ctx.house.gate.askIn(w, question, facts, { detail })
}

/** Question and facts of such an act; also for foreseeing it. */
export async function factsAbout<V extends 'record-consent' | 'withdraw-consent'>(
  ctx: ConsentContext,
  caller: Actor,
  verb: V,
  material: CustomerMaterial,
  r?: Reader,
) {
  const person = (await ctx.people.personFacts([caller.personId], r)).get(caller.personId)
  const facts: Facts = {
    ...(person === undefined ? {} : { person }),
    customer: material.facts,
    act: { verb },
  }
  const question = {
    ...askedBy(caller as Caller),
    verb,
    customer: material.head.id,
    fields: [],
    at: ctx.house.clock.now().getTime(),
  }
  return { question, facts }
}

/** The file of one customer. @throws Mistake `consent.not-found` */
export async function materialOf(
  ctx: ConsentContext,
  customerId: string,
  r?: Reader,
): Promise<CustomerMaterial> {
  const material = (await ctx.custody.material([customerId], r)).get(customerId)
  if (material === undefined || material.head.status === 'erased') throw noSuch('customer')
  return material
}
