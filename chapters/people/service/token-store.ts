import type { RoleRule } from '../wire.ts'
import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

/** One token with whom it stands for and whether that still may be. */
export interface TokenFound {
  readonly id: string
  readonly publicId: string
  readonly hash: Buffer
  readonly personId: string
  readonly name: string
  readonly employeeNo: string
  /** The account of the person whose own token it is; null for service accounts. */
  readonly accountId: string | null
  readonly fields: readonly number[] | null
  readonly verbs: readonly string[] | null
  readonly maskedOnly: boolean
  readonly addresses: readonly string[]
  /** Networks that the service account as a whole is confined to. */
  readonly accountAddresses: readonly string[]
  readonly perMinute: number | null
  readonly perDay: number | null
  readonly usedAt: Date | null
  /** The person's offices, and what the rules of sign-in say of offices; both empty for service accounts. */
  readonly roles: readonly string[]
  readonly rules: readonly RoleRule[]
  readonly state: 'open' | 'ended' | 'expired' | 'account-over' | 'owner-gone'
}

/** The tokens with these public parts, in one statement; `today` is the company's calendar day. */
export async function findTokens(
  r: Reader,
  publicIds: readonly string[],
  now: Date,
  today: string,
): Promise<TokenFound[]> {
  return await r.rows<TokenFound>(sql`
    select t.id, t.public_id as "publicId", t.hash, t.person_id as "personId", p.name, p.employee_no as "employeeNo",
      case when s.person_id is null then a.id end as "accountId", t.fields, t.verbs, t.masked_only as "maskedOnly", t.addresses,
      coalesce(s.addresses, '{}') as "accountAddresses", s.per_minute as "perMinute", s.per_day as "perDay", t.used_at as "usedAt",
      case when s.person_id is null then (select coalesce(array_agg(o.role), '{}') from people.role_holding o where o.person_id = p.id and o.ended_at is null)
        else '{}' end as roles,
      case when s.person_id is null then (select by_role from people.sign_in_policy) else '[]' end as rules,
      case when t.ended_at is not null then 'ended' when t.expires_at <= ${now} then 'expired'
        when s.ended_at is not null or p.left_at is not null or s.expires_on < ${today}::date then 'account-over'
        when a.id is null or a.disabled_at is not null or h.left_at is not null or h.ends_on < ${today}::date then 'owner-gone'
        else 'open' end as state
    from people.token t join people.person p on p.id = t.person_id
      left join people.service_account s on s.person_id = p.id
      join people.person h on h.id = coalesce(s.owner_id, p.id) left join people.account a on a.person_id = h.id
    where t.public_id = any(${[...publicIds]}::text[])`)
}

/** Somebody's wish to use tokens so many times now. */
export interface UseWish {
  readonly personId: string
  readonly wanted: number
  readonly perMinute: number
  readonly perDay: number
}
export interface UseGranted {
  readonly granted: number
  /** What was used up when not everything was granted. */
  readonly short: 'minute' | 'day'
}

/**
 * Counts uses within the limits, for all nodes together: the rows are locked, so that requests at once never get more
 * than is left. `minute` is the beginning of the present minute, `today` the company's calendar day.
 */
export async function countUses(
  w: Writer,
  wishes: readonly UseWish[],
  minute: Date,
  today: string,
): Promise<Map<string, UseGranted>> {
  const ids = wishes.map((one) => one.personId)
  await w.run(sql`insert into people.token_use (person_id, minute_at, in_minute, day, in_day)
    select id, ${minute}, 0, ${today}::date, 0 from unnest(${ids}::uuid[]) as v(id) order by id on conflict do nothing`)
  const rows = await w.rows<{ personId: string; inMinute: number; inDay: number }>(sql`
    select person_id as "personId", case when minute_at = ${minute} then in_minute else 0 end as "inMinute",
      case when day = ${today}::date then in_day else 0 end as "inDay"
    from people.token_use where person_id = any(${ids}::uuid[]) order by person_id for update`)
  const used = new Map(rows.map((row) => [row.personId, row]))
  const answer = new Map<string, UseGranted>()
  for (const { personId, wanted, perMinute, perDay } of wishes) {
    const { inMinute = 0, inDay = 0 } = used.get(personId) ?? {}
    const [left, leftToday] = [Math.max(0, perMinute - inMinute), Math.max(0, perDay - inDay)]
    answer.set(personId, {
      granted: Math.min(wanted, left, leftToday),
      short: leftToday <= left ? 'day' : 'minute',
    })
  }
  await w.run(sql`update people.token_use u set minute_at = ${minute}, day = ${today}::date, in_minute = v.minute, in_day = v.day
    from unnest(${ids}::uuid[], ${ids.map((id) => (used.get(id)?.inMinute ?? 0) + answer.get(id)!.granted)}::int[],
      ${ids.map((id) => (used.get(id)?.inDay ?? 0) + answer.get(id)!.granted)}::int[]) as v(id, minute, day)
    where u.person_id = v.id`)
  return answer
}

/** Notes when and from where tokens were last used. */
export async function touchTokens(
  w: Writer,
  uses: readonly { readonly id: string; readonly address: string }[],
  at: Date,
): Promise<void> {
  await w.run(sql`update people.token t set used_at = ${at}, used_from = v.address
    from unnest(${uses.map((one) => one.id)}::uuid[], ${uses.map((one) => one.address)}::text[]) as v(id, address)
    where t.id = v.id`)
}

export interface NewToken {
  readonly id: string
  readonly publicId: string
  readonly hash: Buffer
  readonly personId: string
  readonly name: string
  readonly fields: readonly number[] | null
  readonly verbs: readonly string[] | null
  readonly maskedOnly: boolean
  readonly addresses: readonly string[]
  readonly madeBy: string
  readonly madeAt: Date
  readonly expiresAt: Date
}

/** Adds a token. */
export async function insertToken(w: Writer, t: NewToken): Promise<void> {
  await w.run(sql`insert into people.token (id, public_id, hash, person_id, name, fields, verbs, masked_only, addresses, made_by, made_at, expires_at)
    values (${t.id}, ${t.publicId}, ${t.hash}, ${t.personId}, ${t.name}, ${t.fields === null ? null : [...t.fields]}::smallint[],
      ${t.verbs === null ? null : [...t.verbs]}::text[], ${t.maskedOnly}, ${[...t.addresses]}::text[], ${t.madeBy}, ${t.madeAt}, ${t.expiresAt})`)
}

export interface TokenRowFound {
  readonly id: string
  readonly publicId: string
  readonly personId: string
  readonly name: string
  readonly fields: readonly number[] | null
  readonly verbs: readonly string[] | null
  readonly maskedOnly: boolean
  readonly addresses: readonly string[]
  readonly madeAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly usedFrom: string | null
  readonly endedAt: Date | null
  readonly endReason: string | null
}

const columns = sql`t.id, t.public_id as "publicId", t.person_id as "personId", t.name, t.fields, t.verbs, t.masked_only as "maskedOnly",
  t.addresses, t.made_at as "madeAt", t.expires_at as "expiresAt", t.used_at as "usedAt", t.used_from as "usedFrom",
  t.ended_at as "endedAt", t.end_reason as "endReason"`

/** The tokens of these people and service accounts, the newest first; ended ones are kept for looking up. */
export const tokensOf = (r: Reader, personIds: readonly string[]): Promise<TokenRowFound[]> =>
  r.rows(sql`select ${columns} from people.token t where t.person_id = any(${[...personIds]}::uuid[])
    order by t.ended_at is not null, t.made_at desc, t.id desc limit 500`)

/** One token as it stands. */
export const readToken = (r: Reader, id: string): Promise<TokenRowFound | undefined> =>
  r.row(sql`select ${columns} from people.token t where t.id = ${id}`)

/** Holds the account against a reset or disabling until the transaction ends; whether the session was still open then. */
export async function isSignedIn(w: Writer, accountId: string, sessionId: string): Promise<boolean> {
  await w.rows(sql`select id from people.account where id = ${accountId} for share`)
  const row = await w.row(sql`select 1 from people.session s join people.account a on a.id = s.account_id
    where s.id = ${sessionId} and a.id = ${accountId} and s.ended_at is null and a.disabled_at is null`)
  return row !== undefined
}

/** One token, held until the transaction ends. */
export const lockToken = (w: Writer, id: string): Promise<TokenRowFound | undefined> =>
  w.row(sql`select ${columns} from people.token t where t.id = ${id} for update`)

/** How many tokens of this holder are in force. */
export async function countOpen(w: Writer, personId: string, now: Date): Promise<number> {
  const row = await w.row<{ n: number }>(sql`select count(*)::int as n from people.token
    where person_id = ${personId} and ended_at is null and expires_at > ${now}`)
  return row?.n ?? 0
}

/** Ends tokens at once; resolves to the ids of those that were in force. */
export async function endTokens(
  w: Writer,
  which: { readonly id: string } | { readonly personId: string },
  o: { readonly at: Date; readonly by: string | null; readonly reason: string },
): Promise<string[]> {
  const condition = 'id' in which ? sql`id = ${which.id}` : sql`person_id = ${which.personId}`
  const rows = await w.rows<{
    id: string
  }>(sql`update people.token set ended_at = ${o.at}, ended_by = ${o.by}, end_reason = ${o.reason}
    where ${condition} and ended_at is null returning id`)
  return rows.map((row) => row.id)
}

/** An old token goes on beside its successor until then, and no longer than it was to last. */
export async function shortenToken(w: Writer, id: string, until: Date): Promise<void> {
  await w.run(
    sql`update people.token set expires_at = least(expires_at, ${until}) where id = ${id} and ended_at is null`,
  )
}

/** Ends the own tokens of the person with this account, as their sessions end; those of service accounts are not theirs. */
export async function endOwnTokens(w: Writer, accountId: string, at: Date, reason: string): Promise<void> {
  await w.run(sql`update people.token set ended_at = ${at}, end_reason = ${reason}
    where person_id = (select person_id from people.account where id = ${accountId}) and ended_at is null`)
}
