import { sql, type Sql } from '../../../floor/database/index.ts'

/**
 * What is to be put right in a file, told by facts that stand beside it: which fields hold a value, which do not fit
 * their type, when it was last confirmed. Nothing is opened. For a statement with `custody.customer c` and its type `t`.
 */
export const typeOfFile = sql`join custody.customer_type t on t.code = coalesce(c.type_code, '')`

/** Ids of the fields that a file of this type should have and has not. */
export const missingFields = sql`array(select f.id from custody.field f where f.code = any(t.required) and f.retired_at is null
  and f.applies_to in ('both', c.kind) and f.id <> all(c.fields) order by f.sort, f.id)`

/** Since when nobody has confirmed or corrected it. */
export const freshSince = sql`greatest(c.updated_at, coalesce(c.confirmed_at, c.updated_at))`

/** Whether nobody has looked at the file for longer than its type allows. */
export const isStale = (now: Date): Sql =>
  sql`coalesce(${freshSince} < ${now}::timestamptz - make_interval(months => t.stale_months), false)`

const isDoubled = sql`(exists (select from collection.duplicate d where d.state = 'open' and d.customer_id = c.id)
  or exists (select from collection.duplicate d where d.state = 'open' and d.other_id = c.id))`

/** Codes of the defects of a file, as an array of texts. */
export const defectsOf = (now: Date): Sql => sql`array_remove(array[
  case when ${missingFields} <> '{}'::smallint[] then 'missing' end,
  case when c.unfit <> '{}' then 'unfit' end,
  case when ${isDoubled} then 'duplicate' end,
  case when ${isStale(now)} then 'stale' end,
  case when c.consent is null and c.legal_basis in ('consent', 'unknown') then 'no-notice' end,
  case when c.type_code is null or c.category_code is null then 'unclassified' end]::text[], null)`
