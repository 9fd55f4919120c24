import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { openCollection } from '../chapters/collection/index.ts'
import { openCustody } from '../chapters/custody/index.ts'
import { statute } from '../chapters/statute.ts'
import { NaturalBatch } from '../floor/batch.ts'
import { insertMany, migrate, sql } from '../floor/database/index.ts'
import { openDatabase } from '../floor/database/open.ts'
import { isRefusal } from '../floor/errors.ts'
import { newId } from '../floor/ids.ts'
import { keyFile } from '../floor/keyring/index.ts'
import { silentLog } from '../floor/logging.ts'
import type { Caller, PersonFacts, Route } from '../gate/index.ts'
import { openHouse } from '../gate/open-house.ts'

const clients = 64
const codes = ['person-name', 'mobile', 'email', 'address', 'remark'] as const

/** One invented customer's values, in the order of `codes`. */
const valuesOf = (n: number): string[] => [
  `王${'伟芳娜敏静丽强磊'[n % 8]!}${'明华国'[n % 3]!}`,
  `138${String(n % 100_000_000).padStart(8, '0')}`,
  `u${n}@example.com`,
  `浙江省杭州市西湖区文三路${(n % 900) + 1}号`,
  n % 5 === 0 ? '周三回访' : '老客户',
]

/**
 * Customers taken in one by one (64 at once) and in bulk, as the routes do it after HTTP: checked, decided with reasons,
 * sealed, hashed for search, recorded, durable. Beside it the same rows put into a plain table on the same stack: the same
 * sharing of transactions for those that come at once, no gate, no seal, no index of hashes, no record.
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-'))
  const place = await openPlace(folder)
  const singles = quick ? 1000 : 10_000
  const bulks = quick ? 4000 : 40_000
  try {
    await place.single(500, 0)
    await place.plain(500, 0)
    const single = await perSecond(singles, () => place.single(singles, 10_000_000))
    const plain = await perSecond(singles * 2, () => place.plain(singles * 2, 10_000_000))
    const forms = await perSecond(singles, () => place.forms(singles, 50_000_000))
    const bulk = await perSecond(bulks, () => place.bulk(bulks, 20_000_000))
    const again = await perSecond(bulks, () => place.bulk(bulks, 20_000_000))
    const plainBulk = await perSecond(bulks, () => place.plainBulk(bulks, 20_000_000))
    const ratio = (one: number, other: number): number => Math.round((one / other) * 100) / 100
    return {
      upserts_per_s: Math.round(single),
      forms_per_s: Math.round(forms),
      bulk_per_s: Math.round(bulk),
      unchanged_per_s: Math.round(again),
      plain_per_s: Math.round(plain),
      plain_bulk_per_s: Math.round(plainBulk),
      upsert_ratio: ratio(single, plain),
      forms_ratio: ratio(forms, plain),
      bulk_ratio: ratio(bulk, plainBulk),
    }
  } finally {
    await place.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return count / ((performance.now() - begun) / 1000)
}

/** So many at once until all are done. */
async function atOnce(count: number, one: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) await one(next++)
  }
  await Promise.all(Array.from({ length: clients }, worker))
}

const noApproval: Parameters<typeof openCustody>[2] = {
  register: () => undefined,
  submit: () => Promise.reject(new Error('no forms here')),
  resubmit: () => Promise.reject(new Error('no forms here')),
  instance: () => Promise.resolve(undefined),
  straightTo: () => Promise.resolve(undefined),
  knownFiles: () => Promise.resolve([]),
  notify: () => Promise.resolve(),
}

async function openPlace(folder: string) {
  const opened = await openDatabase({ dataFolder: folder })
  await migrate(opened.owner.connection)
  const house = await openHouse({
    db: opened.db,
    statute,
    dataFolder: folder,
    log: silentLog,
    rootKey: keyFile(join(folder, 'root.key'), () => undefined),
  })
  const facts = new Map<string, PersonFacts>()
  const people = {
    knownFiles: () => Promise.resolve([]),
    personFacts: () => Promise.resolve(facts),
    names: () => Promise.resolve(new Map()),
    holdersOf: () => Promise.resolve([]),
  }
  const custody = openCustody(house, people, noApproval)
  await house.db.transact((w) => custody.seed(w, 'company'))
  await custody.start?.()
  const collection = openCollection(house, people, custody)
  await house.db.transact((w) => collection.seed(w))
  const { byCode } = await custody.catalogue()
  const fields = new Set(codes.map((code) => byCode.get(code)!.id))
  const [owner, account] = [newId(), newId()]
  await opened.owner.transact(async (w) => {
    await w.run(
      sql`insert into people.person (id, employee_no, name, employment) values (${owner}, 'B1', 'Deng', 'regular'), (${account}, '@0001', 'CRM', 'service')`,
    )
    await w.run(sql`insert into people.service_account (person_id, owner_id, kind, task, purpose, expires_on, created_by, created_at, intake)
      values (${account}, ${owner}, 'system', 'bench', 'service', '2999-01-01', ${owner}, now(), ${sql.json({ rowsPerDay: 10_000_000 })})`)
    await w.run(
      sql`create table plain_customer (id uuid primary key, system text, key text, a text, b text, c text, d text, e text, at timestamptz, unique (system, key))`,
    )
  })
  const source = (
    await collection.addSource(owner, { name: 'CRM', kind: 'direct', legalBasis: 'contract', note: '' })
  ).id
  const person: PersonFacts = {
    id: account, active: true, mustChangePassword: false, clearance: 4, scope: 'all', roles: new Set(), departments: new Set(),
    reach: 'everything', authority: 'everything', unmet: new Set(),
  } // prettier-ignore
  const limits = { fields: new Set<number>(), verbs: new Set<string>(), maskedOnly: true, owner }
  const intake = {
    system: 'crm',
    fields,
    purposes: new Set(['service']),
    source,
    channel: 'api',
    ownerRoles: new Set(['archivist']),
  }
  facts.set(account, { ...person, service: { ...limits, intake } })
  facts.set(owner, { ...person, id: owner, roles: new Set(['archivist']) })
  return {
    ...ours({ collection, custody, house, account, owner, source }),
    ...theirs(opened.owner),
    close: async () => {
      await house.close()
      await opened.close()
    },
  }
}

interface Parts {
  readonly collection: ReturnType<typeof openCollection>
  readonly custody: ReturnType<typeof openCustody>
  readonly house: Awaited<ReturnType<typeof openHouse>>
  readonly account: string
  readonly owner: string
  readonly source: string
}

function ours({ collection, custody, account, owner, source, house }: Parts) {
  const find = (method: string, path: string): Route =>
    collection.routes.find((route) => route.method === method && route.path === path)!
  const put = find('PUT', '/intake/customers/:system/:key')
  const many = find('POST', '/intake/customers/bulk')
  const caller = { personId: account, token: { id: newId() } } as unknown as Caller
  const body = (n: number) => ({
    kind: 'person',
    values: Object.fromEntries(valuesOf(n).map((value, at) => [codes[at]!, value])),
    purposes: ['service'],
    legalBasis: 'contract',
  })
  const runs = async (route: Route, input: object): Promise<unknown> => {
    const answer = await route.run({ caller, signal: new AbortController().signal, ...input } as never)
    if (isRefusal(answer)) throw new Error(`refused: ${answer.because.join()}`)
    return answer
  }
  const shared = new NaturalBatch<number, true>(
    async (list) => {
      const { byCode } = await custody.catalogue()
      await house.db.transact(async (w) => {
        for (const n of list) {
          const values = new Map(valuesOf(n).map((value, at) => [byCode.get(codes[at]!)!.id, value]))
          const input = {
            kind: 'person',
            purposes: ['service'],
            legalBasis: 'contract',
            channel: 'web',
          } as const
          const answer = await collection.takeIn(w, { ...input, actor: owner, values, sourceId: source })
          if (isRefusal(answer)) throw new Error('refused')
        }
      })
      return list.map(() => true as const)
    },
    { most: 100 },
  )
  return {
    single: (count: number, from: number) =>
      atOnce(count, async (n) => {
        await runs(put, {
          params: { system: 'crm', key: `C-${from + n}` },
          query: { dryRun: 'no' },
          body: body(from + n),
        })
      }),
    forms: (count: number, from: number) =>
      atOnce(count, async (n) => {
        await shared.get(from + n)
      }),
    bulk: async (count: number, from: number) => {
      const stream = Readable.from(
        (function* () {
          for (let n = 0; n < count; n += 1)
            yield Buffer.from(`${JSON.stringify({ key: `B-${from + n}`, ...body(from + n) })}\n`)
        })(),
      )
      const query = { system: 'crm', dryRun: 'no', results: 'problems' }
      const answer = (await runs(many, { stream, query })) as {
        rows: number
        mistakes: number
        refused: number
      }
      if (answer.rows !== count || answer.mistakes + answer.refused > 0)
        throw new Error('not all were taken in')
    },
  }
}

function theirs(owner: Awaited<ReturnType<typeof openDatabase>>['owner']) {
  const columns = {
    id: 'uuid', system: 'text', key: 'text', a: 'text', b: 'text', c: 'text', d: 'text', e: 'text', at: 'timestamptz',
  } as const // prettier-ignore
  const insert = async (list: readonly number[], prefix: string): Promise<readonly true[]> => {
    const rows = list.map((n) => [newId(), 'crm', `${prefix}-${n}`, ...valuesOf(n), new Date()])
    await owner.transact((w) => insertMany(w, 'public.plain_customer', columns, rows))
    return list.map(() => true as const)
  }
  const batch = new NaturalBatch<number, true>((list) => insert(list, 'C'), { most: 100 })
  return {
    plain: (count: number, from: number) =>
      atOnce(count, async (n) => {
        await batch.get(from + n)
      }),
    plainBulk: async (count: number, from: number) => {
      for (let at = 0; at < count; at += 200)
        await insert(
          Array.from({ length: Math.min(200, count - at) }, (_, n) => from + at + n),
          'B',
        )
    },
  }
}
