import type { Clock } from '../../floor/clock.ts'
import { type Database, sql } from '../../floor/database/index.ts'
import type { Facts } from '../../gate/index.ts'

interface Count {
  fullViews: number
  searches: number
}
interface Day {
  readonly day: string
  /** What the database had when it was last asked, by all nodes. */
  readonly stored: Count
  /** What this node has counted since. */
  readonly fresh: Count
}

/**
 * How much each person has opened without an application, and searched, today (clause 4.1.2). Counted in memory on
 * the read path and added to the database every few seconds; a crash forgets the last seconds, never a day.
 */
export class Tally {
  readonly #db: Database
  readonly #clock: Clock
  readonly #format: Intl.DateTimeFormat
  #day: { readonly minute: number; readonly text: string } | undefined
  readonly #people = new Map<string, Day>()
  #timer: NodeJS.Timeout | undefined
  constructor(db: Database, clock: Clock, timeZone: string) {
    this.#db = db
    this.#clock = clock
    this.#format = new Intl.DateTimeFormat('sv-SE', { timeZone })
  }

  /** Today's counts of these people; loads those not yet known. */
  async of(people: readonly string[]): Promise<ReadonlyMap<string, Count>> {
    const day = this.#today()
    const unknown = [...new Set(people)].filter((id) => this.#people.get(id)?.day !== day)
    if (unknown.length > 0) await this.#load(unknown, day)
    return new Map(people.map((id) => [id, this.#sum(id)]))
  }

  /** The counts of one person at this very moment; undefined when `of` has not loaded them today. */
  now(person: string): Count | undefined {
    return this.#people.get(person)?.day === this.#today() ? this.#sum(person) : undefined
  }

  /** The facts with the counts of this moment instead of those of when they were loaded. */
  counted<F extends Pick<Facts, 'quota'>>(person: string, facts: F): F {
    const count = this.now(person)
    return facts.quota === undefined || count === undefined
      ? facts
      : { ...facts, quota: { ...facts.quota, ...count } }
  }

  /** Counts whole values opened, or a search; a negative count gives back what did not happen. */
  add(person: string, what: keyof Count, count = 1): void {
    const known = this.#people.get(person)
    if (known !== undefined) known.fresh[what] += count
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.flush().catch(() => undefined), 3000)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.flush()
  }

  /** Adds what was counted here to the database and takes over what other nodes have counted. */
  async flush(): Promise<void> {
    const changed = [...this.#people].filter(([, { fresh }]) => fresh.fullViews !== 0 || fresh.searches !== 0)
    if (changed.length === 0) return
    const taken = changed.map(([person, { day, fresh }]) => ({ person, day, ...fresh }))
    for (const [, known] of changed) Object.assign(known.fresh, { fullViews: 0, searches: 0 })
    for (const one of taken)
      Object.assign(this.#people.get(one.person)!.stored, addUp(this.#people.get(one.person)!.stored, one))
    const rows = await this.#db.transact((w) =>
      w.rows<{ person: string; fullViews: number; searches: number }>(sql`
        insert into usage.tally as t (person_id, day, full_views, searches)
        select * from unnest(${taken.map((t) => t.person)}::uuid[], ${taken.map((t) => t.day)}::date[],
          ${taken.map((t) => t.fullViews)}::int[], ${taken.map((t) => t.searches)}::int[])
        on conflict (person_id, day) do update
        set full_views = t.full_views + excluded.full_views, searches = t.searches + excluded.searches
        returning person_id as person, full_views as "fullViews", searches`),
    )
    for (const { person, ...stored } of rows) {
      const known = this.#people.get(person)
      if (known?.day === taken.find((one) => one.person === person)?.day) Object.assign(known!.stored, stored)
    }
  }

  async #load(people: readonly string[], day: string): Promise<void> {
    const rows = await this.#db.read((r) =>
      r.rows<{ id: string; fullViews: number; searches: number }>(sql`
        select person_id as id, full_views as "fullViews", searches from usage.tally
        where person_id = any(${people}::uuid[]) and day = ${day}::date`),
    )
    const stored = new Map(rows.map(({ id, ...count }) => [id, count]))
    for (const id of people) {
      if (this.#people.get(id)?.day === day) continue
      this.#people.set(id, {
        day,
        stored: stored.get(id) ?? { fullViews: 0, searches: 0 },
        fresh: { fullViews: 0, searches: 0 },
      })
    }
  }

  #sum(person: string): Count {
    const known = this.#people.get(person)!
    return addUp(known.stored, known.fresh)
  }

  /** The calendar day; worked out once a minute, since no zone changes its day within one. */
  #today(): string {
    const minute = Math.floor(this.#clock.now().getTime() / 60_000)
    if (this.#day?.minute !== minute)
      this.#day = { minute, text: this.#format.format(new Date(minute * 60_000)) }
    return this.#day.text
  }
}

const addUp = (a: Count, b: Count): Count => ({
  fullViews: a.fullViews + b.fullViews,
  searches: a.searches + b.searches,
})
