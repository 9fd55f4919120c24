/**
 * Keys and sealing. Nothing exported here opens a sealed value: that is open.ts, for the gate alone. Code outside this
 * folder imports this file (and the gate, open.ts) and no other of the folder.
 */
export { Keyring } from './keyring.ts'
export type { KeyringOptions } from './keyring.ts'
export type { CustomerKeys, WrappedKey } from './customer.ts'
export type { FreshBlock, SealedFresh } from './fresh.ts'
export { BorrowedKeys, memoryOf } from './lending.ts'
export type { LentKeys, Sealer } from './lending.ts'
export { KeyPacker } from './packing.ts'
export type { PackedKeys } from './packing.ts'
export { KeyedHash } from './keyed-hash.ts'
export type { Erasure } from './erasure.ts'
export type { Rotation } from './rotation.ts'
export type { Algorithm } from './cipher.ts'
export { smIsHere } from './cipher.ts'
export { keyFile, passphrase, unlockRoot } from './root.ts'
export type { RootKeyKind, RootKeySource, RootStart } from './root.ts'
export { loadOrCreateSigningKey } from './signing.ts'
export type { SigningKey } from './signing.ts'
export {
  AlgorithmMissing,
  KeyDestroyed,
  LevelKeyRotated,
  LevelNotUnsealed,
  RootKeyRefused,
  SealBroken,
} from './faults.ts'
export type { SealBreach } from './faults.ts'
