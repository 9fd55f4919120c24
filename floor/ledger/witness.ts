import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Keeps the last checkpoint of each lane outside the database, so that an older database is recognised. */
export interface Witness {
  /** The note that was kept for a lane, if any. */
  last(laneName: string): Promise<string | undefined>
  /** Keeps a note; durable when it resolves. */
  keep(laneName: string, note: string): Promise<void>
}

async function flushed(path: string, flags: string, text?: string): Promise<void> {
  const file = await open(path, flags)
  try {
    if (text !== undefined) await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A witness in a folder, one file `LANE.checkpoint` per lane, replaced in one step and fsynced with its folder. */
export function folderWitness(folder: string): Witness {
  const pathOf = (laneName: string): string => join(folder, `${laneName}.checkpoint`)
  return {
    async last(laneName) {
      try {
        return await readFile(pathOf(laneName), 'utf8')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    async keep(laneName, note) {
      await mkdir(folder, { recursive: true })
      // A name of its own: a command may keep a note of the same lane beside the running server.
      const next = `${pathOf(laneName)}.${randomBytes(6).toString('hex')}.next`
      try {
        await flushed(next, 'wx', note)
        await rename(next, pathOf(laneName))
      } catch (error) {
        await rm(next, { force: true })
        throw error
      }
      await flushed(folder, 'r')
    },
  }
}
