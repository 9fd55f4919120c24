import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/postgres.ts'
import type { FreshDatabase } from '../../tests/support/postgres.ts'
import { newId } from '../ids.ts'
import { KeyDestroyed, keyFile, Keyring, SealBroken, unlockRoot } from '../keyring/index.ts'
import { wrappedKey } from '../keyring/open.ts'
import { SealedFiles } from './index.ts'
import { openFile } from './open.ts'

let fresh: FreshDatabase
let folder: string
let keyring: Keyring
let files: SealedFiles
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'sealed-'))
  const root = await unlockRoot(
    fresh.db,
    keyFile(join(folder, 'root.key'), () => undefined),
  )
  // A cache that holds one customer: a file must go on opening when its key is evicted half-way.
  keyring = await Keyring.open(fresh.db, root, { cachedCustomers: 1 })
  await keyring.ensureLevelKeys([2])
  files = new SealedFiles(join(folder, 'files'))
})
afterAll(async () => {
  keyring.close()
  await fresh.drop()
  rmSync(folder, { recursive: true })
})

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

async function attach(bytes: Buffer) {
  const [customerId, attachmentId] = [newId(), newId()]
  await fresh.db.transact(async (w) => {
    const keys = await keyring.customerKeys(w, customerId, [2])
    await files.store(once(bytes), { keys, level: 2, attachmentId })
    keys.release()
  })
  const wrapped = await fresh.db.read((r) => wrappedKey(keyring, r, customerId, 2))
  return { place: { customerId, level: 2, attachmentId }, wrapped }
}

async function read(
  opened: AsyncIterable<Buffer>,
  between: () => Promise<void> = async () => {},
): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of opened) {
    parts.push(part)
    await between()
  }
  return Buffer.concat(parts)
}

test('an attachment opens with the customer’s key, also while the key leaves the cache', async () => {
  const bytes = randomBytes(300_000)
  const [a, b] = [await attach(bytes), await attach(Buffer.from('b'))]
  const evict = async (): Promise<void> => {
    await read(openFile(files, keyring, b.place, b.wrapped))
  }
  expect((await read(openFile(files, keyring, a.place, a.wrapped), evict)).equals(bytes)).toBe(true)
})

test('under another customer’s key, level or id it does not open', async () => {
  const [a, b] = [await attach(Buffer.from('a')), await attach(Buffer.from('b'))]
  await expect(read(openFile(files, keyring, b.place, a.wrapped))).rejects.toThrow(SealBroken)
  const asOther = { ...a.place, attachmentId: b.place.attachmentId }
  await expect(read(openFile(files, keyring, asOther, a.wrapped))).rejects.toThrow(SealBroken)
})

test('after the customer’s keys are destroyed the file is noise', async () => {
  const { place } = await attach(Buffer.from('a'))
  await fresh.db.transact((w) => keyring.destroyCustomer(w, place.customerId))
  const wrapped = await fresh.db.read((r) => wrappedKey(keyring, r, place.customerId, 2))
  expect(() => openFile(files, keyring, place, wrapped)).toThrow(KeyDestroyed)
})

test('a file cut on disk gives no byte', async () => {
  const { place, wrapped } = await attach(randomBytes(200_000))
  const name = readdirSync(join(folder, 'files'), { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(`${place.attachmentId}.sealed`),
  )
  truncateSync(join(folder, 'files', name!), 71 + 65_536 + 16)
  let out = 0
  const attempt = (async () => {
    for await (const part of openFile(files, keyring, place, wrapped)) out += part.length
  })()
  await expect(attempt).rejects.toThrow(SealBroken)
  expect(out).toBe(0)
})
