import { type Algorithm, SealingKey } from './cipher.ts'
import { blockContext, customerKeyVersion, wrapContext, type WrappedKey } from './customer.ts'
import { evidenceLevel, newSecret } from './levels.ts'

/** One block of a customer who is being filed. */
export interface FreshBlock {
  readonly level: number
  readonly name: string
  readonly schemaVersion: number
  readonly plaintext: Buffer
}

export interface SealedFresh {
  /** The customer's keys, wrapped: one for each level, and the one of the evidence. */
  readonly rows: readonly WrappedKey[]
  /** In the order of the blocks. */
  readonly sealed: readonly Buffer[]
}

/**
 * Makes the keys of a new customer, seals the blocks and wipes the keys again. The result opens as if it had been made
 * by `prepareCustomer` and `seal`; what is saved is the keeping of millions of keys until their transaction.
 */
export function sealFresh(
  customerId: string,
  blocks: readonly FreshBlock[],
  levelKey: (level: number) => SealingKey,
  algorithm: Algorithm,
): SealedFresh {
  const rows: WrappedKey[] = []
  const sealed: Buffer[] = blocks.map(() => nothing)
  const done = new Set<number>()
  const levels = [evidenceLevel, ...blocks.map((block) => block.level)]
  for (const level of levels) {
    if (done.has(level)) continue
    done.add(level)
    const wrapping = levelKey(level)
    const secret = newSecret()
    const wrapped = wrapping.seal(wrapContext(customerId, level), secret)
    rows.push({ customerId, level, version: wrapping.version, wrapped })
    const key = new SealingKey(secret, customerKeyVersion, algorithm)
    for (let at = 0; at < blocks.length; at++) {
      const block = blocks[at]!
      if (block.level !== level) continue
      const context = blockContext(customerId, level, block.name, block.schemaVersion)
      sealed[at] = key.seal(context, block.plaintext)
    }
    key.zero()
  }
  return { rows, sealed }
}

const nothing = Buffer.alloc(0)
