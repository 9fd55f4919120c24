import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface SessionFound {
  readonly id: string
  readonly tokenHash: string
  readonly accountId: string
  readonly personId: string
  readonly name: string
  readonly employeeNo: string
  readonly roles: readonly string[]
  readonly createdAt: Date
  readonly seenAt: Date
  readonly endsOn: string | null
  readonly provenAt: Date | null
  readonly agent: string
  /** Of the secret that belongs to the browser, and of the one that is to take its place; hex. */
  readonly boundHash: string | null
  readonly boundNext: string | null
  /** The browser has a key, which signed last at `signedAt`, lately from these addresses. */
  readonly keyed: boolean
  readonly signedAt: Date | null
  readonly signedFrom: readonly string[]
  readonly stepUpMinutes: number
  /** Acts before which the rules ask anew, a bar, and the rules by role as JSON; the same text while they are the same. */
  readonly rules: string
}

/**
 * The open sessions among these token hashes (hex), with their people, in one statement. A session of a disabled
 * account or of somebody who has left is none.
 */
export async function findSessions(
  r: Reader,
  tokenHashes: readonly string[],
  now: Date,
  seenAfter: Date,
): Promise<SessionFound[]> {
  return await r.rows<SessionFound>(
    sql.named(
      'people_sessions',
      sql`select s.id, encode(s.token_hash, 'hex') as "tokenHash", a.id as "accountId", p.id as "personId", p.name,
          p.employee_no as "employeeNo", s.created_at as "createdAt", s.seen_at as "seenAt", p.ends_on::text as "endsOn",
          s.proven_at as "provenAt", s.agent, encode(s.bound_hash, 'hex') as "boundHash",
          encode(s.bound_next, 'hex') as "boundNext", s.device_key is not null as keyed,
          s.signed_at as "signedAt", s.signed_from as "signedFrom", q.step_up_minutes as "stepUpMinutes",
          array_to_string(q.step_up_acts, ',') || '|' || q.by_role::text as rules,
          coalesce((select array_agg(h.role order by h.role) from people.role_holding h where h.person_id = p.id and h.ended_at is null), '{}') as roles
        from people.session s join people.account a on a.id = s.account_id join people.person p on p.id = a.person_id
          cross join people.sign_in_policy q
        where s.token_hash = any(${tokenHashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])
          and s.ended_at is null and s.expires_at > ${now} and s.seen_at > ${seenAfter}
          and a.disabled_at is null and p.left_at is null`,
    ),
  )
}

/** Moves the time of the last activity forward, never back. */
export async function touchSessions(w: Writer, ids: readonly string[], at: Date): Promise<void> {
  await w.run(
    sql`update people.session set seen_at = greatest(seen_at, ${at}) where id = any(${[...ids]}::uuid[]) and ended_at is null`,
  )
}

/** Adds a session under the hash of its token. */
export async function insertSession(
  w: Writer,
  s: {
    id: string
    tokenHash: Buffer
    boundHash: Buffer
    accountId: string
    at: Date
    expiresAt: Date
    address: string
    agent: string
    via: string
    provenBy: string | null
  },
): Promise<void> {
  await w.run(sql`insert into people.session (id, token_hash, bound_hash, account_id, created_at, seen_at, expires_at, address, agent, via, proven_at, proven_by)
    values (${s.id}, ${s.tokenHash}, ${s.boundHash}, ${s.accountId}, ${s.at}, ${s.at}, ${s.expiresAt}, ${s.address}, ${s.agent}, ${s.via},
      ${s.provenBy === null ? null : s.at}, ${s.provenBy})`)
}

/**
 * The holder proved anew who they are: the moment is kept, and the session goes on under another token. Where the
 * browser has a key it must have signed since `signedSince`.
 */
export async function proveSession(
  w: Writer,
  id: string,
  p: { accountId: string; tokenHash: Buffer; by: string; at: Date; signedSince: Date },
): Promise<number> {
  return await w.run(sql`update people.session set proven_at = ${p.at}, proven_by = ${p.by}, token_hash = ${p.tokenHash}, seen_at = ${p.at}
    where id = ${id} and account_id = ${p.accountId} and ended_at is null and (device_key is null or signed_at >= ${p.signedSince})`)
}

/** Whether the browser of a session has no key, or one that signed since that moment. */
export async function isSignedSince(r: Reader, id: string, since: Date): Promise<boolean> {
  const row = await r.row(sql`select 1 as one from people.session
    where id = ${id} and ended_at is null and (device_key is null or signed_at >= ${since})`)
  return row !== undefined
}

export interface KeyedSession {
  readonly id: string
  readonly accountId: string
  readonly personId: string
  readonly createdAt: Date
  readonly agent: string
  readonly boundHash: string | null
  readonly boundNext: string | null
  readonly boundNextAt: Date | null
  readonly deviceKey: Buffer | null
  readonly signedAt: Date | null
  readonly signedFrom: readonly string[]
}

/** The open session of a token, held until the transaction ends. */
export const lockByToken = (w: Writer, tokenHash: Buffer, now: Date): Promise<KeyedSession | undefined> =>
  w.row<KeyedSession>(sql`select s.id, s.account_id as "accountId", a.person_id as "personId", s.created_at as "createdAt", s.agent,
      encode(s.bound_hash, 'hex') as "boundHash", encode(s.bound_next, 'hex') as "boundNext", s.bound_next_at as "boundNextAt", s.device_key as "deviceKey", s.signed_at as "signedAt", s.signed_from as "signedFrom"
    from people.session s join people.account a on a.id = s.account_id
    where s.token_hash = ${tokenHash} and s.ended_at is null and s.expires_at > ${now} and a.disabled_at is null for update of s`)

/** The key of the session's browser signed; the first one is kept. */
export async function storeSignature(
  w: Writer,
  id: string,
  s: { deviceKey: Buffer; at: Date; from: readonly string[] },
): Promise<void> {
  await w.run(sql`update people.session set device_key = coalesce(device_key, ${s.deviceKey}), signed_at = ${s.at}, signed_from = ${[...s.from]}::text[]
    where id = ${id}`)
}

/** The secret that the browser showed is the one from now on, and it has been given another for the time after. */
export async function moveSecret(
  w: Writer,
  id: string,
  s: { shown: Buffer; next: Buffer; at: Date },
): Promise<void> {
  await w.run(
    sql`update people.session set bound_hash = ${s.shown}, bound_next = ${s.next}, bound_next_at = ${s.at} where id = ${id}`,
  )
}

/** Ends one session, whoever's it is; resolves to how many, 0 when it had ended. */
export const endById = (w: Writer, id: string, at: Date, reason: string): Promise<number> =>
  w.run(
    sql`update people.session set ended_at = ${at}, end_reason = ${reason} where id = ${id} and ended_at is null`,
  )

/** The owner says that another session is theirs; resolves to how many changed. */
export async function knowSession(w: Writer, accountId: string, id: string, at: Date): Promise<number> {
  return await w.run(sql`update people.session set known_at = ${at}
    where id = ${id} and account_id = ${accountId} and ended_at is null and known_at is null`)
}

/** Ends the session of this token, whoever's it is; resolves to its id and account when it was open. */
export async function endByToken(
  w: Writer,
  tokenHash: Buffer,
  at: Date,
  reason: string,
): Promise<{ id: string; accountId: string } | undefined> {
  return await w.row(sql`update people.session set ended_at = ${at}, end_reason = ${reason}
    where token_hash = ${tokenHash} and ended_at is null returning id, account_id as "accountId"`)
}

/** Ends all open sessions of an account, but one when it is given; resolves to how many. */
export async function endSessionsOf(
  w: Writer,
  accountId: string,
  at: Date,
  reason: string,
  except: string | null = null,
): Promise<number> {
  return await w.run(sql`update people.session set ended_at = ${at}, end_reason = ${reason}
    where account_id = ${accountId} and ended_at is null and id is distinct from ${except}::uuid`)
}

/** Ends all open sessions of a person; resolves to how many. */
export async function endSessionsOfPerson(
  w: Writer,
  personId: string,
  at: Date,
  reason: string,
): Promise<number> {
  return await w.run(sql`update people.session set ended_at = ${at}, end_reason = ${reason}
    where account_id in (select id from people.account where person_id = ${personId}) and ended_at is null`)
}

/** Ends one session, if it belongs to this account. */
export async function endOne(
  w: Writer,
  id: string,
  accountId: string,
  at: Date,
  reason: string,
): Promise<number> {
  return await w.run(sql`update people.session set ended_at = ${at}, end_reason = ${reason}
    where id = ${id} and account_id = ${accountId} and ended_at is null`)
}

export interface OpenSession {
  readonly id: string
  readonly address: string
  readonly agent: string
  readonly createdAt: Date
  readonly seenAt: Date
  readonly expiresAt: Date
  readonly via: string
  readonly knownAt: Date | null
  /** The browser signs with a key of its own. */
  readonly keyed: boolean
}

/** The open sessions of an account, the latest used first. */
export async function openSessionsOf(
  r: Reader,
  accountId: string,
  now: Date,
  seenAfter: Date,
): Promise<OpenSession[]> {
  return await r.rows<OpenSession>(sql`select id, address, agent, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt",
      via, known_at as "knownAt", device_key is not null as keyed
    from people.session where account_id = ${accountId} and ended_at is null and expires_at > ${now} and seen_at > ${seenAfter}
    order by seen_at desc`)
}
