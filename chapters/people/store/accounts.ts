import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { AccountRow, AccountsQuery } from '../wire.ts'
import { matches } from './persons.ts'
import { endDevices } from './steps.ts'
import { endOwnTokens } from '../service/token-store.ts'

export interface Account {
  readonly id: string
  readonly personId: string
  readonly signInName: string
  readonly passwordHash: string
  readonly passwordHistory: readonly string[]
  readonly passwordSetAt: Date
  readonly mustChange: boolean
  readonly failures: number
  readonly lockedUntil: Date | null
  readonly disabledAt: Date | null
  /** Who disabled it; null with a date stands for by hand. */
  readonly disabledHow: 'hand' | 'directory' | 'left' | null
  /** A second factor is required, the days of grace are over and there is none. */
  readonly mustEnrol: boolean
  readonly factorDueAt: Date | null
  readonly factorFailures: number
  readonly factorLockedUntil: Date | null
  /** Long enough to stand without a second factor. */
  readonly passwordAlone: boolean
  /** Why a lasting password has to be changed: `aged`, or `alone` when it is too short without a second factor. */
  readonly changeReason: 'aged' | 'alone' | null
}

/** An account with what sign-in needs to know of its person. */
export interface SignInAccount extends Account {
  readonly name: string
  readonly employeeNo: string
  readonly leftAt: Date | null
  readonly endsOn: string | null
  /** Signed in from this address within the last days. */
  readonly addressKnown: boolean
}

const accountColumns = sql`a.id, a.person_id as "personId", a.sign_in_name as "signInName", a.password_hash as "passwordHash",
  a.password_history as "passwordHistory", a.password_set_at as "passwordSetAt", a.must_change as "mustChange", a.failures,
  a.locked_until as "lockedUntil", a.disabled_at as "disabledAt", a.disabled_how as "disabledHow", a.must_enrol as "mustEnrol", a.factor_due_at as "factorDueAt",
  a.factor_failures as "factorFailures", a.factor_locked_until as "factorLockedUntil", a.password_alone as "passwordAlone",
  a.change_reason as "changeReason"`

/** Finds the account by sign-in name or employee number, in any case of letters. */
export async function accountToSignIn(
  r: Reader,
  name: string,
  address: string,
  knownSince: Date,
): Promise<SignInAccount | undefined> {
  return await r.row<SignInAccount>(sql`
    select ${accountColumns}, p.name, p.employee_no as "employeeNo", p.left_at as "leftAt", p.ends_on::text as "endsOn",
      exists (select from people.session s where s.account_id = a.id and s.address = ${address} and s.created_at > ${knownSince}) as "addressKnown"
    from people.account a join people.person p on p.id = a.person_id
    where lower(a.sign_in_name) = ${name.toLowerCase()} or lower(p.employee_no) = ${name.toLowerCase()}
    order by lower(a.sign_in_name) = ${name.toLowerCase()} desc limit 1`)
}

/** The account with this id as sign-in needs it. */
export const signInAccount = (r: Reader, id: string): Promise<SignInAccount | undefined> =>
  r.row<SignInAccount>(sql`
    select ${accountColumns}, p.name, p.employee_no as "employeeNo", p.left_at as "leftAt", p.ends_on::text as "endsOn",
      true as "addressKnown"
    from people.account a join people.person p on p.id = a.person_id where a.id = ${id}`)

/** One account, held until the transaction ends. */
export const lockAccount = (w: Writer, id: string): Promise<Account | undefined> =>
  w.row<Account>(sql`select ${accountColumns} from people.account a where a.id = ${id} for update`)

/** The account of a person, held until the transaction ends. */
export const lockAccountOf = (w: Writer, personId: string): Promise<Account | undefined> =>
  w.row<Account>(
    sql`select ${accountColumns} from people.account a where a.person_id = ${personId} for update`,
  )

/** The account of a person that is not disabled. */
export const openAccountOf = (r: Reader, personId: string): Promise<Account | undefined> =>
  r.row<Account>(
    sql`select ${accountColumns} from people.account a where a.person_id = ${personId} and a.disabled_at is null`,
  )

/** One account with its person’s name and number. */
export const readAccount = (
  r: Reader,
  id: string,
): Promise<(Account & { name: string; employeeNo: string }) | undefined> =>
  r.row(sql`select ${accountColumns}, p.name, p.employee_no as "employeeNo"
    from people.account a join people.person p on p.id = a.person_id where a.id = ${id}`)

/** Sign-in names and employee numbers share one space: whether somebody else has this one. */
export async function isNameTaken(r: Reader, name: string, personId: string): Promise<boolean> {
  const row = await r.row(sql`select 1 from people.person p left join people.account a on a.person_id = p.id
    where p.id <> ${personId} and (lower(p.employee_no) = ${name.toLowerCase()} or lower(a.sign_in_name) = ${name.toLowerCase()}) limit 1`)
  return row !== undefined
}

/** Adds an account whose password is a one-time one. */
export async function insertAccount(
  w: Writer,
  a: {
    id: string
    personId: string
    signInName: string
    passwordHash: string
    createdBy: string | null
    at: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_by, created_at)
    values (${a.id}, ${a.personId}, ${a.signInName}, ${a.passwordHash}, ${a.at}, true, ${a.createdBy}, ${a.at})`)
}

/** A one-time password in place of the present one; the lasting one goes into the history. */
export async function setOneTimePassword(
  w: Writer,
  id: string,
  hash: string,
  history: readonly string[],
  at: Date,
): Promise<void> {
  await w.run(sql`update people.account set password_hash = ${hash}, password_history = ${[...history]}::text[], password_set_at = ${at},
    must_change = true, change_reason = null, failures = 0, locked_until = null where id = ${id}`)
  await endDevices(w, id, at, 'password-reset')
  await endOwnTokens(w, id, at, 'password-reset')
}

/** The person’s own choice; failures are forgotten, and no browser stands for the second factor any more. */
export async function setOwnPassword(
  w: Writer,
  id: string,
  hash: string,
  history: readonly string[],
  at: Date,
  alone: boolean,
): Promise<void> {
  await w.run(sql`update people.account set password_hash = ${hash}, password_history = ${[...history]}::text[], password_set_at = ${at},
    password_alone = ${alone}, must_change = false, change_reason = null, failures = 0, locked_until = null where id = ${id}`)
  await endDevices(w, id, at, 'password-changed')
}

/** The same password hashed at today's cost. */
export async function setRehashed(w: Writer, id: string, hash: string): Promise<void> {
  await w.run(sql`update people.account set password_hash = ${hash} where id = ${id}`)
}

/** What a sign-in found out: whether a factor is to be enrolled, by when, and whether the password is to be changed. */
export async function setSignInState(
  w: Writer,
  id: string,
  state: { mustEnrol: boolean; factorDueAt: Date | null; changeReason: Account['changeReason'] },
): Promise<void> {
  await w.run(sql`update people.account set must_enrol = ${state.mustEnrol}, factor_due_at = ${state.factorDueAt},
    change_reason = ${state.changeReason} where id = ${id}`)
}

/** Wrong second factors so far, and until when the next one waits. */
export async function recordFactorFailure(
  w: Writer,
  id: string,
  failures: number,
  lockedUntil: Date | null,
): Promise<void> {
  await w.run(
    sql`update people.account set factor_failures = ${failures}, factor_locked_until = ${lockedUntil} where id = ${id}`,
  )
}

/** How many failures there were, and until when the account waits. */
export async function recordFailure(
  w: Writer,
  id: string,
  failures: number,
  lockedUntil: Date | null,
): Promise<void> {
  await w.run(
    sql`update people.account set failures = ${failures}, locked_until = ${lockedUntil} where id = ${id}`,
  )
}

/** A sign-in that succeeded. */
export async function recordSignIn(w: Writer, id: string, at: Date): Promise<void> {
  await w.run(
    sql`update people.account set failures = 0, locked_until = null, last_sign_in_at = ${at} where id = ${id}`,
  )
}

/** Disables from that moment, or null: enables. */
export async function setDisabled(
  w: Writer,
  id: string,
  at: Date | null,
  how: 'hand' | 'directory' | 'left',
): Promise<void> {
  await w.run(
    sql`update people.account set disabled_at = ${at}, disabled_how = ${at === null ? null : how} where id = ${id}`,
  )
  if (at === null) return
  await endDevices(w, id, at, 'disabled')
  await endOwnTokens(w, id, at, 'disabled')
}

/** Whoever disabled an account before its holder left: now it is the leaving that keeps it disabled. */
export const keepDisabledAsLeft = (w: Writer, personId: string): Promise<number> =>
  w.run(
    sql`update people.account set disabled_how = 'left' where person_id = ${personId} and disabled_at is not null`,
  )

const stateOf = (now: Date): Sql => sql`case when a.disabled_at is not null then 'disabled'
  when a.locked_until > ${now} then 'locked' when a.must_change then 'first' else 'open' end`

const sorts: Readonly<Record<string, Sql>> = {
  name: sql`p.pinyin`,
  employeeNo: sql`p.employee_no`,
  signInName: sql`a.sign_in_name`,
  lastSignInAt: sql`a.last_sign_in_at`,
}

/** One page of accounts. */
export async function listAccounts(
  r: Reader,
  query: AccountsQuery,
  now: Date,
): Promise<{ total: number; rows: AccountRow[] }> {
  const order = sorts[query.sort.replace(/^-/, '')] ?? sql`p.employee_no`
  const rows = await r.rows<
    Omit<AccountRow, 'passwordSetAt' | 'lastSignInAt'> & {
      total: number
      passwordSetAt: Date
      lastSignInAt: Date | null
    }
  >(sql`
    select count(*) over ()::int as total, a.id, p.id as "personId", p.name, p.employee_no as "employeeNo", coalesce(d.name, '') as department,
      a.sign_in_name as "signInName", ${stateOf(now)} as state, a.password_set_at as "passwordSetAt", a.last_sign_in_at as "lastSignInAt",
      (select count(*)::int from people.session s where s.account_id = a.id and s.ended_at is null and s.expires_at > ${now}) as sessions,
      coalesce((select array_agg(h.role order by h.role) from people.role_holding h where h.person_id = p.id and h.ended_at is null), '{}') as roles
    from people.account a join people.person p on p.id = a.person_id left join people.department d on d.id = p.department_id
    where (${matches(query.q)} or a.sign_in_name ilike ${`${query.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`})
      and (${query.state} = 'all' or ${stateOf(now)} = ${query.state})
    order by ${order} ${query.sort.startsWith('-') ? sql`desc nulls last` : sql`asc nulls last`}, a.id
    limit ${query.size} offset ${(query.page - 1) * query.size}`)
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, ...row }) => ({
      ...row,
      passwordSetAt: row.passwordSetAt.toISOString(),
      lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    })),
  }
}
