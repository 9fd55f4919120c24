/** One sealed block of a customer with the wrapped key that opens it; as fetched by a chapter's store. */
export interface SealedBlock {
  readonly level: number
  readonly schemaVersion: number
  readonly keyVersion: number
  readonly wrappedKey: Buffer
  readonly fields: readonly number[]
  readonly sealed: Buffer
}

/** Everything needed to open one customer's file; opaque without the keyring and a permit. */
export interface SealedFile {
  readonly customer: string
  readonly blocks: readonly SealedBlock[]
}

/** What a permit opened: values by field id, masked ones already masked. Fields that were never collected are absent. */
export interface OpenedFile {
  readonly customer: string
  readonly full: ReadonlyMap<number, string>
  readonly masked: ReadonlyMap<number, string>
}
