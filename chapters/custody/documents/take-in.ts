import {
  headBytes,
  inspect,
  type RefusedFor,
  Scan,
  type Scanned,
  ScannerDown,
  tailBytes,
  type Verdict,
  wholeBytes,
} from '../../../floor/documents/index.ts'
import type { Reader } from '../../../floor/database/index.ts'
import { NoSpace, type StoredFile } from '../../../floor/files/index.ts'
import type { CustomerKeys } from '../../../floor/keyring/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Context } from '../context.ts'
import { type DocumentSetting, documentSetting } from './settings.ts'

/** A document that was sealed and looked through; it counts once its row is written. */
export interface TakenIn {
  readonly stored: StoredFile
  readonly verdict: Verdict
  /** `missed`: the scanner could not be reached, and the company lets documents in all the same. */
  readonly scanned: 'off' | 'clean' | 'missed'
}

/** Why a document was turned away, and what the scanner called it. */
export interface TurnedAway {
  readonly turnedAway: RefusedFor | 'infected'
  readonly signature?: string
}

export interface TakeInput {
  readonly keys: CustomerKeys
  readonly level: number
  readonly id: string
  /** The sender's file name, or only its ending. */
  readonly name: string
  readonly mostBytes: number
  /** The transaction under way, where there is one: another connection is not to be waited for inside it. */
  readonly reader?: Reader
  /** Told now and then how many bytes have been looked through. */
  readonly onProgress?: (bytes: number) => Promise<void>
}

/** What is remembered of a stream that goes by. */
class Memory {
  #head = Buffer.alloc(0)
  #tail: Buffer[] = []
  #tailLength = 0
  #whole: Buffer[] | undefined = []
  size = 0

  add(part: Buffer): void {
    this.size += part.length
    if (this.#head.length < headBytes)
      this.#head = Buffer.concat([this.#head, part.subarray(0, headBytes - this.#head.length)])
    if (this.size <= wholeBytes) this.#whole?.push(part)
    else this.#whole = undefined
    this.#tail.push(part)
    this.#tailLength += part.length
    while (this.#tailLength - this.#tail[0]!.length >= tailBytes)
      this.#tailLength -= this.#tail.shift()!.length
  }

  inspected(name: string) {
    const tail = Buffer.concat(this.#tail).subarray(-tailBytes)
    const whole = this.#whole === undefined ? undefined : Buffer.concat(this.#whole)
    return { head: this.#head, tail, size: this.size, name, ...(whole === undefined ? {} : { whole }) }
  }
}

const stepBytes = 32 * 1024 * 1024

/**
 * Seals a document while it streams by, sends it past the virus scanner at the same time, and then judges by its bytes
 * what it is. Nothing of it is left behind when it is turned away or anything fails.
 * @throws Mistake `custody.scanner-down`, `custody.no-space`, `file-too-large`
 */
export async function takeIn(
  context: Context,
  source: AsyncIterable<Uint8Array>,
  input: TakeInput,
): Promise<TakenIn | TurnedAway> {
  const { reader } = input
  const setting =
    reader === undefined ? await context.house.db.read(documentSetting) : await documentSetting(reader)
  const look = new Look(context, setting)
  const memory = new Memory()
  async function* passing(): AsyncGenerator<Buffer> {
    let told = 0
    for await (const bytes of source) {
      const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      memory.add(part)
      await look.write(part)
      if (memory.size - told >= stepBytes) {
        told = memory.size
        await input.onProgress?.(told)
      }
      yield part
    }
  }
  try {
    const { keys, level, id, mostBytes } = input
    const stored = await context.house.files.store(passing(), { keys, level, attachmentId: id, mostBytes })
    const outcome = await judged(memory, look, setting, input.name)
    if ('turnedAway' in outcome) await context.house.files.remove(id)
    return 'turnedAway' in outcome ? outcome : { ...outcome, stored }
  } catch (error) {
    await context.house.files.remove(input.id)
    if (error instanceof NoSpace) throw new Mistake('custody.no-space', { field: 'file', status: 409 })
    throw error
  } finally {
    look.close()
  }
}

async function judged(
  memory: Memory,
  look: Look,
  setting: DocumentSetting,
  name: string,
): Promise<Omit<TakenIn, 'stored'> | TurnedAway> {
  const found = await look.end()
  if (found !== undefined && !found.clean) return { turnedAway: 'infected', signature: found.signature }
  const verdict = await inspect(memory.inspected(name))
  if ('refused' in verdict) return { turnedAway: verdict.refused }
  if (verdict.hasMacros && setting.macros === 'refuse') return { turnedAway: 'macros' }
  return { verdict, scanned: look.standing }
}

/** The look of the virus scanner, where one is set up; knows what the company wants when it cannot be reached. */
class Look {
  readonly #setting: DocumentSetting
  #scan: Scan | undefined
  standing: TakenIn['scanned']

  constructor(context: Context, setting: DocumentSetting) {
    const { scanner } = context.documents
    this.#setting = setting
    this.#scan = scanner === undefined ? undefined : new Scan(scanner)
    this.standing = scanner === undefined ? 'off' : 'clean'
  }

  async write(part: Buffer): Promise<void> {
    await this.#guarded(() => this.#scan?.write(part))
  }

  async end(): Promise<Scanned | undefined> {
    return await this.#guarded(() => this.#scan?.end())
  }

  close(): void {
    this.#scan?.close()
  }

  async #guarded<T>(act: () => Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof ScannerDown)) throw error
      if (this.#setting.scannerDown === 'refuse')
        throw new Mistake('custody.scanner-down', { field: 'file', status: 409 })
      this.#scan?.close()
      this.#scan = undefined
      this.standing = 'missed'
      return undefined
    }
  }
}
