import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Scan, type ScannerAddress, scannerAnswers, ScannerDown } from './index.ts'

const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
const servers: Server[] = []
const folders: string[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Speaks the protocol of clamd(8): PING, and INSTREAM with pieces behind their lengths. */
async function daemon(
  where: 'unix' | 'tcp',
  answer: (content: Buffer) => string | undefined = (content) =>
    content.includes(eicar) ? 'stream: Win.Test.EICAR_HDB-1 FOUND' : 'stream: OK',
): Promise<ScannerAddress> {
  const server = createServer((socket) => {
    let held = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => {
      held = Buffer.concat([held, bytes])
      if (held.toString('latin1', 0, 6) === 'zPING\0') return void socket.end('PONG\0')
      const content: Buffer[] = []
      let at = 'zINSTREAM\0'.length
      while (at + 4 <= held.length) {
        const length = held.readUInt32BE(at)
        if (length === 0) {
          const reply = answer(Buffer.concat(content))
          if (reply !== undefined) socket.end(`${reply}\0`)
          return
        }
        if (at + 4 + length > held.length) return
        content.push(held.subarray(at + 4, at + 4 + length))
        at += 4 + length
      }
    })
  })
  servers.push(server)
  const folder = mkdtempSync(join(tmpdir(), 'clamd-'))
  folders.push(folder)
  const path = join(folder, 'clamd.ctl')
  await new Promise<void>((resolve) => server.listen(where === 'unix' ? path : 0, resolve))
  return where === 'unix' ? { path } : { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

async function scanned(address: ScannerAddress, parts: readonly string[], silenceMs?: number) {
  const scan = new Scan(address, silenceMs)
  try {
    for (const part of parts) await scan.write(Buffer.from(part))
    return await scan.end()
  } finally {
    scan.close()
  }
}

describe.each(['unix', 'tcp'] as const)('over %s', (where) => {
  test('a harmless document is clean', async () => {
    expect(await scanned(await daemon(where), ['合同', ' 正文'])).toEqual({ clean: true })
  })
  test('a harmful one is named, also when it comes in pieces', async () => {
    const parts = [eicar.slice(0, 20), eicar.slice(20)]
    expect(await scanned(await daemon(where), parts)).toEqual({
      clean: false,
      signature: 'Win.Test.EICAR_HDB-1',
    })
  })
  test('the daemon answers', async () => {
    expect(await scannerAnswers(await daemon(where))).toBe(true)
  })
})

describe('is never taken for clean:', () => {
  test.each([
    ['a size limit that was reached', () => 'INSTREAM size limit exceeded. ERROR'],
    ['an answer nobody knows', () => 'stream: PROBABLY OK'],
    ['an OK about something else', () => '/etc/passwd: OK'],
    ['an answer without end', () => 'x'.repeat(10_000)],
  ])('%s', async (_what, answer) => {
    await expect(scanned(await daemon('tcp', answer), ['x'])).rejects.toThrow(ScannerDown)
  })
  test('silence', async () => {
    await expect(scanned(await daemon('tcp', () => undefined), ['x'], 100)).rejects.toThrow(/does not answer/)
  })
  test('a daemon that is not there', async () => {
    await expect(scanned({ path: '/nowhere/clamd.ctl' }, ['x'])).rejects.toThrow(ScannerDown)
    expect(await scannerAnswers({ path: '/nowhere/clamd.ctl' })).toBe(false)
  })
  test('a daemon that hangs up', async () => {
    const server = createServer((socket) => void socket.destroy())
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const { port } = server.address() as AddressInfo
    await expect(scanned({ host: '127.0.0.1', port }, ['x'])).rejects.toThrow(ScannerDown)
  })
})

test('a name with control characters does not get into the record', async () => {
  const address = await daemon('tcp', () => 'stream: Evil\r\n{"kind":"act"} FOUND')
  expect(await scanned(address, ['x'])).toEqual({ clean: false, signature: 'Evil____kind___act__' })
})
