import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { findSessions, type SessionFound, touchSessions } from '../store/sessions.ts'
import { tokenHash } from './tokens.ts'

const tokenShape = /^[A-Za-z0-9_-]{16,128}$/
/** The time of the last activity is written at most this often. */
const touchMs = 60_000

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
  #touching: Promise<unknown> = Promise.resolve()

  constructor(context: Context) {
    this.#context = context
  }

  /** `quiet` leaves the time of the last activity alone: a page that asks again by itself keeps no session alive. */
  async find(token: string | undefined, address: string, quiet = false): Promise<Caller | undefined> {
    if (token === undefined || !tokenShape.test(token)) return undefined
    const hash = tokenHash(token).toString('hex')
    const found = await new Promise<SessionFound | undefined>((resolve, reject) => {
      this.#waiting.push({ hash, resolve, reject })
      if (!this.#busy) void this.#flush()
    })
    if (found === undefined || (found.endsOn !== null && found.endsOn < todayOf(this.#context.house)))
      return undefined
    if (!quiet) this.#touch(found)
    const { id, personId, accountId, roles, name, employeeNo, provenAt } = found
    const windowMs = found.stepUpMinutes * 60_000
    const proof = provenAt === null ? { windowMs } : { at: provenAt.getTime(), windowMs }
    return { personId, accountId, sessionId: id, roles, name, employeeNo, address, channel: 'web', proof }
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

  #touch(found: SessionFound): void {
    const { house } = this.#context
    const now = house.clock.now()
    const last = Math.max(found.seenAt.getTime(), this.#touched.get(found.id) ?? 0)
    if (now.getTime() - last < touchMs) return
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
