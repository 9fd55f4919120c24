import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pagePolicy } from './headers.ts'

/**
 * The web interface. All its files are read once at start into a table by address, so that no request ever names
 * a path on disk; source maps are left out.
 */

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

interface PageFile {
  readonly type: string
  readonly bytes: Buffer
  /** Compressed at first use. */
  small?: Promise<Buffer>
}

const compress = promisify(gzip)
const NONCE_MARK = '__CSP_NONCE__'

const readFolder = (folder: string): Map<string, PageFile> => {
  const files = new Map<string, PageFile>()
  if (!existsSync(folder)) return files
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    files.set(
      `/${path
        .slice(folder.length + 1)
        .split(sep)
        .join('/')}`,
      { type, bytes: readFileSync(path) },
    )
  }
  return files
}

const isText = (type: string): boolean => /^text|json|svg/.test(type)

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  address: string,
  file: PageFile,
): Promise<void> {
  // The build puts a content hash into every name under /assets, so a name never changes its content.
  reply.header(
    'cache-control',
    address.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  )
  reply.header('content-type', file.type)
  if (!isText(file.type)) return void reply.send(file.bytes)
  reply.header('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding']))) return void reply.send(file.bytes)
  file.small ??= compress(file.bytes, { level: 9 })
  return void reply.header('content-encoding', 'gzip').send(await file.small)
}

/** `/favicon.png` asks for a file; `/clauses/4.2.1` is a page. */
const isFileName = (address: string): boolean => /\.[a-z][a-z0-9]*$/i.test(address)

/**
 * Serves the interface: its files, and its first page under every other address that is not the API's.
 * @param folder the built interface; when it is missing, every page says so plainly (status 503).
 */
export function servePages(
  server: FastifyInstance,
  folder: string,
  notFound: (reply: FastifyReply) => void,
): void {
  const files = readFolder(folder)
  const take = (address: string): string | undefined => {
    const page = files.get(address)?.bytes.toString('utf8')
    files.delete(address)
    return page
  }
  const staffPage = take('/index.html')
  // The small program for customers: no session, no menu, and none of the staff's code.
  const openPage = take('/open/index.html')

  server.setNotFoundHandler(async (request, reply) => {
    const address = request.url.split('?', 1)[0]!
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') && !/^\/(api|assets)(\/|$)/.test(address)
    const page = /^\/o(\/|$)/.test(address) ? openPage : staffPage
    const file = request.method === 'GET' ? files.get(address) : undefined
    if (file !== undefined) await sendFile(request, reply, address, file)
    else if (!isPage || isFileName(address)) notFound(reply)
    else if (page === undefined)
      reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('界面尚未构建 · The interface has not been built\n')
    else {
      const nonce = randomBytes(18).toString('base64url')
      reply.header('content-security-policy', pagePolicy(nonce)).header('cache-control', 'no-store')
      reply.type('text/html; charset=utf-8').send(page.replaceAll(NONCE_MARK, nonce))
    }
    return reply
  })
}
