import { type Database, type Reader, sql } from '../../floor/database/index.ts'
import type { Ledger } from '../../floor/ledger/index.ts'

/** Entries read and filed at once. */
const step = 2000

export interface Indexed {
  readonly lane: number
  readonly index: number
  readonly at: string
  readonly kind: string
  readonly verb: string
  readonly actor: string | null
  readonly customers: readonly string[]
  readonly application: string | null
  readonly grant: string | null
  readonly verdict: string
  readonly clauses: readonly string[]
  readonly commitment: string | null
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const idOf = (value: unknown): string | null => (typeof value === 'string' && uuid.test(value) ? value : null)
const hashOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : null
const partOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** The searchable part of one ledger entry. A refusal that was only noted counts as one that was decided. */
export function indexed(lane: number, index: number, text: string): Indexed {
  const entry = JSON.parse(text) as Record<string, unknown>
  const kind = textOf(entry['kind'])
  const customers = [entry['customer'], ...listOf(entry['customers']), ...listOf(entry['withheld'])]
  return {
    lane,
    index,
    at: textOf(entry['at']),
    kind,
    verb: textOf(entry['verb']),
    actor: idOf(entry['actor'] ?? entry['person']),
    customers: [...new Set(customers.flatMap((id) => idOf(id) ?? []))],
    application: idOf(entry['application'] ?? entry['instance']),
    grant: idOf(entry['grant']),
    verdict: textOf(entry['verdict']) || (kind.endsWith('refused') ? 'deny' : ''),
    clauses: [...new Set(listOf(entry['because']).map((key) => textOf(key).split('/')[0]!))],
    commitment: hashOf(entry['commitment'] ?? partOf(entry['detail'])['reason']),
  }
}

/**
 * Keeps the searchable view of the ledger up to date. The view is never evidence: it can be thrown away and derived
 * again from the entries, and whoever asks for it gets everything recorded up to that moment.
 */
export class Projection {
  readonly #db: Database
  readonly #ledger: Ledger
  #running: Promise<void> = Promise.resolve()
  constructor(db: Database, ledger: Ledger) {
    this.#db = db
    this.#ledger = ledger
  }

  /** Files every entry that is recorded by now. Callers share one run. */
  catchUp(): Promise<void> {
    const mine = this.#running.then(() => this.#run())
    this.#running = mine.catch(() => undefined)
    return mine
  }

  /** Throws the view away and derives it again from the entries. */
  rebuild(): Promise<void> {
    const mine = this.#running.then(async () => {
      await this.#db.transact(async (w) => {
        await w.run(sql`delete from supervision.audit_customer`)
        await w.run(sql`delete from supervision.audit_entry`)
      })
      await this.#run()
    })
    this.#running = mine.catch(() => undefined)
    return mine
  }

  /** Rebuilds the view when entries are missing from it, or stand in it that the ledger does not have. */
  async repair(): Promise<void> {
    await this.catchUp()
    const sizes = new Map((await this.#ledger.lanes()).map(({ lane, size }) => [lane, size]))
    const kept = await this.#db.read((r) => keptEntries(r))
    const odd = kept.some(({ lane, entries, last }) => entries !== last + 1 || last >= (sizes.get(lane) ?? 0))
    if (odd) await this.rebuild()
  }

  async #run(): Promise<void> {
    for (const { lane, size } of await this.#ledger.lanes()) {
      let from = await this.#db.read((r) => nextIndex(r, lane))
      while (from < size) {
        const entries = await this.#ledger.entries(lane, from, Math.min(from + step, size))
        if (entries.length === 0) break
        await this.#store(entries.map((entry) => indexed(lane, entry.index, entry.text)))
        from += entries.length
      }
    }
  }

  async #store(rows: readonly Indexed[]): Promise<void> {
    const pairs = rows.flatMap((row) =>
      row.customers.map((customer) => ({ lane: row.lane, index: row.index, customer })),
    )
    await this.#db.transact(async (w) => {
      await w.run(sql`
        insert into supervision.audit_entry (lane, index, at, kind, verb, actor_id, customer_id, application_id, grant_id, verdict, clauses, commitment)
        select lane, index, at, kind, verb, actor_id, customer_id, application_id, grant_id, verdict, string_to_array(clauses, ' '), commitment
        from unnest(${rows.map((r) => r.lane)}::smallint[], ${rows.map((r) => r.index)}::bigint[], ${rows.map((r) => r.at)}::timestamptz[],
          ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.verb)}::text[], ${rows.map((r) => r.actor)}::uuid[],
          ${rows.map((r) => r.customers[0] ?? null)}::uuid[], ${rows.map((r) => r.application)}::uuid[], ${rows.map((r) => r.grant)}::uuid[],
          ${rows.map((r) => r.verdict)}::text[], ${rows.map((r) => r.clauses.join(' '))}::text[], ${rows.map((r) => r.commitment)}::text[])
          as t(lane, index, at, kind, verb, actor_id, customer_id, application_id, grant_id, verdict, clauses, commitment)
        on conflict do nothing`)
      await w.run(sql`
        insert into supervision.audit_customer (customer_id, lane, index)
        select * from unnest(${pairs.map((p) => p.customer)}::uuid[], ${pairs.map((p) => p.lane)}::smallint[], ${pairs.map((p) => p.index)}::bigint[])
        on conflict do nothing`)
    })
  }
}

const nextIndex = async (r: Reader, lane: number): Promise<number> =>
  (await r.row<{ next: number }>(
    sql`select coalesce(max(index) + 1, 0)::bigint as next from supervision.audit_entry where lane = ${lane}`,
  ))!.next

const keptEntries = (r: Reader): Promise<{ lane: number; entries: number; last: number }[]> =>
  r.rows(
    sql`select lane, count(*)::bigint as entries, max(index)::bigint as last from supervision.audit_entry group by lane`,
  )
