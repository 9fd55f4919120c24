import { type Part, type Reader, sql } from '../../floor/database/index.ts'
import type { GrantFacts, GrantMode } from '../../gate/index.ts'

interface GrantRow {
  readonly customer: string
  readonly person: string
  readonly id: string
  readonly application: string
  readonly purpose: string
  readonly modes: GrantMode[]
  readonly fields: number[]
  /** ISO 8601. */
  readonly from: string
  readonly until: string
  readonly revoked: boolean
  readonly left: number | null
}

export interface Pair {
  readonly actor: string
  readonly customer: string
}

/** A grant that ended longer ago is left out, since no rule can still need it. */
const forgottenAfterMs = 86_400_000

const keyOf = (person: string, customer: string): string => `${person} ${customer}`

/**
 * Grants of many (person, customer) pairs in one statement, whatever their state: the rules say which of them count.
 * Grants that ended more than a day ago are left out, since no rule can still need them.
 */
export const grantsPart = (
  pairs: readonly Pair[],
  now: Date,
): Part<(pair: Pair) => readonly GrantFacts[]> => ({
  select: sql`
      select gc.customer_id as customer, gc.person_id as person, g.id, g.application_id as application, g.purpose, g.modes,
        g.field_ids as fields, g.starts_at as "from", g.ends_at as until, g.revoked_at is not null as revoked,
        g.count_limit - g.used_count as left
      from unnest(${pairs.map((p) => p.actor)}::uuid[], ${pairs.map((p) => p.customer)}::uuid[]) as wanted(person, customer)
      join usage.grant_customer gc on gc.customer_id = wanted.customer and gc.person_id = wanted.person
      join usage.grant g on g.id = gc.grant_id
      where g.ends_at > ${new Date(now.getTime() - forgottenAfterMs)}
      order by g.issued_at`,
  from(found) {
    const byPair = new Map<string, GrantFacts[]>()
    for (const row of found as readonly GrantRow[]) {
      const key = keyOf(row.person, row.customer)
      const list = byPair.get(key) ?? []
      if (!list.some((grant) => grant.id === row.id)) list.push(factsOf(row))
      byPair.set(key, list)
    }
    return (pair) => byPair.get(keyOf(pair.actor, pair.customer)) ?? []
  },
})

/** Whether there is any grant of this person that `grantsPart` would find, for whichever customer. */
export async function holdsAnyGrant(r: Reader, person: string, now: Date): Promise<boolean> {
  const row = await r.row<{ any: boolean }>(
    sql.named(
      'use_any_grant',
      sql`select exists (select from usage.grant where person_id = ${person}
        and ends_at > ${new Date(now.getTime() - forgottenAfterMs)}) as any`,
    ),
  )
  return row?.any === true
}

const factsOf = (row: GrantRow): GrantFacts => ({
  id: row.id,
  application: row.application,
  purpose: row.purpose,
  modes: new Set(row.modes),
  fields: new Set(row.fields),
  from: Date.parse(row.from),
  until: Date.parse(row.until),
  revoked: row.revoked,
  ...(row.left === null ? {} : { left: row.left }),
})
