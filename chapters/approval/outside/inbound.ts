import type { z } from 'zod'
import { judgeInward } from '../../../floor/delivery/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { isCode } from '../../../floor/logging.ts'
import type { Caller, Protocol, ProtocolReply, ProtocolRequest } from '../../../gate/index.ts'
import type { Parts } from '../notices/parts.ts'
import { mistakeText } from '../texts.ts'
import { decideCall, startCall } from '../wire/outside.ts'
import { decide, start, stateFor } from './calls.ts'
import { linkSecretName } from './secret.ts'
import * as store from './store.ts'

/** Starts a form on behalf of a person, as if they had filled it in here; the gate decides about that person. */
export type Starter = (
  caller: Caller,
  content: Readonly<Record<string, unknown>>,
) => Promise<{ readonly id: string; readonly number: string } | Refusal>

export interface OutsideParts extends Parts {
  readonly starters: Map<string, Starter>
}

export const outsidePrefix = '/api/v1/outside'

/** Signed calls of other systems, under `/api/v1/outside`; no cookie is looked at, no browser can be made to call. */
export const outsideProtocol = (parts: OutsideParts): Protocol => ({
  prefix: outsidePrefix,
  mediaType: 'application/json',
  answer: (request) => answer(parts, request),
  failure: (status) => ({ status, body: { mistake: { code: `http-${status}`, text: { zh: '', en: '' } } } }),
})

async function answer(parts: OutsideParts, request: ProtocolRequest): Promise<ProtocolReply> {
  try {
    const link = await admitted(parts, request)
    const value = await handle(parts, link, request)
    if (!isRefusal(value)) return value
    return { status: 403, body: { refused: true, because: value.because } }
  } catch (error) {
    if (error instanceof Mistake) return mistakeReply(error)
    throw error
  }
}

function mistakeReply(mistake: Mistake): ProtocolReply {
  const { code, field, values } = mistake
  const status = code === 'outside.signature' ? 401 : mistake.status
  return { status, body: { mistake: { code, field, text: mistakeText(code, values) } } }
}

const plainNonce = /^[A-Za-z0-9_-]{16,64}$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The connection that signed this call. An unknown connection, a switched-off one and a wrong signature are answered
 * alike. The nonce counts as used as soon as the signature and the time are good, whatever comes of the call.
 */
async function admitted(parts: OutsideParts, request: ProtocolRequest): Promise<store.Link> {
  const { house } = parts.context
  const refused = new Mistake('outside.signature', { status: 400 })
  const id = request.header('x-mifeng-link') ?? ''
  const nonce = request.header('x-mifeng-nonce') ?? ''
  if (!uuid.test(id) || !plainNonce.test(nonce)) throw refused
  const link = await house.db.read((r) => store.readLink(r, id))
  if (link === undefined || !link.enabled) throw refused
  const secret = house.keyring.openSecret(linkSecretName(id), link.sealed)
  const timestamp = request.header('x-mifeng-timestamp') ?? ''
  const signature = request.header('x-mifeng-signature') ?? ''
  const call = { method: request.method, path: request.url, timestamp, nonce, body: request.raw }
  const now = house.clock.now()
  const verdict = judgeInward(secret, call, signature, now)
  if (verdict === 'forged') {
    // Anybody can send these: they go to the log, which the limit per address bounds, and not into the ledger.
    house.log.warn('outside-forged', { address: request.address })
    throw refused
  }
  const fresh = verdict === 'good' && (await house.db.transact((w) => store.useNonce(w, id, nonce, now)))
  if (fresh) return link
  const why = verdict === 'late' ? 'outside.late' : 'outside.replayed'
  await house.db.transact((w) =>
    Promise.resolve(
      house.gate.note(w, 'outside-refused', { link: id, why: verdict === 'late' ? 'late' : 'replayed' }),
    ),
  )
  throw new Mistake(why, { status: why === 'outside.replayed' ? 409 : 400 })
}

async function handle(
  parts: OutsideParts,
  link: store.Link,
  request: ProtocolRequest,
): Promise<ProtocolReply | Refusal> {
  const { method, path } = request
  const [, id = '', deed] = /^\/approvals\/([0-9a-f-]{36})(\/decide)?$/.exec(path) ?? []
  if (method === 'POST' && path === '/applications')
    return await start(parts, link, shaped(startCall, request.body))
  if (uuid.test(id) && method === 'POST' && deed !== undefined)
    return await decide(parts, link, id, shaped(decideCall, request.body))
  if (uuid.test(id) && method === 'GET' && deed === undefined) return await stateFor(parts, link, id)
  throw new Mistake('approval.not-found', { status: 404 })
}

function shaped<S extends z.ZodType>(shape: S, body: unknown): z.infer<S> {
  const result = shape.safeParse(body)
  if (result.success) return result.data
  const field = result.error.issues[0]?.path.map(String).join('.') ?? ''
  throw new Mistake('outside.shape', { field, status: 400, values: { field: isCode(field) ? field : '' } })
}
