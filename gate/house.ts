import type { Clock } from '../floor/clock.ts'
import type { Database, Writer } from '../floor/database/index.ts'
import type { SealedFiles } from '../floor/files/index.ts'
import type { JobHandler } from '../floor/jobs/index.ts'
import type { Keyring } from '../floor/keyring/index.ts'
import type { Ledger } from '../floor/ledger/index.ts'
import type { Logger } from '../floor/logging.ts'
import type { Gate } from './ask.ts'
import type { Protocol } from './protocol.ts'
import type { Route } from './route.ts'

/** What every chapter is given: the floor and the gate. office.ts makes one; tests replace parts by name. */
export interface House {
  readonly db: Database
  readonly ledger: Ledger
  readonly keyring: Keyring
  readonly files: SealedFiles
  readonly clock: Clock
  readonly log: Logger
  readonly gate: Gate
  /** Folder for uploads in work and prints; private to the program, emptied at start. */
  readonly workFolder: string
  /** IANA name, e.g. `Asia/Shanghai`; calendar days and deadlines are counted there. */
  readonly timeZone: string
}

/** What a chapter contributes to the program, beside the functions other chapters call. */
export interface Chapter {
  readonly routes: readonly Route[]
  /** Protocols of other programs, beside the routes. */
  readonly protocols?: readonly Protocol[]
  /** Handlers by job kind; payloads hold ids only. */
  readonly jobs?: Readonly<Record<string, JobHandler>>
  readonly schedules?: readonly { readonly name: string; readonly cron: string; readonly kind: string }[]
  /** Runs once at start, after migrations: seeds tenant data that must exist, resumes what was interrupted. */
  start?(): Promise<void>
  stop?(): Promise<void>
}

/** Handle given to code that works inside an open transaction. */
export type { Writer }
