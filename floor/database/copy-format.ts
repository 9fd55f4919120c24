import { Fault } from '../errors.ts'

/** Types that a bulk insert can write; each must be exactly the column's own type, the server does not convert. */
export type ScalarType =
  | 'bigint'
  | 'boolean'
  | 'bytea'
  | 'date'
  | 'double'
  | 'int'
  | 'jsonb'
  | 'smallint'
  | 'text'
  | 'timestamptz'
  | 'uuid'
export type ColumnType = ScalarType | `${ScalarType}[]`

/** Object ids of the types (pg_type.dat), needed inside arrays. */
const oids: Record<ScalarType, number> = {
  bigint: 20,
  boolean: 16,
  bytea: 17,
  date: 1082,
  double: 701,
  int: 23,
  jsonb: 3802,
  smallint: 21,
  text: 25,
  timestamptz: 1184,
  uuid: 2950,
}

const epochMs = Date.UTC(2000, 0, 1)
const dayMs = 86_400_000

/** A buffer that grows; the binary form of COPY (PostgreSQL manual, "COPY", Binary Format) is written into it. */
export class RowBuffer {
  #bytes = Buffer.allocUnsafe(64 * 1024)
  length = 0
  #lastUuid = ''
  readonly #lastBytes = Buffer.alloc(16)

  /** The bytes so far, copied out; the buffer starts anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.length))
    this.length = 0
    return taken
  }

  /** The bytes so far in memory of their own, which may be handed to another thread. */
  copy(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.subarray(0, this.length))
  }

  header(): void {
    this.raw(Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'))
    this.int32(0)
    this.int32(0)
  }

  trailer(): void {
    this.int16(-1)
  }

  row(types: readonly ColumnType[], values: readonly unknown[]): void {
    if (values.length !== types.length)
      throw new Fault(`a row has ${values.length} values for ${types.length} columns`)
    this.int16(types.length)
    for (let at = 0; at < types.length; at++) this.field(types[at]!, values[at])
  }

  field(type: ColumnType, value: unknown): void {
    if (value === null) return this.int32(-1)
    this.#room(20)
    const lengthAt = this.length
    this.length += 4
    if (isScalarType(type)) this.#scalar(type, value)
    else this.#array(type.slice(0, -2), value)
    this.#store32(this.length - lengthAt - 4, lengthAt)
  }

  int16(value: number): void {
    this.#room(2)
    const at = this.length
    this.#bytes[at] = value >> 8
    this.#bytes[at + 1] = value
    this.length = at + 2
  }

  int32(value: number): void {
    this.#room(4)
    this.#store32(value, this.length)
    this.length += 4
  }

  int64(value: bigint): void {
    this.#room(8)
    this.length = this.#bytes.writeBigInt64BE(value, this.length)
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Stores the lowest bits of each byte, whatever the sign; much cheaper than the checked way for every field of a row. */
  #store32(value: number, at: number): void {
    this.#bytes[at] = value >>> 24
    this.#bytes[at + 1] = value >>> 16
    this.#bytes[at + 2] = value >>> 8
    this.#bytes[at + 3] = value
  }

  #uuid(value: unknown): void {
    if (typeof value !== 'string' || !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$|^[\da-f]{32}$/i.test(value))
      throw wrong('uuid', value)
    this.#room(16)
    // The rows of one customer follow each other.
    if (value !== this.#lastUuid) {
      this.#lastUuid = value
      this.#lastBytes.write(value.replaceAll('-', ''), 'hex')
    }
    this.#bytes.set(this.#lastBytes, this.length)
    this.length += 16
  }

  #text(value: string): void {
    // UTF-8 needs at most three bytes for each UTF-16 unit.
    this.#room(value.length * 3)
    this.length += this.#bytes.write(value, this.length, 'utf8')
  }

  #array(type: string, value: unknown): void {
    const oid = isScalarType(type) ? oids[type] : undefined
    if (oid === undefined || !isScalarType(type) || !Array.isArray(value)) throw wrong(type, value)
    this.int32(value.length === 0 ? 0 : 1)
    this.int32(value.includes(null) ? 1 : 0)
    this.int32(oid)
    if (value.length === 0) return
    this.int32(value.length)
    this.int32(1)
    for (const entry of value) this.field(type, entry)
  }

  #scalar(type: string, value: unknown): void {
    switch (type) {
      case 'text':
        if (typeof value !== 'string') throw wrong(type, value)
        return this.#text(value)
      case 'bytea':
        if (!(value instanceof Uint8Array)) throw wrong(type, value)
        return this.raw(value)
      case 'uuid':
        return this.#uuid(value)
      case 'jsonb':
        this.raw(jsonbVersion)
        return this.#text(JSON.stringify(value))
      case 'boolean':
        if (typeof value !== 'boolean') throw wrong(type, value)
        return this.raw(value ? yes : no)
      default:
        return this.#number(type, value)
    }
  }

  #number(type: string, value: unknown): void {
    if (type === 'timestamptz' && value instanceof Date)
      return this.int64(BigInt(value.getTime() - epochMs) * 1000n)
    if (type === 'date' && typeof value === 'string') return this.int32(dayNumber(value))
    if (type === 'bigint' && typeof value === 'bigint') return this.int64(value)
    if (typeof value !== 'number') throw wrong(type, value)
    if (type === 'double') {
      this.#room(8)
      this.length = this.#bytes.writeDoubleBE(value, this.length)
      return
    }
    if (!Number.isSafeInteger(value)) throw wrong(type, value)
    if (type === 'bigint') return this.int64(BigInt(value))
    if (type === 'int' && value >= -(2 ** 31) && value < 2 ** 31) return this.int32(value)
    if (type === 'smallint' && value >= -(2 ** 15) && value < 2 ** 15) return this.int16(value)
    throw wrong(type, value)
  }

  #room(bytes: number): void {
    if (this.length + bytes <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + bytes))
    grown.set(this.#bytes.subarray(0, this.length))
    this.#bytes = grown
  }
}

const yes = Uint8Array.of(1)
const no = Uint8Array.of(0)
const jsonbVersion = Uint8Array.of(1)

const isScalarType = (type: string): type is ScalarType => Object.hasOwn(oids, type)

/** Names the type only, never the value: this may be logged. */
const wrong = (type: string, value: unknown): Fault =>
  new Fault(
    `bulk insert: a ${value === undefined ? 'missing value' : typeof value} does not fit a ${type} column`,
  )

function dayNumber(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw wrong('date', text)
  return (at - epochMs) / dayMs
}
