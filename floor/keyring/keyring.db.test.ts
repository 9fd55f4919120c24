import { randomBytes, sign, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/postgres.ts'
import type { FreshDatabase } from '../../tests/support/postgres.ts'
import { SetClock } from '../clock.ts'
import { isUniqueViolation, sql } from '../database/index.ts'
import { newId } from '../ids.ts'
import {
  KeyDestroyed,
  keyFile,
  Keyring,
  LevelKeyRotated,
  LevelNotUnsealed,
  loadOrCreateSigningKey,
  passphrase,
  RootKeyRefused,
  SealBroken,
  unlockRoot,
} from './index.ts'
import type { CustomerKeys, KeyringOptions } from './index.ts'
import { openBlock, openWith, wrappedKey } from './open.ts'

let fresh: FreshDatabase
let folder: string
let opened: Keyring[]
beforeEach(async () => {
  fresh = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'keyring-'))
  opened = []
})
afterEach(async () => {
  for (const keyring of opened) keyring.close()
  await fresh.drop()
  rmSync(folder, { recursive: true })
})

const root = () =>
  unlockRoot(
    fresh.db,
    keyFile(join(folder, 'root.key'), () => undefined),
  )

/** A node of the program: its own keyring over the same database. */
async function node(options: KeyringOptions = {}): Promise<Keyring> {
  const keyring = await Keyring.open(fresh.db, await root(), options)
  opened.push(keyring)
  return keyring
}

const name = Buffer.from('{"name":"王小明"}')
const place = (customerId: string, level = 1) => ({
  customerId,
  level,
  blockName: 'file/1',
  schemaVersion: 1,
})

/** A customer with one block per level, stored as an import would store it. */
async function newCustomer(keyring: Keyring, levels: number[] = [1, 2]) {
  const id = newId()
  const keys = keyring.prepareCustomer(id, levels)
  const sealed = new Map(levels.map((level) => [level, keys.seal(level, 'file/1', 1, name)]))
  await fresh.db.transact((w) => keyring.insertKeys(w, [keys]))
  keys.release()
  return { id, sealed }
}
const wrappedOf = (keyring: Keyring, id: string, level = 1) =>
  fresh.db.read((r) => wrappedKey(keyring, r, id, level))
const openStored = (keyring: Keyring, id: string, sealed: Buffer, level = 1) =>
  fresh.db.read((r) => openBlock(keyring, r, place(id, level), sealed))

describe('sealing and opening', () => {
  test('a block sealed by one node opens on another, after a restart, and without a further statement', async () => {
    const first = await node()
    await first.ensureLevelKeys([1, 2])
    const { id, sealed } = await newCustomer(first)
    first.close()
    const second = await node()
    expect(second.unsealedLevels).toEqual([1, 2])
    const wrapped = await wrappedOf(second, id)
    expect(openWith(second, place(id), wrapped, sealed.get(1)!)).toEqual(name)
    expect(openWith(second, place(id), wrapped, sealed.get(1)!)).toEqual(name)
  })

  test('an existing customer gets keys for a further level; the old ones stay as they are', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1, 2, 3])
    const { id, sealed } = await newCustomer(keyring, [1])
    const later = await fresh.db.transact(async (w) => {
      const keys = await keyring.customerKeys(w, id, [1, 3])
      expect(keys.levels).toEqual(expect.arrayContaining([1, 3]))
      const blocks = [keys.seal(1, 'file/1', 1, name), keys.seal(3, 'file/1', 1, name)]
      keys.release()
      return blocks
    })
    expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
    expect(await openStored(keyring, id, later[0]!)).toEqual(name)
    expect(await openStored(keyring, id, later[1]!, 3)).toEqual(name)
  })

  test('two clerks who add the same level at once agree on one key', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1, 2])
    const { id } = await newCustomer(keyring, [1])
    const blocks = await Promise.all(
      Array.from({ length: 8 }, () =>
        fresh.db.transact(async (w) => (await keyring.customerKeys(w, id, [2])).seal(2, 'file/1', 1, name)),
      ),
    )
    for (const block of blocks) expect(await openStored(keyring, id, block, 2)).toEqual(name)
  })

  test('a key made in a transaction that was rolled back is never used again', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1])
    const id = newId()
    const attempt = fresh.db.transact(async (w) => {
      await keyring.customerKeys(w, id, [1])
      throw new Error('the import fails')
    })
    await expect(attempt).rejects.toThrow('the import fails')
    const block = await fresh.db.transact(async (w) =>
      (await keyring.customerKeys(w, id, [1])).seal(1, 'file/1', 1, name),
    )
    expect(await openStored(keyring, id, block)).toEqual(name)
  })

  test('prepared keys never replace stored ones', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1])
    const { id, sealed } = await newCustomer(keyring, [1])
    const again = keyring.prepareCustomer(id, [1])
    const error: unknown = await fresh.db
      .transact((w) => keyring.insertKeys(w, [again]))
      .catch((e: unknown) => e)
    expect(isUniqueViolation(error)).toBe(true)
    expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
  })

  test('released keys do not seal', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1])
    const keys = keyring.prepareCustomer(newId(), [1])
    keys.release()
    expect(() => keys.seal(1, 'file/1', 1, name)).toThrow(/wiped/)
  })

  test('the SM profile seals with SM, and still opens what AES sealed', async () => {
    const aes = await node()
    await aes.ensureLevelKeys([1])
    const old = await newCustomer(aes, [1])
    const sm = await node({ algorithm: 'sm' })
    const young = await newCustomer(sm, [1])
    expect(young.sealed.get(1)![0]).toBe(2)
    expect(await openStored(sm, young.id, young.sealed.get(1)!)).toEqual(name)
    expect(await openStored(sm, old.id, old.sealed.get(1)!)).toEqual(name)
  })
})

describe('attacks on the tables', () => {
  let keyring: Keyring
  beforeEach(async () => {
    keyring = await node()
    await keyring.ensureLevelKeys([1, 2])
  })

  test('the DBA swaps two customers’ blocks, two levels’ blocks, or their keys: nothing opens', async () => {
    const [a, b] = [await newCustomer(keyring), await newCustomer(keyring)]
    await expect(openStored(keyring, a.id, b.sealed.get(1)!)).rejects.toThrow(SealBroken)
    await expect(openStored(keyring, a.id, a.sealed.get(2)!)).rejects.toThrow(SealBroken)
    const wrappedB = await wrappedOf(keyring, b.id)
    expect(() => openWith(keyring, place(a.id), wrappedB, b.sealed.get(1)!)).toThrow(SealBroken)
    const wrappedA2 = await wrappedOf(keyring, a.id, 2)
    expect(() => openWith(keyring, place(a.id, 1), wrappedA2, a.sealed.get(1)!)).toThrow(SealBroken)
  })

  test('the DBA copies a low level’s key row to a high level: nothing opens', async () => {
    const a = await newCustomer(keyring)
    await fresh.owner.transact((w) =>
      w.run(sql`update keyring.customer_key k set wrapped = low.wrapped from keyring.customer_key low
        where k.customer_id = ${a.id} and k.level = 2 and low.customer_id = k.customer_id and low.level = 1`),
    )
    await expect(openStored(keyring, a.id, a.sealed.get(2)!, 2)).rejects.toThrow(SealBroken)
  })

  test('the DBA swaps two level keys: the keyring does not open', async () => {
    await fresh.owner.transact((w) =>
      w.run(sql`update keyring.level_key k set wrapped = other.wrapped from keyring.level_key other
        where k.level = 1 and other.level = 2`),
    )
    await expect(node()).rejects.toThrow(SealBroken)
  })

  test('a block is named by its version: an old one put back does not open as the new one', async () => {
    const a = await newCustomer(keyring, [1])
    const now = { ...place(a.id), blockName: 'file/2' }
    await expect(fresh.db.read((r) => openBlock(keyring, r, now, a.sealed.get(1)!))).rejects.toThrow(
      SealBroken,
    )
  })

  test('no key lies in the database in the clear', async () => {
    const a = await newCustomer(keyring, [1])
    const rootKey = keyring.indexKey('name')
    const rows = await fresh.owner.read((r) =>
      r.rows<{ wrapped: Buffer }>(
        sql`select wrapped from keyring.level_key union all select wrapped from keyring.customer_key`,
      ),
    )
    expect(rows.length).toBeGreaterThan(3)
    for (const { wrapped } of rows) {
      expect(wrapped.length).toBe(63 + 32)
      expect(wrapped.includes(rootKey)).toBe(false)
      expect(wrapped.includes(Buffer.from(a.id.replaceAll('-', ''), 'hex'))).toBe(false)
    }
  })
})

describe('levels', () => {
  test('a node that was not given a level’s key neither opens nor seals that level, and says so', async () => {
    const full = await node()
    await full.ensureLevelKeys([1, 4])
    const { id, sealed } = await newCustomer(full, [1, 4])
    const low = await node({ unsealLevels: [1] })
    expect(low.unsealedLevels).toEqual([1])
    expect(await openStored(low, id, sealed.get(1)!)).toEqual(name)
    await expect(openStored(low, id, sealed.get(4)!, 4)).rejects.toThrow(LevelNotUnsealed)
    expect(() => low.prepareCustomer(newId(), [4])).toThrow(LevelNotUnsealed)
    await expect(low.rotateLevelKey(4)).rejects.toThrow(LevelNotUnsealed)
    expect(await openStored(full, id, sealed.get(4)!, 4)).toEqual(name)
  })

  test('two nodes that start at once make one key per level', async () => {
    const [a, b] = [await node(), await node()]
    await Promise.all([a.ensureLevelKeys([1, 2, 3]), b.ensureLevelKeys([1, 2, 3])])
    const { id, sealed } = await newCustomer(a, [3])
    expect(await openStored(b, id, sealed.get(3)!, 3)).toEqual(name)
  })
})

describe('rotation of a level key', () => {
  test('rewraps every customer; blocks open before, during and after; the old key is gone', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1, 2])
    const customers: { id: string; sealed: Map<number, Buffer> }[] = []
    for (let count = 0; count < 25; count++) customers.push(await newCustomer(keyring))
    const kept = await wrappedOf(keyring, customers[0]!.id)
    const rotating = keyring.rotateLevelKey(1, { batch: 4 })
    const state = { done: false }
    const rotated = rotating.finally(() => (state.done = true))
    let reads = 0
    while (!state.done) {
      const { id, sealed } = customers[reads++ % customers.length]!
      expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
    }
    expect(await rotated).toEqual({ level: 1, version: 2, rewrapped: 25 })
    for (const { id, sealed } of customers) {
      expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
      expect(await openStored(keyring, id, sealed.get(2)!, 2)).toEqual(name)
    }
    // A wrapped key from an old copy of the table, put back by the DBA.
    const restarted = await node()
    expect(() => openWith(restarted, place(customers[0]!.id), kept, customers[0]!.sealed.get(1)!)).toThrow(
      LevelNotUnsealed,
    )
  })

  test('another node goes on reading and writing', async () => {
    const [a, b] = [await node(), await node()]
    await a.ensureLevelKeys([1])
    await b.refresh()
    const { id, sealed } = await newCustomer(a, [1])
    await a.rotateLevelKey(1)
    expect(await openStored(b, id, sealed.get(1)!)).toEqual(name)
    // b learnt of the new key by reading.
    const later = await newCustomer(b, [1])
    expect(await openStored(a, later.id, later.sealed.get(1)!)).toEqual(name)
  })

  test('keys wrapped under the old version meanwhile are refused, and the transaction can be run again', async () => {
    const [a, b] = [await node(), await node()]
    await a.ensureLevelKeys([1])
    await b.refresh()
    await a.rotateLevelKey(1)
    const store = async (): Promise<CustomerKeys> => {
      const keys = b.prepareCustomer(newId(), [1])
      await fresh.db.transact((w) => b.insertKeys(w, [keys]))
      return keys
    }
    await expect(store()).rejects.toThrow(LevelKeyRotated)
    const keys = await store()
    expect(await openStored(a, keys.customerId, keys.seal(1, 'file/1', 1, name))).toEqual(name)
  })

  test('a customer added in a transaction that is open while the key rotates stays readable', async () => {
    const [a, b] = [await node(), await node()]
    await a.ensureLevelKeys([1])
    await b.refresh()
    const keys = b.prepareCustomer(newId(), [1])
    const sealed = keys.seal(1, 'file/1', 1, name)
    let rotating: Promise<unknown> = Promise.resolve()
    await fresh.db.transact(async (w) => {
      await b.insertKeys(w, [keys])
      rotating = a.rotateLevelKey(1)
      await new Promise((resolve) => setTimeout(resolve, 300))
    })
    await rotating
    expect(await openStored(a, keys.customerId, sealed)).toEqual(name)
    expect(await openStored(await node(), keys.customerId, sealed)).toEqual(name)
  })
})

describe('erasure', () => {
  test('an erased customer opens nowhere: not here, not from the cache, not on another node', async () => {
    const [a, b] = [await node(), await node()]
    await a.ensureLevelKeys([1, 2])
    await b.refresh()
    const { id, sealed } = await newCustomer(a)
    for (const keyring of [a, b]) expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
    await fresh.db.transact((w) => a.destroyCustomer(w, id, { lane: 0, index: 42 }))
    for (const keyring of [a, b]) {
      await expect(openStored(keyring, id, sealed.get(1)!)).rejects.toThrow(KeyDestroyed)
      await expect(fresh.db.read((r) => keyring.auditKey(r, id))).rejects.toThrow(KeyDestroyed)
    }
    const [row] = await fresh.db.read((r) =>
      r.rows(
        sql`select customer_id, leaf_lane, leaf_index::int, erased_at is not null as dated from keyring.erasure`,
      ),
    )
    expect(row).toEqual({ customer_id: id, leaf_lane: 0, leaf_index: 42, dated: true })
  })

  test('erasure rolled back leaves the customer readable', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1])
    const { id, sealed } = await newCustomer(keyring, [1])
    const attempt = fresh.db.transact(async (w) => {
      await keyring.destroyCustomer(w, id)
      throw new Error('the leaf could not be written')
    })
    await expect(attempt).rejects.toThrow('the leaf')
    expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
  })

  test('no new key is made for an erased customer', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1])
    const { id } = await newCustomer(keyring, [1])
    await fresh.db.transact((w) => keyring.destroyCustomer(w, id))
    const refused = { code: 'customer-erased', status: 409 }
    await expect(fresh.db.transact((w) => keyring.customerKeys(w, id, [1]))).rejects.toMatchObject(refused)
    const prepared = keyring.prepareCustomer(id, [1])
    await expect(fresh.db.transact((w) => keyring.insertKeys(w, [prepared]))).rejects.toMatchObject(refused)
  })

  test('an old backup of the keys does not bring the customer back: the list is replayed', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1])
    const { id, sealed } = await newCustomer(keyring, [1])
    const backup = await wrappedOf(keyring, id)
    await fresh.db.transact((w) => keyring.destroyCustomer(w, id))
    await fresh.owner.transact(async (w) => {
      await w.run(sql`delete from keyring.erasure`)
      await w.run(sql`insert into keyring.customer_key values (${id}, 1, 1, ${backup})`)
    })
    expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
    expect(await fresh.db.transact((w) => keyring.replayErasures(w, [{ customerId: id }]))).toBe(1)
    await expect(openStored(keyring, id, sealed.get(1)!)).rejects.toThrow(KeyDestroyed)
  })
})

describe('the root key', () => {
  test('the wrong key file is refused', async () => {
    await root()
    const other = keyFile(join(folder, 'other.key'), () => undefined)
    await expect(unlockRoot(fresh.db, other)).rejects.toThrow(/missing/)
    await expect(Keyring.open(fresh.db, randomBytes(32))).rejects.toThrow(RootKeyRefused)
  })

  test('a wrong passphrase is told at once; the right one opens; a key file then contradicts', async () => {
    await unlockRoot(fresh.db, passphrase('correct horse battery'))
    await expect(unlockRoot(fresh.db, passphrase('correct horse batterz'))).rejects.toThrow(
      /passphrase.*口令错误/s,
    )
    const keyring = await Keyring.open(
      fresh.db,
      await unlockRoot(fresh.db, passphrase('correct horse battery')),
    )
    opened.push(keyring)
    await expect(root()).rejects.toThrow(/a passphrase.*a key file/s)
  })

  test('the same label gives the same secret at every start, and every label its own', async () => {
    const [a, b] = [await node(), await node()]
    expect(a.indexKey('name')).toEqual(b.indexKey('name'))
    expect(a.deriveSecret('cookie')).toEqual(b.deriveSecret('cookie'))
    expect(a.rootFingerprint).toBe(b.rootFingerprint)
    const all = [
      a.indexKey('name'),
      a.indexKey('phone'),
      a.deriveSecret('name'),
      a.deriveSecret('index/name'),
    ]
    expect(new Set(all.map((key) => key.toString('hex'))).size).toBe(4)
  })

  test('a closed keyring has nothing left', async () => {
    const keyring = await node()
    await keyring.ensureLevelKeys([1])
    const { id, sealed } = await newCustomer(keyring, [1])
    const wrapped = await wrappedOf(keyring, id)
    const index = keyring.indexKey('name')
    keyring.close()
    expect(index.equals(Buffer.alloc(32))).toBe(true)
    expect(() => openWith(keyring, place(id), wrapped, sealed.get(1)!)).toThrow(LevelNotUnsealed)
    await expect(keyring.ensureLevelKeys([9])).rejects.toThrow(/wiped/)
  })
})

test('an idle key leaves the cache after its time, and the next reading unwraps it again', async () => {
  const clock = new SetClock('2026-01-01T00:00:00Z')
  const keyring = await node({ clock, cacheSeconds: 10 })
  await keyring.ensureLevelKeys([1])
  const { id, sealed } = await newCustomer(keyring, [1])
  expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
  clock.advance(11_000)
  expect(await openStored(keyring, id, sealed.get(1)!)).toEqual(name)
})

test('commitments: each customer has her own key, the same on every node', async () => {
  const [a, b] = [await node(), await node()]
  await a.ensureLevelKeys([1])
  const [one, other] = [await newCustomer(a, [1]), await newCustomer(a, [1])]
  const key = await fresh.db.read((r) => a.auditKey(r, one.id))
  expect(await fresh.db.read((r) => b.auditKey(r, one.id))).toEqual(key)
  expect(await fresh.db.read((r) => a.auditKey(r, other.id))).not.toEqual(key)
})

describe('the signing key of the ledger', () => {
  test('is made once, comes back at every start, and signs what its public half verifies', async () => {
    const keyring = await node()
    const made = await loadOrCreateSigningKey(fresh.db, keyring, 'mifeng.example/ledger')
    const back = await loadOrCreateSigningKey(fresh.db, await node(), 'another name')
    expect(back.name).toBe('mifeng.example/ledger')
    expect(back.publicBytes).toEqual(made.publicBytes)
    expect(made.publicBytes.length).toBe(32)
    const signature = sign(null, Buffer.from('checkpoint'), back.privateKey)
    expect(verify(null, Buffer.from('checkpoint'), made.publicKey, signature)).toBe(true)
  })

  test('two nodes that start at once agree on one', async () => {
    const [a, b] = [await node(), await node()]
    const keys = await Promise.all([a, b].map((keyring) => loadOrCreateSigningKey(fresh.db, keyring, 'x')))
    expect(keys[0]!.publicBytes).toEqual(keys[1]!.publicBytes)
  })

  test('the DBA exchanges the public half, or renames the key: refused', async () => {
    const keyring = await node()
    const { publicBytes } = await loadOrCreateSigningKey(fresh.db, keyring, 'x')
    await fresh.owner.transact((w) => w.run(sql`update keyring.signing_key set public = ${randomBytes(32)}`))
    await expect(loadOrCreateSigningKey(fresh.db, keyring, 'x')).rejects.toThrow(/does not belong/)
    await fresh.owner.transact((w) =>
      w.run(sql`update keyring.signing_key set public = ${publicBytes}, name = 'y'`),
    )
    await expect(loadOrCreateSigningKey(fresh.db, keyring, 'x')).rejects.toThrow(SealBroken)
  })
})
