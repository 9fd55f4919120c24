import { connect, type Socket } from 'node:net'

/** One measurement: so many clients, each asking again as soon as it has been answered. */
export interface Order {
  readonly port: number
  readonly clients: number
  readonly milliseconds: number
  /** Whole HTTP requests; clients take them in turn. */
  readonly requests: readonly string[]
}
export interface Outcome {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Replies other than 200, or without a full value in them. */
  readonly wrong: number
}

/**
 * Plain sockets and a parser for exactly the replies our server gives (content-length, keep-alive): a full HTTP
 * client would spend as much time on a request as the server, and this machine has few cores for both.
 */
async function measure(order: Order): Promise<Outcome> {
  const sockets = await Promise.all(Array.from({ length: order.clients }, () => opened(order.port)))
  const times: number[] = []
  let wrong = 0
  let next = 0
  const end = performance.now() + order.milliseconds
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let buffered = ''
          let asked = 0
          const ask = (): void => {
            asked = performance.now()
            if (asked >= end) return resolve()
            socket.write(order.requests[next++ % order.requests.length]!)
          }
          socket.on('error', reject)
          socket.on('close', () => resolve())
          socket.on('data', (chunk: string) => {
            buffered += chunk
            const head = buffered.indexOf('\r\n\r\n')
            if (head < 0) return
            const length = Number(/content-length: (\d+)/i.exec(buffered.slice(0, head))?.[1] ?? Number.NaN)
            if (Buffer.byteLength(buffered) - Buffer.byteLength(buffered.slice(0, head + 4)) < length) return
            if (!buffered.startsWith('HTTP/1.1 200') || !buffered.includes('"sight":"full"')) wrong += 1
            times.push(performance.now() - asked)
            buffered = ''
            ask()
          })
          ask()
        }),
    ),
  )
  for (const socket of sockets) socket.destroy()
  const sorted = Float64Array.from(times).sort()
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { perSecond: times.length / (order.milliseconds / 1000), p50: at(0.5), p99: at(0.99), wrong }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.setEncoding('utf8')
    socket.once('error', reject)
  })
}

process.on('message', (order: Order) => {
  measure(order).then(
    (outcome) => process.send!(outcome),
    (error: unknown) => {
      throw error
    },
  )
})
