import { link, mkdir, open, readdir, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '../errors.ts'
import { newId } from '../ids.ts'
import { BlobMissing, NoSpace } from './blobs.ts'
import type { Blob, BlobStore, Disk } from './blobs.ts'

const systemDisk: Disk = {
  async create(path) {
    const file = await open(path, 'wx', 0o600)
    return {
      write: async (bytes) => (await file.write(bytes)).bytesWritten,
      sync: () => file.sync(),
      close: () => file.close(),
    }
  },
  // A rename would silently replace a file of that name; a link does not.
  publish: link,
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 })
  },
  async syncFolder(path) {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
  unlink,
}

const blobName = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const suffix = '.sealed'
const unfinished = 'unfinished'

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/**
 * Blobs as files: FOLDER/ef/cd/NAME.sealed, spread by the last (random) digits of the name, at most a few hundred
 * entries per folder for millions of files. Written under FOLDER/unfinished, synced, then linked to their place, so
 * that a crash at any moment leaves a whole file or none.
 */
export class DiskBlobs implements BlobStore {
  readonly #folder: string
  readonly #disk: Disk
  constructor(folder: string, disk: Disk = systemDisk) {
    this.#folder = folder
    this.#disk = disk
  }

  async put(name: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    const path = this.#path(name)
    const temporary = join(this.#folder, unfinished, `${name}.${newId()}.part`)
    let published = false
    try {
      await this.#makeFolders(path)
      await this.#write(temporary, chunks)
      await this.#disk.publish(temporary, path)
      published = true
      await this.#disk.syncFolder(dirname(path))
    } catch (error) {
      if (published) await this.#disk.unlink(path).catch(() => undefined)
      if (codeOf(error) === 'EEXIST') throw new Fault(`the file ${name} is stored already`)
      throw asNoSpace(error)
    } finally {
      // Left where this fails too: removeUnfinished finds it.
      await this.#disk.unlink(temporary).catch(() => undefined)
    }
  }

  async open(name: string): Promise<Blob> {
    const path = this.#path(name)
    const file = await open(path, 'r').catch((error: unknown) => {
      throw codeOf(error) === 'ENOENT' ? new BlobMissing(`the sealed file ${name} is not there`) : error
    })
    const { size } = await file.stat()
    return {
      size,
      async read(start, length) {
        const buffer = Buffer.allocUnsafe(length)
        const { bytesRead } = await file.read(buffer, 0, length, start)
        return buffer.subarray(0, bytesRead)
      },
      close: () => file.close(),
    }
  }

  async remove(name: string): Promise<boolean> {
    const path = this.#path(name)
    try {
      await this.#disk.unlink(path)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false
      throw error
    }
    await this.#disk.syncFolder(dirname(path))
    return true
  }

  async *list(): AsyncGenerator<{ name: string; storedAt: Date }> {
    for (const outer of await shards(this.#folder))
      for (const inner of await shards(join(this.#folder, outer)))
        for (const entry of await readdir(join(this.#folder, outer, inner))) {
          const name = entry.slice(0, -suffix.length)
          if (!entry.endsWith(suffix) || !blobName.test(name)) continue
          const found = await statIfThere(join(this.#folder, outer, inner, entry))
          if (found !== undefined) yield { name, storedAt: found.mtime }
        }
  }

  async removeUnfinished(before: Date): Promise<number> {
    const folder = join(this.#folder, unfinished)
    let removed = 0
    for (const entry of await readdirIfThere(folder)) {
      const found = await statIfThere(join(folder, entry))
      if (found === undefined || found.mtime >= before) continue
      await this.#disk.unlink(join(folder, entry))
      removed++
    }
    return removed
  }

  /** Throws Fault for a name that is not a UUID, so that no name can lead out of the folder. */
  #path(name: string): string {
    if (!blobName.test(name)) throw new Fault('the name of a sealed file is a UUID')
    return join(this.#folder, name.slice(-2), name.slice(-4, -2), name + suffix)
  }

  async #makeFolders(path: string): Promise<void> {
    const inner = dirname(path)
    await this.#disk.makeFolder(join(this.#folder, unfinished))
    if ((await statIfThere(inner)) !== undefined) return
    await this.#disk.makeFolder(inner)
    // A folder whose own entry is not durable takes its files with it when the power fails.
    await this.#disk.syncFolder(dirname(inner))
    await this.#disk.syncFolder(this.#folder)
  }

  async #write(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    const file = await this.#disk.create(path)
    try {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at))
      }
      // Never tried twice: after a failed sync the kernel may have dropped the data and report success.
      await file.sync()
    } finally {
      await file.close()
    }
  }
}

const shards = async (folder: string): Promise<string[]> =>
  (await readdirIfThere(folder)).filter((entry) => /^[0-9a-f]{2}$/.test(entry))

async function readdirIfThere(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
}

async function statIfThere(path: string): Promise<{ mtime: Date } | undefined> {
  return await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
}

function asNoSpace(error: unknown): unknown {
  const code = codeOf(error)
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new NoSpace(
    'no space left for sealed files: nothing was stored; free space or move the data folder / ' +
      '磁盘空间不足：附件未保存，请清理空间或迁移数据目录',
  )
}
