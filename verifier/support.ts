import { createHash } from 'node:crypto'
import { canonical } from '../floor/ledger/canonical.ts'
import { signCheckpoint } from '../floor/ledger/checkpoints.ts'
import { signNote, type NoteSigner } from '../floor/ledger/note.ts'
import {
  encodeBundle,
  entriesPath,
  openWidth,
  TILE_WIDTH,
  TileBuilder,
  tilePath,
} from '../floor/ledger/tiles.ts'
import { leafHash } from '../floor/ledger/tree.ts'

/** An export in memory: path → bytes. */
export type Export = Map<string, Buffer>

/** A lane to be made up: its entries, and the sizes at which checkpoints were signed (the last is the newest). */
export interface MadeLane {
  readonly name: string
  readonly entries: readonly string[]
  readonly checkpoints: readonly number[]
}

export const entry = (lane: string, i: number): string => canonical({ kind: 'x', lane, i })
export const entriesOf = (lane: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => entry(lane, i))

/** What the verifier reads, from a map. Reading gives a copy, since the verifier may scribble on it. */
export const filesOf = (made: Export) => ({
  read: (path: string) => {
    const data = made.get(path)
    return data && Buffer.from(data)
  },
  list: (folder: string) =>
    [...made.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1)),
})

/**
 * Builds an export in memory without a database: the layout of floor/ledger/export.ts. All lanes are signed as of
 * the same ticks: tick t signs checkpoint t of every lane that has one, and the heads of the others stand in it.
 */
export function makeExport(ledgerId: string, signer: NoteSigner, lanes: readonly MadeLane[]): Export {
  const made: Export = new Map()
  const roots = lanes.map((lane) => rootsOf(lane, made))
  const ticks = Math.max(...lanes.map(({ checkpoints }) => checkpoints.length))
  const digests = lanes.map(() => createHash('sha256'))
  for (let tick = 0; tick < ticks; tick++) {
    const heads = lanes.map(({ name, checkpoints }, i) => {
      const size = checkpoints[Math.min(tick, checkpoints.length - 1)]!
      return { laneName: name, size, root: roots[i]!.get(size)! }
    })
    for (const [i, { name, checkpoints }] of lanes.entries()) {
      if (tick >= checkpoints.length) continue
      const note = signCheckpoint(
        signer,
        ledgerId,
        heads[i]!,
        heads.filter((head) => head !== heads[i]),
      )
      const newest = tick === checkpoints.length - 1
      made.set(newest ? `${name}/checkpoint` : `${name}/checkpoints/${checkpoints[tick]}`, Buffer.from(note))
      digests[i]!.update(note)
    }
  }
  const lines = lanes.map(({ name, entries, checkpoints }, i) => {
    const root = roots[i]!.get(entries.length)!.toString('base64')
    return `lane ${name} ${entries.length} ${root} ${checkpoints.length} ${digests[i]!.digest('base64')}\n`
  })
  const manifest = `${ledgerId}/export\nlanes ${lanes.length}\n${lines.join('')}`
  made.set('manifest', Buffer.from(signNote(signer, manifest)))
  return made
}

function rootsOf({ name, entries, checkpoints }: MadeLane, made: Export): Map<number, Buffer> {
  const builder = new TileBuilder()
  const roots = new Map<number, Buffer>()
  if (checkpoints.includes(0)) roots.set(0, builder.frontier().root())
  for (const text of entries) {
    for (const { level, n, hashes } of builder.push(leafHash(text))) {
      made.set(`${name}/${tilePath(level, n)}`, hashes)
    }
    if (checkpoints.includes(builder.size)) roots.set(builder.size, builder.frontier().root())
  }
  for (let from = 0; from < entries.length; from += TILE_WIDTH) {
    const some = entries.slice(from, from + TILE_WIDTH)
    made.set(`${name}/${entriesPath(from / TILE_WIDTH, some.length)}`, encodeBundle(some))
  }
  for (let level = 0; level < builder.levels; level++) {
    const width = openWidth(builder.size, level)
    const n = Math.floor(builder.size / TILE_WIDTH ** (level + 1))
    if (width > 0) made.set(`${name}/${tilePath(level, n, width)}`, Buffer.concat(builder.open(level)))
  }
  return roots
}
