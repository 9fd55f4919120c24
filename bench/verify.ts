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
 * - hashing_ratio: that against bare hashing in the same process: one SHA-256 of an entry with its prefix and one of 65
 *   bytes for each leaf, over buffers that lie ready in memory and with nothing done with the results; rounds alternate.
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
    let peak = 0
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(count / seconds(() => hashBare(prefixed, count)))
      verified.push(count / seconds(() => verifyFolder(filesIn(folder), keys)))
      peak = Math.max(peak, process.memoryUsage.rss() / 1e6)
    }
    return {
      hashing_ratio: Math.round((median(verified) / median(bare)) * 100) / 100,
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

function hashBare(entries: readonly Buffer[], count: number): void {
  const node = Buffer.alloc(65, 1)
  for (let i = 0; i < count; i++) {
    hash('sha256', entries[i % entries.length]!, 'buffer')
    hash('sha256', node, 'buffer')
  }
}

function seconds(work: () => unknown): number {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
