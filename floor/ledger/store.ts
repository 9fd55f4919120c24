import { sql, type Reader, type Sql, type Writer } from '../database/index.ts'
import { LedgerBroken } from './faults.ts'
import type { Beside } from './shapes.ts'
import { Frontier } from './tree.ts'
import type { Tile } from './tiles.ts'

/** Lane and newest batch of it. */
export interface LaneHead {
  readonly lane: number
  readonly name: string
  readonly frontier: Frontier
  /** Index of the last entry at the same moment, -1 when there is none. */
  readonly lastIndex: number
  /** Size of the newest stored checkpoint at the same moment, -1 when there is none. */
  readonly signedSize: number
}

interface SizeRow {
  readonly size: number
  readonly frontier: Buffer
}

/** First key of the advisory locks of lanes: the letters "mf". */
const LOCK_CLASS = 0x6d66

function frontierOf(lane: number, row: SizeRow | undefined): Frontier {
  if (!row) return Frontier.empty()
  try {
    const frontier = Frontier.parse(row.frontier)
    if (frontier.size === row.size) return frontier
  } catch {
    // Falls through: a frontier that cannot be read and one of another size are the same harm.
  }
  throw new LedgerBroken(
    lane,
    row.size,
    'frontier-altered',
    `the frontier stored for size ${row.size} is not one`,
  )
}

/** Makes a lane known; a lane that exists under another name is a fault of configuration. */
export async function ensureLane(w: Writer, lane: number, name: string): Promise<void> {
  await w.run(sql`insert into ledger.lane (lane, name) values (${lane}, ${name}) on conflict do nothing`)
}

interface HeadRow {
  readonly lane: number
  readonly name: string
  readonly size: number | null
  readonly frontier: Buffer | null
  readonly last: number | null
  readonly signed: number | null
}

/** Every lane with the frontier after its newest batch, all as of one moment. */
export async function readHeads(r: Reader): Promise<LaneHead[]> {
  const rows = await r.rows<HeadRow>(
    sql.named(
      'ledger_heads',
      sql`select l.lane, l.name, b.size, b.frontier,
          (select max(index) from ledger.leaf where lane = l.lane) as last,
          (select max(size) from ledger.checkpoint where lane = l.lane) as signed
        from ledger.lane l left join lateral
          (select size, frontier from ledger.batch where lane = l.lane order by size desc limit 1) b on true
        order by l.lane`,
    ),
  )
  return rows.map(({ lane, name, size, frontier, last, signed }) => ({
    lane,
    name,
    frontier: frontierOf(lane, size === null || frontier === null ? undefined : { size, frontier }),
    lastIndex: last ?? -1,
    signedSize: signed ?? -1,
  }))
}

/** Frontier after the newest batch of a lane. */
export async function readHead(r: Reader, lane: number): Promise<Frontier> {
  const row = await r.row<SizeRow>(
    sql.named(
      'ledger_head',
      sql`select size, frontier from ledger.batch where lane = ${lane} order by size desc limit 1`,
    ),
  )
  return frontierOf(lane, row)
}

/** Frontiers of all batches whose size lies in (after, upTo], by size. */
export async function readBatches(r: Reader, lane: number, after: number, upTo: number): Promise<Frontier[]> {
  const rows = await r.rows<SizeRow>(
    sql`select size, frontier from ledger.batch
      where lane = ${lane} and size > ${after} and size <= ${upTo} order by size`,
  )
  return rows.map((row) => frontierOf(lane, row))
}

/** Holds the lane for this transaction, so that the head read next stays the head until it commits. */
export async function lockLane(w: Writer, lane: number): Promise<void> {
  await w.run(sql.named('ledger_lock', sql`select pg_advisory_xact_lock(${LOCK_CLASS}, ${lane})`))
}

/**
 * Adds entries and the batch row that accounts for them, in one statement, if the lane still ends as `before` says:
 * size and frontier are compared and swapped, so that nothing is added to a lane that was rolled back or rewritten.
 * Canonical JSON holds no raw newline, so that one text with newlines between carries all entries: the driver
 * would otherwise quote each of them for an array literal, at several times the cost. What stands beside them goes to
 * its shelves by the same statement: with the entries, or not at all.
 * @throws LedgerBroken when the lane does not end so; QueryFault 23505 when somebody else has gone on from there
 */
export async function insertBatch(
  w: Pick<Writer, 'run'>,
  lane: number,
  before: Frontier,
  entries: readonly string[],
  after: Frontier,
  beside: readonly Beside[] = [],
): Promise<void> {
  const { names, kept } = onShelves(beside)
  const added = await w.run(
    sql.named(
      ['ledger_append', ...names].join('_'),
      sql`with base as materialized (
          select where ${before.size}::bigint = 0 or exists (
            select from ledger.batch where lane = ${lane}::smallint and size = ${before.size}::bigint
              and frontier = ${before.serialise()}::bytea)),
        added as (
          insert into ledger.leaf (lane, index, entry)
          select ${lane}::smallint, ${before.size}::bigint + place - 1, entry
          from base, string_to_table(${entries.join('\n')}::text, E'\n') with ordinality as t (entry, place))${kept}
        insert into ledger.batch (lane, size, frontier)
        select ${lane}::smallint, ${after.size}::bigint, ${after.serialise()}::bytea from base`,
    ),
  )
  if (added === 0) {
    const detail = `the lane does not end with the ${before.size} entries that this program knows`
    throw new LedgerBroken(lane, before.size, 'rolled-back', detail)
  }
}

const nothingKept = { names: [], kept: sql`` }

/** The parts of the statement that fill the shelves, in the order of their names; a shelf's name names one statement. */
function onShelves(beside: readonly Beside[]): { names: readonly string[]; kept: Sql } {
  if (beside.length === 0) return nothingKept
  const shelves = [...new Set(beside.map(({ shelf }) => shelf))].sort((a, b) => (a.name < b.name ? -1 : 1))
  let kept = sql``
  for (const shelf of shelves) {
    const rows = beside.filter((one) => one.shelf === shelf).map(({ values }) => values)
    const columns = rows[0]!.map((_, column) => rows.map((values) => values[column]))
    kept = sql`${kept}, ${sql.identifier(`kept_${shelf.name}`)} as (
        insert into ${shelf.into} select kept.* from base, ${shelf.rows(columns)} as kept)`
  }
  return { names: shelves.map(({ name }) => name), kept }
}

/**
 * The texts of entries [from, to).
 * @throws LedgerBroken naming the first index that is not there
 */
export async function readLeaves(r: Reader, lane: number, from: number, to: number): Promise<string[]> {
  const rows = await r.rows<{ index: number; entry: string }>(
    sql.named(
      'ledger_leaves',
      sql`select index, entry from ledger.leaf
        where lane = ${lane} and index >= ${from} and index < ${to} order by index`,
    ),
  )
  rows.forEach((row, i) => {
    if (row.index !== from + i) throw new LedgerBroken(lane, from + i, 'missing', 'the entry is not there')
  })
  if (rows.length !== to - from)
    throw new LedgerBroken(lane, from + rows.length, 'missing', 'the entry is not there')
  return rows.map((row) => row.entry)
}

/** The stored tiles of one level with numbers in [from, to). */
export async function readTiles(
  r: Reader,
  lane: number,
  level: number,
  from: number,
  to: number,
): Promise<Map<number, Buffer>> {
  const rows = await r.rows<{ n: number; hashes: Buffer }>(
    sql.named(
      'ledger_tiles',
      sql`select n, hashes from ledger.tile
        where lane = ${lane} and level = ${level} and n >= ${from} and n < ${to} order by n`,
    ),
  )
  return new Map(rows.map((row) => [row.n, row.hashes]))
}

const TILES_PER_STATEMENT = 128

/** Stores full tiles; one that another program of the ledger has stored already stays. */
export async function insertTiles(w: Writer, lane: number, tiles: readonly Tile[]): Promise<void> {
  for (let at = 0; at < tiles.length; at += TILES_PER_STATEMENT) {
    const some = tiles.slice(at, at + TILES_PER_STATEMENT)
    await w.run(
      sql`insert into ledger.tile (lane, level, n, hashes)
        select ${lane}::smallint, * from unnest(${some.map((tile) => tile.level)}::smallint[],
          ${some.map((tile) => tile.n)}::bigint[], ${some.map((tile) => tile.hashes)}::bytea[])
        on conflict do nothing`,
    )
  }
}

/** A stored checkpoint as it stands, not yet verified. */
export interface CheckpointRow {
  readonly size: number
  readonly note: string
}

/** Stores a checkpoint; gives the one that stands for this size, which may be another program's. */
export async function insertCheckpoint(w: Writer, lane: number, size: number, note: string): Promise<string> {
  const added = await w.run(
    sql`insert into ledger.checkpoint (lane, size, note) values (${lane}, ${size}, ${note}) on conflict do nothing`,
  )
  if (added === 1) return note
  return (await readCheckpoint(w, lane, size))?.note ?? note
}

/** The checkpoint of a size, or the newest one. */
export async function readCheckpoint(
  r: Reader,
  lane: number,
  size?: number,
): Promise<CheckpointRow | undefined> {
  return await r.row<CheckpointRow>(
    size === undefined
      ? sql`select size, note from ledger.checkpoint where lane = ${lane} order by size desc limit 1`
      : sql`select size, note from ledger.checkpoint where lane = ${lane} and size = ${size}`,
  )
}

/** The newest checkpoint of every lane that has one, all as of one moment. */
export async function readNewestCheckpoints(
  r: Reader,
): Promise<(CheckpointRow & { lane: number; name: string })[]> {
  return await r.rows(
    sql`select l.lane, l.name, c.size, c.note from ledger.lane l cross join lateral
        (select size, note from ledger.checkpoint where lane = l.lane order by size desc limit 1) c
      order by l.lane`,
  )
}

/** Checkpoints whose size lies in (after, upTo], by size, at most `limit`. */
export async function readCheckpoints(
  r: Reader,
  lane: number,
  after: number,
  upTo: number,
  limit: number,
): Promise<CheckpointRow[]> {
  return await r.rows<CheckpointRow>(
    sql`select size, note from ledger.checkpoint
      where lane = ${lane} and size > ${after} and size <= ${upTo} order by size limit ${limit}`,
  )
}
