import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import multipart from '@fastify/multipart'
import { Fault, Mistake, isRefusal } from '../../floor/errors.ts'
import type { Caller, FileReply, Input, Route, Shown } from '../../gate/route.ts'
import { DATA_POLICY, INLINE_HEADERS, disposition } from './headers.ts'
import { type Limit, slowDown } from './limits.ts'
import { isOpenRoute, OPEN_BODY_BYTES, OPEN_FILE_BYTES, type OpenDoor } from './open.ts'
import { ShapeMistake, TooSlow, sendMistake, sendRefusal } from './replies.ts'
import type { BilingualText } from './replies.ts'
import {
  agentOf,
  bindBrowser,
  bindSession,
  browserToken,
  CSRF_HEADER,
  deviceToken,
  endSession,
  isCrossSite,
  isCsrfToken,
  sessionToken,
  startSession,
  isQuiet,
  rememberDevice,
  shownBy,
} from './session.ts'
import { ifVersion, streamOf } from './streams.ts'
import { listKeys, looseObjects, nullCharacterIn } from './strict.ts'
import { admitProgram, bearerText, type TokenDoor } from './tokens.ts'
import { receiveUpload } from './uploads.ts'
import type { Upload } from './uploads.ts'

export const API_PREFIX = '/api/v1'

/** What the routes need from the server around them. */
export interface ApiSurroundings {
  readonly authenticate: (
    token: string | undefined,
    address: string,
    quiet: boolean,
    shown: Shown,
  ) => Promise<Caller | undefined>
  readonly tokens?: TokenDoor
  readonly policyText: (clause: string) => BilingualText | undefined
  /** Told of every refusal on its way out: by the gate, or because the person lacks the route's role. */
  readonly onRefusal: (refusal: {
    route: Route
    caller: Caller | undefined
    because: readonly string[]
  }) => void
  readonly secure: boolean
  /** What stands in the address bar, where it is set; the Host header otherwise. */
  readonly origin?: string
  readonly temporaryFolder: string
  readonly limits: { readonly session: Limit; readonly anonymousPosts: Limit; readonly badTokens: Limit }
  readonly milliseconds: { readonly request: number; readonly upload: number }
  /** Guards the routes under /open/, which strangers call. */
  readonly open: OpenDoor
}

/** The caller found before the body is read, so that strangers cannot make the server read megabytes. */
const callers = new WeakMap<
  FastifyRequest,
  { caller: Caller | undefined; token: string | undefined; notAdmitted?: string }
>()

/** Checks a table of routes once at start: shapes that let unknown fields through are a fault of ours. */
export function checkRoutes(routes: readonly Route[]): void {
  const seen = new Set<string>()
  for (const route of routes) {
    const name = `${route.method} ${route.path}`
    if (seen.has(name)) throw new Fault(`two routes answer ${name}`)
    seen.add(name)
    if (!/^(\/:?[a-zA-Z][a-zA-Z0-9-]*)+$/.test(route.path)) throw new Fault(`${name}: the path is not plain`)
    const named = [...route.path.matchAll(/:([a-zA-Z0-9]+)/g)].map((match) => match[1]!).sort()
    const shaped = Object.keys(route.params?.shape ?? {}).sort()
    if (named.join() !== shaped.join()) throw new Fault(`${name}: params do not match the path`)
    if (route.token === true && (route.who !== 'signed-in' || route.upload !== undefined))
      throw new Fault(`${name}: a program has no office and sends no files`)
    if (isOpenRoute(route) && (route.who !== 'anyone' || (route.upload?.maxBytes ?? 0) > OPEN_FILE_BYTES))
      throw new Fault(`${name}: an open route is for anyone, and takes small files only`)
    if (route.method === 'GET' && (route.body !== undefined || route.upload !== undefined))
      if (route.stream !== undefined && (route.body !== undefined || route.upload !== undefined))
        throw new Fault(`${name}: a body that is handed over as it arrives has no shape`)
    if (route.method === 'GET' && (route.body ?? route.upload ?? route.stream) !== undefined)
      throw new Fault(`${name}: a GET carries nothing and changes nothing`)
    for (const part of ['params', 'query', 'body'] as const) {
      const shape = route[part]
      if (shape === undefined) continue
      const loose = looseObjects(shape.strict(), 'refused', part)
      if (loose.length > 0) throw new Fault(`${name}: unknown fields would pass at ${loose.join(', ')}`)
    }
    if (route.reply === 'file') continue
    const loose = looseObjects(route.reply, 'dropped', 'reply')
    if (loose.length > 0) throw new Fault(`${name}: fields without a name would leave at ${loose.join(', ')}`)
  }
}

/** Registers every route under /api/v1. */
export async function serveApi(
  server: FastifyInstance,
  routes: readonly Route[],
  around: ApiSurroundings,
): Promise<void> {
  checkRoutes(routes)
  const add = (scope: FastifyInstance, route: Route): void => {
    const parse = shapesOf(route)
    scope.route({
      method: route.method,
      ...(isOpenRoute(route) && route.upload === undefined ? { bodyLimit: OPEN_BODY_BYTES } : {}),
      url: `${API_PREFIX}${route.path}`,
      onRequest: (request, reply) => admit(request, reply, route, around),
      handler: (request, reply) => answer(request, reply, route, parse, around),
    })
  }
  for (const route of routes) if (route.upload === undefined && route.stream === undefined) add(server, route)
  for (const route of routes)
    if (route.stream !== undefined) {
      const { types } = route.stream
      await server.register(async (scope) => {
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser([...types], (_request, payload, done) => done(null, payload))
        add(scope, route)
      })
    }
  await server.register(async (scope) => {
    await scope.register(multipart)
    for (const route of routes) if (route.upload !== undefined) add(scope, route)
  })
}

/** Everything that can be refused before the body is read: other sites, unknown people, wrong roles, haste. */
async function admit(request: FastifyRequest, reply: FastifyReply, route: Route, around: ApiSurroundings) {
  reply.headers({ 'cache-control': 'no-store', 'content-security-policy': DATA_POLICY })
  const changes = route.method !== 'GET'
  if (isCrossSite(request, around.origin)) throw new Mistake('other-site', { status: 400 })
  if (isOpenRoute(route)) {
    // Nobody is anybody here: a session that happens to come along opens nothing and is not looked at.
    callers.set(request, { caller: undefined, token: undefined })
    return await around.open.admit(request, reply, route)
  }
  const token = sessionToken(request, around.secure)
  const bearer = bearerText(request)
  if (bearer !== undefined) {
    if (token !== undefined) throw new Mistake('cookie-and-token', { status: 400 })
    callers.set(request, {
      caller: await admitProgram(request, reply, route, bearer, around),
      token: undefined,
    })
    return undefined
  }
  const { caller, notAdmitted } = await callerOf(request, token, route, around)
  callers.set(request, { caller, token, ...(notAdmitted === undefined ? {} : { notAdmitted }) })
  if (caller === undefined && route.who !== 'anyone') {
    return sendMistake(reply, new Mistake('sign-in'), 401)
  }
  if (caller !== undefined) slowDown(reply, around.limits.session.take(caller.sessionId))
  else if (changes) slowDown(reply, around.limits.anonymousPosts.take(request.ip))
  if (changes && caller !== undefined && !isCsrfToken(request.headers[CSRF_HEADER], token!)) {
    throw new Mistake('csrf-token', { status: 400 })
  }
  if (
    caller !== undefined &&
    Array.isArray(route.who) &&
    !route.who.some((role) => caller.roles.includes(role))
  ) {
    around.onRefusal({ route, caller, because: [] })
    const refusal = { refused: true as const, because: [], faults: ['role'], next: 'nothing' as const }
    return sendRefusal(reply, refusal, around.policyText)
  }
  return undefined
}

/**
 * Who holds the session. Somebody who is not let in as things stand (another address, a signature due) is told why; where
 * anyone may call, the route goes on without them and is told the reason.
 */
async function callerOf(
  request: FastifyRequest,
  token: string | undefined,
  route: Route,
  around: ApiSurroundings,
): Promise<{ caller: Caller | undefined; notAdmitted?: string }> {
  if (token === undefined) return { caller: undefined }
  try {
    const shown = shownBy(request, around.secure)
    return { caller: await around.authenticate(token, request.ip, isQuiet(request), shown) }
  } catch (error) {
    if (!(error instanceof Mistake) || route.who !== 'anyone') throw error
    return { caller: undefined, notAdmitted: error.code }
  }
}

type Parse = (part: 'params' | 'query' | 'body', value: unknown) => unknown

/** The request shapes of a route, made strict once; a part without a shape must be empty. */
function shapesOf(route: Route): Parse {
  const shapes = { params: route.params?.strict(), query: route.query?.strict(), body: route.body?.strict() }
  const lists = listKeys(route.query)
  return (part, value) => {
    const shape = shapes[part]
    if (shape === undefined) {
      const given = value === undefined || value === null ? [] : Object.keys(value)
      if (given.length === 0) return {}
      throw new Mistake('shape', {
        field: `${part}.${given[0]!.slice(0, 60)}`,
        status: 400,
        values: { problem: 'unknown' },
      })
    }
    const parsed = shape.safeParse(part === 'query' ? withLists(value, lists) : (value ?? {}))
    if (!parsed.success) throw new ShapeMistake(part, parsed.error.issues)
    const field = nullCharacterIn(parsed.data, part)
    if (field !== undefined)
      throw new Mistake('shape', { field, status: 400, values: { problem: 'null_character' } })
    return parsed.data
  }
}

/** A query names a list's key once per entry; a single entry arrives without its list. */
function withLists(query: unknown, lists: readonly string[]): unknown {
  const wrapped: Record<string, unknown> = { ...(query as Record<string, unknown>) }
  for (const key of lists) if (typeof wrapped[key] === 'string') wrapped[key] = [wrapped[key]]
  return wrapped
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  parse: Parse,
  around: ApiSurroundings,
): Promise<FastifyReply> {
  const { caller, token } = callers.get(request)!
  const session: SessionChange = {}
  const value = await run(request, reply, route, parse, around, session)
  if (isRefusal(value)) {
    around.onRefusal({ route, caller, because: value.because })
    return sendRefusal(reply, value, around.policyText)
  }
  if (typeof session.change === 'string') startSession(reply, session.change, around.secure)
  else if (session.change === null && token !== undefined) endSession(reply, around.secure)
  if (session.bound !== undefined) bindSession(reply, session.bound, around.secure)
  if (session.browser !== undefined) bindBrowser(reply, session.browser, around.secure)
  if (session.device !== undefined)
    rememberDevice(reply, session.device.secret, session.device.days, around.secure)
  // A field that the shape does not name is dropped here; a field of the wrong type throws and becomes a fault.
  return route.reply === 'file' ? sendFile(reply, value) : reply.send(route.reply.parse(value))
}

/** A new session token, `null` for the end of the session, or nothing. */
interface SessionChange {
  change?: string | null
  /** The second secret of the session. */
  bound?: string
  /** A secret that this browser is to hold. */
  browser?: string
  /** A secret by which this browser is remembered; of no days: forget it. */
  device?: { readonly secret: string; readonly days: number }
}

/** Reads the request by the route's shapes and runs it; the uploaded file is gone when this returns. */
async function run(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  parse: Parse,
  around: ApiSurroundings,
  session: SessionChange,
): Promise<unknown> {
  const { caller, token, notAdmitted } = callers.get(request)!
  const params = parse('params', request.params)
  const query = parse('query', request.query)
  const key = idempotencyKey(request)
  const long = route.upload !== undefined || route.stream !== undefined
  const deadline = openDeadline(reply, around.milliseconds[long ? 'upload' : 'request'])
  let upload: Upload | undefined
  try {
    if (route.upload !== undefined)
      upload = await receiveUpload(request, around.temporaryFolder, route.upload)
    const input = {
      ...(caller === undefined ? {} : { caller }),
      params,
      query,
      body:
        route.stream === undefined ? parse('body', upload === undefined ? request.body : upload.body) : {},
      ...(route.stream === undefined ? {} : { stream: streamOf(request, route.stream.maxBytes) }),
      ...ifVersion(request),
      address: request.ip,
      agent: agentOf(request),
      shown: shownBy(request, around.secure),
      ...(notAdmitted === undefined ? {} : { notAdmitted }),
      ...(upload === undefined ? {} : { file: upload.file }),
      ...key,
      get signal() {
        return deadline.signal()
      },
      session: {
        begin: (fresh: string, bound?: string) => {
          session.change = fresh
          if (bound !== undefined) session.bound = bound
        },
        bind: (bound: string) => void (session.bound = bound),
        end: () => void (session.change = null),
        token,
      },
      device: {
        remember: (secret: string, days: number) => void (session.device = { secret, days }),
        forget: () => void (session.device = { secret: '', days: 0 }),
        token: deviceToken(request, around.secure),
      },
      origin: around.origin ?? `${request.protocol}://${request.host}`,
      browser: {
        bind: (secret: string) => void (session.browser = secret),
        token: browserToken(request, around.secure),
      },
    }
    return await Promise.race([route.run(input as unknown as Input), deadline.passed])
  } catch (error) {
    if (isOpenRoute(route) && error instanceof Mistake && error.status === 404) around.open.missed(request)
    throw error
  } finally {
    deadline.close()
    await upload?.remove()
  }
}

/**
 * Aborts when the time is up or the person has gone away; a late result is never sent. Most routes are done before they
 * would look at the signal, so it is made when it is first asked for.
 */
function openDeadline(reply: FastifyReply, milliseconds: number) {
  let controller: AbortController | undefined
  let over = false
  let timer: NodeJS.Timeout | undefined
  const abort = (): void => {
    over = true
    controller?.abort()
  }
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort()
      reject(new TooSlow(`no answer within ${milliseconds} ms`))
    }, milliseconds)
  })
  const gone = (): void => {
    if (!reply.raw.writableFinished) abort()
  }
  reply.raw.once('close', gone)
  return {
    signal: (): AbortSignal => {
      controller ??= new AbortController()
      if (over) controller.abort()
      return controller.signal
    },
    passed,
    close: () => clearTimeout(timer),
  }
}

function idempotencyKey(request: FastifyRequest): { idempotencyKey?: string } {
  const key = request.headers['idempotency-key']
  if (key === undefined) return {}
  if (typeof key !== 'string' || !/^[A-Za-z0-9_-]{8,64}$/.test(key)) {
    throw new Mistake('idempotency-key', { field: 'idempotency-key', status: 400 })
  }
  return { idempotencyKey: key }
}

const isFile = (value: unknown): value is FileReply =>
  typeof value === 'object' &&
  value !== null &&
  'fileName' in value &&
  'contentType' in value &&
  'body' in value

function sendFile(reply: FastifyReply, file: unknown): FastifyReply {
  if (!isFile(file)) throw new Fault('a file was promised and something else came')
  reply.header('content-disposition', disposition(file.fileName, file.inline === true))
  if (file.inline === true) reply.headers(INLINE_HEADERS)
  return reply.type(file.contentType).send(file.body)
}
