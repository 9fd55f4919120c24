import type { Duplex } from 'node:stream'
import type { Connection as Wire, PoolClient } from 'pg'
import { Fault } from '../errors.ts'
import { clientOf } from './connect.ts'
import type { Writer } from './connect.ts'
import { RowBuffer } from './copy-format.ts'
import type { ColumnType } from './copy-format.ts'
import { toFault } from './faults.ts'
import { sql } from './sql.ts'

type Rows = Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>

/** Rows are sent in pieces of about this size; with the socket's own buffer that bounds the memory of any import. */
const pieceBytes = 128 * 1024

/**
 * Inserts many rows with COPY in its binary form, inside the writer's transaction: all of them or none.
 * `columns` names the columns and their exact types; each row lists the values in that order (a Date for timestamptz,
 * `YYYY-MM-DD` for date, Uint8Array for bytea, a list for array types). Resolves to the number of rows.
 * The rows may come from a generator, so a million of them need no memory. There is no ON CONFLICT: for that, copy
 * into a temporary table and insert from it.
 */
export async function insertMany(
  w: Writer,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  rows: Rows,
): Promise<number> {
  const text = copyText(table, columns)
  return await clientOf(w, (client) => copyIn(client, text, Object.values(columns), rows))
}

/**
 * Rows laid out as COPY sends them, for `insertPacked`. Needs no database: another thread may do it, and a batch that
 * waits for its transaction is a few pieces of memory instead of thousands of objects.
 */
export class RowPacker {
  readonly #types: readonly ColumnType[]
  readonly #buffer = new RowBuffer()
  /** `columns` as for `insertMany`. */
  constructor(columns: Readonly<Record<string, ColumnType>>) {
    this.#types = Object.values(columns)
  }

  add(row: readonly unknown[]): void {
    this.#buffer.row(this.#types, row)
  }

  /** What was added, in memory of its own that may be handed to another thread. */
  packed(): Uint8Array<ArrayBuffer> {
    return this.#buffer.copy()
  }
}

/** `insertMany` for rows that were packed under the same columns. */
export async function insertPacked(
  w: Writer,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  packed: Uint8Array,
): Promise<number> {
  if (packed.length === 0) return 0
  return await clientOf(w, (client) => copyIn(client, copyText(table, columns), [], packed))
}

const copyText = (table: string, columns: Readonly<Record<string, ColumnType>>): string => {
  const names = Object.keys(columns).map((name) => sql.identifier(name).text)
  return `copy ${sql.identifier(table).text} (${names.join(', ')}) from stdin (format binary)`
}

async function copyIn(
  client: PoolClient,
  text: string,
  types: readonly ColumnType[],
  rows: Rows | Uint8Array,
): Promise<number> {
  const copy = new CopyIn(text, types, rows)
  client.query(copy)
  try {
    return await copy.result
  } catch (error) {
    // What the caller's generator threw is passed on as it is; the server only knows that the copy was given up.
    throw copy.sourceFailure ?? toFault(error, text)
  }
}

/** A message of the COPY sub-protocol: letter, length (of itself and the body), body. */
const message = (letter: string, body: Buffer): Buffer => Buffer.concat([heading(letter, body.length), body])

function heading(letter: string, length: number): Buffer {
  const head = Buffer.allocUnsafe(5)
  head.write(letter, 0, 'latin1')
  head.writeInt32BE(length + 4, 1)
  return head
}

/** Resolves when the socket takes more, or is gone. */
const drained = (stream: Duplex): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })

const ignore = (): void => undefined

/** What the driver calls while the server answers (the driver's own Query class has the same methods). */
class CopyIn {
  readonly result: Promise<number>
  sourceFailure: Error | undefined
  /** The driver wraps this to stop its deadline timer, so every ending goes through it. */
  callback: (error?: Error | null) => void
  #count = 0
  #failed: Error | undefined
  readonly #text: string
  readonly #types: readonly ColumnType[]
  readonly #rows: Rows | Uint8Array
  constructor(text: string, types: readonly ColumnType[], rows: Rows | Uint8Array) {
    this.#text = text
    this.#types = types
    this.#rows = rows
    let settle: (error?: Error | null) => void = ignore
    this.result = new Promise((resolve, reject) => {
      settle = (error) => (error === undefined || error === null ? resolve(this.#count) : reject(error))
    })
    this.callback = settle
  }
  submit(wire: Wire): void {
    wire.query(this.#text)
  }
  handleCopyInResponse(wire: Wire): void {
    this.#send(wire).catch((error: unknown) => {
      this.sourceFailure = error instanceof Error ? error : new Fault('the source of rows failed')
      wire.stream.write(message('f', Buffer.from('given up\0')))
    })
  }
  handleCommandComplete(said: { text: string }): void {
    this.#count = Number(said.text.split(' ')[1] ?? 0)
  }
  handleError(error: Error): void {
    this.#failed = error
    this.callback(error)
  }
  handleReadyForQuery(): void {
    if (this.#failed === undefined) this.callback()
  }
  async #send(wire: Wire): Promise<void> {
    const buffer = new RowBuffer()
    buffer.header()
    const full = (row: readonly unknown[]): boolean => {
      buffer.row(this.#types, row)
      return buffer.length >= pieceBytes && !wire.stream.write(message('d', buffer.take()))
    }
    if (this.#rows instanceof Uint8Array) {
      wire.stream.write(message('d', buffer.take()))
      for (let at = 0; at < this.#rows.length && this.#failed === undefined; at += pieceBytes) {
        const piece = this.#rows.subarray(at, at + pieceBytes)
        wire.stream.write(heading('d', piece.length))
        if (!wire.stream.write(piece)) await drained(wire.stream)
      }
      return this.#finish(wire, buffer)
    }
    // A promise per row would cost more than the row.
    if (Symbol.iterator in this.#rows) {
      for (const row of this.#rows) {
        if (this.#failed !== undefined) return
        if (full(row)) await drained(wire.stream)
      }
    } else {
      for await (const row of this.#rows) {
        if (this.#failed !== undefined) return
        if (full(row)) await drained(wire.stream)
      }
    }
    this.#finish(wire, buffer)
  }
  #finish(wire: Wire, buffer: RowBuffer): void {
    if (this.#failed !== undefined) return
    buffer.trailer()
    wire.stream.write(Buffer.concat([message('d', buffer.take()), message('c', Buffer.alloc(0))]))
  }
}
