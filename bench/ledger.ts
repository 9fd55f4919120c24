import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { systemClock } from '../floor/clock.ts'
import { migrate, openDatabase, sql, type OpenedDatabase } from '../floor/database/index.ts'
import { newId } from '../floor/ids.ts'
import { generateSigner, Ledger, leafHash, verifyInclusion, type Entry } from '../floor/ledger/index.ts'

const CLIENTS = 4000
const ROUNDS = 5
const PROOF_CLIENTS = 16

/**
 * The audit log on the embedded PostgreSQL with real fsync (goals G3 and G4).
 * - leaves_per_s: readings appended by 4,000 waiting clients, each answered only when durable and part of the tree;
 *   tiles and signed checkpoints are made meanwhile, as in service.
 * - insert_ratio: that against a bare loop on one connection, which inserts the same number of rows of the same
 *   length into a table of the same shape, 100 rows to a commit, with one prepared statement; rounds alternate.
 * - provable_p99_ms: from the request to a verified proof of inclusion, 16 clients.
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const perRound = (quick ? 200_000 : 1_000_000) / ROUNDS
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-'))
  const opened = await openDatabase({ dataFolder: folder })
  let ledger: Ledger | undefined
  let bare: Bare | undefined
  try {
    await migrate(opened.owner.connection)
    const { signer } = generateSigner('bench.example/mifeng')
    ledger = await Ledger.open(opened.db, {
      ledgerId: 'bench.example/mifeng',
      signer,
      clock: systemClock,
      witnessFolder: join(folder, 'witness'),
    })
    ledger.start()
    bare = await openBare(opened)
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(perRound / (await bare.insert(perRound)))
      ours.push(perRound / (await appendAll(ledger, perRound)))
    }
    const latencies = await proveSome(ledger, quick ? 1500 : 5000)
    return {
      leaves_per_s: Math.round(median(ours)),
      insert_ratio: round2(median(ours) / median(theirs)),
      bare_rows_per_s: Math.round(median(theirs)),
      provable_p50_ms: round2(latencies[Math.floor(latencies.length / 2)]!),
      provable_p99_ms: round2(latencies[Math.floor(latencies.length * 0.99)]!),
    }
  } finally {
    await bare?.close()
    await ledger?.stop()
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A reading as the gate records it: about 400 bytes as canonical JSON. */
const reading = (n: number): Entry => ({
  kind: 'reading',
  actor: '0190163d-8694-739b-aea5-966c26f8ad91',
  customer: newId(),
  grant: '0190163d-8694-739b-aea5-966c26f8ad92',
  fields: ['mobile', 'id-number'],
  because: ['4.2.1', '3.1.2'],
  purpose: 'after-sales',
  commitment: commitment.slice(0, 42) + String(n),
})
const commitment = randomBytes(32).toString('base64')

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

function appendAll(ledger: Ledger, count: number): Promise<number> {
  let next = 0
  const client = async (): Promise<void> => {
    while (next < count) await ledger.append(reading(next++))
  }
  return seconds(() => Promise.all(Array.from({ length: CLIENTS }, client)))
}

interface Bare {
  insert(count: number): Promise<number>
  close(): Promise<void>
}

/** The baseline: what PostgreSQL does with these rows when nobody hashes, signs or waits for anybody else. */
async function openBare(opened: OpenedDatabase): Promise<Bare> {
  await opened.owner.transact((w) =>
    w.run(sql`create table public.bare (lane smallint, index bigint, entry text, primary key (lane, index))`),
  )
  const { url, ...rest } = opened.owner.connection
  const client = new Client(url === undefined ? rest : { connectionString: url })
  await client.connect()
  const row = JSON.stringify({ ...reading(1), v: 1, at: new Date().toISOString() })
  const text = `insert into public.bare select 1, $1::bigint + place - 1, entry
    from string_to_table($2::text, E'\\n') with ordinality as t (entry, place)`
  let index = 0
  return {
    insert: (count) =>
      seconds(async () => {
        for (let done = 0; done < count; done += 100) {
          await client.query({ name: 'bare', text, values: [index, Array(100).fill(row).join('\n')] })
          index += 100
        }
      }),
    close: () => client.end(),
  }
}

/** Latencies in ms, sorted. */
async function proveSome(ledger: Ledger, count: number): Promise<number[]> {
  const latencies: number[] = []
  let next = 0
  const client = async (): Promise<void> => {
    while (next < count) {
      const start = performance.now()
      const position = await ledger.append(reading(next++))
      const [stored] = await ledger.entries(position.lane, position.index, position.index + 1)
      const proof = await ledger.proveInclusion(position)
      const sound = verifyInclusion(leafHash(stored!.text), proof.index, proof.size, proof.hashes, proof.root)
      if (!sound) throw new Error('a proof did not verify')
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: PROOF_CLIENTS }, client))
  return latencies.sort((a, b) => a - b)
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const round2 = (value: number): number => Math.round(value * 100) / 100
