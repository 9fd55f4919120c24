import { Fault } from '../errors.ts'

/** What a sealed value is and where it belongs. All of it is bound to the value as associated data. */
export interface SealContext {
  /** What kind of thing is sealed, e.g. `block`, `customer-key`. */
  readonly purpose: string
  /** UUID as PostgreSQL prints it (lower case); empty where no customer is meant. */
  readonly customerId: string
  readonly level: number
  /** The row or block within the customer, ASCII. */
  readonly name: string
  /** Version of the shape of the plaintext. */
  readonly schemaVersion: number
}

const domain = Buffer.from('mifeng/seal/1', 'latin1')
const scratch = Buffer.alloc(1024)
const longestText = 256
scratch.writeUInt16BE(domain.length, 0)
domain.copy(scratch, 2)
const afterDomain = 2 + domain.length

function writeText(text: string, at: number): number {
  // One byte per character, so that no two names share an encoding.
  if (text.length > longestText || Buffer.byteLength(text) !== text.length)
    throw new Fault('a seal context takes ASCII names of at most 256 characters')
  scratch.writeUInt16BE(text.length, at)
  scratch.write(text, at + 2, 'latin1')
  return at + 2 + text.length
}

function writeNumber(value: number, at: number): number {
  scratch.writeUInt16BE(4, at)
  scratch.writeInt32BE(value, at + 2)
  return at + 6
}

/**
 * The associated data of a sealed value: every part is preceded by its length (u16, big endian), in a fixed order:
 * domain, algorithm id, key version, purpose, customer, name, level, schema version. So no two contexts share a frame.
 * The result is a view of one shared buffer and is valid until the next call.
 */
export function frame(algorithmId: number, keyVersion: number, context: SealContext): Buffer {
  let at = writeNumber(algorithmId, afterDomain)
  at = writeNumber(keyVersion, at)
  at = writeText(context.purpose, at)
  at = writeText(context.customerId, at)
  at = writeText(context.name, at)
  at = writeNumber(context.level, at)
  at = writeNumber(context.schemaVersion, at)
  return scratch.subarray(0, at)
}
