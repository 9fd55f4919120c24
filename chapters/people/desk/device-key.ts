import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import { Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Shown } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import {
  type KeyedSession,
  lockByToken,
  moveSecret,
  type SessionFound,
  storeSignature,
} from '../store/sessions.ts'
import { insertChallenge, useChallenge } from '../store/steps.ts'
import { endMoved, strangeness } from './bound.ts'
import { newToken, tokenHash } from './tokens.ts'

/**
 * The key of the browser: a pair whose private half the browser keeps and never hands out. It signs when a session
 * begins, before somebody proves anew who they are, from each new address, and at least every ten minutes. With each
 * signature the browser is given another secret, which takes the place of the last one: cookies that were copied open
 * nothing from another address, and behind the same one nothing for long, as they are out of date after two signatures.
 */
export const signatureMinutes = 10
/** So fresh a signature is wanted when somebody proves anew who they are. */
export const freshSignatureMs = 60_000
/** A session without a key may be given one this long after it began; later it could be a thief's. */
const bindMinutes = 5
const challengeMs = 60_000
const addressesMost = 4
/** So long after a secret was given out no further one is: two pages of one browser may sign at once or in turn. */
const sameMomentMs = 60_000

/** What is signed: the challenge behind words that nothing else signs. */
export const signedText = (challenge: string): Buffer => Buffer.from(`mifeng device 1 ${challenge}`)

/** Whether a session without a key, or one whose key signed lately and from this address. */
export const isSigned = (
  found: Pick<SessionFound, 'keyed' | 'signedAt' | 'signedFrom'>,
  address: string,
  now: Date,
): boolean =>
  !found.keyed ||
  (found.signedAt !== null &&
    now.getTime() - found.signedAt.getTime() < signatureMinutes * 60_000 &&
    found.signedFrom.includes(address))

export interface Asking {
  readonly token: string | undefined
  readonly shown: Shown
  readonly address: string
}

const notHere = (): Mistake => new Mistake('people.device-unknown', { status: 401 })

/**
 * Asks the browser to sign; `bound` says whether the session has a key already. A session that is asked about from
 * elsewhere ends. @throws Mistake `people.device-unknown` (401)
 */
export async function askSignature(
  context: Context,
  asking: Asking,
): Promise<{ challengeId: string; challenge: string; bound: boolean; mayBind: boolean }> {
  const { house } = context
  const asked = await house.db.transact(async (w) => {
    const at = house.clock.now()
    const session = await openHere(context, w, asking, at)
    if (session === undefined) return undefined
    const id = newId(at.getTime())
    const value = randomBytes(32).toString('base64url')
    const expiresAt = new Date(at.getTime() + challengeMs)
    await insertChallenge(w, { id, purpose: 'device', value, accountId: session.accountId, at, expiresAt })
    const bound = session.deviceKey !== null
    return { challengeId: id, challenge: value, bound, mayBind: mayBind(session, at) }
  })
  if (asked === undefined) throw notHere()
  return asked
}

const mayBind = (session: KeyedSession, at: Date): boolean =>
  session.deviceKey === null && at.getTime() - session.createdAt.getTime() <= bindMinutes * 60_000

async function openHere(
  context: Context,
  w: Parameters<typeof lockByToken>[0],
  { token, shown }: Asking,
  at: Date,
): Promise<KeyedSession | undefined> {
  const session = token === undefined ? undefined : await lockByToken(w, tokenHash(token), at)
  if (session === undefined) return undefined
  const why = strangeness(session, shown)
  if (why === undefined) return session
  await endMoved(context, w, session, why)
  return undefined
}

/**
 * Takes the browser's signature, and resolves to its next secret, if it is time for one. The first one brings the public
 * key, to which the session is bound from then on; a wrong one later means that the session is elsewhere, and ends it.
 * @throws Mistake `people.device-unknown` (401), `people.device-late`
 */
export async function takeSignature(
  context: Context,
  asking: Asking,
  answer: {
    readonly challengeId: string
    readonly signature: string
    readonly publicKey?: string | undefined
  },
): Promise<{ bound: string | undefined }> {
  const { house } = context
  const outcome = await house.db.transact(async (w): Promise<Outcome> => {
    const at = house.clock.now()
    const session = await openHere(context, w, asking, at)
    if (session === undefined) return 'elsewhere'
    const { accountId } = session
    const value = await useChallenge(w, { id: answer.challengeId, purpose: 'device', accountId, at })
    const first = session.deviceKey === null
    if (value === undefined || (first && (!mayBind(session, at) || answer.publicKey === undefined)))
      return 'late'
    const spki = session.deviceKey ?? Buffer.from(answer.publicKey!, 'base64url')
    if (!isSignedBy(spki, value, answer.signature)) {
      if (first) return 'late'
      await endMoved(context, w, session, 'signature')
      return 'elsewhere'
    }
    const lately = session.signedAt !== null && isRecent(session.signedAt, at) ? session.signedFrom : []
    const from = [asking.address, ...lately.filter((one) => one !== asking.address)].slice(0, addressesMost)
    await storeSignature(w, session.id, { deviceKey: spki, at, from })
    if (first)
      house.gate.note(w, 'session-bound', {
        person: session.personId,
        account: accountId,
        session: session.id,
      })
    return { bound: await nextSecret(w, session, asking.shown, at) }
  })
  if (outcome === 'elsewhere') throw notHere()
  if (outcome === 'late') throw new Mistake('people.device-late', { status: 409 })
  return outcome
}

type Outcome = { readonly bound: string | undefined } | 'late' | 'elsewhere'

/**
 * The secret that was shown is the one in use, also when it was given out last time and this is the first that is seen
 * of it; the one before it ends here. A reply that got lost loses nothing: the old secret is then shown once more.
 * Two pages of one browser may sign one right after the other: within a minute of the last secret no further one is
 * given, since a request that left with the secret before may still be on its way (a slow line, a laptop that wakes up).
 */
async function nextSecret(
  w: Parameters<typeof lockByToken>[0],
  session: KeyedSession,
  shown: Shown,
  at: Date,
): Promise<string | undefined> {
  if (shown.bound === undefined) return undefined
  const given = session.boundNextAt?.getTime() ?? -Infinity
  if (at.getTime() - given < sameMomentMs) return undefined
  const next = newToken()
  await moveSecret(w, session.id, { shown: tokenHash(shown.bound), next: tokenHash(next), at })
  return next
}

const isRecent = (signedAt: Date, at: Date): boolean =>
  at.getTime() - signedAt.getTime() < signatureMinutes * 60_000

/** ECDSA over P-256 with SHA-256, in the fixed-length form that browsers make. */
function isSignedBy(spki: Buffer, challenge: string, signature: string): boolean {
  const key = keyOf(spki)
  if (key === undefined) return false
  const given = Buffer.from(signature, 'base64url')
  return verify('sha256', signedText(challenge), { key, dsaEncoding: 'ieee-p1363' }, given)
}

function keyOf(spki: Buffer): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
      ? key
      : undefined
  } catch {
    return undefined
  }
}
