import { sql } from '../../floor/database/index.ts'
import type { UseMeter } from '../people/index.ts'
import type { Projection } from './projection.ts'

/**
 * When people last used what they hold, from the searchable view of the ledger: for each asked, one look into the index
 * by person and time, which ends at the first permitted entry that counts.
 */
export const lastUseMeter = (projection: Projection): UseMeter => ({
  settle: () => projection.catchUp(),
  lastUses: async (r, asked) => {
    if (asked.length === 0) return []
    const rows = await r.rows<{ k: number; at: Date }>(sql`
      select x.k, e.at from jsonb_to_recordset(${sql.json(asked.map((one, k) => ({ k, ...one, since: one.since.toISOString() })))})
          as x(k int, "personId" uuid, verbs text[], "grant" uuid, since timestamptz)
        cross join lateral (
          select at from supervision.audit_entry a
          where a.actor_id = x."personId" and a.at >= x.since and a.verb = any(x.verbs) and a.verdict = 'permit'
            and (x."grant" is null or a.grant_id = x."grant")
          order by a.at desc limit 1) e`)
    const found = new Map(rows.map((row) => [row.k, row.at]))
    return asked.map((_, k) => found.get(k))
  },
})
