import { sql } from '../../../floor/database/index.ts'
import type { Tidy } from './context.ts'

/** Pairs found in one go; the next go finds the rest. */
const most = 5000
/** An identifier that so many files share is a switchboard, not a customer. */
const sharedMost = 20
const lookBackMs = 3_600_000

/**
 * Finds files in use that share an identifier under the same name, however they came: by hand, by form, from another
 * system, by a correction. Compared are keyed hashes; nothing is opened. Imports look for themselves while they run.
 * Resolves to how many new pairs there are.
 */
export async function findPairs(ctx: Tidy): Promise<number> {
  const now = ctx.house.clock.now()
  return await ctx.house.db.transact(async (w) => {
    const row = await w.row<{ at: Date }>(
      sql`select paired_to as at from collection.tidying_setting for update`,
    )
    const since = new Date(row!.at.getTime() - lookBackMs)
    const found = await w.run(sql`
      with fresh as (
        select c.id from custody.customer c left join custody.batch b on b.id = c.batch_id
        where c.status = 'active' and (b.id is null or b.released_at is not null)
          and (c.batch_id is null or c.updated_at > c.created_at) and c.updated_at >= ${since}),
      pairs as (
        select distinct greatest(x.customer_id, y.customer_id) as newer, least(x.customer_id, y.customer_id) as older
        from fresh f join custody.identifier x on x.customer_id = f.id
        join custody.identifier y on y.token = x.token and y.named = x.named and y.customer_id <> x.customer_id
        join custody.customer o on o.id = y.customer_id and o.status = 'active'
        left join custody.batch b on b.id = o.batch_id
        where (b.id is null or b.released_at is not null)
          and (select count(*) from (select from custody.identifier s where s.token = x.token limit ${sharedMost + 1}) n) <= ${sharedMost})
      insert into collection.duplicate (id, customer_id, other_id, reason, found_at)
      select gen_random_uuid(), p.newer, p.older, 'identifier-name', ${now} from pairs p
      where not exists (select from collection.duplicate d where (d.customer_id = p.newer and d.other_id = p.older)
        or (d.customer_id = p.older and d.other_id = p.newer))
      limit ${most}`)
    if (found < most)
      await w.run(sql`update collection.tidying_setting set paired_to = greatest(paired_to, ${now})`)
    return found
  })
}
