import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { endDevices } from './steps.ts'

export interface Factor {
  readonly id: string
  readonly accountId: string
  readonly kind: 'totp' | 'passkey'
  readonly name: string
  /** The sealed secret of a TOTP generator. */
  readonly sealed: Buffer | null
  readonly lastStep: string | null
  readonly credentialId: string | null
  readonly publicKey: Buffer | null
  readonly counter: string
  readonly transports: readonly string[]
  readonly rpId: string
  readonly createdAt: Date
  readonly confirmedAt: Date | null
  readonly usedAt: Date | null
}

const columns = sql`f.id, f.account_id as "accountId", f.kind, f.name, f.sealed, f.last_step as "lastStep", f.credential_id as "credentialId",
  f.public_key as "publicKey", f.counter, f.transports, f.rp_id as "rpId", f.created_at as "createdAt", f.confirmed_at as "confirmedAt",
  f.used_at as "usedAt"`

/** The factors of an account that are in use, the oldest first. */
export const factorsOf = (r: Reader, accountId: string): Promise<Factor[]> =>
  r.rows<Factor>(sql`select ${columns} from people.factor f
    where f.account_id = ${accountId} and f.ended_at is null and f.confirmed_at is not null order by f.created_at, f.id`)

/** One factor of this account that has not ended, confirmed or not. */
export const factorOf = (r: Reader, accountId: string, id: string): Promise<Factor | undefined> =>
  r.row<Factor>(
    sql`select ${columns} from people.factor f where f.id = ${id} and f.account_id = ${accountId} and f.ended_at is null`,
  )

/** The passkey in use with this credential id, whoever's it is. */
export const passkeyOf = (r: Reader, credentialId: string): Promise<Factor | undefined> =>
  r.row<Factor>(sql`select ${columns} from people.factor f
    where f.credential_id = ${credentialId} and f.ended_at is null and f.confirmed_at is not null`)

/** Adds a TOTP generator that counts for nothing until it is confirmed; an earlier unconfirmed one is dropped. */
export async function insertTotp(
  w: Writer,
  f: { id: string; accountId: string; name: string; sealed: Buffer; at: Date },
): Promise<void> {
  await w.run(sql`update people.factor set ended_at = ${f.at}, end_reason = 'never-confirmed'
    where account_id = ${f.accountId} and kind = 'totp' and confirmed_at is null and ended_at is null`)
  await w.run(sql`insert into people.factor (id, account_id, kind, name, sealed, created_at)
    values (${f.id}, ${f.accountId}, 'totp', ${f.name}, ${f.sealed}, ${f.at})`)
}

/** Adds a passkey, in use at once; remembered browsers end as with every new factor. Breaks a unique constraint when the credential is known already. */
export async function insertPasskey(
  w: Writer,
  f: {
    id: string
    accountId: string
    name: string
    credentialId: string
    publicKey: Buffer
    counter: number
    transports: readonly string[]
    rpId: string
    at: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.factor
      (id, account_id, kind, name, credential_id, public_key, counter, transports, rp_id, created_at, confirmed_at)
    values (${f.id}, ${f.accountId}, 'passkey', ${f.name}, ${f.credentialId}, ${f.publicKey}, ${f.counter},
      ${[...f.transports]}::text[], ${f.rpId}, ${f.at}, ${f.at})`)
  await endDevices(w, f.accountId, f.at, 'factor-changed')
}

/** The factor is in use from now on; browsers that stood for the ones before it do so no more. */
export async function confirmFactor(w: Writer, accountId: string, id: string, at: Date): Promise<void> {
  await w.run(sql`update people.factor set confirmed_at = ${at} where id = ${id} and confirmed_at is null`)
  await endDevices(w, accountId, at, 'factor-changed')
}

/** A TOTP step was used; false when it, or a later one, had been before. */
export async function useStep(w: Writer, id: string, step: number, at: Date): Promise<boolean> {
  const changed = await w.run(sql`update people.factor set last_step = ${step}, used_at = ${at}
    where id = ${id} and ended_at is null and (last_step is null or last_step < ${step})`)
  return changed === 1
}

/** A passkey was used. */
export const usePasskey = (w: Writer, id: string, counter: number, at: Date): Promise<number> =>
  w.run(sql`update people.factor set counter = ${counter}, used_at = ${at} where id = ${id}`)

/** Another name for a factor; resolves to how many changed. */
export const renameFactor = (w: Writer, accountId: string, id: string, name: string): Promise<number> =>
  w.run(
    sql`update people.factor set name = ${name} where id = ${id} and account_id = ${accountId} and ended_at is null`,
  )

/** Ends one factor of the account, or all, and with it the browsers that stood for it; resolves to how many factors. */
export async function endFactors(
  w: Writer,
  accountId: string,
  at: Date,
  reason: string,
  id: string | null = null,
): Promise<number> {
  await endDevices(w, accountId, at, 'factor-changed')
  return await w.run(sql`update people.factor set ended_at = ${at}, end_reason = ${reason}
    where account_id = ${accountId} and ended_at is null and (${id}::uuid is null or id = ${id})`)
}

/** How many recovery codes are left. */
export async function recoveryLeft(r: Reader, accountId: string): Promise<number> {
  const row = await r.row<{ count: number }>(sql`select count(*)::int as count from people.recovery_code
    where account_id = ${accountId} and used_at is null and ended_at is null`)
  return row?.count ?? 0
}

/** Puts fresh codes in the place of all earlier ones. */
export async function replaceRecovery(
  w: Writer,
  accountId: string,
  codes: readonly { id: string; hash: Buffer }[],
  at: Date,
): Promise<void> {
  await w.run(sql`update people.recovery_code set ended_at = ${at}
    where account_id = ${accountId} and used_at is null and ended_at is null`)
  for (const code of codes)
    await w.run(sql`insert into people.recovery_code (id, account_id, hash, created_at)
      values (${code.id}, ${accountId}, ${code.hash}, ${at})`)
}

/** Uses a recovery code; false when it is unknown, used or replaced. */
export async function useRecovery(w: Writer, accountId: string, hash: Buffer, at: Date): Promise<boolean> {
  const changed = await w.run(sql`update people.recovery_code set used_at = ${at}
    where account_id = ${accountId} and hash = ${hash} and used_at is null and ended_at is null`)
  return changed > 0
}
