import { isUniqueViolation, type Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { conflict, type Context, notFound } from '../context.ts'
import { todayOf } from '../facts.ts'
import { isNameTaken, lockAccountOf } from '../store/accounts.ts'
import { lockPerson } from '../store/persons.ts'
import { type OwnLink, type ProviderKind } from '../wire/sign-on.ts'
import { separatedRoles } from '../wire.ts'
import { choiceOf } from './flow.ts'
import type { Subject } from './provider.ts'
import { unknownPassword } from './settings.ts'
import {
  type Candidate,
  candidates,
  deleteLink,
  insertLink,
  insertOutsideAccount,
  isAdministratorsAccount,
  linkOf,
  linksOfAccount,
  readProviders,
  type StoredProvider,
  touchLink,
} from './store.ts'

const notLinked = (kind: ProviderKind): Mistake =>
  new Mistake('people.sign-on-not-linked', { status: 422, values: { kind } })

/**
 * The account of somebody whom a provider has proved: the linked one, or the one that the configured claim names, or a
 * new one where that is switched on. The three administrators are known by links of their own alone: whoever runs the
 * other system, or its configuration here, could otherwise become any of them.
 * @throws Mistake `people.sign-on-not-linked`
 */
export async function accountFor(
  context: Context,
  stored: StoredProvider,
  subject: Subject,
): Promise<string> {
  const { house, hasher } = context
  const link = await house.db.read((r) => linkOf(r, stored.id, subject.externalId))
  if (link !== undefined) {
    await house.db.transact(async (w) => {
      // Linked by a claim first and appointed afterwards: that link opens no administrator's office.
      if (link.madeBy !== 'owner' && (await isAdministratorsAccount(w, link.accountId, separatedRoles)))
        throw notLinked(stored.kind)
      await touchLink(w, link.id, house.clock.now())
    })
    return link.accountId
  }
  const claim = claimOf(stored, subject)
  if (claim === undefined) throw notLinked(stored.kind)
  const found = await house.db.read((r) => candidates(r, claim, todayOf(house), separatedRoles))
  const [person] = found
  if (person === undefined || found.length > 1 || person.administrator) throw notLinked(stored.kind)
  if (person.accountId === null && !stored.createsAccounts) throw notLinked(stored.kind)
  // Hashed before the transaction: it takes a while.
  const hash = person.accountId === null ? await hasher.hash(unknownPassword()) : ''
  return await house.db.transact((w) => linkByClaim(context, w, stored, subject, person, hash))
}

function claimOf(
  stored: StoredProvider,
  subject: Subject,
): { employeeNo: string } | { email: string } | undefined {
  const { employeeNo, email } = subject
  if (stored.linking === 'employee-no' && employeeNo !== undefined) return { employeeNo }
  if (stored.linking === 'email' && email !== undefined) return { email }
  return undefined
}

async function linkByClaim(
  context: Context,
  w: Writer,
  stored: StoredProvider,
  subject: Subject,
  person: Candidate,
  hash: string,
): Promise<string> {
  const { house } = context
  const at = house.clock.now()
  const account = await lockAccountOf(w, person.personId)
  if (account === undefined && hash === '') throw notLinked(stored.kind)
  const accountId = account?.id ?? (await createOutside(context, w, person.personId, hash, at))
  const made = account === undefined ? 'created' : 'claim'
  const taken = (await linksOfAccount(w, accountId)).some((one) => one.providerId === stored.id)
  // The account is somebody else's over there: a number that was given out twice.
  if (taken) throw notLinked(stored.kind)
  const id = newId(at.getTime())
  const { externalId } = subject
  await insertLink(w, { id, providerId: stored.id, externalId, accountId, madeBy: made, at })
  await touchLink(w, id, at)
  house.gate.note(w, 'sign-on-linked', {
    provider: stored.id,
    account: accountId,
    person: person.personId,
    by: made,
  })
  return accountId
}

async function createOutside(
  context: Context,
  w: Writer,
  personId: string,
  passwordHash: string,
  at: Date,
): Promise<string> {
  const person = await lockPerson(w, personId)
  if (person === undefined || person.leftAt !== null) throw notFound()
  const signInName = person.employeeNo.toLowerCase()
  if (await isNameTaken(w, signInName, personId))
    throw conflict('people.sign-in-name-taken', '', { name: signInName })
  const id = newId(at.getTime())
  await insertOutsideAccount(w, { id, personId, signInName, passwordHash, createdBy: null, at })
  context.announce(w, personId)
  return id
}

/** Links the caller's own account to whom the provider has proved. @throws Mistake `people.sign-on-other-account`, `people.sign-on-has-link` */
export async function linkOwn(
  context: Context,
  caller: Pick<Caller, 'accountId' | 'personId'>,
  stored: StoredProvider,
  subject: Subject,
): Promise<void> {
  const { house } = context
  try {
    await house.db.transact(async (w) => {
      const at = house.clock.now()
      const other = await linkOf(w, stored.id, subject.externalId)
      if (other !== undefined && other.accountId !== caller.accountId)
        throw conflict('people.sign-on-other-account', '')
      if (other !== undefined) return
      const { accountId, personId } = caller
      const id = newId(at.getTime())
      await insertLink(w, {
        id,
        providerId: stored.id,
        externalId: subject.externalId,
        accountId,
        madeBy: 'owner',
        at,
      })
      house.gate.note(w, 'sign-on-linked', {
        provider: stored.id,
        account: accountId,
        person: personId,
        by: 'owner',
      })
      context.announce(w, personId)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict('people.sign-on-has-link', '')
    throw error
  }
}

/** The caller's links, and the providers that could be linked. */
export async function ownLinks(
  context: Context,
  caller: Pick<Caller, 'accountId'>,
): Promise<{ rows: OwnLink[] }> {
  return await context.house.db.read(async (r) => {
    const links = new Map((await linksOfAccount(r, caller.accountId)).map((one) => [one.providerId, one]))
    const shown = (await readProviders(r)).filter((one) => one.enabled || links.has(one.id))
    return {
      rows: shown.map((one) => {
        const link = links.get(one.id)
        if (link === undefined) return { provider: choiceOf(one) }
        return {
          provider: choiceOf(one),
          id: link.id,
          madeAt: link.createdAt.toISOString(),
          usedAt: link.usedAt?.toISOString() ?? null,
          madeBy: link.madeBy,
        }
      }),
    }
  })
}

/** Ends one of the caller's own links. */
export async function unlinkOwn(
  context: Context,
  caller: Pick<Caller, 'accountId' | 'personId'>,
  id: string,
): Promise<{ done: true }> {
  const { house } = context
  return await house.db.transact(async (w) => {
    if ((await deleteLink(w, id, caller.accountId)) === 0) throw notFound()
    const { accountId, personId } = caller
    house.gate.note(w, 'sign-on-unlinked', { account: accountId, person: personId, link: id })
    context.announce(w, personId)
    return { done: true as const }
  })
}
