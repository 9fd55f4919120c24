import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { statute } from '../../chapters/statute.ts'
import type { Clock } from '../../floor/clock.ts'
import type { Database } from '../../floor/database/index.ts'
import { keyFile } from '../../floor/keyring/index.ts'
import { silentLog } from '../../floor/logging.ts'
import type { House } from '../../gate/index.ts'
import { openHouse } from '../../gate/open-house.ts'
import { freshDatabase } from './postgres.ts'

export interface TestHouse extends House {
  readonly fresh: Awaited<ReturnType<typeof freshDatabase>>
  readonly dataFolder: string
  close(): Promise<void>
}

/** Floor and gate over a database of its own; the statute is the real one. `wrap` puts faults between gate and database. */
export async function openTestHouse(
  options: { clock?: Clock; wrap?: (db: Database) => Database } = {},
): Promise<TestHouse> {
  const fresh = await freshDatabase()
  const dataFolder = mkdtempSync(join(tmpdir(), 'mifeng-house-'))
  const house = await openHouse({
    db: options.wrap === undefined ? fresh.db : options.wrap(fresh.db),
    statute,
    dataFolder,
    rootKey: keyFile(join(dataFolder, 'root.key'), () => undefined),
    log: silentLog,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  })
  await house.keyring.ensureLevelKeys([1, 2, 3, 4])
  return {
    ...house,
    fresh,
    dataFolder,
    close: async () => {
      await house.close()
      await fresh.drop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Ends every journey: the whole ledger is derived again from its entries and must be what was signed. */
export async function expectLedgerWhole(house: House): Promise<void> {
  const verdict = await house.ledger.verify()
  expect(verdict).toMatchObject({ whole: true })
}
