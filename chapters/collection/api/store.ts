import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

/** What came of the deliveries of one account. */
export interface Tally {
  readonly account: string
  readonly system: string
  readonly rows: number
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly mistaken: number
}

/** Rows of today by account, held until the transaction ends, so that deliveries at once never pass the limit together. */
export async function lockToday(
  w: Writer,
  accounts: readonly { readonly account: string; readonly system: string }[],
  day: string,
  at: Date,
): Promise<ReadonlyMap<string, number>> {
  await w.run(sql`insert into collection.delivery_day (account_id, day, system, last_at)
    select account, ${day}::date, system, ${at} from unnest(${accounts.map((one) => one.account)}::uuid[],
      ${accounts.map((one) => one.system)}::text[]) as v(account, system) order by account on conflict do nothing`)
  const rows = await w.rows<{ account: string; rows: number }>(sql`
    select account_id as account, rows from collection.delivery_day
    where account_id = any(${accounts.map((one) => one.account)}::uuid[]) and day = ${day}::date order by account_id for update`)
  return new Map(rows.map((row) => [row.account, row.rows]))
}

/** Counts what came of deliveries. */
export async function countDelivered(
  w: Writer,
  list: readonly Tally[],
  day: string,
  at: Date,
): Promise<void> {
  for (const one of list)
    await w.run(sql`update collection.delivery_day set system = ${one.system}, rows = rows + ${one.rows}, created = created + ${one.created},
        changed = changed + ${one.changed}, unchanged = unchanged + ${one.unchanged}, refused = refused + ${one.refused},
        mistaken = mistaken + ${one.mistaken}, last_at = ${at}
      where account_id = ${one.account} and day = ${day}::date`)
}

export interface Problem {
  readonly id: string
  readonly account: string
  readonly row: number | null
  /** Code of the mistake, or `refused/` and the clause. */
  readonly reason: string
  readonly field: string
}

/** Problems kept one by one of an account and day; more are only counted. */
const problemsKept = 2000

/** Notes what was not taken in: every reason counted, the first ones of the day one by one. */
export async function noteProblems(
  w: Writer,
  list: readonly Problem[],
  day: string,
  at: Date,
): Promise<void> {
  if (list.length === 0) return
  const accounts = list.map((one) => one.account)
  const reasons = list.map((one) => one.reason)
  await w.run(sql`insert into collection.delivery_reason (account_id, day, reason, times)
    select account, ${day}::date, reason, count(*)::int from unnest(${accounts}::uuid[], ${reasons}::text[]) as v(account, reason)
    group by account, reason order by account, reason
    on conflict (account_id, day, reason) do update set times = collection.delivery_reason.times + excluded.times`)
  await w.run(sql`insert into collection.delivery_problem (account_id, id, at, "row", reason, field)
    select v.account, v.id, ${at}, v.line, v.reason, v.field
    from unnest(${accounts}::uuid[], ${list.map((one) => one.id)}::uuid[], ${list.map((one) => one.row)}::int[], ${reasons}::text[],
      ${list.map((one) => one.field)}::text[]) with ordinality as v(account, id, line, reason, field, nr)
    join collection.delivery_day d on d.account_id = v.account and d.day = ${day}::date
    where v.nr <= ${problemsKept} - least(${problemsKept}, d.refused + d.mistaken)`)
}

/** Forgets problems after ninety days and answers kept for repeated calls after one. */
export async function tidyDeliveries(w: Writer, now: Date): Promise<void> {
  const before = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
  await w.run(sql`delete from collection.delivery_problem where at < ${before(90)}`)
  await w.run(sql`delete from collection.delivery_key where at < ${before(1)}`)
}

/**
 * Takes hold of a key of an account; what was answered under it before, if anything. Somebody else's call with the same
 * key waits for this transaction.
 */
export async function claimKey(
  w: Writer,
  account: string,
  key: string,
  content: Buffer,
  at: Date,
): Promise<{ readonly content: Buffer; readonly reply: unknown } | undefined> {
  const added = await w.run(sql`insert into collection.delivery_key (account_id, key, content, at)
    values (${account}, ${key}, ${content}, ${at}) on conflict do nothing`)
  if (added === 1) return undefined
  return await w.row(
    sql`select content, reply from collection.delivery_key where account_id = ${account} and key = ${key}`,
  )
}

/** Keeps the answer under its key, or gives the key up when there was none to keep. */
export async function settleKey(
  w: Writer,
  account: string,
  key: string,
  reply: object | undefined,
): Promise<void> {
  await (reply === undefined
    ? w.run(sql`delete from collection.delivery_key where account_id = ${account} and key = ${key}`)
    : w.run(
        sql`update collection.delivery_key set reply = ${sql.json(reply)} where account_id = ${account} and key = ${key}`,
      ))
}

export interface StoredReference {
  readonly customerId: string
  readonly status: 'active' | 'restricted' | 'merged' | 'erased'
  readonly pending: boolean
  readonly version: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** How a reference stands; the file is the one that stayed where files were merged. */
export const readReference = (
  r: Reader,
  system: string,
  key: Buffer,
): Promise<{ readonly customerId: string; readonly createdAt: Date; readonly changedAt: Date } | undefined> =>
  r.row(sql`select customer_id as "customerId", created_at as "createdAt", changed_at as "changedAt"
    from collection.reference where system = ${system} and key = ${key}`)

/** State and version of a file. */
export const readStanding = (
  r: Reader,
  customerId: string,
): Promise<Pick<StoredReference, 'status' | 'pending' | 'version'> | undefined> =>
  r.row(sql`select c.status, c.version, (c.batch_id is not null and b.released_at is null) as pending
    from custody.customer c left join custody.batch b on b.id = c.batch_id where c.id = ${customerId}`)
