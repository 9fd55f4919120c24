import type { Clock } from '../../../../floor/clock.ts'
import { type Database, sql, type Writer } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import { isAbout, isSolved, readChallenge, writeChallenge } from './challenge.ts'

/** Bits of work in quiet times and when many ask at once: about 0.2 s and 1.5 s of a phone's time. */
export const quietBits = 13
export const busyBits = 16
/** So many challenges a minute for one form are quiet times. */
const quietPerMinute = 120
/** A page may lie open that long before it is sent. */
export const lifeMinutes = 120
/** Nobody reads a notice and fills in a form faster than that. */
export const fillSeconds = 3

export interface GivenChallenge {
  readonly challenge: string
  readonly bits: number
  /** Sending earlier than that is refused. */
  readonly notBeforeSeconds: number
  readonly expiresAt: string
}

/** Gives out challenges and takes them back solved, once each, on every node of the program alike. */
export class Challenges {
  readonly #db: Database
  readonly #clock: Clock
  readonly #secret: Buffer
  #minute = 0
  readonly #askedFor = new Map<string, number>()

  constructor(db: Database, clock: Clock, secret: Buffer) {
    this.#db = db
    this.#clock = clock
    this.#secret = secret
  }

  /** A challenge for one form or act. @throws Mistake `open.about` for what is no form's name */
  give(about: string): GivenChallenge {
    if (!isAbout(about)) throw new Mistake('open.about', { field: 'about', status: 400 })
    const now = this.#clock.now().getTime()
    const bits = this.#pressure(about, now) > quietPerMinute ? busyBits : quietBits
    return {
      challenge: writeChallenge(this.#secret, about, now, bits),
      bits,
      notBeforeSeconds: fillSeconds,
      expiresAt: new Date(now + lifeMinutes * 60_000).toISOString(),
    }
  }

  /** Asked for in this minute; forgotten with the minute, so that made-up names stay no longer. */
  #pressure(about: string, now: number): number {
    const minute = Math.floor(now / 60_000)
    if (minute !== this.#minute || this.#askedFor.size > 10_000) {
      this.#minute = minute
      this.#askedFor.clear()
    }
    const count = (this.#askedFor.get(about) ?? 0) + 1
    this.#askedFor.set(about, count)
    return count
  }

  /**
   * Takes a solved challenge: `challenge~solution`.
   * @throws Mistake `open.challenge` (absent, forged, of another form, not solved), `open.expired`, `open.too-fast`,
   *   `open.used` when it has been taken before, whoever sends it.
   */
  async spend(proof: string | undefined, about: string): Promise<void> {
    const [text = '', solution = ''] = (proof ?? '').split('~')
    const known = readChallenge(this.#secret, text)
    if (known === undefined || known.about !== about || !isSolved(text, solution, known.bits))
      throw new Mistake('open.challenge', { status: 400 })
    const now = this.#clock.now().getTime()
    const until = known.issuedAt + lifeMinutes * 60_000
    if (now > until || now < known.issuedAt - 60_000) throw new Mistake('open.expired', { status: 409 })
    if (now < known.issuedAt + fillSeconds * 1000)
      throw new Mistake('open.too-fast', { status: 429, values: { seconds: fillSeconds } })
    const taken = await this.#db.transact((w) =>
      w.row(sql`insert into collection.spent_challenge (id, until) values (${known.id}, ${new Date(until)})
        on conflict (id) do nothing returning id`),
    )
    if (taken === undefined) throw new Mistake('open.used', { status: 409 })
  }

  /** Forgets the challenges that have expired anyhow. */
  async sweep(w: Writer): Promise<void> {
    const before = new Date(this.#clock.now().getTime() - 60_000)
    await w.run(sql`delete from collection.spent_challenge where until < ${before}`)
  }
}
