import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Shown } from '../../gate/route.ts'

/**
 * The session cookie and the token against forged requests.
 * The token is an HMAC under the session token itself: it is bound to that session on every node without a shared
 * secret, changes when the session does, and tells nothing about the session token.
 */

export const CSRF_HEADER = 'x-mifeng-csrf'

/** Over TLS the browser itself enforces Secure, Path=/ and no Domain for names that begin with `__Host-`. */
export const sessionCookieName = (secure: boolean): string => (secure ? '__Host-mifeng' : 'mifeng')
/** The cookie that holds the token for the page's script; a false one is of no use, as it must fit the session. */
export const CSRF_COOKIE = 'mifeng_csrf'

/** Holds the secret of a sign-on that is under way elsewhere. */
export const browserCookieName = (secure: boolean): string =>
  secure ? '__Host-mifeng-sign-on' : 'mifeng_sign_on'
const BROWSER_SECONDS = 600

/** Holds the secret by which this browser is remembered in place of the second factor. */
export const deviceCookieName = (secure: boolean): string =>
  secure ? '__Host-mifeng-device' : 'mifeng_device'

/** Holds the second secret of a session, which ties it to this browser and is another after each signature. */
export const boundCookieName = (secure: boolean): string => (secure ? '__Host-mifeng-bound' : 'mifeng_bound')

const TOKEN = /^[A-Za-z0-9_-]{16,128}$/

/** The value of one cookie; the first of that name counts, as the browser sends the most specific first. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/** The session token of a request, if there is one that looks like ours. */
export function sessionToken(request: FastifyRequest, secure: boolean): string | undefined {
  const token = readCookie(request.headers.cookie, sessionCookieName(secure))
  return token !== undefined && TOKEN.test(token) ? token : undefined
}

/** What a browser shows beside the session token. */
export function shownBy(request: FastifyRequest, secure: boolean): Shown {
  const bound = readCookie(request.headers.cookie, boundCookieName(secure))
  return { bound: bound !== undefined && TOKEN.test(bound) ? bound : undefined, agent: agentOf(request) }
}

/** The user agent as far as it is kept. */
export const agentOf = (request: FastifyRequest): string =>
  (request.headers['user-agent'] ?? '').slice(0, 200)

/** Gives the browser the second secret of its session, out of reach of scripts. */
export function bindSession(reply: FastifyReply, secret: string, secure: boolean): void {
  const attributes = `Path=/; SameSite=Strict${secure ? '; Secure' : ''}; HttpOnly`
  reply.header('set-cookie', `${boundCookieName(secure)}=${secret}; ${attributes}`)
}

/** The secret of a sign-on that this browser began, if there is one that looks like ours. */
export function browserToken(request: FastifyRequest, secure: boolean): string | undefined {
  const token = readCookie(request.headers.cookie, browserCookieName(secure))
  return token !== undefined && TOKEN.test(token) ? token : undefined
}

/** Keeps a secret in this browser for ten minutes, out of reach of scripts; our own page alone sends it back. */
export function bindBrowser(reply: FastifyReply, token: string, secure: boolean): void {
  const attributes = `Path=/; SameSite=Strict; Max-Age=${BROWSER_SECONDS}; HttpOnly${secure ? '; Secure' : ''}`
  reply.header('set-cookie', `${browserCookieName(secure)}=${token}; ${attributes}`)
}

/** The secret by which this browser is remembered, if there is one that looks like ours. */
export function deviceToken(request: FastifyRequest, secure: boolean): string | undefined {
  const token = readCookie(request.headers.cookie, deviceCookieName(secure))
  return token !== undefined && TOKEN.test(token) ? token : undefined
}

/** Remembers this browser for some days, out of reach of scripts; 0 days forget it. */
export function rememberDevice(reply: FastifyReply, token: string, days: number, secure: boolean): void {
  const attributes = `Path=/; SameSite=Strict; Max-Age=${days * 86_400}; HttpOnly${secure ? '; Secure' : ''}`
  reply.header('set-cookie', `${deviceCookieName(secure)}=${token}; ${attributes}`)
}

/** The token that a page must send in the header `x-mifeng-csrf` with everything that changes something. */
export function csrfToken(token: string): string {
  return createHmac('sha256', token).update('mifeng csrf 1').digest('base64url')
}

/** Whether the header's token belongs to the session, compared in constant time. */
export function isCsrfToken(given: string | string[] | undefined, token: string): boolean {
  if (typeof given !== 'string') return false
  const right = Buffer.from(csrfToken(token))
  const other = Buffer.from(given)
  return right.length === other.length && timingSafeEqual(right, other)
}

/** Sets both cookies for the browser's session; the second one is there for the page's script to read. */
export function startSession(reply: FastifyReply, token: string, secure: boolean): void {
  const attributes = `Path=/; SameSite=Strict${secure ? '; Secure' : ''}`
  reply.header('set-cookie', [
    `${sessionCookieName(secure)}=${token}; ${attributes}; HttpOnly`,
    `${CSRF_COOKIE}=${csrfToken(token)}; ${attributes}`,
  ])
}

/**
 * Removes its cookies and asks the browser to forget what else it holds of this site. Cookies are not among that: the
 * one by which a browser is remembered outlives a session, and opens nothing without the password.
 */
export function endSession(reply: FastifyReply, secure: boolean): void {
  const attributes = `Path=/; SameSite=Strict; Max-Age=0${secure ? '; Secure' : ''}`
  reply.header('set-cookie', [
    `${sessionCookieName(secure)}=; ${attributes}; HttpOnly`,
    `${CSRF_COOKIE}=; ${attributes}`,
    `${boundCookieName(secure)}=; ${attributes}; HttpOnly`,
  ])
  reply.header('clear-site-data', '"cache", "storage"')
}

/**
 * Whether a browser says that the request comes from another site. `Sec-Fetch-Site` cannot be set by a page;
 * `Origin` is checked as well for browsers that do not send it. `own` is what stands in the address bar where that is set:
 * a proxy in front need not tell then under which name and protocol it was asked.
 */
export function isCrossSite(request: FastifyRequest, own?: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = request.headers.origin
  return origin !== undefined && origin !== own && origin !== `${request.protocol}://${request.host}`
}

/** Whether the page asked by itself (a poll): the session's idle limit then goes on running. It can only shorten a session. */
export const isQuiet = (request: FastifyRequest): boolean => request.headers['x-mifeng-quiet'] === '1'

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether the name in the address bar is one of ours. On plain loopback any other name means that a foreign page
 * made its own name point here (DNS rebinding).
 */
export function isOurHost(
  request: FastifyRequest,
  hosts: readonly string[] | undefined,
  secure: boolean,
): boolean {
  const name = request.host.replace(/:\d+$/, '').toLowerCase()
  if (LOOPBACK_NAMES.has(name)) return true
  return hosts === undefined ? secure : hosts.includes(name)
}
