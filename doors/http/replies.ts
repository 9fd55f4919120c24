import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  CommitUncertain,
  ConnectionLost,
  DatabaseUnavailable,
  QueryFault,
} from '../../floor/database/index.ts'
import { LedgerBusy, LedgerUncertain, Mistake } from '../../floor/errors.ts'
import { LedgerBroken } from '../../floor/ledger/index.ts'
import type { Refusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Logger } from '../../floor/logging.ts'
import type { z } from 'zod'
import { DOOR_TEXTS, ROLE_TEXT } from './texts.ts'

/**
 * The three bodies of a reply that is not a success: `mistake` (4xx: what to put right), `refused` (403: which
 * clauses said no), `fault` (5xx: an incident id).
 */

export interface BilingualText {
  readonly zh: string
  readonly en: string
}

export interface MistakeBody {
  readonly mistake: {
    readonly code: string
    /** Dotted path of the first field in question, '' for the whole request. */
    readonly field: string
    readonly values: Readonly<Record<string, string | number>>
    /** Every field in question, when a shape was not kept. */
    readonly fields?: readonly { readonly field: string; readonly problem: string }[]
    readonly text: BilingualText
  }
}

export interface RefusedBody {
  readonly refused: true
  readonly because: readonly ({ readonly number: string; readonly rule: string } & BilingualText)[]
  readonly faults: readonly string[]
  readonly next: Refusal['next']
  /** One sentence for the person: the deciding clause's words. */
  readonly text: BilingualText
}

export interface FaultBody {
  readonly fault: { readonly id: string; readonly reason: 'ours' | 'ledger' | 'busy' | 'too-slow' }
}

/** Thrown when a request takes longer than its route allows; nothing of its result is sent. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow'
}

/** A shape that was not kept, with every field and the kind of problem; the values themselves are not repeated. */
export class ShapeMistake extends Mistake {
  readonly fields: readonly { field: string; problem: string }[]
  constructor(part: 'params' | 'query' | 'body', issues: readonly z.core.$ZodIssue[]) {
    const fields = issues.slice(0, 50).flatMap((issue) => {
      const path = [part, ...issue.path.map(String)].join('.')
      if (issue.code !== 'unrecognized_keys') return [{ field: path, problem: issue.code }]
      return issue.keys
        .slice(0, 5)
        .map((key) => ({ field: `${path}.${key.slice(0, 60)}`, problem: 'unknown' }))
    })
    super('shape', {
      field: fields[0]?.field ?? part,
      status: 400,
      values: { problem: fields[0]?.problem ?? 'invalid' },
    })
    this.fields = fields
  }
}

/** Where a server keeps the chapters' words for their mistakes, by code. */
const textsKey = Symbol('mistake-texts')
type MistakeTexts = (code: string) => BilingualText | undefined

/** Gives a server the chapters' words for their mistakes. */
export function useMistakeTexts(server: FastifyInstance, texts: MistakeTexts): void {
  server.decorate(textsKey, { of: texts })
}

const textOf = (reply: FastifyReply, code: string): BilingualText | undefined =>
  (reply.server as { [textsKey]?: { of: MistakeTexts } })[textsKey]?.of(code)

/** Puts the values into `{name}` places. */
function filled(text: BilingualText, values: Mistake['values']): BilingualText {
  const fill = (words: string): string =>
    words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return { zh: fill(text.zh), en: fill(text.en) }
}

/** Sends the reply to a mistake; its words are the door's, the chapter's, or the message it was made with. */
export function sendMistake(
  reply: FastifyReply,
  mistake: Mistake,
  status: number = mistake.status,
): FastifyReply {
  const { code, field, values, message } = mistake
  const known = DOOR_TEXTS[code] ?? textOf(reply, code)
  const text = known === undefined ? { zh: message, en: message } : filled(known, values)
  const fields = mistake instanceof ShapeMistake ? { fields: mistake.fields } : {}
  const body: MistakeBody = { mistake: { code, field, values, ...fields, text } }
  return reply.code(status).send(body)
}

/** Sends a refusal with the words of the clauses that said no. `because` holds clause keys, `number/rule`. */
export function sendRefusal(
  reply: FastifyReply,
  refusal: Refusal,
  policyText: (number: string) => BilingualText | undefined,
): FastifyReply {
  const because = refusal.because.map((key) => {
    const [number = '', rule = ''] = key.split('/')
    const { zh, en } = policyText(number) ?? { zh: number, en: number }
    return { number, rule, zh, en }
  })
  const { zh, en } = because[0] ?? (refusal.faults.includes('role') ? ROLE_TEXT : { zh: '', en: '' })
  const { faults, next } = refusal
  const body: RefusedBody = { refused: true, because, faults, next, text: { zh, en } }
  return reply.code(403).send(body)
}

/** What Fastify itself found wrong with a request, in our words. */
const FRAMEWORK_CODES: Readonly<Record<number, string>> = {
  404: 'not-found',
  413: 'too-large',
  414: 'address-too-long',
  415: 'content-type',
  431: 'headers-too-large',
}

const unrecorded = [
  LedgerBusy,
  LedgerUncertain,
  LedgerBroken,
  CommitUncertain,
  ConnectionLost,
  DatabaseUnavailable,
]

/** Nothing can be recorded just now: the ledger, or the database it is in, is away, full or in doubt. */
const cannotRecord = (error: unknown): boolean =>
  unrecorded.some((kind) => error instanceof kind) ||
  (error instanceof QueryFault && error.code.startsWith('53'))

/** Turns whatever was thrown into a reply; nothing of an unexpected error is shown, only an incident id. */
export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  if (error instanceof Mistake) return sendMistake(reply, error)
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const code = FRAMEWORK_CODES[status] ?? 'unreadable'
    return sendMistake(reply, new Mistake(code), status)
  }
  const id = newId()
  const route = request.routeOptions.url
  log.error('fault', { faultId: id, requestId: request.id, ...(route === undefined ? {} : { route }) }, error)
  const reason = cannotRecord(error) ? 'ledger' : error instanceof TooSlow ? 'too-slow' : 'ours'
  const body: FaultBody = { fault: { id, reason } }
  return reply.code(reason === 'ours' ? 500 : 503).send(body)
}
