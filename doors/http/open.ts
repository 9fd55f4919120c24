import type { FastifyReply, FastifyRequest } from 'fastify'
import { Mistake } from '../../floor/errors.ts'
import type { Route } from '../../gate/route.ts'
import { Limit, slowDown } from './limits.ts'

/**
 * What stands between strangers and the routes under /open/: limits per address and per form, a challenge that costs
 * work and is worth one request, a field that only machines fill in, a least time, small bodies. All of it is decided
 * before a body is read. These routes know no session: nothing that a browser sends along by itself counts for them.
 */

/** Holds `challenge~solution`. */
export const PROOF_HEADER = 'x-mifeng-proof'
/** How many letters stand in the fields that people do not see; absent or not 0: a machine. */
export const TRAP_HEADER = 'x-mifeng-trap'
/** Bytes of a body under /open/. */
export const OPEN_BODY_BYTES = 262_144
/** Bytes of a file under /open/. */
export const OPEN_FILE_BYTES = 20 * 1024 * 1024

/** Takes solved challenges, once each. */
export interface ChallengeTaker {
  spend(proof: string | undefined, about: string): Promise<void>
}

export interface OpenLimitSettings {
  /** Readings a minute from one address. */
  readonly readsPerMinute: number
  /** Requests a minute from one address that send something. */
  readonly sendsPerMinute: number
  /** Requests a minute that send something to one form, from everywhere. */
  readonly formPerMinute: number
  /** Addresses that lead nowhere, a minute from one network address: codes are not to be guessed. */
  readonly missesPerMinute: number
}

export const OPEN_LIMITS: OpenLimitSettings = {
  readsPerMinute: 240,
  sendsPerMinute: 60,
  formPerMinute: 600,
  missesPerMinute: 20,
}

/** Whether strangers call it. */
export const isOpenRoute = (route: Pick<Route, 'path'>): boolean => route.path.startsWith('/open/')

/** The route on which challenges are asked for cannot ask for one. */
const givesChallenges = (route: Route): boolean => route.path === '/open/challenges'

/** Who is counted together: one IPv4 address, or the /64 that one subscriber has in IPv6. */
export function neighbours(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = ''] = plain.split('%', 1)
  const [before, after] = head.split('::', 2) as [string, string | undefined]
  const groups = before === '' ? [] : before.split(':')
  const rest = after === undefined || after === '' ? [] : after.split(':')
  const gap = after === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length)
  return [...groups, ...Array.from({ length: gap }, () => '0'), ...rest].slice(0, 4).join(':')
}

/** What the request is about: the first two parts of its address after `/open/`, e.g. `forms/AB12CD34EF`. */
export function aboutOf(url: string, prefix: string): string {
  const path = url.split('?', 1)[0]!.slice(`${prefix}/open/`.length)
  const [kind = '', which = 'all'] = path.split('/')
  return `${kind}/${which}`
}

/** The guard of all routes under /open/; one for a server, since it counts. */
export class OpenDoor {
  readonly #challenges: ChallengeTaker | undefined
  readonly #reads: Limit
  readonly #sends: Limit
  readonly #forms: Limit
  readonly #misses: Limit
  readonly #prefix: string

  constructor(
    prefix: string,
    challenges: ChallengeTaker | undefined,
    limits: Partial<OpenLimitSettings> = {},
  ) {
    const all = { ...OPEN_LIMITS, ...limits }
    this.#prefix = prefix
    this.#challenges = challenges
    this.#reads = new Limit(all.readsPerMinute)
    this.#sends = new Limit(all.sendsPerMinute)
    this.#forms = new Limit(all.formPerMinute)
    this.#misses = new Limit(all.missesPerMinute)
  }

  /**
   * Lets a stranger's request in, or not, before its body is read.
   * @throws Mistake `too-many-requests`, `too-large`, `open.trapped`, and those of a challenge
   */
  async admit(request: FastifyRequest, reply: FastifyReply, route: Route): Promise<void> {
    const from = neighbours(request.ip)
    slowDown(reply, this.#misses.look(from))
    if (route.method === 'GET' || givesChallenges(route)) return slowDown(reply, this.#reads.take(from))
    slowDown(reply, this.#sends.take(from))
    const most = route.upload === undefined ? OPEN_BODY_BYTES : route.upload.maxBytes + OPEN_BODY_BYTES
    if (Number(request.headers['content-length'] ?? 0) > most) throw new Mistake('too-large', { status: 413 })
    if (request.headers[TRAP_HEADER] !== '0') throw new Mistake('open.trapped', { status: 400 })
    const about = aboutOf(request.url, this.#prefix)
    if (this.#challenges === undefined) throw new Mistake('not-found', { status: 404 })
    const proof = request.headers[PROOF_HEADER]
    await this.#challenges.spend(typeof proof === 'string' ? proof : undefined, about)
    // Counted after the work was done: who sends rubbish cannot use up what a form's own customers need.
    slowDown(reply, this.#forms.take(about))
  }

  /** Counts an address that led nowhere. */
  missed(request: FastifyRequest): void {
    this.#misses.take(neighbours(request.ip))
  }
}
