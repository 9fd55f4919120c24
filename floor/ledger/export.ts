import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Database, Reader } from '../database/index.ts'
import { originOf } from './checkpoints.ts'
import { LaneHashes } from './hashes.ts'
import type { SignedCheckpoint } from './lane.ts'
import { signNote, type NoteSigner } from './note.ts'
import { readCheckpoints, readLeaves, readTiles } from './store.ts'
import { encodeBundle, entriesPath, openWidth, TILE_WIDTH, tilePath } from './tiles.ts'

/** One lane of an export. */
export interface ExportedLane {
  readonly lane: number
  readonly name: string
  readonly size: number
  readonly checkpoints: number
}

export interface ExportSummary {
  readonly folder: string
  readonly lanes: readonly ExportedLane[]
}

/** A lane to be written out, up to a signed checkpoint. */
export interface LaneToExport {
  readonly name: string
  readonly checkpoint: SignedCheckpoint
}

/** File in the export's folder that names every lane and its end, signed, so that no part can be left out. */
export const MANIFEST = 'manifest'

const BUNDLES_PER_READ = 16
const CHECKPOINTS_PER_READ = 1000

async function put(folder: string, path: string, data: string | Uint8Array): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, data)
}

/**
 * Writes every lane as static files in the layout of C2SP tlog-tiles, as they stand in the database: what was
 * altered there is altered here too, so that the verifier can name it. Beside it, `checkpoints/SIZE` holds every
 * earlier checkpoint, and the signed manifest the list of lanes with a digest over their checkpoints.
 */
export async function exportLanes(
  db: Database,
  signer: NoteSigner,
  ledgerId: string,
  lanes: readonly LaneToExport[],
  folder: string,
): Promise<ExportSummary> {
  const written: ExportedLane[] = []
  let manifest = `${originOf(ledgerId, 'export')}\nlanes ${lanes.length}\n`
  for (const { name, checkpoint } of lanes) {
    const target = join(folder, name)
    const { lane, size } = checkpoint
    await db.read((r) => writeEntries(r, checkpoint, target))
    await db.read((r) => writeTiles(r, checkpoint, target))
    const { count, digest } = await db.read((r) => writeCheckpoints(r, checkpoint, target))
    manifest += `lane ${name} ${size} ${checkpoint.root.toString('base64')} ${count} ${digest}\n`
    written.push({ lane, name, size, checkpoints: count })
  }
  await put(folder, MANIFEST, signNote(signer, manifest))
  return { folder, lanes: written }
}

async function writeEntries(r: Reader, { lane, size }: SignedCheckpoint, target: string): Promise<void> {
  const step = BUNDLES_PER_READ * TILE_WIDTH
  for (let from = 0; from < size; from += step) {
    const entries = await readLeaves(r, lane, from, Math.min(from + step, size))
    for (let at = 0; at < entries.length; at += TILE_WIDTH) {
      const some = entries.slice(at, at + TILE_WIDTH)
      await put(target, entriesPath((from + at) / TILE_WIDTH, some.length), encodeBundle(some))
    }
  }
}

async function writeTiles(r: Reader, { lane, size }: SignedCheckpoint, target: string): Promise<void> {
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const full = Math.floor(size / TILE_WIDTH ** (level + 1))
    for (let from = 0; from < full; from += TILE_WIDTH) {
      const stored = await readTiles(r, lane, level, from, Math.min(from + TILE_WIDTH, full))
      for (const [n, hashes] of stored) await put(target, tilePath(level, n), hashes)
    }
    const width = openWidth(size, level)
    if (width === 0) continue
    const open = (await new LaneHashes(r, lane).tile(level, full, width)).slice(0, width)
    await put(target, tilePath(level, full, width), Buffer.concat(open))
  }
}

async function writeCheckpoints(
  r: Reader,
  newest: SignedCheckpoint,
  target: string,
): Promise<{ count: number; digest: string }> {
  const digest = createHash('sha256')
  let count = 1
  for (let after = -1; ;) {
    const rows = await readCheckpoints(r, newest.lane, after, newest.size - 1, CHECKPOINTS_PER_READ)
    for (const { size, note } of rows) {
      await put(target, `checkpoints/${size}`, note)
      digest.update(note)
      count++
      after = size
    }
    if (rows.length < CHECKPOINTS_PER_READ) break
  }
  await put(target, 'checkpoint', newest.note)
  return { count, digest: digest.update(newest.note).digest('base64') }
}
