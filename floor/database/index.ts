/** PostgreSQL for the rest of the program: the sql tag, reading and writing, and the faults they throw. */
export { sql } from './sql.ts'
export type { Sql } from './sql.ts'
export { connect } from './connect.ts'
export type { Database, DatabaseOptions, Reader, Writer } from './connect.ts'
export type { Connection } from './pool.ts'
export {
  CommitUncertain,
  ConnectionLost,
  DatabaseUnavailable,
  QueryFault,
  isRetryable,
  isUniqueViolation,
} from './faults.ts'
export { appRole, openDatabase } from './open.ts'
export type { DatabaseSettings, OpenedDatabase, Owner } from './open.ts'
export { migrate, readMigrations } from './migrate.ts'
export { together } from './together.ts'
export type { Part } from './together.ts'
export type { Migration } from './migrate.ts'
export { insertMany, insertPacked, RowPacker } from './bulk.ts'
export type { ColumnType } from './copy-format.ts'
