import type { Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Caller, Shown } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { findSessions, type SessionFound, touchSessions } from '../store/sessions.ts'
import { openRoleRules, type RoleRules } from '../places/by-role.ts'
import type { RoleRule } from '../wire.ts'
import { endMoved, strangeness } from './bound.ts'
import { isSigned } from './device-key.ts'
import { tokenHash } from './tokens.ts'

const tokenShape = /^[A-Za-z0-9_-]{16,128}$/
/** The time of the last activity is written at most this often, and oftener where a limit is so short that it counts. */
const touchMs = 60_000
/** A session that goes on asking from where it may not be is written down at most this often. */
const noteMs = 600_000

interface Waiting {
  readonly hash: string
  resolve(found: SessionFound | undefined): void
  reject(error: unknown): void
}

/**
 * Finds the caller of a session token. While one look-up is under way, further requests gather and are answered
 * together by the next: many requests at once cost few statements, and a lone request waits for nothing. Nothing is
 * kept between requests, so an ended session, a disabled account or a lost role counts from the next request on.
 */
export class Authenticator {
  readonly #context: Context
  #waiting: Waiting[] = []
  #busy = false
  readonly #touched = new Map<string, number>()
  readonly #noted = new Map<string, number>()
  #touching: Promise<unknown> = Promise.resolve()
  #rules: Rules = readRules('|[]')

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * `quiet` leaves the time of the last activity alone: a page that asks again by itself keeps no session alive.
   * `shown` is what the browser shows beside the token; doors always give it.
   * @throws Mistake `people.address-not-allowed` (403), `people.device-signature` (401: sign, then ask again)
   */
  async find(
    token: string | undefined,
    address: string,
    quiet = false,
    shown?: Shown,
  ): Promise<Caller | undefined> {
    if (token === undefined || !tokenShape.test(token)) return undefined
    const hash = tokenHash(token).toString('hex')
    const found = await new Promise<SessionFound | undefined>((resolve, reject) => {
      this.#waiting.push({ hash, resolve, reject })
      if (!this.#busy) void this.#flush()
    })
    if (found === undefined || (found.endsOn !== null && found.endsOn < todayOf(this.#context.house)))
      return undefined
    const rules = this.#rulesOf(found)
    if (isOverLimit(found, rules, this.#context.house.clock.now().getTime())) return undefined
    if (shown !== undefined && !(await this.#isHere(found, shown))) return undefined
    await this.#refuseAddress(found, rules, address)
    if (shown !== undefined && !isSigned(found, address, this.#context.house.clock.now()))
      await this.#wantSignature(found, address)
    if (!quiet) this.#touch(found, rules)
    const { id, personId, accountId, roles, name, employeeNo, provenAt } = found
    const window = { windowMs: found.stepUpMinutes * 60_000, asks: rules.asks }
    const proof = provenAt === null ? window : { at: provenAt.getTime(), ...window }
    return { personId, accountId, sessionId: id, roles, name, employeeNo, address, channel: 'web', proof }
  }

  /** The rules change seldom and are the same for all: they are read once for each text. */
  #rulesOf({ rules }: SessionFound): Rules {
    if (rules !== this.#rules.text) this.#rules = readRules(rules)
    return this.#rules
  }

  /** A session that is used from elsewhere ends before this resolves. */
  async #isHere(found: SessionFound, shown: Shown): Promise<boolean> {
    const why = strangeness(found, shown)
    if (why === undefined) return true
    await this.#context.house.db.transact((w) => endMoved(this.#context, w, found, why))
    return false
  }

  /** @throws Mistake `people.address-not-allowed`; the ledger has the first of many at once. */
  async #refuseAddress(found: SessionFound, rules: Rules, address: string): Promise<void> {
    const role = rules.byRole.keptOutBy(found.roles, address)
    if (role === undefined) return
    await this.#noteOnce(`refused ${found.id} ${role}`, (w) =>
      this.#context.house.gate.note(w, 'address-refused', { ...idsOf(found), role }),
    )
    throw new Mistake('people.address-not-allowed', { status: 403 })
  }

  /** From an address at which the browser's key has not signed; the ledger has it, as nobody else might report it. */
  async #wantSignature(found: SessionFound, address: string): Promise<never> {
    // However many addresses a thief has, they fill no ledger.
    if (!found.signedFrom.includes(address))
      await this.#noteOnce(`wanted ${found.id}`, (w) =>
        this.#context.house.gate.note(w, 'signature-wanted', idsOf(found)),
      )
    throw new Mistake('people.device-signature', { status: 401 })
  }

  async #noteOnce(key: string, note: (w: Writer) => void): Promise<void> {
    const { house } = this.#context
    const now = house.clock.now().getTime()
    if (now - (this.#noted.get(key) ?? -Infinity) < noteMs) return
    this.#noted.set(key, now)
    if (this.#noted.size > 5_000) this.#noted.delete(this.#noted.keys().next().value!)
    await house.db.transact(async (w) => note(w))
  }

  /** Waits for what is still being written. */
  async idle(): Promise<void> {
    await this.#touching
  }

  async #flush(): Promise<void> {
    this.#busy = true
    const { house, session } = this.#context
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      const now = house.clock.now()
      const seenAfter = new Date(now.getTime() - session.idleMinutes * 60_000)
      try {
        const hashes = [...new Set(batch.map((one) => one.hash))]
        const rows = await house.db.read((r) => findSessions(r, hashes, now, seenAfter))
        const byHash = new Map(rows.map((row) => [row.tokenHash, row]))
        for (const one of batch) one.resolve(byHash.get(one.hash))
      } catch (error) {
        for (const one of batch) one.reject(error)
      }
    }
    this.#busy = false
  }

  #touch(found: SessionFound, rules: Rules): void {
    const { house, session } = this.#context
    const now = house.clock.now()
    const last = Math.max(found.seenAt.getTime(), this.#touched.get(found.id) ?? 0)
    const { idleMinutes = session.idleMinutes } = rules.byRole.limits(found.roles)
    const idleMs = Math.min(idleMinutes, session.idleMinutes) * 60_000
    if (now.getTime() - last < Math.min(touchMs, idleMs / 6)) return
    this.#touched.delete(found.id)
    this.#touched.set(found.id, now.getTime())
    if (this.#touched.size > 20_000) this.#touched.delete(this.#touched.keys().next().value!)
    // The request does not wait for this; when it fails the session merely ends a little earlier.
    this.#touching = house.db
      .transact((w) => touchSessions(w, [found.id], now))
      .catch((error: unknown) =>
        house.log.warn('session-not-touched', { reason: error instanceof Error ? error.name : 'unknown' }),
      )
  }
}

const idsOf = ({ personId, accountId, id }: SessionFound) => ({
  person: personId,
  account: accountId,
  session: id,
})

interface Rules {
  readonly text: string
  readonly asks: ReadonlySet<string>
  readonly byRole: RoleRules
}

function readRules(text: string): Rules {
  const bar = text.indexOf('|')
  const asks = new Set(text.slice(0, bar).split(',').filter(Boolean))
  return { text, asks, byRole: openRoleRules(JSON.parse(text.slice(bar + 1)) as RoleRule[]) }
}

/** Idle or open for longer than the rules leave to one of these roles; the program's own limits are in the look-up. */
function isOverLimit(found: SessionFound, rules: Rules, now: number): boolean {
  const { idleMinutes, absoluteHours } = rules.byRole.limits(found.roles)
  return (
    (idleMinutes !== undefined && now - found.seenAt.getTime() >= idleMinutes * 60_000) ||
    (absoluteHours !== undefined && now - found.createdAt.getTime() >= absoluteHours * 3_600_000)
  )
}
