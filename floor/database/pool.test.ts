import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { giveBack, openPool, take } from './pool.ts'

/** A message of PostgreSQL's protocol (version 3): kind, length, content. */
function message(kind: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(content.length + 4)
  return Buffer.concat([Buffer.from(kind), length, content])
}

const ready = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]
const dying = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0'))

test('a server that dies in the very packet in which it gets ready does not end the program', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat([...ready, dying])))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const pool = openPool(
    { host: '127.0.0.1', port, user: 'nobody', database: 'none' },
    {
      size: 1,
      statementDeadlineMs: 2_000,
      acquireDeadlineMs: 2_000,
      readOnly: false,
      applicationName: 'test',
    },
  )
  // An 'error' event without a listener would be thrown out of the socket, and end this test run as well.
  const client = await take(pool)
  await expect(client.query('select 1')).rejects.toThrow()
  giveBack(client, true)
  await pool.end()
  server.close()
})
