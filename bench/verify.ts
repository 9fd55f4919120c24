import { createHash, hash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { canonical } from '../floor/ledger/canonical.ts'
import { signCheckpoint } from '../floor/ledger/checkpoints.ts'
import { generateSigner, leafHash } from '../floor/ledger/index.ts'
import { signNote, type NoteSigner } from '../floor/ledger/note.ts'
import {
  encodeBundle,
  entriesPath,
  openWidth,
  TILE_WIDTH,
  TileBuilder,
  tilePath,
} from '../floor/ledger/tiles.ts'
import { filesIn, parseKeys, verifyFolder } from '../verifier/verify.mjs'

const ID = 'bench.example/mifeng'
const LANE = 'readings-1'
const CHECKPOINT_EVERY = 10_000
const ROUNDS = 3

/**
 * The offline verifier over an export on disk (goal G5): one lane, entries of about 300 bytes, a signed checkpoint for
 * every 10,000 entries, one thread, files in the page cache.
 * - leaves_per_s: entries verified per second, reading of the files included.
 * - hashing_ratio: that against bare hashing in the same process: the same tree computed from prefixed entries that lie
 *   ready in memory, without files, parsing, comparing or signatures; rounds alternate.
 * - calls_ratio: against a loop that only calls SHA-256 as often, on ready buffers, and drops the results.
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const count = quick ? 200_000 : 1_000_000
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-'))
  try {
    const { signer } = generateSigner(ID)
    const entries = Array.from({ length: 10_000 }, (_, i) => entry(i))
    writeExport(folder, signer, entries, count)
    const keys = parseKeys(signer.vkey)
    const prefixed = entries.map((text) => Buffer.from(`\0${text}`))
    const verified: number[] = []
    const bare: number[] = []
    const calls: number[] = []
    let peak = 0
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(count / seconds(() => rebuild(prefixed, count)))
      calls.push(count / seconds(() => callOnly(prefixed, count)))
      verified.push(count / seconds(() => verifyFolder(filesIn(folder), keys)))
      peak = Math.max(peak, process.memoryUsage.rss() / 1e6)
    }
    return {
      hashing_ratio: round2(median(verified) / median(bare)),
      calls_ratio: round2(median(verified) / median(calls)),
      leaves_per_s: Math.round(median(verified)),
      bare_leaves_per_s: Math.round(median(bare)),
      peak_mb: Math.round(peak),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const entry = (i: number): string =>
  canonical({
    v: 1,
    at: '2026-03-02T09:00:00.000Z',
    kind: 'reading',
    i,
    commitment: randomBytes(150).toString('base64'),
  })

function writeExport(folder: string, signer: NoteSigner, entries: readonly string[], count: number): void {
  const put = (path: string, data: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), data)
  }
  const builder = new TileBuilder()
  const digest = createHash('sha256')
  let checkpoints = 0
  let waiting: string[] = []
  const flush = (): void => {
    const n = Math.floor((builder.size - 1) / TILE_WIDTH)
    put(`${LANE}/${entriesPath(n, waiting.length)}`, encodeBundle(waiting))
    waiting = []
  }
  while (builder.size < count) {
    const text = entries[builder.size % entries.length]!
    waiting.push(text)
    for (const { level, n, hashes } of builder.push(leafHash(text)))
      put(`${LANE}/${tilePath(level, n)}`, hashes)
    if (waiting.length === TILE_WIDTH) flush()
    if (builder.size % CHECKPOINT_EVERY === 0 || builder.size === count) {
      const head = { laneName: LANE, size: builder.size, root: builder.frontier().root() }
      const note = signCheckpoint(signer, ID, head, [])
      digest.update(note)
      checkpoints++
      put(`${LANE}/${builder.size === count ? 'checkpoint' : `checkpoints/${builder.size}`}`, note)
    }
  }
  if (waiting.length > 0) flush()
  for (let level = 0; level < builder.levels; level++) {
    const width = openWidth(count, level)
    const n = Math.floor(count / TILE_WIDTH ** (level + 1))
    if (width > 0) put(`${LANE}/${tilePath(level, n, width)}`, Buffer.concat(builder.open(level)))
  }
  const root = builder.frontier().root().toString('base64')
  const line = `lane ${LANE} ${count} ${root} ${checkpoints} ${digest.digest('base64')}\n`
  put('manifest', signNote(signer, `${ID}/export\nlanes 1\n${line}`))
}

/** The tightest way we know to compute the tree: hashes as Latin-1 strings, rows of 256 folded in place. */
function rebuild(entries: readonly Buffer[], count: number): void {
  const row = Buffer.alloc(TILE_WIDTH * 32)
  const pairs = Array.from({ length: TILE_WIDTH / 2 }, (_, i) => row.subarray(i * 64, i * 64 + 64))
  const node = Buffer.alloc(65, 1)
  for (let from = 0; from < count; from += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, count - from)
    for (let i = 0; i < width; i++) {
      row.write(hash('sha256', entries[(from + i) % entries.length]!, 'binary'), i * 32, 32, 'latin1')
    }
    for (let left = width; left > 1; left >>= 1) {
      for (let pair = 0; pair < left >> 1; pair++) {
        node.set(pairs[pair]!, 1)
        row.write(hash('sha256', node, 'binary'), pair * 32, 32, 'latin1')
      }
    }
  }
}

function callOnly(entries: readonly Buffer[], count: number): void {
  const node = Buffer.alloc(65, 1)
  for (let i = 0; i < count; i++) {
    hash('sha256', entries[i % entries.length]!, 'binary')
    hash('sha256', node, 'binary')
  }
}

function seconds(work: () => unknown): number {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

const round2 = (value: number): number => Math.round(value * 100) / 100
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
