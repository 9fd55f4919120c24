import { createHash } from 'node:crypto'
import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import {
  type ActFacts,
  type ActVerb,
  askedBy,
  type Caller,
  factsOfCaller,
  type PersonFacts,
} from '../../../gate/index.ts'
import type { Approval } from '../../approval/index.ts'
import type { Duties } from '../../duties/index.ts'
import type { Context } from '../context.ts'
import { canonical } from '../../../floor/ledger/index.ts'

/** What indirect collection needs beside the chapter's own context. */
export interface FormsAndDuties {
  readonly approval: Pick<Approval, 'register' | 'submit' | 'instance' | 'notify'>
  readonly duties: Pick<Duties, 'kind' | 'raise' | 'settle'>
}
export interface IndirectContext extends Context, FormsAndDuties {}

export type SourceVerb =
  | 'register-source'
  | 'check-source'
  | 'open-source-file'
  | 'verify-batch'
  | 'freeze-source'
  | 'confirm-freeze'

/** Asks the gate about an act on a source or a batch; undefined when it may be done. Both answers are in the ledger. */
export async function refusedAct(
  ctx: Context,
  w: Writer,
  caller: Caller,
  verb: SourceVerb,
  act: Omit<ActFacts, 'verb'>,
  about: { readonly subject: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<Refusal | undefined> {
  const answer = ctx.house.gate.askIn(
    w,
    { ...askedBy(caller), verb: verb satisfies ActVerb, fields: [], at: ctx.house.clock.now().getTime() },
    {
      ...factsOfCaller(caller),
      ...(await personOf(ctx, caller.personId, w)),
      act: { verb, ...act },
    },
    about,
  )
  return isRefusal(answer) ? answer : undefined
}

/** The facts about one person, or none: a rule that needs them then denies. */
export async function personOf(
  ctx: Context,
  id: string,
  r: Reader,
): Promise<{ readonly person?: PersonFacts }> {
  const person = (await ctx.people.personFacts([id], r)).get(id)
  return person === undefined ? {} : { person }
}

/** 404: nothing with this id, or nothing for this person. */
export const notThere = (field = ''): Mistake => new Mistake('indirect.not-found', { field, status: 404 })
/** 409: it is not as the request supposes; the code says what. */
export const conflict = (code: string, field = ''): Mistake => new Mistake(code, { field, status: 409 })

/** SHA-256 over canonical JSON, lower-case hex. */
export const hashOfContent = (content: unknown): string =>
  createHash('sha256').update(canonical(content)).digest('hex')

export interface Named {
  readonly id: string
  readonly name: string
  readonly employeeNo: string
}

/** Names of these people for a reply; whoever is unknown appears as a dash. */
export async function namesOf(
  ctx: Context,
  r: Reader,
  ids: readonly (string | null)[],
): Promise<{ one(id: string): Named; maybe(id: string | null): Named | null }> {
  const names = await ctx.people.names([...new Set(ids.filter((id) => id !== null))], r)
  const one = (id: string): Named => ({
    id,
    name: names.get(id)?.name ?? '—',
    employeeNo: names.get(id)?.employeeNo ?? '',
  })
  return { one, maybe: (id) => (id === null ? null : one(id)) }
}

/** Whether somebody holds one of these offices. */
export const holds = (caller: Pick<Caller, 'roles'>, ...roles: readonly string[]): boolean =>
  roles.some((role) => caller.roles.includes(role))
/** Offices that check sources and batches (2.2.2). */
export const checkers = ['archivist', 'legal', 'secrecy-office']
