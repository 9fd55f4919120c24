import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { LedgerBusy, Mistake } from '../../floor/errors.ts'
import { openLog } from '../../floor/logging.ts'
import { openMetrics } from '../../floor/metrics.ts'
import { route } from '../../gate/route.ts'
import type { Caller, Route } from '../../gate/route.ts'
import { buildServer } from './server.ts'
import type { ServerOptions } from './server.ts'
import { csrfToken } from './session.ts'

/** A small office with two people and a route of every kind; for the tests of this folder. */

export const LI_NA = 'li-na-session-token-0001'
export const AUDITOR = 'auditor-session-token-0001'

const caller = (name: string, roles: readonly string[]): Caller => ({
  personId: `person-${name}`,
  accountId: `account-${name}`,
  sessionId: `session-${name}`,
  roles,
  name,
  employeeNo: 'M0001',
  address: '127.0.0.1',
  channel: 'web',
})

export const PEOPLE = new Map([
  [LI_NA, caller('李娜', ['clerk'])],
  [AUDITOR, caller('周密', ['auditor'])],
])

const say = (zh: string, en: string): { zh: string; en: string } => ({ zh, en })
const customer = z.object({ id: z.string(), name: z.string() })

const base = {
  who: 'signed-in',
  summary: say('试', 'Try'),
  tag: 'test',
  reply: z.object({ ok: z.boolean() }),
} as const

type Run = (input: unknown) => Promise<{ ok: boolean }>

/** Routes that do what their names say; `seen` keeps what `run` was given. */
export function fixtureRoutes(seen: unknown[] = []): Route[] {
  const ok: Run = async (input) => {
    seen.push(input)
    return { ok: true }
  }
  return [...readingRoutes(ok), ...changingRoutes(ok)]
}

const failing = (path: string, error: Error): Route =>
  route({ ...base, method: 'POST', path, run: () => Promise.reject(error) })

function readingRoutes(ok: Run): Route[] {
  return [
    route({
      ...base,
      method: 'GET',
      path: '/customers/:id',
      params: z.object({ id: z.string().max(60) }),
      query: z.object({ page: z.coerce.number().int().optional(), level: z.array(z.string()).optional() }),
      reply: customer,
      run: async ({ params }) => ({ id: params.id, name: '张伟', telephone: '13800138000' }),
    }),
    route({
      ...base,
      method: 'GET',
      path: '/wrong-type',
      reply: customer,
      run: async () => ({ id: 1, name: '张伟' }),
    }),
    route({ ...base, method: 'GET', path: '/only-auditor', who: ['auditor'], run: ok }),
    route({
      ...base,
      method: 'GET',
      path: '/refused',
      run: async () => ({
        refused: true,
        because: ['4.2.1/clearance-covers-level'],
        faults: [],
        next: 'apply',
      }),
    }),
    route({
      ...base,
      method: 'GET',
      path: '/form',
      reply: 'file',
      run: async () => ({
        fileName: '申请表 "A".pdf',
        contentType: 'application/pdf',
        body: Buffer.from('%PDF'),
      }),
    }),
  ]
}

function changingRoutes(ok: Run): Route[] {
  return [
    route({
      ...base,
      method: 'POST',
      path: '/applications',
      body: z.strictObject({
        purpose: z.string().max(20),
        fields: z.array(z.strictObject({ id: z.string() })),
      }),
      run: ok,
    }),
    route({ ...base, method: 'POST', path: '/nothing', run: ok }),
    failing('/mistaken', new Mistake('name-taken', { field: 'name', status: 409, values: { row: 7 } })),
    failing('/broken', new Error('张伟 13800138000')),
    failing('/ledger-full', new LedgerBusy('no space')),
    route({
      ...base,
      method: 'POST',
      path: '/slow',
      run: () => new Promise((resolve) => setTimeout(resolve, 5000)),
    }),
    route({
      ...base,
      method: 'POST',
      path: '/session',
      who: 'anyone',
      body: z.strictObject({ name: z.string() }),
      run: async ({ session }) => {
        session.begin(LI_NA)
        return { ok: true }
      },
    }),
    route({
      ...base,
      method: 'DELETE',
      path: '/session',
      run: async ({ session }) => {
        session.end()
        return { ok: true }
      },
    }),
    route({
      ...base,
      method: 'POST',
      path: '/imports',
      upload: { maxBytes: 1000, field: 'file' },
      body: z.strictObject({ source: z.string() }),
      run: ok,
    }),
  ]
}

export interface Office {
  readonly server: FastifyInstance
  readonly seen: unknown[]
  readonly folder: string
  /** Everything logged so far. */
  log(): string
}

/** Opens the office; parts are replaced by name. */
export async function openOffice(replaced: Partial<ServerOptions> = {}): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-http-'))
  const webFolder = join(folder, 'web')
  mkdirSync(join(webFolder, 'assets'), { recursive: true })
  writeFileSync(
    join(webFolder, 'index.html'),
    '<script nonce="__CSP_NONCE__"></script><i data-n="__CSP_NONCE__">',
  )
  mkdirSync(join(webFolder, 'open'))
  writeFileSync(
    join(webFolder, 'open', 'index.html'),
    '<script nonce="__CSP_NONCE__" id="open-program"></script>',
  )
  writeFileSync(join(webFolder, 'assets', 'app-1a2b.js'), 'console.log(1)')
  writeFileSync(join(webFolder, 'assets', 'app-1a2b.js.map'), '{}')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  const seen: unknown[] = []
  const lines: string[] = []
  const server = await buildServer({
    routes: fixtureRoutes(seen),
    authenticate: async (token) => PEOPLE.get(token ?? ''),
    health: async () => ({ ok: true, database: 'up', ledger: 'whole' }),
    webFolder,
    policyTexts: (clause) =>
      clause === '4.2.1' ? say('密级高于权限者不得查阅', 'Not above your clearance') : undefined,
    log: openLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
    metrics: openMetrics(),
    metricsRoles: ['auditor'],
    temporaryFolder: join(folder, 'uploads'),
    milliseconds: { request: 200, upload: 2000 },
    ...replaced,
  })
  return { server, seen, folder, log: () => lines.join('') }
}

/** The headers of a page of ours that acts for the person of this session. */
export const as = (token: string, more: Record<string, string> = {}): Record<string, string> => ({
  host: '127.0.0.1:8080',
  cookie: `mifeng=${token}`,
  'x-mifeng-csrf': csrfToken(token),
  'sec-fetch-site': 'same-origin',
  origin: 'http://127.0.0.1:8080',
  ...more,
})
