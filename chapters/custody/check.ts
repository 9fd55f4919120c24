import { timingSafeEqual } from 'node:crypto'
import { sql } from '../../floor/database/index.ts'
import { ACTS } from '../../floor/ledger/index.ts'
import type { House } from '../../gate/index.ts'
import { blockCommitment } from './desk/rewriting.ts'

export interface BlockFault {
  readonly customerId: string
  readonly level: number
  /** Version that the ledger names last. */
  readonly version: number
  readonly what: 'missing' | 'still-there' | 'older-or-other' | 'altered' | 'history-missing'
}

interface Committed {
  readonly change: string
  readonly version: number
  readonly commitment: string | null
}

const entriesPerRead = 1000
const customersPerRead = 500

/**
 * Compares the sealed blocks with what the ledger last committed to. It finds what sealing alone cannot: an older block
 * put back together with the row's older version. Reads the acts of the ledger once; nothing is opened.
 */
export async function checkBlocks(house: House): Promise<{ checked: number; faults: BlockFault[] }> {
  const last = await lastCommitments(house)
  const faults: BlockFault[] = []
  let checked = 0
  const customers = [...last.keys()]
  for (let at = 0; at < customers.length; at += customersPerRead) {
    const part = customers.slice(at, at + customersPerRead)
    const stored = await storedBlocks(house, part)
    for (const customerId of part)
      for (const [level, committed] of last.get(customerId)!) {
        checked += 1
        const what = await compare(house, customerId, level, committed, stored)
        if (what !== undefined) faults.push({ customerId, level, version: committed.version, what })
      }
  }
  return { checked, faults }
}

/** By customer and level, what the newest entry says. */
async function lastCommitments(house: House): Promise<Map<string, Map<number, Committed>>> {
  const last = new Map<string, Map<number, Committed>>()
  const { size } = await house.ledger.head(ACTS)
  for (let from = 0; from < size; from += entriesPerRead) {
    for (const { text } of await house.ledger.entries(ACTS, from, Math.min(from + entriesPerRead, size))) {
      const entry = JSON.parse(text) as {
        kind: string
        customer: string
        change: string
        blocks: { level: number; version: number; commitment: string | null }[]
      }
      if (entry.kind !== 'custody-change') continue
      const levels = last.get(entry.customer) ?? new Map<number, Committed>()
      for (const { level, version, commitment } of entry.blocks)
        levels.set(level, { change: entry.change, version, commitment })
      last.set(entry.customer, levels)
    }
  }
  return last
}

interface Stored {
  /** Customers whose keys were destroyed: nothing of them is left to compare. */
  readonly erased: ReadonlySet<string>
  readonly blocks: ReadonlyMap<string, { version: number; sealed: Buffer }>
  readonly salts: ReadonlyMap<string, string>
}

async function storedBlocks(house: House, customerIds: readonly string[]): Promise<Stored> {
  return await house.db.read(async (r) => {
    const blocks = await r.rows<{ id: string; level: number; version: number; sealed: Buffer }>(sql`
      select customer_id as id, level, version, sealed from custody.sealed_block
      where customer_id = any(${[...customerIds]}::uuid[])`)
    const salts = await r.rows<{ id: string; salt: string }>(sql`
      select id, detail->>'salt' as salt from custody.change
      where customer_id = any(${[...customerIds]}::uuid[]) and detail ? 'salt'`)
    const erased = await r.rows<{ id: string }>(sql`
      select customer_id as id from keyring.erasure where customer_id = any(${[...customerIds]}::uuid[])`)
    return {
      erased: new Set(erased.map((row) => row.id)),
      blocks: new Map(blocks.map((row) => [`${row.id}/${row.level}`, row])),
      salts: new Map(salts.map((row) => [row.id, row.salt])),
    }
  })
}

async function compare(
  house: House,
  customerId: string,
  level: number,
  committed: Committed,
  stored: Stored,
): Promise<BlockFault['what'] | undefined> {
  if (stored.erased.has(customerId)) return undefined
  const block = stored.blocks.get(`${customerId}/${level}`)
  if (committed.commitment === null) return block === undefined ? undefined : 'still-there'
  if (block === undefined) return 'missing'
  if (block.version !== committed.version) return 'older-or-other'
  const salt = stored.salts.get(committed.change)
  if (salt === undefined) return 'history-missing'
  const key = await house.db.read((r) => house.keyring.auditKey(r, customerId))
  const now = blockCommitment(key, Buffer.from(salt, 'hex'), { level, ...block })
  const same = timingSafeEqual(Buffer.from(now, 'hex'), Buffer.from(committed.commitment, 'hex'))
  return same ? undefined : 'altered'
}
