import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { RightKind } from '../wire/rights.ts'

export interface StoredRequest {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly kind: RightKind
  readonly channel: string
  readonly identity: string
  readonly level: number
  readonly textSealed: Buffer
  readonly madeAt: Date
  readonly dueAt: Date
  readonly enteredBy: string | null
  readonly state: 'open' | 'erasing' | 'granted' | 'refused'
  readonly handlerId: string | null
  readonly ground: string | null
  readonly answerSealed: Buffer | null
  readonly closedAt: Date | null
}

const columns = sql`q.id, q.number, q.customer_id as "customerId", q.kind, q.channel, q.identity, q.level, q.text_sealed as "textSealed",
  q.made_at as "madeAt", q.due_at as "dueAt", q.entered_by as "enteredBy", q.state, q.handler_id as "handlerId", q.ground,
  q.answer_sealed as "answerSealed", q.closed_at as "closedAt"`

/** One request. */
export const requestOf = (r: Reader, id: string): Promise<StoredRequest | undefined> =>
  r.row<StoredRequest>(sql`select ${columns} from supervision.rights_request q where q.id = ${id}`)

/** The same with a lock: two people deciding follow one another. */
export const lockRequest = (w: Writer, id: string): Promise<StoredRequest | undefined> =>
  w.row<StoredRequest>(sql`select ${columns} from supervision.rights_request q where q.id = ${id} for update`)

/** Found by the hash, so that the time it takes tells nothing of the secret. */
export const requestBySecret = (r: Reader, hash: Buffer): Promise<StoredRequest | undefined> =>
  r.row<StoredRequest>(sql`select ${columns} from supervision.rights_request q where q.secret_hash = ${hash}`)

/** A new request; nothing of it changes later but its state, identity and answer. */
export async function insertRequest(
  w: Writer,
  q: Omit<StoredRequest, 'state' | 'handlerId' | 'ground' | 'answerSealed' | 'closedAt'> & {
    readonly secretHash: Buffer
  },
): Promise<void> {
  await w.run(sql`
    insert into supervision.rights_request (id, number, customer_id, kind, channel, identity, level, text_sealed, secret_hash, made_at, due_at, entered_by)
    values (${q.id}, ${q.number}, ${q.customerId}, ${q.kind}, ${q.channel}, ${q.identity}, ${q.level}, ${q.textSealed}, ${q.secretHash},
      ${q.madeAt}, ${q.dueAt}, ${q.enteredBy})`)
}

/** QQ-2026-0001, one after another without gaps. */
export async function nextNumber(w: Writer, year: number): Promise<string> {
  const row = await w.row<{ at: number }>(sql`
    insert into supervision.rights_number (year, next) values (${year}, 2)
    on conflict (year) do update set next = supervision.rights_number.next + 1 returning next - 1 as at`)
  return `QQ-${year}-${String(row!.at).padStart(4, '0')}`
}

/** Days for an answer, and for taking a copy. */
export async function readSettings(r: Reader): Promise<{ days: number; takeDays: number }> {
  const row = await r.row<{ days: number; takeDays: number }>(
    sql`select days, take_days as "takeDays" from supervision.rights_setting`,
  )
  return row ?? { days: 30, takeDays: 7 }
}

/** How many requests of a customer are not answered yet. */
export const openRequestsOf = async (r: Reader, customerId: string): Promise<number> =>
  (await r.row<{ count: number }>(
    sql`select count(*)::int as count from supervision.rights_request where customer_id = ${customerId} and state in ('open', 'erasing')`,
  ))!.count

/** Writes outcome and answer. */
export async function closeRequest(
  w: Writer,
  id: string,
  to: {
    readonly state: 'granted' | 'refused'
    readonly handlerId: string
    readonly ground: string | null
    readonly answerSealed: Buffer | null
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`
    update supervision.rights_request set state = ${to.state}, handler_id = ${to.handlerId}, ground = ${to.ground},
      answer_sealed = coalesce(${to.answerSealed}, answer_sealed), closed_at = ${to.at} where id = ${id}`)
}

export interface ListedRequest extends StoredRequest {
  readonly fileNo: string
}

/** A page of requests: open ones first, by the day they are due. */
export async function listRequests(
  r: Reader,
  q: { readonly page: number; readonly size: number; readonly state?: string | undefined },
): Promise<{ total: number; rows: ListedRequest[] }> {
  const where = q.state === undefined ? sql`true` : sql`q.state = ${q.state}`
  const total = await r.row<{ count: number }>(
    sql`select count(*)::int as count from supervision.rights_request q where ${where}`,
  )
  const rows = await r.rows<ListedRequest>(sql`
    select ${columns}, c.file_no as "fileNo" from supervision.rights_request q join custody.customer c on c.id = q.customer_id
    where ${where} order by (q.closed_at is not null), q.due_at, q.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: total!.count, rows }
}

export interface Hold {
  readonly id: string
  readonly customerId: string
  readonly kind: string
  readonly ground: string
  readonly reference: string
  readonly setBy: string
  readonly setAt: Date
  readonly until: Date | null
  readonly liftedAt: Date | null
}
const holdColumns = sql`h.id, h.customer_id as "customerId", h.kind, h.ground, h.reference, h.set_by as "setBy", h.set_at as "setAt",
  h.until_at as until, h.lifted_at as "liftedAt"`

/** Holds that stand now. */
export const holdsOf = (r: Reader, customerId: string, now: Date): Promise<Hold[]> =>
  r.rows<Hold>(sql`select ${holdColumns} from supervision.file_hold h
    where h.customer_id = ${customerId} and h.lifted_at is null and (h.until_at is null or h.until_at > ${now}) order by h.set_at`)

/** One hold with a lock. */
export const lockHold = (w: Writer, id: string): Promise<Hold | undefined> =>
  w.row<Hold>(sql`select ${holdColumns} from supervision.file_hold h where h.id = ${id} for update`)

/** A page of holds, the newest first. */
export async function listHolds(
  r: Reader,
  q: { readonly page: number; readonly size: number },
): Promise<{ total: number; rows: (Hold & { readonly fileNo: string })[] }> {
  const total = await r.row<{ count: number }>(sql`select count(*)::int as count from supervision.file_hold`)
  const rows = await r.rows<Hold & { readonly fileNo: string }>(sql`
    select ${holdColumns}, c.file_no as "fileNo" from supervision.file_hold h join custody.customer c on c.id = h.customer_id
    order by h.set_at desc, h.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: total!.count, rows }
}

/** Locks the customer's row: a hold and an erasure of the same file follow one another. */
export async function lockFile(w: Writer, customerId: string): Promise<void> {
  await w.run(sql`select from custody.customer where id = ${customerId} for update`)
}

/** Exports that carried this file out, and their holders. */
export const carriedOut = (r: Reader, customerId: string): Promise<{ id: string; personId: string }[]> =>
  r.rows(sql`select distinct e.id, e.person_id as "personId" from usage.export e
    join usage.grant_customer gc on gc.grant_id = e.grant_id where gc.customer_id = ${customerId}`)
