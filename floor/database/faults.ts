import { DatabaseError } from 'pg'
import { Fault } from '../errors.ts'

/**
 * COMMIT was sent and its outcome is not known: the connection was lost, the deadline passed, or the server gave a
 * notice with it (a cancelled synchronous commit "succeeds" with notice 01000 only). The rows may or may not be
 * durable. Nothing may be released or acknowledged on the strength of this transaction.
 */
export class CommitUncertain extends Fault {
  override readonly name = 'CommitUncertain'
}

/** No connection could be had in time: the server is down, starting, or the pool is in use. Nothing was done. */
export class DatabaseUnavailable extends Fault {
  override readonly name = 'DatabaseUnavailable'
}

/** The connection broke or the statement's deadline passed; the open transaction, if any, did not commit. */
export class ConnectionLost extends Fault {
  override readonly name = 'ConnectionLost'
  /** True when it was we who gave up waiting. */
  readonly deadline: boolean
  constructor(message: string, deadline = false) {
    super(message)
    this.deadline = deadline
  }
}

/**
 * The server refused a statement. Details and values are left out on purpose (PostgreSQL repeats row contents in
 * its DETAIL), so that this error may be logged.
 */
export class QueryFault extends Fault {
  override readonly name = 'QueryFault'
  /** SQLSTATE, five characters. */
  readonly code: string
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined
  constructor(code: string, message: string, at: { constraint?: string; table?: string; column?: string }) {
    super(message)
    this.code = code
    this.constraint = at.constraint
    this.table = at.table
    this.column = at.column
  }
}

/** True for a broken unique index or constraint, of that name when one is given. */
export const isUniqueViolation = (error: unknown, constraint?: string): error is QueryFault =>
  error instanceof QueryFault &&
  error.code === '23505' &&
  (constraint === undefined || error.constraint === constraint)

/** True when running the whole transaction again may succeed: serialization failure or deadlock. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof QueryFault && (error.code === '40001' || error.code === '40P01')

/** Classes of SQLSTATE whose messages carry data: 22 (data exceptions repeat the bad value). */
const messageWithData = /^22/
/** Connection exceptions, operator intervention that ends the session, and system errors. */
const fatalCode = /^(08|57P0[1-5]|58)/

/** Turns whatever the driver threw into one of ours, without values. `text` is the statement, free of values. */
export function toFault(error: unknown, text: string): Fault {
  if (error instanceof Fault) return error
  if (error instanceof DatabaseError) {
    const code = error.code ?? 'XX000'
    const said = messageWithData.test(code) ? 'invalid data' : error.message
    const where = text === '' ? '' : ` in: ${text.replace(/\s+/g, ' ').trim().slice(0, 200)}`
    if (error.severity !== 'ERROR' || fatalCode.test(code)) return new ConnectionLost(`${code} ${said}`)
    const at: { constraint?: string; table?: string; column?: string } = {}
    if (error.constraint !== undefined) at.constraint = error.constraint
    if (error.table !== undefined) at.table = error.table
    if (error.column !== undefined) at.column = error.column
    return new QueryFault(code, `${code} ${said}${where}`, at)
  }
  const message = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : 'unknown error'
  if (message === 'Query read timeout') return new ConnectionLost('no answer within the deadline', true)
  const ofSystem = error instanceof Error && 'code' in error
  return ofSystem || /connection|connect|closed|terminated/i.test(message)
    ? new ConnectionLost(message)
    : new Fault(message)
}

/**
 * Whether the server's error to COMMIT proves that the transaction was rolled back: a plain ERROR of a class that
 * PostgreSQL raises before it writes the commit record (data, constraint, state, deadlock, raised by a trigger).
 */
export const isDefiniteAbort = (error: unknown): boolean =>
  error instanceof QueryFault && /^(22|23|25|27|40|42|44|55|P0)/.test(error.code) && error.code !== '40003'
