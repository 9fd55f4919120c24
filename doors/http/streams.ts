import { pipeline, Readable, Transform } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Mistake } from '../../floor/errors.ts'

/** The body as it arrives, cut off beyond so many bytes. @throws Mistake `body-too-large` (413) for one that says so itself */
export function streamOf(request: FastifyRequest, maxBytes: number): Readable {
  const source = request.body
  if (!(source instanceof Readable)) throw new Mistake('content-type', { status: 415 })
  const tooLarge = (): Mistake => new Mistake('body-too-large', { status: 413, values: { bytes: maxBytes } })
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  let bytes = 0
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(tooLarge())
      else done(null, chunk)
    },
  })
  pipeline(source, bounded, () => undefined)
  return bounded
}

/** `If-Match: "7"` names the version that is to be changed, `If-None-Match: *` says that there is to be none. */
export function ifVersion(request: FastifyRequest): { ifVersion?: number } {
  const { 'if-match': match, 'if-none-match': none } = request.headers
  if (none !== undefined && request.method !== 'GET') {
    if (none.trim() !== '*' || match !== undefined)
      throw new Mistake('if-match', { field: 'if-none-match', status: 400 })
    return { ifVersion: 0 }
  }
  if (match === undefined) return {}
  const version = /^"?([1-9]\d{0,8})"?$/.exec(match.trim())?.[1]
  if (version === undefined) throw new Mistake('if-match', { field: 'if-match', status: 400 })
  return { ifVersion: Number(version) }
}
