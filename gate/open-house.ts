import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '../floor/clock.ts'
import type { Database } from '../floor/database/index.ts'
import { SealedFiles } from '../floor/files/index.ts'
import {
  type Algorithm,
  Keyring,
  loadOrCreateSigningKey,
  type RootKeySource,
  unlockRoot,
} from '../floor/keyring/index.ts'
import { openWith } from '../floor/keyring/open.ts'
import { createSigner, Ledger } from '../floor/ledger/index.ts'
import type { Logger } from '../floor/logging.ts'
import { Gate } from './ask.ts'
import type { Statute } from './decide.ts'
import type { House } from './house.ts'
import { blockName } from './sealed.ts'

export interface HouseOptions {
  readonly db: Database
  readonly statute: Statute
  readonly dataFolder: string
  readonly rootKey: RootKeySource
  readonly log: Logger
  readonly clock?: Clock
  readonly algorithm?: Algorithm
  readonly unsealLevels?: readonly number[]
  readonly timeZone?: string
  /** Number of this node's lane for readings, from 1. */
  readonly laneNumber?: number
  /** Checks the ledger's end and its witnesses at start; only tools that repair turn it off. */
  readonly onLedgerFault?: (error: unknown) => void
}

/** Nothing larger is stored; each kind of file has a lower limit of its own. */
const largestFileBytes = 64 * 1024 ** 3

/**
 * Opens keys, ledger and gate over a migrated database.
 * @throws when the root key is not this database's, or the ledger is behind its last witnessed checkpoint
 */
export async function openHouse(options: HouseOptions): Promise<House & { close(): Promise<void> }> {
  const { db, log, dataFolder } = options
  const clock = options.clock ?? systemClock
  const keyring = await Keyring.open(db, await unlockRoot(db, options.rootKey), {
    clock,
    ...(options.algorithm === undefined ? {} : { algorithm: options.algorithm }),
    ...(options.unsealLevels === undefined ? {} : { unsealLevels: options.unsealLevels }),
  })
  const key = await loadOrCreateSigningKey(db, keyring, `mifeng-${randomBytes(6).toString('hex')}`)
  const ledger = await Ledger.open(db, {
    ledgerId: key.name,
    signer: createSigner(key.name, key.privateKey),
    witnessFolder: folder(dataFolder, 'witness'),
    clock,
    laneNumber: options.laneNumber ?? 1,
    onFault: options.onLedgerFault ?? ((error) => log.error('ledger-fault', {}, error)),
  })
  ledger.start()
  const gate = new Gate(options.statute, ledger, (customer, block) =>
    openWith(
      keyring,
      {
        customerId: customer,
        level: block.level,
        blockName: block.name ?? blockName(block.version),
        schemaVersion: block.schemaVersion,
      },
      block.wrappedKey,
      block.sealed,
    ),
  )
  // One folder a process: a command beside a running server must not sweep away the server's uploads.
  const workFolder = folder(folder(dataFolder, 'work'), String(process.pid))
  return {
    db,
    ledger,
    keyring,
    files: new SealedFiles(folder(dataFolder, 'files'), { clock, mostBytes: largestFileBytes }),
    clock,
    log,
    gate,
    workFolder,
    timeZone: options.timeZone ?? 'Asia/Shanghai',
    close: async () => {
      await ledger.stop()
      keyring.close()
      rmSync(workFolder, { recursive: true, force: true })
    },
  }
}

/** A private subfolder of the data folder, made when it is missing. */
function folder(dataFolder: string, name: string): string {
  const path = join(dataFolder, name)
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o700)
  return path
}
