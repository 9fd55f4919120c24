import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

/** A sign-in whose second factor is still to come. */
export interface Step {
  readonly id: string
  readonly accountId: string
  readonly via: string
  readonly passwordHash: string
  readonly expiresAt: Date
  readonly attempts: number
  readonly usedAt: Date | null
}

const columns = sql`s.id, s.account_id as "accountId", s.via, s.password_hash as "passwordHash", s.expires_at as "expiresAt",
  s.attempts, s.used_at as "usedAt"`

/** Opens a step under the hash of its ticket; steps that are long over are swept away. */
export async function insertStep(
  w: Writer,
  s: {
    id: string
    ticketHash: Buffer
    accountId: string
    via: string
    passwordHash: string
    address: string
    agent: string
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await w.run(sql`delete from people.sign_in_step where expires_at < ${s.at}::timestamptz - interval '1 day'`)
  await w.run(sql`insert into people.sign_in_step (id, ticket_hash, account_id, via, password_hash, address, agent, created_at, expires_at)
    values (${s.id}, ${s.ticketHash}, ${s.accountId}, ${s.via}, ${s.passwordHash}, ${s.address}, ${s.agent}, ${s.at}, ${s.expiresAt})`)
}

/** The step of a ticket. */
export const stepOf = (r: Reader, ticketHash: Buffer): Promise<Step | undefined> =>
  r.row<Step>(sql`select ${columns} from people.sign_in_step s where s.ticket_hash = ${ticketHash}`)

/** The step of a ticket, held until the transaction ends. */
export const lockStep = (w: Writer, ticketHash: Buffer): Promise<Step | undefined> =>
  w.row<Step>(
    sql`select ${columns} from people.sign_in_step s where s.ticket_hash = ${ticketHash} for update`,
  )

/** One more wrong answer. */
export const countAttempt = (w: Writer, id: string): Promise<number> =>
  w.run(sql`update people.sign_in_step set attempts = attempts + 1 where id = ${id}`)

/** The step has served. */
export const closeStep = (w: Writer, id: string, at: Date): Promise<number> =>
  w.run(sql`update people.sign_in_step set used_at = ${at} where id = ${id}`)

export type ChallengePurpose = 'sign-in' | 'step' | 'prove' | 'register' | 'device'

/** Keeps a challenge until it is answered; those that are long over are swept away. */
export async function insertChallenge(
  w: Writer,
  c: {
    id: string
    purpose: ChallengePurpose
    value: string
    accountId: string | null
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await w.run(sql`delete from people.challenge where expires_at < ${c.at}::timestamptz - interval '1 hour'`)
  await w.run(sql`insert into people.challenge (id, purpose, value, account_id, expires_at)
    values (${c.id}, ${c.purpose}, ${c.value}, ${c.accountId}, ${c.expiresAt})`)
}

/** Takes a challenge out of use and resolves to its value, when it was open, for this purpose and this account. */
export async function useChallenge(
  w: Writer,
  c: { id: string; purpose: ChallengePurpose; accountId: string | null; at: Date },
): Promise<string | undefined> {
  const row = await w.row<{ value: string }>(sql`update people.challenge set used_at = ${c.at}
    where id = ${c.id} and purpose = ${c.purpose} and used_at is null and expires_at > ${c.at}
      and account_id is not distinct from ${c.accountId}::uuid returning value`)
  return row?.value
}

export interface Device {
  readonly id: string
  readonly agent: string
  readonly address: string
  readonly createdAt: Date
  readonly usedAt: Date
  readonly expiresAt: Date
}

const deviceColumns = sql`d.id, d.agent, d.address, d.created_at as "createdAt", d.used_at as "usedAt", d.expires_at as "expiresAt"`

/** The remembered devices of an account. */
export const devicesOf = (r: Reader, accountId: string, at: Date): Promise<Device[]> =>
  r.rows<Device>(sql`select ${deviceColumns} from people.device d
    where d.account_id = ${accountId} and d.ended_at is null and d.expires_at > ${at} order by d.used_at desc`)

/** The remembered device of this account with this token, if it still counts. */
export const deviceOf = (
  r: Reader,
  accountId: string,
  tokenHash: Buffer,
  at: Date,
): Promise<Device | undefined> =>
  r.row<Device>(sql`select ${deviceColumns} from people.device d
    where d.account_id = ${accountId} and d.token_hash = ${tokenHash} and d.ended_at is null and d.expires_at > ${at}`)

/** Remembers a device under the hash of its token. */
export async function insertDevice(
  w: Writer,
  d: {
    id: string
    accountId: string
    tokenHash: Buffer
    address: string
    agent: string
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.device (id, account_id, token_hash, address, agent, created_at, expires_at, used_at)
    values (${d.id}, ${d.accountId}, ${d.tokenHash}, ${d.address}, ${d.agent}, ${d.at}, ${d.expiresAt}, ${d.at})`)
}

/** The device was used again, from this address. */
export const touchDevice = (w: Writer, id: string, address: string, at: Date): Promise<number> =>
  w.run(sql`update people.device set used_at = ${at}, address = ${address} where id = ${id}`)

/** Forgets one device of the account, or all; resolves to how many. */
export const endDevices = (
  w: Writer,
  accountId: string,
  at: Date,
  reason: string,
  id: string | null = null,
): Promise<number> =>
  w.run(sql`update people.device set ended_at = ${at}, end_reason = ${reason}
    where account_id = ${accountId} and ended_at is null and (${id}::uuid is null or id = ${id})`)
