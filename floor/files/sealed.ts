import { createHash } from 'node:crypto'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { Mistake } from '../errors.ts'
import type { CustomerKeys } from '../keyring/index.ts'
import type { BlobStore } from './blobs.ts'
import { DiskBlobs } from './disk.ts'

export interface SealedFilesOptions {
  /** Largest attachment in bytes; 200 MiB. */
  readonly mostBytes?: number
  readonly clock?: Clock
}

export interface StoreOptions {
  /** The customer's keys, with the level among them. */
  readonly keys: CustomerKeys
  readonly level: number
  /** A new UUID; the name of the file, and bound to its content. */
  readonly attachmentId: string
  /** A lower bound than the general one, in bytes. */
  readonly mostBytes?: number
}

export interface StoredFile {
  /** Bytes of the plaintext. */
  readonly size: number
  /**
   * SHA-256 of the plaintext, in hex. It identifies a document to whoever has a copy: keep it sealed, or put it into
   * a salted commitment; never into the ledger as it is.
   */
  readonly sha256: string
}

/** The version of the shape under which attachments are sealed; opening uses the same. */
export const attachmentSchemaVersion = 1

/** Let go of the inner store for open.ts; deliberately not exported by index.ts. */
export let blobsOf: (files: SealedFiles) => BlobStore

/** Attachments, sealed while they stream in. There is no method that opens one: that is open.ts, for the gate alone. */
export class SealedFiles {
  readonly #blobs: BlobStore
  readonly #mostBytes: number
  readonly #clock: Clock

  static {
    blobsOf = (files) => files.#blobs
  }

  /** Over a folder on disk, or over another BlobStore. */
  constructor(where: string | BlobStore, options: SealedFilesOptions = {}) {
    this.#blobs = typeof where === 'string' ? new DiskBlobs(where) : where
    this.#mostBytes = options.mostBytes ?? 200 * 1024 * 1024
    this.#clock = options.clock ?? systemClock
  }

  /**
   * Seals and stores a stream in constant memory; when it resolves the file is durable. Store first, then commit the
   * row that names it: a file without a row is removed by `sweep`, a row without a file would be a loss. Throws
   * Mistake `file-too-large` (413), NoSpace, or what the source threw; then nothing is left behind.
   */
  async store(source: AsyncIterable<Uint8Array>, options: StoreOptions): Promise<StoredFile> {
    const most = Math.min(options.mostBytes ?? this.#mostBytes, this.#mostBytes)
    const hash = createHash('sha256')
    let size = 0
    async function* measured(): AsyncGenerator<Uint8Array> {
      for await (const part of source) {
        size += part.length
        if (size > most) throw new Mistake('file-too-large', { status: 413, values: { most } })
        hash.update(part)
        yield part
      }
    }
    const sealed = options.keys.sealFile(
      options.level,
      options.attachmentId,
      attachmentSchemaVersion,
      measured(),
    )
    await this.#blobs.put(options.attachmentId, sealed)
    return { size, sha256: hash.digest('hex') }
  }

  /** Deletes the sealed bytes; resolves to whether they were there. */
  async remove(attachmentId: string): Promise<boolean> {
    return await this.#blobs.remove(attachmentId)
  }

  /**
   * Removes unfinished uploads and files that no row names. Both must be older than `olderThanMs` (a day), so that an
   * upload whose transaction is still open is left alone. `known` is given up to 500 ids and returns those in use.
   */
  async sweep(
    known: (attachmentIds: readonly string[]) => Promise<readonly string[]>,
    olderThanMs: number = 24 * 60 * 60 * 1000,
  ): Promise<{ orphans: number; unfinished: number }> {
    const before = new Date(this.#clock.now().getTime() - olderThanMs)
    const unfinished = await this.#blobs.removeUnfinished(before)
    let orphans = 0
    let old: string[] = []
    const check = async (): Promise<void> => {
      const used = new Set(await known(old))
      for (const name of old) if (!used.has(name) && (await this.#blobs.remove(name))) orphans++
      old = []
    }
    for await (const { name, storedAt } of this.#blobs.list()) {
      if (storedAt >= before) continue
      old.push(name)
      if (old.length === 500) await check()
    }
    if (old.length > 0) await check()
    return { orphans, unfinished }
  }
}
