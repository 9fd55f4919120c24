#!/usr/bin/env node
// @ts-check
/**
 * Checks a Mifeng ledger offline: an exported folder or an evidence bundle, against a public key.
 * One file, Node.js and nothing else: no package, no network, no database. Written from the published formats
 * (RFC 6962, C2SP signed-note, tlog-checkpoint, tlog-tiles); it shares no code with the program that writes them.
 */
import * as crypto from 'node:crypto'
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * What is read is good until the next reading, and may be scribbled on.
 * @typedef {{ read(path: string): Buffer | undefined, list(folder: string): string[] }} Files
 * @typedef {{ name: string, id: string, key: crypto.KeyObject }} Key
 * @typedef {{ origin: string, size: number, root: Buffer, lines: string[] }} Checkpoint
 * @typedef {{ name: string, size: number, root: string, checkpoints: number }} Lane
 * @typedef {{ lanes: Lane[], entries: number, checkpoints: number }} Result
 * @typedef {keyof typeof REASONS} Reason
 */

const REASONS = {
  'entry-altered': ['条目被改动', 'the entry was altered'],
  'tile-altered': ['哈希块被改动', 'the hash tile was altered'],
  'checkpoint-forged': ['检查点系伪造或被改动', 'the checkpoint is forged or was altered'],
  missing: ['文件缺失', 'it is missing'],
  truncated: ['日志末尾被截去', 'the end of the log was cut off'],
  'rolled-back': ['日志比先前的检查点更短(被回退)', 'the log was rolled back behind an earlier checkpoint'],
  fork: ['同一日志出现两段不同的历史(分叉)', 'there are two different histories of this log (fork)'],
  'manifest-forged': ['清单系伪造或被改动', 'the manifest is forged or was altered'],
  'bundle-forged': ['证据包系伪造或被改动', 'the bundle is forged or was altered'],
}

/** The log is not whole; names the first bad place. */
export class Broken extends Error {
  /** @param {string} lane @param {number} index @param {Reason} reason @param {string} file */
  constructor(lane, index, reason, file) {
    super(`${lane || '-'}, ${index}: ${REASONS[reason][1]} (${file})`)
    this.lane = lane
    this.index = index
    this.reason = reason
    this.file = file
  }
}

// ───────────── hashing: RFC 6962 section 2.1 ─────────────
const HASH = 32
const WIDTH = 256

/** SHA-256 as a string of 32 Latin-1 characters, which Node makes at half the cost of a buffer.
 * @type {(data: Uint8Array | string) => string} */
const digest =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'binary')
    : (data) => crypto.createHash('sha256').update(data).digest('binary')
/** @param {Uint8Array | string} data */
const sha256 = (data) => Buffer.from(digest(data), 'binary')
const EMPTY = sha256('')
const scratch = Buffer.alloc(1 + 2 * HASH, 1)

/** @param {Uint8Array} left @param {Uint8Array} right */
function parent(left, right) {
  scratch.set(left, 1)
  scratch.set(right, 1 + HASH)
  return sha256(scratch)
}

/** A row of up to 256 hashes, and the same bytes as pairs: views made once, since making them costs as much as
 * copying. */
class Row {
  bytes = Buffer.alloc(WIDTH * HASH)
  pairs = Array.from({ length: WIDTH / 2 }, (_, i) => this.bytes.subarray(2 * i * HASH, (2 * i + 2) * HASH))
  count = 0
  n = 0
}
const work = new Row()

/** Root over `count` hashes of a row from place `start`, which begins a subtree of at least that many.
 * @param {Row} row @param {number} start @param {number} count at least 1 @returns {Buffer} */
function rowRoot(row, start, count) {
  if (count === 1) return Buffer.from(row.bytes.subarray(start * HASH, (start + 1) * HASH))
  let { bytes, pairs } = row
  let at = start
  for (let left = count; left > 1; left = (left + 1) >> 1) {
    const last = bytes.subarray((at + left - 1) * HASH, (at + left) * HASH)
    for (let pair = 0; pair < left >> 1; pair++) {
      scratch.set(pairs[(at >> 1) + pair] ?? last, 1)
      work.bytes.write(digest(scratch), pair * HASH, HASH, 'latin1')
    }
    if (left % 2 === 1) work.bytes.set(last, (left >> 1) * HASH)
    ;({ bytes, pairs } = work)
    at = 0
  }
  return Buffer.from(work.bytes.subarray(0, HASH))
}

/** One row per level: level 0 holds leaf hashes, level 1 the roots of full rows below, and so on. */
class Rows {
  /** @type {Row[]} */
  levels = []
  /** @param {number} level */
  at(level) {
    return (this.levels[level] ??= new Row())
  }
  /** Root over everything taken in so far: the open rows joined from right to left. */
  root() {
    /** @type {Buffer | undefined} */
    let right
    for (const row of this.levels) {
      // A row of w hashes falls into complete subtrees, one for every 1 in w; the smallest stands rightmost.
      for (let bit = 1, end = row.count; end > 0; bit *= 2) {
        if ((end & bit) === 0) continue
        end -= bit
        const part = rowRoot(row, end, bit)
        right = right ? parent(part, right) : part
      }
    }
    return right ?? EMPTY
  }
}

// ───────────── signed notes and checkpoints: C2SP signed-note, tlog-checkpoint ─────────────
/** Strict base64: only the one spelling of its bytes. @param {unknown} text */
function bytesOf(text) {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined
  return bytes?.toString('base64') === text ? bytes : undefined
}

/** Public keys, one `name+id+base64` on a line; lines with # are remarks. @param {string} text @returns {Key[]} */
export function parseKeys(text) {
  const lines = text.split('\n').map((line) => line.trim())
  const keys = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', id = '', ...rest] = line.split('+')
      const data = bytesOf(rest.join('+'))
      if (name === '' || data?.length !== 1 + HASH || data[0] !== 1)
        throw new TypeError('not an Ed25519 note key')
      const right = sha256(Buffer.concat([Buffer.from(`${name}\n`), data])).toString('hex', 0, 4)
      if (id !== right) throw new TypeError('the key id does not fit the key')
      const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), data.subarray(1)])
      return { name, id, key: crypto.createPublicKey({ key: der, format: 'der', type: 'spki' }) }
    })
  if (keys.length === 0) throw new TypeError('the key file holds no key')
  return keys
}

/** Text of a note if a known key signed it; undefined when malformed, unsigned or wrongly signed.
 * @param {Buffer | undefined} note @param {readonly Key[]} keys @returns {string | undefined} */
function signedText(note, keys) {
  const all = note?.toString('utf8') ?? ''
  if (!note || !Buffer.from(all).equals(note) || note.some((byte) => byte < 32 && byte !== 10))
    return undefined
  const end = all.lastIndexOf('\n\n') + 1
  if (end === 0 || !all.endsWith('\n')) return undefined
  const text = all.slice(0, end)
  let good = false
  for (const line of all.slice(end + 1, -1).split('\n')) {
    const [dash, name, signature, more] = line.split(' ')
    const data = bytesOf(signature)
    if (dash !== '—' || !name || more !== undefined || !data || data.length < 5) return undefined
    const known = keys.find((key) => key.name === name && key.id === data.toString('hex', 0, 4))
    if (!known) continue
    if (!crypto.verify(null, Buffer.from(text), known.key, data.subarray(4))) return undefined
    good = true
  }
  return good ? text : undefined
}

/** @param {Buffer | undefined} note @param {readonly Key[]} keys @returns {Checkpoint | undefined} */
function readCheckpoint(note, keys) {
  const [origin = '', size = '', root, ...lines] = signedText(note, keys)?.slice(0, -1).split('\n') ?? []
  const bytes = bytesOf(root)
  if (origin === '' || !isNumber(size) || bytes?.length !== HASH) return undefined
  return { origin, size: Number(size), root: bytes, lines }
}

/** @param {string} text */
const isNumber = (text) => /^(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))

// ───────────── an exported folder: C2SP tlog-tiles, one folder per lane, and a signed manifest ─────────────
/** @param {number} n @param {number} width */
function numbered(n, width) {
  const padded = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0')
  const groups = padded.match(/\d{3}/g) ?? []
  return (
    groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/') +
    (width < WIDTH ? `.p/${width}` : '')
  )
}

/** What is known of a lane before its entries are read. */
class LanePlan {
  /** @param {string} name @param {number} size @param {Buffer} root */
  constructor(name, size, root) {
    this.name = name
    this.size = size
    this.root = root
    /** Sizes of the checkpoints, growing. @type {number[]} */
    this.sizes = []
    /** Their roots, joined. */
    this.roots = Buffer.alloc(0)
  }
  /** Root that was signed for a size. @param {number} size */
  rootAt(size) {
    let low = 0
    for (let high = this.sizes.length; low < high;) {
      const middle = (low + high) >> 1
      if ((this.sizes[middle] ?? 0) < size) low = middle + 1
      else high = middle
    }
    return this.sizes[low] === size ? this.roots.subarray(low * HASH, (low + 1) * HASH) : undefined
  }
}

/**
 * Checks an exported folder.
 * @param {Files} files
 * @param {readonly Key[]} keys
 * @param {{ against?: readonly Buffer[] }} [options] checkpoints kept elsewhere, which the log must continue
 * @returns {Result}
 * @throws {Broken} naming the first bad place
 */
export function verifyFolder(files, keys, { against = [] } = {}) {
  const note = files.read('manifest')
  if (!note) throw new Broken('', 0, 'missing', 'manifest')
  const [origin = '', count, ...lines] = signedText(note, keys)?.slice(0, -1).split('\n') ?? []
  if (!origin.endsWith('/export') || count !== `lanes ${lines.length}`)
    throw new Broken('', 0, 'manifest-forged', 'manifest')
  const ledger = origin.slice(0, -'/export'.length)
  /** @type {Map<string, LanePlan>} */
  const plans = new Map()
  for (const line of lines) {
    const [, name = '', size = '', root, checkpoints, sum] = line.split(' ')
    const plan = new LanePlan(name, Number(size), bytesOf(root) ?? EMPTY)
    plans.set(name, plan)
    readCheckpoints(files, keys, `${ledger}/${name}`, plan, `${checkpoints} ${sum}`)
  }
  for (const plan of plans.values()) checkOtherHeads(files, plan, plans)
  const seen = against.map((kept) => {
    const checkpoint = readCheckpoint(kept, keys)
    const plan = [...plans.values()].find(({ name }) => `${ledger}/${name}` === checkpoint?.origin)
    if (!checkpoint || !plan)
      throw new TypeError('a checkpoint given with --against is not one of this ledger')
    if (checkpoint.size > plan.size)
      throw new Broken(plan.name, plan.size, 'rolled-back', `${plan.name}/checkpoint`)
    return { name: plan.name, size: checkpoint.size, root: checkpoint.root }
  })
  for (const plan of plans.values())
    new LaneCheck(
      files,
      plan,
      seen.filter(({ name }) => name === plan.name),
    ).run()
  const lanes = [...plans.values()].map(({ name, size, root, sizes }) => {
    return { name, size, root: root.toString('base64'), checkpoints: sizes.length }
  })
  const sum = (/** @type {(lane: Lane) => number} */ of) => lanes.reduce((all, lane) => all + of(lane), 0)
  return { lanes, entries: sum((lane) => lane.size), checkpoints: sum((lane) => lane.checkpoints) }
}

/** Reads all checkpoints of a lane, oldest first, and holds them against the manifest.
 * @param {Files} files @param {readonly Key[]} keys @param {string} origin @param {LanePlan} plan @param {string} expected */
function readCheckpoints(files, keys, origin, plan, expected) {
  const { name, size } = plan
  const earlier = files
    .list(`${name}/checkpoints`)
    .filter(isNumber)
    .map(Number)
    .sort((a, b) => a - b)
  const newest = earlier.at(-1) ?? -1
  plan.sizes = [...earlier, size]
  plan.roots = Buffer.alloc(plan.sizes.length * HASH)
  const all = crypto.createHash('sha256')
  for (const [i, at] of plan.sizes.entries()) {
    const file = i < earlier.length ? `${name}/checkpoints/${at}` : `${name}/checkpoint`
    const note = files.read(file)
    if (!note) throw new Broken(name, at, 'missing', file)
    const checkpoint = readCheckpoint(note, keys)
    if (!checkpoint || checkpoint.origin !== origin) throw new Broken(name, at, 'checkpoint-forged', file)
    if (i === earlier.length && checkpoint.size < size)
      throw new Broken(name, checkpoint.size, 'rolled-back', file)
    if (checkpoint.size !== at)
      throw new Broken(name, Math.min(at, checkpoint.size), 'checkpoint-forged', file)
    checkpoint.root.copy(plan.roots, i * HASH)
    all.update(note)
  }
  if (newest >= size) throw new Broken(name, size, 'rolled-back', `${name}/checkpoint`)
  const end = plan.roots.subarray(-HASH)
  if (!end.equals(plan.root)) throw new Broken(name, size, 'fork', `${name}/checkpoint`)
  const [count] = expected.split(' ')
  if (Number(count) > plan.sizes.length) throw new Broken(name, 0, 'missing', `${name}/checkpoints`)
  if (`${plan.sizes.length} ${all.digest('base64')}` !== expected)
    throw new Broken(name, 0, 'fork', `${name}/checkpoints`)
}

/** What a checkpoint says of another lane must be what that lane's own checkpoints say.
 * @param {Files} files @param {LanePlan} plan @param {ReadonlyMap<string, LanePlan>} plans */
function checkOtherHeads(files, plan, plans) {
  for (const [i, at] of plan.sizes.entries()) {
    const file = i < plan.sizes.length - 1 ? `${plan.name}/checkpoints/${at}` : `${plan.name}/checkpoint`
    for (const line of files.read(file)?.toString('utf8').split('\n') ?? []) {
      const [word, name = '', size = '', root] = line.split(' ')
      if (word !== 'lane' || !isNumber(size)) continue
      const other = plans.get(name)
      if (!other) throw new Broken(name, 0, 'missing', name)
      if (other.size < Number(size)) throw new Broken(name, other.size, 'rolled-back', `${name}/checkpoint`)
      const signed = other.rootAt(Number(size))
      if (!signed) throw new Broken(name, Number(size), 'missing', `${name}/checkpoints/${size}`)
      if (signed.toString('base64') !== root) throw new Broken(name, Number(size), 'fork', file)
    }
  }
}

/** Hashes the entries of a bundle into `row`; gives how many could be read. Overwrites a byte before each entry,
 * which spares copying it behind the zero that RFC 6962 wants there.
 * @param {Buffer} bundle @param {Buffer} row @param {number} width */
function hashBundle(bundle, row, width) {
  let at = 0
  for (let i = 0; i < width; i++) {
    if (at + 2 > bundle.length) return i
    const length = ((bundle[at] ?? 0) << 8) + (bundle[at + 1] ?? 0)
    if (at + 2 + length > bundle.length) return i
    bundle[at + 1] = 0
    const entry = new Uint8Array(bundle.buffer, bundle.byteOffset + at + 1, length + 1)
    row.write(digest(entry), i * HASH, HASH, 'latin1')
    at += 2 + length
  }
  return at === bundle.length ? width : width - 1
}

/** Derives a lane from its entries; tiles, checkpoints and kept checkpoints must follow from them. */
class LaneCheck {
  /** @param {Files} files @param {LanePlan} plan @param {readonly { size: number, root: Buffer }[]} seen */
  constructor(files, plan, seen) {
    this.files = files
    this.plan = plan
    this.seen = seen
    this.rows = new Rows()
    /** Place of the next checkpoint in plan.sizes, and size of the last one that was right. */
    this.next = 0
    this.good = 0
    /** Size of the last checkpoint kept elsewhere that was right. */
    this.goodKept = 0
    /** The first hash tile that does not follow; the next signed root tells whether it or the entry was altered.
     * @type {{ index: number, file: string, tile: string } | undefined} */
    this.doubt = undefined
    /** The first checkpoint that does not follow; the newest one tells who is right. @type {Broken | undefined} */
    this.stray = undefined
  }

  run() {
    const { name, size } = this.plan
    this.compareSigned(0)
    for (let n = 0; n * WIDTH < size; n++) this.take(n, Math.min(WIDTH, size - n * WIDTH))
    for (const [level, { count, n }] of this.rows.levels.entries()) {
      if (level > 0 && count > 0) this.compareTile(level, n, count, '')
    }
    const { stray, doubt } = this
    if (doubt && this.rows.root().equals(this.plan.root))
      throw new Broken(name, doubt.index, 'tile-altered', doubt.tile)
    if (doubt) throw new Broken(name, doubt.index, 'entry-altered', doubt.file)
    if (stray) throw stray
  }

  /** Takes in one bundle of entries. @param {number} n @param {number} width */
  take(n, width) {
    const { name, size } = this.plan
    const from = n * WIDTH
    const file = `${name}/tile/entries/${numbered(n, width)}`
    const bundle = this.files.read(file)
    if (!bundle) {
      const last = Math.floor((size - 1) / WIDTH)
      const rest =
        n < last &&
        this.files.read(`${name}/tile/entries/${numbered(last, Math.min(WIDTH, size - last * WIDTH))}`)
      throw new Broken(name, from, rest ? 'missing' : 'truncated', file)
    }
    const low = this.rows.at(0)
    low.n = n
    const read = hashBundle(bundle, low.bytes, width)
    this.compareTile(0, n, width, file, read)
    const index = Math.min(this.doubt?.index ?? Infinity, from + read)
    if (read < width) throw new Broken(name, index, 'entry-altered', file)
    for (let at = this.nextSigned(from); at < from + width; at = this.nextSigned(at)) {
      low.count = at - from
      this.compareSigned(at)
    }
    low.count = width
    if (width === WIDTH) this.carry(0)
    this.compareSigned(from + width)
  }

  /** A full row becomes one hash of the row above. @param {number} level */
  carry(level) {
    const low = this.rows.at(level)
    const up = this.rows.at(level + 1)
    rowRoot(low, 0, WIDTH).copy(up.bytes, up.count * HASH)
    up.count++
    low.count = 0
    low.n++
    if (up.count < WIDTH) return
    this.compareTile(level + 1, up.n, WIDTH, '')
    this.carry(level + 1)
  }

  /** Compares derived hashes with the stored tile. @param {number} level @param {number} n @param {number} width
   * @param {string} file the entries it was derived from @param {number} [read] hashes that were derived */
  compareTile(level, n, width, file, read = width) {
    const { name } = this.plan
    const path = `${name}/tile/${level}/${numbered(n, width)}`
    const first = n * WIDTH ** (level + 1)
    const tile = this.files.read(path)
    if (!tile) throw new Broken(name, first, 'missing', path)
    const { bytes: row } = this.rows.at(level)
    if (this.doubt || tile.compare(row, 0, width * HASH) === 0) return
    const same = (/** @type {number} */ at) =>
      tile.subarray(at, at + HASH).equals(row.subarray(at, at + HASH))
    let bad = 0
    while (bad < read && same(bad * HASH)) bad++
    const index = first + Math.min(bad, width - 1) * WIDTH ** level
    this.doubt = {
      index,
      tile: path,
      file: file || `${name}/tile/entries/${numbered(Math.floor(index / WIDTH), WIDTH)}`,
    }
  }

  /** The next size above `size` for which there is a signed root. @param {number} size */
  nextSigned(size) {
    const others = this.seen.map((kept) => kept.size).filter((at) => at > size)
    let i = this.next
    while ((this.plan.sizes[i] ?? Infinity) <= size) i++
    return Math.min(this.plan.sizes[i] ?? Infinity, ...others)
  }

  /** Compares the root derived so far with those signed for this size. @param {number} size */
  compareSigned(size) {
    const { name, sizes, roots } = this.plan
    while ((sizes[this.next] ?? Infinity) < size) this.next++
    const own =
      sizes[this.next] === size ? roots.subarray(this.next * HASH, (this.next + 1) * HASH) : undefined
    const kept = this.seen.filter((other) => other.size === size)
    if (!own && kept.length === 0) return
    const root = this.rows.root()
    const right = own === undefined || own.equals(root)
    // Only a root over the doubtful hash can tell; a checkpoint in the same bundle may end before it.
    if (this.doubt && own && size > this.doubt.index) {
      const { index, tile, file } = this.doubt
      throw new Broken(name, index, right ? 'tile-altered' : 'entry-altered', right ? tile : file)
    }
    if (!kept.every((other) => other.root.equals(root))) {
      this.stray ??= new Broken(name, this.goodKept, 'fork', `--against ${size}`)
    } else if (kept.length > 0) this.goodKept = size
    if (!right) this.stray ??= new Broken(name, this.good, 'fork', `${name}/checkpoints/${size}`)
    else if (own && !this.stray) this.good = size
  }
}

// ───────────── an evidence bundle: chosen entries with proofs, in one JSON file ─────────────
/** Canonical JSON (RFC 8785). @param {unknown} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

/** Root to which a proof leads from a leaf at `index` of `size`, by the recursion of RFC 6962 section 2.1.1.
 * @param {Buffer} leaf @param {number} index @param {number} size @param {Buffer[]} proof @returns {Buffer | undefined} */
function rootByProof(leaf, index, size, proof) {
  if (size === 1) return proof.length === 0 ? leaf : undefined
  const step = proof.at(-1)
  if (!step) return undefined
  let k = 1
  while (k * 2 < size) k *= 2
  const rest = proof.slice(0, -1)
  const inner = index < k ? rootByProof(leaf, index, k, rest) : rootByProof(leaf, index - k, size - k, rest)
  return inner && (index < k ? parent(inner, step) : parent(step, inner))
}

/** @param {string} where */
const forged = (where) => new Broken('', 0, 'bundle-forged', where)

/**
 * Checks an evidence bundle.
 * @param {Buffer} bytes
 * @param {readonly Key[]} keys
 * @returns {Result}
 * @throws {Broken} naming the first bad entry
 */
export function verifyBundle(bytes, keys) {
  const text = bytes.toString('utf8')
  /** @type {Record<string, unknown>} */
  let content
  try {
    content = JSON.parse(text)
  } catch {
    throw forged('JSON')
  }
  const { signature, ...body } = content
  const { format, ledger, checkpoints, entries } = body
  if (format !== 'mifeng-evidence/1' || typeof ledger !== 'string' || !Array.isArray(entries))
    throw forged('format')
  /** @type {Map<string, Checkpoint>} */
  const heads = new Map()
  for (const [lane, note] of Object.entries(checkpoints ?? {})) {
    const checkpoint = readCheckpoint(Buffer.from(String(note)), keys)
    if (checkpoint?.origin !== `${ledger}/${lane}`)
      throw new Broken(lane, 0, 'checkpoint-forged', 'checkpoints')
    heads.set(lane, checkpoint)
  }
  for (const [i, entry] of entries.entries()) {
    const { lane, index, text: line, proof } = Object(entry)
    const head = heads.get(lane)
    if (!head || !Number.isSafeInteger(index) || typeof line !== 'string' || !Array.isArray(proof))
      throw forged(`entries[${i}]`)
    const steps = proof.map((step) => bytesOf(step) ?? Buffer.alloc(0))
    const leaf = sha256(Buffer.from(`\0${line}`))
    const sound = index >= 0 && index < head.size && steps.every((step) => step.length === HASH)
    const root = sound ? rootByProof(leaf, index, head.size, steps) : undefined
    if (!root?.equals(head.root)) throw new Broken(lane, index, 'entry-altered', `entries[${i}]`)
  }
  // Every byte counts: the file must be exactly what its content is written as.
  if (!Buffer.from(`${JSON.stringify(content, null, 1)}\n`).equals(bytes)) throw forged('JSON')
  const expected = `${ledger}/bundle\nsha256 ${sha256(canonical(body)).toString('base64')}\n`
  if (signedText(Buffer.from(String(signature)), keys) !== expected) throw forged('signature')
  const lanes = [...heads].map(([name, { size, root }]) => ({
    name,
    size,
    root: root.toString('base64'),
    checkpoints: 1,
  }))
  return { lanes, entries: entries.length, checkpoints: lanes.length }
}

// ───────────── the command ─────────────
/** @template T, U @param {() => T} get @param {U} otherwise @returns {T | U} */
function ifThere(get, otherwise) {
  try {
    return get()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return otherwise
    throw error
  }
}

/** The files of an export on disk, all read into one buffer, which spares a large allocation for each.
 * @param {string} folder @returns {Files} */
export function filesIn(folder) {
  let room = Buffer.alloc(1 << 18)
  return {
    read: (path) =>
      ifThere(() => {
        const file = openSync(join(folder, path), 'r')
        try {
          const { size } = fstatSync(file)
          if (size > room.length) room = Buffer.alloc(size)
          let length = 0
          for (let got = 1; got > 0 && length < size; length += got)
            got = readSync(file, room, length, size - length, null)
          return room.subarray(0, length)
        } finally {
          closeSync(file)
        }
      }, undefined),
    list: (path) => ifThere(() => readdirSync(join(folder, path)), []),
  }
}

const USAGE = `node verify.mjs BUNDLE_OR_FOLDER --key FILE [--against CHECKPOINT]... [--json] [--lang zh|en]
0 完整 whole · 1 不完整 not whole · 2 无法核验 cannot be checked`

/** @param {readonly string[]} args */
function parseArguments(args) {
  const found = { target: '', key: '', lang: '', json: false, against: /** @type {string[]} */ ([]) }
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ''
    if (word === '--json') found.json = true
    else if (word === '--key') found.key = args[++at] ?? ''
    else if (word === '--lang') found.lang = args[++at] ?? 'none'
    else if (word === '--against') found.against.push(args[++at] ?? '')
    else if (word.startsWith('-') || found.target !== '') return undefined
    else found.target = word
  }
  const usable = found.target !== '' && found.key !== '' && ['', 'zh', 'en'].includes(found.lang)
  return usable ? found : undefined
}

/**
 * Runs the command.
 * @param {readonly string[]} args
 * @param {(line: string) => void} [print]
 * @returns {number} exit status: 0 whole, 1 not whole, 2 cannot be checked
 */
export function main(args, print = console.log) {
  const options = parseArguments(args)
  if (!options) {
    print(USAGE)
    return 2
  }
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const chinese = (options.lang || LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh')
  /** @param {Record<string, unknown>} result @param {string} zh @param {string} en */
  const report = (result, zh, en) =>
    print(options.json ? JSON.stringify({ ...result, message: chinese ? zh : en }) : chinese ? zh : en)
  try {
    const keys = parseKeys(readFileSync(options.key, 'utf8'))
    const folder = statSync(options.target).isDirectory()
    if (!folder && options.against.length > 0) throw new TypeError('--against needs an exported folder')
    const result = folder
      ? verifyFolder(filesIn(options.target), keys, {
          against: options.against.map((file) => readFileSync(file)),
        })
      : verifyBundle(readFileSync(options.target), keys)
    const { lanes, entries, checkpoints } = result
    const ends = lanes.map(({ name, size, root }) => `\n  ${name}  ${size}  ${root}`).join('')
    report(
      { whole: true, ...result },
      `完整。${lanes.length} 条分道,${entries} 条记录,${checkpoints} 个检查点。${ends}`,
      `Whole. Lanes: ${lanes.length}; entries: ${entries}; checkpoints: ${checkpoints}.${ends}`,
    )
    return 0
  } catch (error) {
    if (error instanceof Broken) {
      const { lane, index, reason, file } = error
      const [zh, en] = REASONS[reason]
      report(
        { whole: false, lane, index, reason, file },
        `不完整!${lane === '' ? '' : `分道 ${lane},记录 ${index}:`}${zh}(${file})`,
        `NOT WHOLE! ${lane === '' ? '' : `Lane ${lane}, entry ${index}: `}${en} (${file})`,
      )
      return 1
    }
    const message = error instanceof Error ? error.message : String(error)
    report({ error: message }, `无法核验:${message}`, `Cannot be checked: ${message}`)
    return 2
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2))
}
