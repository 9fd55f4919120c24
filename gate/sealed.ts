/** One sealed block of a customer with the wrapped key that opens it; as fetched by a chapter's store. */
export interface SealedBlock {
  readonly level: number
  readonly schemaVersion: number
  /** Counts the corrections of this block, from 1. */
  readonly version: number
  /** Null when the customer's keys were destroyed. */
  readonly wrappedKey: Buffer | null
  readonly fields: readonly number[]
  readonly sealed: Buffer
  /** Name it was sealed under when it is not a block of the file's field values (the title of an attachment). */
  readonly name?: string
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

const byNumber = (a: number, b: number): number => a - b

/** Field values of one block as bytes: a JSON object from field id to text. Ids, not names, so that renaming costs nothing. */
export function packFields(values: ReadonlyMap<number, string>): Buffer {
  let text = '{'
  for (const id of [...values.keys()].sort(byNumber))
    text += `${text.length === 1 ? '' : ','}"${id}":${JSON.stringify(values.get(id))}`
  return Buffer.from(`${text}}`, 'utf8')
}

/** The reverse of packFields. */
export function unpackFields(plain: Buffer): Map<number, string> {
  const record = JSON.parse(plain.toString('utf8')) as Record<string, string>
  const values = new Map<number, string>()
  for (const key of Object.keys(record)) values.set(Number(key), record[key]!)
  return values
}

/** Version of the block layout above; stored beside each block and bound into its associated data. */
export const blockSchemaVersion = 1

/**
 * Name under which version `version` of a block of field values is sealed; part of its associated data, so that an
 * older block put back by hand does not open as the newer one.
 */
export const blockName = (version: number): string => `fields/${version}`
