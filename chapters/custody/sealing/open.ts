import type { Clock } from '../../../floor/clock.ts'
import type { Keyring } from '../../../floor/keyring/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { preparedFiles, type PreparedFiles, type UnnumberedCustomer } from '../filing.ts'
import type { Tokens } from '../tokens.ts'
import { sealBatch } from './seal.ts'
import { SealingThread } from './thread.ts'

/** Seals batch after batch of one import, each while the one before it is being written. */
export interface Sealing {
  prepare(customers: readonly UnnumberedCustomer[]): Promise<PreparedFiles>
  close(): Promise<void>
}

interface Parts {
  readonly keyring: Keyring
  readonly catalogue: Catalogue
  readonly tokens: Tokens
  readonly clock: Clock
}

/** Below this a thread takes longer to start than to be of use. */
const manyCustomers = 5000

/** Room for sealing; the catalogue as it is now holds for all of it. */
export function openSealing({ keyring, catalogue, tokens, clock }: Parts, expected: number): Sealing {
  const thread = expected < manyCustomers ? undefined : new SealingThread(keyring, catalogue)
  return {
    prepare: async (customers) => {
      const now = clock.now()
      const sealed =
        thread === undefined
          ? sealBatch({ sealer: keyring, catalogue, tokens, now }, customers)
          : await thread.seal(customers, now)
      return preparedFiles({ keyring, catalogue, now }, customers, sealed)
    },
    close: async () => await thread?.close(),
  }
}
