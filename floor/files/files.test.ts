import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { link, mkdir, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../ids.ts'
import { SealingKey } from '../keyring/cipher.ts'
import { CustomerKeys } from '../keyring/customer.ts'
import { openStream } from '../keyring/stream.ts'
import { BlobMissing, NoSpace } from './blobs.ts'
import type { Disk } from './blobs.ts'
import { DiskBlobs } from './disk.ts'
import { SealedFiles } from './sealed.ts'

const home = mkdtempSync(join(tmpdir(), 'files-'))
afterAll(() => rmSync(home, { recursive: true }))
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(home, 'case-'))
})

const customerId = newId()
const key = new SealingKey(randomBytes(32), 1, 'aes')
const keys = new CustomerKeys(customerId, [], new Map([[2, key]]))

async function* stream(bytes: Buffer, size = 10_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const everyFile = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  )
const pathOf = (id: string) => join(folder, id.slice(-2), id.slice(-4, -2), `${id}.sealed`)
const store = (files: SealedFiles, bytes: Buffer, attachmentId = newId()) =>
  files.store(stream(bytes), { keys, level: 2, attachmentId })

async function read(id: string): Promise<Buffer> {
  const blob = await new DiskBlobs(folder).open(id)
  const context = { purpose: 'file', customerId, level: 2, name: id, schemaVersion: 1 }
  const parts: Buffer[] = []
  try {
    for await (const part of openStream(() => key, context, blob)) parts.push(part)
  } finally {
    await blob.close()
  }
  return Buffer.concat(parts)
}

test('an attachment lies sealed in its own folder, for the owner alone, and comes back whole', async () => {
  const files = new SealedFiles(folder)
  const bytes = Buffer.concat([Buffer.from('合同编号 2026-001 甲方王小明'), randomBytes(200_000)])
  const id = newId()
  const stored = await store(files, bytes, id)
  expect(stored).toEqual({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  expect(everyFile()).toEqual([join(id.slice(-2), id.slice(-4, -2), `${id}.sealed`)])
  expect(statSync(pathOf(id)).mode & 0o777).toBe(0o600)
  expect(readFileSync(pathOf(id)).includes(Buffer.from('王小明'))).toBe(false)
  expect((await read(id)).equals(bytes)).toBe(true)
})

test('an empty attachment is an attachment', async () => {
  const id = newId()
  expect((await store(new SealedFiles(folder), Buffer.alloc(0), id)).size).toBe(0)
  expect((await read(id)).length).toBe(0)
})

test('removing is durable and may be repeated', async () => {
  const files = new SealedFiles(folder)
  const id = newId()
  await store(files, Buffer.from('x'), id)
  expect(await files.remove(id)).toBe(true)
  expect(await files.remove(id)).toBe(false)
  await expect(read(id)).rejects.toThrow(BlobMissing)
})

const failure = (code: string) => Object.assign(new Error(code), { code })

async function* broken(): AsyncGenerator<Buffer> {
  yield* stream(randomBytes(300_000))
  throw new Error('connection reset')
}

/** A disk that fails at its nth call, whatever the call is; removing always works. */
function failingDisk(at: number, code: string): { disk: Disk; failed: () => boolean } {
  let calls = 0
  const count = (): void => {
    if (++calls === at) throw failure(code)
  }
  const disk: Disk = {
    async create(path) {
      count()
      const file = await open(path, 'wx', 0o600)
      return {
        async write(bytes) {
          count()
          // Half at a time, as a disk that is filling up may do.
          return (await file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)))).bytesWritten
        },
        sync: async () => {
          count()
          await file.sync()
        },
        close: () => file.close(),
      }
    },
    async publish(from, to) {
      count()
      await link(from, to)
    },
    async makeFolder(path) {
      count()
      await mkdir(path, { recursive: true })
    },
    async syncFolder() {
      await Promise.resolve()
      count()
    },
    unlink,
  }
  return { disk, failed: () => calls >= at }
}

describe('nothing is left behind', () => {
  test('when the sender breaks off', async () => {
    const attempt = new SealedFiles(folder).store(broken(), { keys, level: 2, attachmentId: newId() })
    await expect(attempt).rejects.toThrow('connection reset')
    expect(everyFile()).toEqual([])
  })

  test('when the file is larger than allowed, and the sender is not read to the end', async () => {
    let sent = 0
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        sent += 65_536
        yield Buffer.alloc(65_536)
      }
    }
    const attempt = new SealedFiles(folder, { mostBytes: 1_000_000 }).store(endless(), {
      keys,
      level: 2,
      attachmentId: newId(),
    })
    await expect(attempt).rejects.toMatchObject({ code: 'file-too-large', status: 413 })
    expect(sent).toBeLessThan(1_200_000)
    expect(everyFile()).toEqual([])
  })

  test('when the same id is stored twice: the first stays as it was', async () => {
    const files = new SealedFiles(folder)
    const id = newId()
    await store(files, Buffer.from('first'), id)
    await expect(store(files, Buffer.from('second'), id)).rejects.toThrow(/stored already/)
    expect((await read(id)).toString()).toBe('first')
    expect(everyFile()).toHaveLength(1)
  })

  test.each(['ENOSPC', 'EDQUOT', 'EIO'])(
    'when the disk fails with %s, at each of its calls in turn',
    async (code) => {
      const bytes = randomBytes(200_000)
      for (let at = 1; ; at++) {
        const { disk, failed } = failingDisk(at, code)
        const files = new SealedFiles(new DiskBlobs(folder, disk))
        const error: unknown = await store(files, bytes).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        if (!failed()) {
          expect(error).toBeUndefined()
          expect(at).toBeGreaterThan(9)
          break
        }
        if (code === 'EIO') expect(error).toMatchObject({ code })
        else expect(String(error)).toMatch(/no space left.*磁盘空间不足/s)
        if (code !== 'EIO') expect(error).toBeInstanceOf(NoSpace)
        expect(everyFile()).toEqual([])
        rmSync(folder, { recursive: true })
      }
    },
  )
})

test.each(['../../etc/passwd', 'x', '', 'A18F0000-0000-7000-8000-00000000002A', `${newId()}/..`])(
  'the name %j leads nowhere',
  async (id) => {
    await expect(store(new SealedFiles(folder), Buffer.from('x'), id)).rejects.toThrow(/is a UUID/)
    await expect(new SealedFiles(folder).remove(id)).rejects.toThrow(/is a UUID/)
    expect(everyFile()).toEqual([])
  },
)

test('the sweep removes old orphans and unfinished uploads, and nothing young, known or strange', async () => {
  const files = new SealedFiles(folder)
  const [known, orphan, young] = [newId(), newId(), newId()]
  for (const id of [known, orphan, young]) await store(files, Buffer.from('x'), id)
  const [oldPart, newPart] = [join(folder, 'unfinished', 'a.part'), join(folder, 'unfinished', 'b.part')]
  const strange = join(folder, known.slice(-2), 'notes.txt')
  for (const path of [oldPart, newPart, strange]) writeFileSync(path, 'x')
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000)
  for (const path of [pathOf(known), pathOf(orphan), oldPart, strange]) utimesSync(path, yesterday, yesterday)
  const asked: string[] = []
  const swept = await files.sweep((ids) => {
    asked.push(...ids)
    return Promise.resolve(ids.filter((id) => id === known))
  })
  expect(swept).toEqual({ orphans: 1, unfinished: 1 })
  expect(asked.sort()).toEqual([known, orphan].sort())
  expect([pathOf(known), pathOf(young), newPart, strange].every((path) => existsSync(path))).toBe(true)
  expect([pathOf(orphan), oldPart].some((path) => existsSync(path))).toBe(false)
})

test('a sweep that cannot ask removes nothing', async () => {
  const files = new SealedFiles(folder)
  const id = newId()
  await store(files, Buffer.from('x'), id)
  utimesSync(pathOf(id), 0, 0)
  await expect(files.sweep(() => Promise.reject(new Error('database down')))).rejects.toThrow('database down')
  expect(existsSync(pathOf(id))).toBe(true)
})
