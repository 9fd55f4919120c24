import type { LentKeys } from '../../../floor/keyring/index.ts'
import type { Catalogue } from '../catalogue.ts'
import type { UnnumberedCustomer } from '../filing.ts'
import type { SealedBatch } from './seal.ts'

/** What is said to the thread: once `begin`, then orders, at last `end`. Nothing of it leaves the process. */
export type ToThread =
  | { readonly kind: 'begin'; readonly keys: LentKeys; readonly catalogue: Catalogue }
  | { readonly kind: 'order'; readonly customers: readonly UnnumberedCustomer[]; readonly now: Date }
  | { readonly kind: 'end' }

/** One for each order, one after the other. A fault is told by its name only. */
export type Answer = { readonly sealed: SealedBatch } | { readonly fault: string }
