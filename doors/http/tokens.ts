import type { FastifyReply, FastifyRequest } from 'fastify'
import { Mistake } from '../../floor/errors.ts'
import type { Caller, Route } from '../../gate/route.ts'
import { type Limit, slowDown } from './limits.ts'

/** How programs are let in: `Authorization: Bearer mfs_…` in place of a session. */
export interface TokenDoor {
  /** `no: 'token'` tells nobody why; `no: 'rate'` after how many seconds to come back. */
  authenticate(
    text: string,
    address: string,
  ): Promise<
    { readonly caller: Caller } | { readonly no: 'token' } | { readonly no: 'rate'; readonly seconds: number }
  >
  /** A program tried a route that is closed to programs. */
  refused(caller: Caller): Promise<void>
}

/**
 * What follows `Bearer`, whatever it is; other kinds of authorization are none of ours (a proxy in front may use them).
 */
export function bearerText(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization ?? ''
  return /^bearer(\s|$)/i.test(header) ? header.slice('bearer'.length).trim() : undefined
}

/** Whether something that looks like a token stands in an address, percent-encoded or not. */
export function hasTokenText(address: string): boolean {
  return /mf[sp](_|%5f)[0-9a-f]{12}/i.test(address)
}

interface Around {
  readonly tokens?: TokenDoor
  readonly limits: { readonly session: Limit; readonly badTokens: Limit }
}

/**
 * The caller of a token on a route that takes tokens. Unknown, ended, expired and misplaced tokens are all answered
 * alike, and slower than they can be tried; a flood of them costs whoever sends it every further try.
 * @throws Mistake `token-invalid`, `token-not-here`, `too-many-requests`
 */
export async function admitProgram(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  text: string,
  around: Around,
): Promise<Caller> {
  const answer = (await around.tokens?.authenticate(text, request.ip)) ?? { no: 'token' as const }
  if ('no' in answer) {
    if (answer.no === 'rate') slowDown(reply, answer.seconds)
    slowDown(reply, around.limits.badTokens.take(request.ip))
    reply.header('www-authenticate', 'Bearer')
    throw new Mistake('token-invalid', { status: 401 })
  }
  const { caller } = answer
  slowDown(reply, around.limits.session.take(caller.sessionId))
  if (route.token === true) return caller
  await around.tokens?.refused(caller)
  throw new Mistake('token-not-here', { status: 403 })
}
