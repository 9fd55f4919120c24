import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Mistake } from '../../../floor/errors.ts'

/** Copies an uploaded file to the private folder, where it stays until the import has ended. */
export async function keepUpload(
  folder: string,
  id: string,
  path: string,
): Promise<{ storedPath: string; size: number; sha256: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const storedPath = join(folder, id)
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || !found.isFile())
    throw new Mistake('sheet.missing', { field: 'file', status: 404 })
  // A clone where the file system can: an upload of a gigabyte then costs nothing.
  await copyFile(path, storedPath, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  await chmod(storedPath, 0o600)
  return { storedPath, size: found.size, sha256: await hashOf(storedPath) }
}

/** SHA-256 of a file in hex, read as a stream. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** @throws Mistake `collection.file-gone`, `collection.file-changed` */
export async function mustBeUnchanged(path: string, sha256: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new Mistake('collection.file-gone', { status: 409 })
  if ((await hashOf(path)) !== sha256) throw new Mistake('collection.file-changed', { status: 409 })
}

export const dropUpload = (path: string): Promise<void> => rm(path, { force: true })
