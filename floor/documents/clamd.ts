import { connect, type Socket } from 'node:net'
import { Fault } from '../errors.ts'

/** Where a ClamAV daemon listens. */
export type ScannerAddress = { readonly path: string } | { readonly host: string; readonly port: number }

/** The daemon cannot be reached, does not answer, or says that it could not look. */
export class ScannerDown extends Fault {
  override readonly name = 'ScannerDown'
}

export type Scanned = { readonly clean: true } | { readonly clean: false; readonly signature: string }

/** So long the daemon may stay silent, in milliseconds. */
const silenceMostMs = 120_000
const replyMostBytes = 4096

/**
 * One look through by a ClamAV daemon (clamd(8), command INSTREAM): bytes go out in pieces, each behind its length as a
 * 32-bit number, and a length of nothing ends them. The daemon answers `stream: OK` or `stream: NAME FOUND`; anything
 * else, silence included, is ScannerDown and never "clean".
 */
export class Scan {
  readonly #socket: Socket
  readonly #verdict: Promise<Scanned>
  #answered = false

  constructor(address: ScannerAddress, silenceMs: number = silenceMostMs) {
    const socket = 'path' in address ? connect(address.path) : connect(address.port, address.host)
    this.#socket = socket
    socket.setTimeout(silenceMs)
    this.#verdict = new Promise((resolve, reject) => {
      let reply = ''
      const fail = (why: string): void => {
        this.#answered = true
        reject(new ScannerDown(why))
        socket.destroy()
      }
      socket.once('error', () => fail('the virus scanner cannot be reached'))
      socket.once('timeout', () => fail('the virus scanner does not answer'))
      socket.once('close', () => fail('the virus scanner hung up without an answer'))
      socket.on('data', (bytes: Buffer) => {
        reply += bytes.toString('latin1')
        if (reply.length > replyMostBytes) return fail('the virus scanner answers at length')
        const end = reply.indexOf('\0')
        if (end < 0) return
        this.#answered = true
        const verdict = verdictOf(reply.slice(0, end))
        if (verdict === undefined) return fail('the virus scanner could not look')
        resolve(verdict)
        socket.destroy()
      })
    })
    // Looked at in `end`; a failure before that is no unhandled one.
    this.#verdict.catch(() => undefined)
    socket.write('zINSTREAM\0')
  }

  /** Sends bytes on; waits while the daemon is behind. Throws ScannerDown. Once it has answered, the rest is left out. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#answered || bytes.length === 0) return
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    this.#socket.write(length)
    if (this.#socket.write(Buffer.from(bytes))) return
    let drained: () => void = () => undefined
    const drain = new Promise<void>((resolve) => {
      drained = resolve
      this.#socket.once('drain', drained)
    })
    try {
      await Promise.race([drain, this.#verdict])
    } finally {
      this.#socket.off('drain', drained)
    }
  }

  /** Says that this was all, and what the daemon found. Throws ScannerDown. */
  async end(): Promise<Scanned> {
    if (!this.#answered) this.#socket.write(Buffer.alloc(4))
    return await this.#verdict
  }

  /** Gives up; to be called in any case. */
  close(): void {
    this.#socket.destroy()
  }
}

function verdictOf(reply: string): Scanned | undefined {
  if (reply === 'stream: OK') return { clean: true }
  const found = /^stream: ([\s\S]+) FOUND$/.exec(reply)?.[1]
  // The name comes from outside: what goes into the ledger is of known letters.
  return found === undefined
    ? undefined
    : { clean: false, signature: found.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100) }
}

/** Whether the daemon answers at all (command PING), within three seconds. */
export function scannerAnswers(address: ScannerAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = 'path' in address ? connect(address.path) : connect(address.port, address.host)
    let reply = ''
    const done = (answers: boolean): void => {
      socket.destroy()
      resolve(answers)
    }
    socket.setTimeout(3000, () => done(false))
    socket.once('error', () => done(false))
    socket.once('close', () => done(false))
    socket.on('data', (bytes: Buffer) => {
      reply += bytes.toString('latin1')
      if (reply.length >= 4) done(reply.startsWith('PONG'))
    })
    socket.write('zPING\0')
  })
}
