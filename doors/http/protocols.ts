import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '../../floor/ids.ts'
import type { Logger } from '../../floor/logging.ts'
import type { Protocol, ProtocolReply, ProtocolRequest } from '../../gate/protocol.ts'
import { DATA_POLICY } from './headers.ts'
import type { Limit } from './limits.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** Bodies as they arrived, for protocols that sign them. */
const rawBodies = new WeakMap<FastifyRequest, string>()

/** Everything below a protocol's prefix is the protocol's to answer, what goes wrong included. */
export async function serveProtocols(
  server: FastifyInstance,
  protocols: readonly Protocol[],
  around: { readonly perAddress: Limit; readonly log: Logger },
): Promise<void> {
  for (const protocol of protocols)
    await server.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      const parse = scope.getDefaultJsonParser('error', 'error')
      scope.addContentTypeParser(
        [...new Set([protocol.mediaType, 'application/json'])],
        { parseAs: 'string', bodyLimit: 262_144 },
        (request: FastifyRequest, text: string, done) => {
          rawBodies.set(request, text)
          void parse(request, text, done)
        },
      )
      scope.setErrorHandler((error, request, reply) =>
        send(reply, protocol, failureOf(error, request, protocol, around.log)),
      )
      scope.route({
        method: [...METHODS],
        url: `${protocol.prefix}/*`,
        handler: async (request, reply) => {
          const seconds = around.perAddress.take(request.ip)
          // A browser never has business here: other programs send no Sec-Fetch-Site.
          if (seconds > 0)
            return send(reply.header('retry-after', String(seconds)), protocol, protocol.failure(429))
          if (request.headers['sec-fetch-site'] !== undefined)
            return send(reply, protocol, protocol.failure(403))
          return send(reply, protocol, await protocol.answer(requestOf(request, protocol)))
        },
      })
    })
}

function requestOf(request: FastifyRequest, protocol: Protocol): ProtocolRequest {
  const query = Object.entries(request.query as Record<string, string | string[]>)
  return {
    method: request.method as ProtocolRequest['method'],
    path: `/${(request.params as { '*': string })['*']}`,
    // Of a parameter given twice the first counts.
    query: Object.fromEntries(
      query.map(([name, value]) => [name, typeof value === 'string' ? value : (value[0] ?? '')]),
    ),
    authorization: header(request, 'authorization'),
    ifMatch: header(request, 'if-match'),
    ifNoneMatch: header(request, 'if-none-match'),
    body: request.body ?? undefined,
    raw: rawBodies.get(request) ?? '',
    url: request.url,
    header: (name) => header(request, name),
    address: request.ip,
    base: `${request.protocol}://${request.host}${protocol.prefix}`,
  }
}

/** What the framework or a thrown error says, as a status alone; the words of an error stay in the log. */
function failureOf(error: unknown, request: FastifyRequest, protocol: Protocol, log: Logger): ProtocolReply {
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) return protocol.failure(status)
  log.error('fault', { faultId: newId(), requestId: request.id, route: `${protocol.prefix}/*` }, error)
  return protocol.failure(500)
}

function send(reply: FastifyReply, protocol: Protocol, answer: ProtocolReply): FastifyReply {
  reply
    .headers({ 'cache-control': 'no-store', 'content-security-policy': DATA_POLICY, ...answer.headers })
    .code(answer.status)
  if (answer.body === undefined) return reply.send()
  return reply.type(`${protocol.mediaType}; charset=utf-8`).send(JSON.stringify(answer.body))
}
