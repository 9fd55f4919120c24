import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { statute } from '../chapters/statute.ts'
import { openApproval } from '../chapters/approval/index.ts'
import { openCollection } from '../chapters/collection/index.ts'
import { type Custody, openCustody } from '../chapters/custody/index.ts'
import { openPeople, type People } from '../chapters/people/index.ts'
import { tokenHash } from '../chapters/people/desk/tokens.ts'
import { openUse } from '../chapters/use/index.ts'
import * as wire from '../chapters/use/wire.ts'
import { buildServer } from '../doors/http/index.ts'
import { csrfToken } from '../doors/http/session.ts'
import { NaturalBatch } from '../floor/batch.ts'
import type { Beside } from '../floor/ledger/index.ts'
import { migrate, openDatabase, type OpenedDatabase, sql } from '../floor/database/index.ts'
import { newId } from '../floor/ids.ts'
import { keyFile } from '../floor/keyring/index.ts'
import { silentLog } from '../floor/logging.ts'
import { openMetrics } from '../floor/metrics.ts'
import { type House, type LeafPosition, type Route, route } from '../gate/index.ts'
import { openHouse } from '../gate/open-house.ts'
import type { Order, Outcome } from './reading-client.ts'

const token = 'bench-session-token-0123456789abcdef'
const clientCounts = [1, 16, 64] as const
const shown = ['person-name', 'mobile', 'address'] as const
type Kind = 'ours' | 'unlogged' | 'plain'

/**
 * A reading over HTTP (goal G1): signed in, checked, decided with reasons, unsealed, recorded durably, answered; three
 * fields of one of several thousand customers, each asked for a purpose with a reason. Beside it in turn
 * - unlogged: the same server, its gate given a recorder that answers at once;
 * - plain: the same server, session check and reply, but the row is read from a plain table by its key: no gate, no
 *   seal, no record.
 * The clients are a program of their own. Ratios are medians of rounds taken in turn; `unlogged_ratio` and
 * `plaintext_ratio` are the worse of 16 and 64 clients, the figures of each stand beside them.
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-'))
  const opened = await openDatabase({ dataFolder: folder })
  const client = fork(fileURLToPath(new URL('reading-client.js', import.meta.url)), { execArgv: [] })
  const closers: (() => Promise<unknown>)[] = [async () => client.kill()]
  try {
    const { ports, requests } = await prepare(opened, folder, quick ? 1000 : 10_000, closers)
    const rounds = quick ? 3 : 5
    const milliseconds = quick ? 700 : 4000
    const rates = new Map<string, number[]>()
    const slow = new Map<string, number[]>()
    for (let round = -1; round < rounds; round += 1) {
      for (const clients of clientCounts) {
        for (const kind of ['ours', 'unlogged', 'plain'] as const) {
          const order = {
            port: ports[kind],
            clients,
            requests,
            milliseconds: round < 0 ? milliseconds / 2 : milliseconds,
          }
          const outcome = await ask(client, order)
          if (outcome.wrong > 0)
            throw new Error(`${kind}: ${outcome.wrong} replies were not what was asked for`)
          if (round < 0) continue
          push(rates, `${kind}_${clients}`, outcome.perSecond)
          push(slow, `${kind}_${clients}`, outcome.p99)
        }
      }
    }
    return figuresOf(rates, slow)
  } finally {
    for (const close of closers.reverse()) await close()
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function figuresOf(rates: Map<string, number[]>, slow: Map<string, number[]>): Record<string, number> {
  const ratio = (other: Kind, clients: number): number => {
    const theirs = rates.get(`${other}_${clients}`)!
    return median(rates.get(`ours_${clients}`)!.map((ours, round) => ours / theirs[round]!))
  }
  const figures: Record<string, number> = {
    unlogged_ratio: round2(Math.min(ratio('unlogged', 16), ratio('unlogged', 64))),
    plaintext_ratio: round2(Math.min(ratio('plain', 16), ratio('plain', 64))),
    p99_ms: round2(median(slow.get('ours_16')!)),
  }
  for (const clients of clientCounts) {
    figures[`readings_per_s_${clients}`] = Math.round(median(rates.get(`ours_${clients}`)!))
    figures[`unlogged_ratio_${clients}`] = round2(ratio('unlogged', clients))
    figures[`plaintext_ratio_${clients}`] = round2(ratio('plain', clients))
    figures[`p99_ms_${clients}`] = round2(median(slow.get(`ours_${clients}`)!))
  }
  return figures
}

/** Company, person, session and customers; three servers over the same database. */
async function prepare(
  opened: OpenedDatabase,
  folder: string,
  customers: number,
  closers: (() => Promise<unknown>)[],
): Promise<{ ports: Record<Kind, number>; requests: string[] }> {
  await migrate(opened.owner.connection)
  const open = async (laneNumber: number) => {
    const house = await openHouse({
      db: opened.db, statute, dataFolder: folder, rootKey: keyFile(join(folder, 'root.key'), () => undefined), log: silentLog, laneNumber,
    }) // prettier-ignore
    closers.push(() => house.close())
    return house
  }
  const house = await open(1)
  await house.keyring.ensureLevelKeys([1, 2, 3, 4])
  const unlogged = await open(2)
  // The bench build: this house's gate asks its ledger, which answers at once and writes nothing.
  // Its timer stands still, or it would seal what the other house writes, at that house's cost.
  await unlogged.ledger.stop()
  let index = 0
  // The words that people state are no part of the log: without it they are kept by themselves, for many at once.
  const words = new NaturalBatch<Beside, undefined>(async (rows) => {
    const { shelf } = rows[0]!
    const columns = rows[0]!.values.map((_, at) => rows.map(({ values }) => values[at]))
    await house.db.alone(
      sql.named('bench_words', sql`insert into ${shelf.into} select * from ${shelf.rows(columns)}`),
    )
    return rows.map(() => undefined)
  })
  const append = async (_entry: unknown, beside?: Beside): Promise<LeafPosition> => {
    if (beside !== undefined) await words.get(beside)
    return { lane: 2, index: index++ }
  }
  Object.assign(unlogged.ledger, { append })
  const logged = chaptersOf(house)
  await house.db.transact(async (w) => {
    await logged.custody.seed(w, 'company')
    await logged.collection.seed(w)
  })
  const reader = await fill(opened, house, logged.custody, customers)
  const silent = chaptersOf(unlogged)
  for (const use of [logged.use, silent.use]) {
    await use.start?.()
    closers.push(async () => use.stop?.())
  }
  const ids = await house.db.read((r) => r.rows<{ id: string }>(sql`select id from custody.customer`))
  const catalogue = await logged.custody.catalogue()
  const fields = shown.map((code) => catalogue.byCode.get(code)!.id)
  const serve = (routes: readonly Route[]): Promise<number> => serveOn(routes, logged.people, folder, closers)
  const ports = {
    ours: await serve(logged.use.routes),
    unlogged: await serve(silent.use.routes),
    plain: await serve([plainRoute(house, fields)]),
  }
  const requests = ids.map(({ id }) =>
    requestFor({ customer: id, fields, purpose: 'service', reason: `回访 ${reader.length}` }),
  )
  return { ports, requests }
}

function chaptersOf(house: House) {
  const people = openPeople(house)
  const approval = openApproval(house, people)
  const custody = openCustody(house, people, approval)
  const collection = openCollection(house, people, custody)
  return { people, custody, collection, use: openUse(house, people, approval, custody, collection) }
}

/** One salesperson with a session who owns every customer, and the same customers once more in a plain table. */
async function fill(
  opened: OpenedDatabase,
  house: House,
  custody: Custody,
  customers: number,
): Promise<string> {
  const [person, account] = [newId(), newId()]
  const now = new Date()
  await opened.owner.transact(async (w) => {
    await w.run(sql`create schema bench`)
    await w.run(sql`create table bench.customer (id uuid primary key, name text, mobile text, address text)`)
    await w.run(sql`grant usage on schema bench to mifeng_app`)
    await w.run(sql`grant select, insert on bench.customer to mifeng_app`)
  })
  await house.db.transact(async (w) => {
    await w.run(sql`insert into people.company (id, name, ledger_id, level_preset, set_up_at, settings)
      values (${newId()}, '示例', ${house.ledger.id}, 'company', ${now}, '{"quota":{"fullViewsMax":2000000000}}')`)
    await w.run(sql`insert into people.person (id, employee_no, name, employment, clearance, scope)
      values (${person}, '1001', '李雷', 'regular', 3, 'own')`)
    await w.run(sql`insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_at)
      values (${account}, ${person}, '1001', '-', ${now}, false, ${now})`)
    await w.run(sql`insert into people.session (id, token_hash, account_id, created_at, seen_at, expires_at)
      values (${newId()}, ${tokenHash(token)}, ${account}, ${now}, ${now}, ${new Date(now.getTime() + 86_400_000)})`)
  })
  const catalogue = await custody.catalogue()
  const id = (code: string): number => catalogue.byCode.get(code)!.id
  for (let from = 0; from < customers; from += 1000) {
    const batch = Array.from({ length: Math.min(1000, customers - from) }, (_, i) => {
      const n = from + i
      return { id: newId(), name: `王小${n}`, mobile: `138${String(n).padStart(8, '0')}`, address: `上海市浦东新区世纪大道${n}号` }
    }) // prettier-ignore
    await house.db.transact(async (w) => {
      const numbers = await custody.nextFileNos(w, batch.length)
      await custody.insertCustomers(
        w,
        batch.map((one, i) => ({
          id: one.id, fileNo: numbers[i]!, kind: 'person' as const, level: 1, ownerId: person, legalBasis: 'contract', createdBy: person,
          values: new Map([[id('person-name'), one.name], [id('mobile'), one.mobile], [id('address'), one.address], [id('customer-grade'), 'A']]),
        })),
      ) // prettier-ignore
      await w.run(sql`insert into bench.customer select * from unnest(${batch.map((b) => b.id)}::uuid[], ${batch.map((b) => b.name)}::text[],
        ${batch.map((b) => b.mobile)}::text[], ${batch.map((b) => b.address)}::text[])`)
    })
  }
  await opened.owner.read((r) => r.rows(sql`analyze`)).catch(() => undefined)
  return person
}

/** The baseline: the same reply, its values read from a plain table. */
const plainRoute = (house: House, fields: readonly number[]): Route =>
  route({
    method: 'POST',
    path: '/readings',
    who: 'signed-in',
    tag: 'bench',
    summary: { zh: '明文', en: 'plaintext' },
    body: wire.readingBody,
    reply: wire.reading,
    run: async ({ body }) => {
      const row = await house.db.read((r) =>
        r.row<Record<(typeof columns)[number], string>>(
          sql.named(
            'bench_plain',
            sql`select name, mobile, address from bench.customer where id = ${body.customer}`,
          ),
        ),
      )
      return {
        customer: body.customer,
        purpose: body.purpose,
        grant: null,
        until: new Date(Date.now() + 300_000).toISOString(),
        left: null,
        leaf: { lane: 1, index: 0 },
        values: fields.map((field, i) => ({ field, sight: 'full', text: row![columns[i]!], because: [] })),
      }
    },
  })
const columns = ['name', 'mobile', 'address'] as const

async function serveOn(
  routes: readonly Route[],
  people: People,
  folder: string,
  closers: (() => Promise<unknown>)[],
): Promise<number> {
  const server: FastifyInstance = await buildServer({
    routes,
    authenticate: (given, address) => people.authenticate(given, address),
    health: () => Promise.resolve({ ok: true, database: 'up', ledger: 'whole' }),
    webFolder: folder,
    policyTexts: () => undefined,
    log: silentLog,
    metrics: openMetrics(),
    temporaryFolder: folder,
    limits: { addressPerMinute: Infinity, sessionPerMinute: Infinity, anonymousPostsPerMinute: Infinity },
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  closers.push(() => server.close())
  const address = server.server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function requestFor(body: object): string {
  const text = JSON.stringify(body)
  return [
    'POST /api/v1/readings HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    `cookie: mifeng=${token}`,
    `x-mifeng-csrf: ${csrfToken(token)}`,
    '',
    text,
  ].join('\r\n')
}

const ask = (client: ChildProcess, order: Order): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    client.once('error', reject)
    client.once('message', (outcome) => {
      client.off('error', reject)
      resolve(outcome as Outcome)
    })
    client.send(order)
  })

const push = (map: Map<string, number[]>, key: string, value: number): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!
const round2 = (value: number): number => Math.round(value * 100) / 100
