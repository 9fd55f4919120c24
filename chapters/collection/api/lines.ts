import type { Readable } from 'node:stream'
import { Mistake } from '../../../floor/errors.ts'

const newline = 10
const [quote, backslash, opens, closes, comma, openArray, closeArray] = [34, 92, 123, 125, 44, 91, 93]
const isBlank = (byte: number): boolean => byte === 32 || byte === 13 || byte === 9 || byte === newline

/**
 * Cuts a body without end into the texts of its customers: one a line (NDJSON), or the elements of one JSON array. Holds
 * one piece of the stream and one text at a time, whatever is sent.
 * @throws Mistake `collection.line-long` for a text of more than `mostBytes`, `collection.bulk-shape` for what is neither
 */
export async function* customersIn(stream: Readable, mostBytes: number): AsyncGenerator<string> {
  let cutter: Cutter | undefined
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    cutter ??= cutterFor(chunk, mostBytes)
    if (cutter === undefined) continue
    yield* cutter.feed(chunk)
  }
  if (cutter !== undefined) yield* cutter.end()
}

interface Cutter {
  feed(chunk: Buffer): Generator<string>
  end(): Iterable<string>
}

/** The first byte that is not blank says which of the two it is. */
function cutterFor(chunk: Buffer, mostBytes: number): Cutter | undefined {
  const first = chunk.find((byte) => !isBlank(byte))
  if (first === undefined) return undefined
  return first === openArray ? new ArrayCutter(mostBytes) : new LineCutter(mostBytes)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** The text of these bytes; a text that is no UTF-8 cannot be JSON either and is told as such by whoever reads it. */
function textOf(parts: readonly Buffer[]): string {
  try {
    return utf8.decode(Buffer.concat(parts))
  } catch {
    return '\ufffd'
  }
}

/** Gathers the bytes of one text. */
class Gathered {
  readonly #most: number
  #parts: Buffer[] = []
  #bytes = 0
  constructor(most: number) {
    this.#most = most
  }
  add(part: Buffer): void {
    this.#bytes += part.length
    if (this.#bytes > this.#most)
      throw new Mistake('collection.line-long', { status: 413, values: { bytes: this.#most } })
    // A copy: a short rest must not keep the whole piece of the stream alive.
    if (part.length > 0) this.#parts.push(Buffer.from(part))
  }
  take(): string {
    const text = textOf(this.#parts)
    this.#parts = []
    this.#bytes = 0
    return text
  }
}

class LineCutter implements Cutter {
  readonly #line: Gathered
  constructor(most: number) {
    this.#line = new Gathered(most)
  }
  *feed(chunk: Buffer): Generator<string> {
    let from = 0
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      this.#line.add(chunk.subarray(from, at))
      from = at + 1
      yield* this.end()
    }
    this.#line.add(chunk.subarray(from))
  }
  *end(): Generator<string> {
    const text = this.#line.take()
    if (text.trim() !== '') yield text
  }
}

/** Follows strings and depth just far enough to know where an element ends; JSON.parse judges the rest. */
class ArrayCutter implements Cutter {
  readonly #element: Gathered
  #state: 'before' | 'between' | 'inside' | 'after' = 'before'
  #depth = 0
  #inString = false
  #escaped = false
  constructor(most: number) {
    this.#element = new Gathered(most)
  }
  *feed(chunk: Buffer): Generator<string> {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (this.#state !== 'inside') {
        if (isBlank(byte)) continue
        if (this.#between(byte)) from = at
        continue
      }
      if (!this.#endsAt(byte)) continue
      this.#element.add(chunk.subarray(from, at + 1))
      this.#state = 'between'
      yield this.#element.take()
    }
    if (this.#state === 'inside') this.#element.add(chunk.subarray(from))
  }
  end(): Iterable<string> {
    if (this.#state !== 'after') throw notList()
    return []
  }

  /** Whether an element begins here. */
  #between(byte: number): boolean {
    if (this.#state === 'before' && byte === openArray) {
      this.#state = 'between'
      return false
    }
    if (this.#state !== 'between') throw notList()
    if (byte === comma) return false
    if (byte === closeArray) {
      this.#state = 'after'
      return false
    }
    if (byte !== opens) throw notList()
    this.#state = 'inside'
    this.#depth = 1
    return true
  }

  #endsAt(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false
      else if (byte === backslash) this.#escaped = true
      else if (byte === quote) this.#inString = false
      return false
    }
    if (byte === quote) this.#inString = true
    else if (byte === opens) this.#depth += 1
    else if (byte === closes) this.#depth -= 1
    return this.#depth === 0
  }
}

const notList = (): Mistake => new Mistake('collection.bulk-shape', { status: 400 })

/** One customer as JSON; names that would reach into a prototype are refused. @throws Mistake `collection.line-unreadable` */
export function readLine(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') throw new Error('prototype')
      return value
    })
  } catch {
    throw new Mistake('collection.line-unreadable')
  }
}
