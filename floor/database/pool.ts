import { Pool, types as standardTypes } from 'pg'
import type { ClientConfig, PoolClient, PoolConfig } from 'pg'
import { DatabaseUnavailable, toFault } from './faults.ts'

export interface Connection {
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly url?: string
}

export interface PoolSettings {
  readonly size: number
  readonly statementDeadlineMs: number
  readonly acquireDeadlineMs: number
  readonly readOnly: boolean
  /** Statements are planned once per connection, whatever their parameters. */
  readonly planOnce?: boolean
  readonly applicationName: string
}

const { builtins } = standardTypes
const wholeNumber = (text: string): number | bigint => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}
const asText = (text: string): string => text
/** Arrays of one dimension whose entries never need quotes (numbers, dates). */
const arrayOf =
  (parse: (text: string) => unknown) =>
  (text: string): unknown[] =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((entry) => (entry === 'NULL' ? null : parse(entry)))

const standardMoment = standardTypes.getTypeParser(builtins.TIMESTAMPTZ, 'text') as (text: string) => unknown
const utcMoment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/
/** Our sessions speak UTC, so that the runtime's own parser of ISO dates serves, at a fraction of the cost. */
const moment = (text: string): unknown =>
  utcMoment.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : standardMoment(text)

/**
 * What a row's values become: int8 a number (a bigint beyond 2^53), timestamptz a Date, bytea a Buffer,
 * date and timestamp the server's text (`YYYY-MM-DD`), numeric a string, json parsed.
 */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, wholeNumber],
  [1016, arrayOf(wholeNumber)],
  [builtins.DATE, asText],
  [1182, arrayOf(asText)],
  [builtins.TIMESTAMP, asText],
  [builtins.TIMESTAMPTZ, moment],
  // smallint[], int[], uuid[]
  [1005, arrayOf(Number)],
  [1007, arrayOf(Number)],
  [2951, arrayOf(asText)],
])

const types: NonNullable<PoolConfig['types']> = {
  getTypeParser: (oid, format) => {
    const own = format === 'binary' ? undefined : parsers.get(oid)
    return own ?? standardTypes.getTypeParser(oid, format)
  },
}

/** The session settings every connection starts with; the server itself refuses writes on a reading one. */
const options = (settings: PoolSettings): string =>
  [
    ['timezone', 'UTC'],
    ['datestyle', 'ISO'],
    ['bytea_output', 'hex'],
    ['default_transaction_read_only', settings.readOnly ? 'on' : 'off'],
    ...(settings.planOnce === true ? [['plan_cache_mode', 'force_generic_plan']] : []),
  ]
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')

/** What every connection of ours starts with. */
export function clientConfig(connection: Connection, settings: PoolSettings): ClientConfig {
  const { url, ...rest } = connection
  return {
    ...(url === undefined ? rest : { connectionString: url, ...rest }),
    // Both sides keep the time: the server's limit ends the work, ours also ends a wait it does not notice.
    statement_timeout: settings.statementDeadlineMs,
    query_timeout: settings.statementDeadlineMs + 1_000,
    idle_in_transaction_session_timeout: 120_000,
    application_name: settings.applicationName,
    options: options(settings),
    types,
    keepAlive: true,
  }
}

/** Opens a pool; no connection is made until one is asked for. */
export function openPool(connection: Connection, settings: PoolSettings): Pool {
  const pool = new Pool({
    ...clientConfig(connection, settings),
    max: settings.size,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: settings.acquireDeadlineMs,
  })
  // A connection that dies while idle is only removed: the next caller gets a new one, so a restart heals.
  pool.on('error', ignoreLoss)
  // From its first moment, so that a loss while we hold it cannot end the program: a server that dies may say so in the
  // very packet that says the connection is ready, before whoever waits for it has been told.
  pool.on('connect', (client) => client.on('error', ignoreLoss))
  return pool
}

const ignoreLoss = (): void => undefined

/** Takes a connection out of the pool. */
export async function take(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw new DatabaseUnavailable(`no database connection: ${toFault(error, '').message}`)
  }
}

/** Puts a connection back, or destroys it when its state is not known. */
export function giveBack(client: PoolClient, broken: boolean): void {
  client.release(broken)
}
