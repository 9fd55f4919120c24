import { fastify } from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify'
import { Fault, Mistake } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Logger } from '../../floor/logging.ts'
import type { Metrics } from '../../floor/metrics.ts'
import { isLoopback } from '../../floor/settings.ts'
import type { Protocol } from '../../gate/protocol.ts'
import type { Caller, Route, Shown } from '../../gate/route.ts'
import { API_PREFIX, serveApi } from './api.ts'
import { hasTokenText, type TokenDoor } from './tokens.ts'
import { DATA_POLICY, commonHeaders } from './headers.ts'
import { DEFAULT_LIMITS, Limit, slowDown } from './limits.ts'
import type { LimitSettings } from './limits.ts'
import { type ChallengeTaker, OpenDoor, type OpenLimitSettings } from './open.ts'
import { openApiDocument } from './openapi.ts'
import { servePages } from './pages.ts'
import { serveProtocols } from './protocols.ts'
import { sendError, sendMistake, useMistakeTexts } from './replies.ts'
import type { BilingualText, FaultBody } from './replies.ts'
import { isOurHost, sessionToken, shownBy } from './session.ts'

/** What /healthz tells to anybody: words and counts, no versions, no names. */
export interface Health {
  readonly ok: boolean
  readonly database: 'up' | 'down'
  readonly ledger: 'whole' | 'uncertain' | 'behind' | 'down'
}

export interface ServerOptions {
  readonly routes: readonly Route[]
  /** Protocols of other programs, each under its own prefix. */
  readonly protocols?: readonly Protocol[]
  /** The caller of a session token; undefined when the session has ended, is idle too long or never was. */
  /** `quiet`: the page asked by itself, which is no activity of the person; `shown`: what the browser shows beside the token. */
  authenticate(
    token: string | undefined,
    address: string,
    quiet: boolean,
    shown: Shown,
  ): Promise<Caller | undefined>
  /** API tokens of programs; absent: none is accepted. */
  readonly tokens?: TokenDoor
  /** Takes solved challenges; absent: nobody sends anything to the routes under /open/. */
  readonly challenges?: ChallengeTaker
  health(): Promise<Health>
  /** Folder of the built interface. */
  readonly webFolder: string
  /** The words of a clause by its number. */
  policyTexts(clause: string): BilingualText | undefined
  /** Words of the chapters' mistakes by code; `{name}` stands for a value of the mistake. */
  mistakeTexts?(code: string): BilingualText | undefined
  readonly log: Logger
  readonly metrics: Metrics
  /** Roles that may read /metrics from another machine; from this machine everybody may. */
  readonly metricsRoles?: readonly string[]
  /** PEM texts; absent means plain HTTP, which `checkListen` allows on loopback only. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer }
  /**
   * Addresses and networks of the proxies in front, whose X-Forwarded headers count; from anybody else they are ignored.
   * What a proxy was told by its own caller is not believed: the client is the last address that is no proxy.
   */
  readonly trustProxy?: readonly string[]
  /** Names under which people reach the server; loopback names always count. */
  readonly hosts?: readonly string[]
  /** What stands in the address bar, e.g. `https://mifeng.example`; passkeys are bound to it. Absent: what the Host header says. */
  readonly origin?: string
  /** A private folder for uploads under way. */
  readonly temporaryFolder: string
  readonly limits?: Partial<LimitSettings>
  readonly openLimits?: Partial<OpenLimitSettings>
  /** Requests answered at the same time; more are turned away at once with 503. */
  readonly atOnce?: number
  /** Milliseconds for a request and for one with an upload. */
  readonly milliseconds?: { readonly request: number; readonly upload: number }
  /** Told of every refusal that leaves, for figures and records. */
  onRefusal?(refusal: { route: Route; caller: Caller | undefined; because: readonly string[] }): void
}

/** Whether a request came from this machine; IPv4 addresses may arrive in their IPv6 form. */
const isLocal = (address: string): boolean => isLoopback(address.replace(/^::ffff:/, ''))

/** Refuses to speak plain HTTP to other machines. @throws Fault naming the remedy. */
export function checkListen(host: string, tls: boolean): void {
  if (tls || isLoopback(host)) return
  throw new Fault(
    `plain HTTP is served on loopback only: give a certificate, or listen on 127.0.0.1 instead of ${host}`,
  )
}

/** A trusted proxy in front ends TLS for us, so browsers see a secure site. */
const isBehindProxy = (options: ServerOptions): boolean =>
  options.trustProxy !== undefined && options.trustProxy.length > 0

/** Builds the server: API, pages, health, figures and the API's description. It does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const secure = options.tls !== undefined || isBehindProxy(options)
  const server = open(options)
  const metrics = options.metrics
  useMistakeTexts(server, (code) => options.mistakeTexts?.(code))
  answerEverything(server, options, secure)
  countEverything(server, options)

  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const perAddress = new Limit(limits.addressPerMinute)
  server.addHook('onRequest', async (request, reply) => slowDown(reply, perAddress.take(request.ip)))

  serveStatus(server, options, secure)
  await serveApi(server, options.routes, {
    authenticate: (token, address, quiet, shown) => options.authenticate(token, address, quiet, shown),
    ...(options.origin === undefined ? {} : { origin: options.origin }),
    ...(options.tokens === undefined ? {} : { tokens: options.tokens }),
    policyText: (clause) => options.policyTexts(clause.split('/', 1)[0]!),
    onRefusal: (refusal) => {
      metrics.refusal(refusal.because[0]?.split('/', 1)[0] ?? 'role')
      options.onRefusal?.(refusal)
    },
    secure,
    temporaryFolder: options.temporaryFolder,
    limits: {
      session: new Limit(limits.sessionPerMinute),
      anonymousPosts: new Limit(limits.anonymousPostsPerMinute),
      badTokens: new Limit(limits.badTokensPerMinute),
    },
    milliseconds: options.milliseconds ?? { request: 60_000, upload: 900_000 },
    open: new OpenDoor(API_PREFIX, options.challenges, options.openLimits),
  })
  await serveProtocols(server, options.protocols ?? [], {
    perAddress: new Limit(limits.protocolPerMinute),
    log: options.log,
  })
  servePages(server, options.webFolder, notFound)
  return server
}

function open(options: ServerOptions): FastifyInstance {
  const common = {
    logger: false,
    bodyLimit: 1_048_576,
    genReqId: () => newId(),
    requestIdHeader: false,
    trustProxy: isBehindProxy(options) ? [...options.trustProxy!] : false,
    requestTimeout: options.milliseconds?.upload ?? 900_000,
    keepAliveTimeout: 30_000,
    exposeHeadRoutes: false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false, caseSensitive: true },
  } satisfies FastifyServerOptions
  const timing = { headersTimeout: 15_000, maxHeaderSize: 16_384 }
  const server =
    options.tls === undefined
      ? fastify({ ...common, http: timing })
      : (fastify({
          ...common,
          https: { ...timing, ...options.tls, minVersion: 'TLSv1.2' },
        }) as unknown as FastifyInstance)
  server.removeContentTypeParser('text/plain')
  return server
}

const notFound = (reply: FastifyReply): void => {
  reply.headers({ 'cache-control': 'no-store', 'content-security-policy': DATA_POLICY })
  sendMistake(reply, new Mistake('not-found', { status: 404 }))
}

/** Headers of every reply, the check of the host's name, shedding of load, and the last word on errors. */
function answerEverything(server: FastifyInstance, options: ServerOptions, secure: boolean): void {
  const headers = commonHeaders(secure)
  const atOnce = options.atOnce ?? 512
  let now = 0
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id)
    if (!isOurHost(request, options.hosts, secure)) throw new Mistake('unknown-host', { status: 400 })
    // What stands in an address stands in logs and histories on the way.
    if (hasTokenText(request.url)) throw new Mistake('token-in-address', { status: 400 })
    now += 1
    reply.raw.once('close', () => (now -= 1))
    if (now <= atOnce) return undefined
    const body: FaultBody = { fault: { id: request.id, reason: 'busy' } }
    return reply.code(503).header('retry-after', '1').send(body)
  })
  server.setErrorHandler((error, request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'content-security-policy': DATA_POLICY })
    return sendError(error, request, reply, options.log)
  })
}

/** One log line and one figure per reply: the route's pattern, never the address that was typed. */
function countEverything(server: FastifyInstance, options: ServerOptions): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '/*'
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10
    options.metrics.request(route, request.method, reply.statusCode, milliseconds / 1000)
    options.log.debug('request', {
      requestId: request.id,
      route,
      method: request.method,
      status: reply.statusCode,
      milliseconds,
    })
  })
}

function serveStatus(server: FastifyInstance, options: ServerOptions, secure: boolean): void {
  const document = JSON.stringify(openApiDocument(options.routes, secure))
  const plain = { 'cache-control': 'no-store', 'content-security-policy': DATA_POLICY }

  server.get('/openapi.json', async (_, reply) =>
    reply.headers(plain).type('application/json; charset=utf-8').send(document),
  )

  server.get('/healthz', async (_, reply) => {
    const down: Health = { ok: false, database: 'down', ledger: 'down' }
    const { ok, database, ledger } = await options.health().catch(() => down)
    return reply
      .headers(plain)
      .code(ok ? 200 : 503)
      .send({ ok, database, ledger })
  })

  server.get('/metrics', async (request, reply) => {
    const forwarded = request.headers['x-forwarded-for'] ?? request.headers['forwarded']
    const local = isLocal(request.ip) && (forwarded === undefined || isBehindProxy(options))
    const token = local ? undefined : sessionToken(request, secure)
    const caller =
      token === undefined
        ? undefined
        : await options.authenticate(token, request.ip, true, shownBy(request, secure))
    if (!local && !(options.metricsRoles ?? []).some((role) => caller?.roles.includes(role))) {
      notFound(reply)
      return reply
    }
    const { body, contentType } = await options.metrics.text()
    return reply.headers(plain).type(contentType).send(body)
  })
}
