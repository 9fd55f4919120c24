/**
 * Opens sealed attachments. ONLY gate/ may import this file, as with floor/keyring/open.ts; a test of the house checks
 * the imports.
 */
import { KeyDestroyed } from '../keyring/index.ts'
import type { Keyring } from '../keyring/index.ts'
import { openFileWith } from '../keyring/open.ts'
import { attachmentSchemaVersion, blobsOf } from './sealed.ts'
import type { SealedFiles } from './sealed.ts'

export interface FilePlace {
  readonly customerId: string
  readonly level: number
  readonly attachmentId: string
}

/**
 * The plaintext of an attachment, chunk by chunk, in constant memory. `wrapped` is the customer's wrapped key of that
 * level (null when destroyed). A file that was cut or made longer is refused before the first byte, other damage before
 * its chunk. Throws KeyDestroyed at once; SealBroken and BlobMissing while it is read.
 */
export function openFile(
  files: SealedFiles,
  keyring: Keyring,
  place: FilePlace,
  wrapped: Buffer | null,
): AsyncGenerator<Buffer> {
  const { customerId, level, attachmentId } = place
  const at = { customerId, level, blockName: attachmentId, schemaVersion: attachmentSchemaVersion }
  if (wrapped === null) throw new KeyDestroyed('the keys of this customer were destroyed')
  return stream(files, keyring, at, wrapped)
}

async function* stream(
  files: SealedFiles,
  keyring: Keyring,
  at: { customerId: string; level: number; blockName: string; schemaVersion: number },
  wrapped: Buffer,
): AsyncGenerator<Buffer> {
  const blob = await blobsOf(files).open(at.blockName)
  try {
    yield* openFileWith(keyring, at, wrapped, blob)
  } finally {
    await blob.close()
  }
}
