import { Fault } from '../errors.ts'

/** No room on the disk (or quota reached): nothing was stored, what was begun is removed. */
export class NoSpace extends Fault {
  override readonly name = 'NoSpace'
}

/** The blob is not there: removed, never stored, or the storage folder was lost. */
export class BlobMissing extends Fault {
  override readonly name = 'BlobMissing'
}

export interface Blob {
  readonly size: number
  /** Exactly `length` bytes from `start`; fewer only at the end of the blob. */
  read(start: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/**
 * Where sealed bytes lie. It sees ciphertext only. This is the seam for S3 and its like: `put` is a multipart upload
 * that is completed last, `read` a range request, `list` a listing of the bucket.
 */
export interface BlobStore {
  /**
   * Stores all chunks durably under a new name, or nothing. Rejects with NoSpace, with Fault when the name is taken,
   * or with what `chunks` threw.
   */
  put(name: string, chunks: AsyncIterable<Buffer>): Promise<void>
  /** Rejects with BlobMissing. */
  open(name: string): Promise<Blob>
  /** Resolves to whether it was there. */
  remove(name: string): Promise<boolean>
  /** Every whole blob, with the time it was stored. */
  list(): AsyncIterable<{ readonly name: string; readonly storedAt: Date }>
  /** Removes what uploads that began before that moment left unfinished; resolves to how many. */
  removeUnfinished(before: Date): Promise<number>
}

export interface DiskFile {
  /** Resolves to how many of the bytes were written; a full disk may take a part. */
  write(bytes: Buffer): Promise<number>
  sync(): Promise<void>
  close(): Promise<void>
}

/** The few calls to the file system, so that tests can fill the disk or break it at any write. */
export interface Disk {
  create(path: string): Promise<DiskFile>
  /** Gives the finished file its name; fails when the name is taken. */
  publish(from: string, to: string): Promise<void>
  makeFolder(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
  unlink(path: string): Promise<void>
}
