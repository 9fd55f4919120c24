import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApproval } from '../chapters/approval/index.ts'
import { type Custody, openCustody } from '../chapters/custody/index.ts'
import { openPeople } from '../chapters/people/index.ts'
import { statute } from '../chapters/statute.ts'
import { openUse, type Use } from '../chapters/use/index.ts'
import { listQuery } from '../chapters/use/wire.ts'
import { migrate, openDatabase, type OpenedDatabase, sql } from '../floor/database/index.ts'
import { isRefusal } from '../floor/errors.ts'
import { newId } from '../floor/ids.ts'
import { keyFile } from '../floor/keyring/index.ts'
import { silentLog } from '../floor/logging.ts'
import { type Caller, type House, rowFilter } from '../gate/index.ts'
import { openHouse } from '../gate/open-house.ts'

const surnames = Array.from(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余',
)
const letters = Array.from(
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰萍红建国文辉力志永健世广义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子杰涵浩宇轩梓晨欣怡雨泽博思佳琪瑶璐晓雪梅琴素云莲真环爱妹香月莺媛瑞凡嘉琼勤珍贞莉',
)

/**
 * Search for a part of a name over sealed files (goal G8): query hashes, blind index, opening of candidates,
 * comparison, masking, and the durable entry in the ledger, all included.
 * - p50_ms, p95_ms: the first page (20 files, as the page asks for) for two-character fragments of given names, drawn
 *   at random.
 * - all_p50_ms, all_p95_ms: the same with every match up to 200 opened and handed out in one page.
 * - index_p50_ms: the part that the index takes.
 * - recall: files found of those that hold the fragment, known from the plain names (queries with at most 200 hits).
 * - like_ratio: `like '%…%'` over the same names in a plain table without index, same limit, against ours; in turn.
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const count = quick ? 80_000 : 1_000_000
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-'))
  const opened = await openDatabase({ dataFolder: folder })
  const closers: (() => Promise<unknown>)[] = []
  try {
    await migrate(opened.owner.connection)
    const house = await openHouse({
      db: opened.db, statute, dataFolder: folder, rootKey: keyFile(join(folder, 'root.key'), () => undefined), log: silentLog,
    }) // prettier-ignore
    closers.push(() => house.close())
    const people = openPeople(house)
    const approval = openApproval(house, people)
    const custody = openCustody(house, people, approval)
    const use = openUse(house, people, approval, custody)
    await house.keyring.ensureLevelKeys([1, 2, 3, 4])
    await house.db.transact((w) => custody.seed(w, 'company'))
    await use.start?.()
    closers.push(async () => use.stop?.())
    const names = await fill(opened, house, custody, count)
    const caller = await reader(house)
    const person = (await people.personFacts([caller.personId])).get(caller.personId)!
    const filter = rowFilter(person, Date.now())
    const index = (text: string): Promise<string[]> =>
      house.db.read((r) => custody.searchRows(r, filter, custody.queryTokens(text), 200))
    return await measure(house, use, caller, names, index, quick ? 120 : 400)
  } finally {
    for (const close of closers.reverse()) await close()
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  house: House,
  use: Use,
  caller: Caller,
  names: ReadonlyMap<string, string>,
  index: (text: string) => Promise<string[]>,
  queries: number,
): Promise<Record<string, number>> {
  const ours: number[] = []
  const all: number[] = []
  const indexed: number[] = []
  const like: number[] = []
  const answers: [string, ReadonlySet<string>][] = []
  for (let turn = -10; turn < queries; turn += 1) {
    const text = draw(letters) + draw(letters)
    const [, mine] = await timed(() => search(use, caller, text, 20))
    const [rows, whole] = await timed(() => search(use, caller, text, 200))
    const [, inIndex] = await timed(() => index(text))
    if (turn < 0) continue
    ours.push(mine)
    all.push(whole)
    indexed.push(inIndex)
    answers.push([text, rows])
    if (turn % 10 > 0) continue
    const [, plain] = await timed(() =>
      house.db.read((r) => r.rows(sql`select id from bench.name where name like ${`%${text}%`} limit 200`)),
    )
    like.push(plain)
  }
  // Afterwards: going through all names between two searches would be felt in the next one.
  let wanted = 0
  let found = 0
  for (const [text, rows] of answers) {
    const truth = [...names].filter(([, name]) => name.includes(text)).map(([id]) => id)
    if (truth.length > 200) continue
    wanted += truth.length
    found += truth.filter((id) => rows.has(id)).length
  }
  const at = (list: number[], share: number): number =>
    list.toSorted((a, b) => a - b)[Math.floor(list.length * share)] ?? 0
  return {
    p50_ms: round2(at(ours, 0.5)),
    p95_ms: round2(at(ours, 0.95)),
    all_p50_ms: round2(at(all, 0.5)),
    all_p95_ms: round2(at(all, 0.95)),
    recall: wanted === 0 ? 0 : found / wanted,
    like_ratio: round2(at(like, 0.5) / at(all, 0.5)),
    index_p50_ms: round2(at(indexed, 0.5)),
    names: names.size,
  }
}

/** One search, its first page with `size` rows. */
async function search(use: Use, caller: Caller, q: string, size: number): Promise<Set<string>> {
  const list = await use.readings.list(caller, { ...listQuery.parse({}), q, size })
  if (isRefusal(list)) throw new Error(`refused: ${list.because.join()}`)
  return new Set(list.rows.map((row) => row.id))
}

/** Files that many customers, and their names once more in a plain table; the search index is built at the end. */
async function fill(
  opened: OpenedDatabase,
  house: House,
  custody: Custody,
  count: number,
): Promise<ReadonlyMap<string, string>> {
  await opened.owner.transact(async (w) => {
    await w.run(sql`create schema bench`)
    await w.run(sql`create table bench.name (id uuid primary key, name text not null)`)
    await w.run(sql`grant usage on schema bench to mifeng_app`)
    await w.run(sql`grant select, insert on bench.name to mifeng_app`)
    await w.run(sql`drop index custody.search_tokens_gin`)
  })
  const field = (await custody.catalogue()).byCode.get('person-name')!.id
  const names = new Map<string, string>()
  for (let from = 0; from < count; from += 2000) {
    const batch = Array.from({ length: Math.min(2000, count - from) }, () => ({
      id: newId(),
      name: draw(surnames) + draw(letters) + draw(letters),
    }))
    for (const { id, name } of batch) names.set(id, name)
    await house.db.transact(async (w) => {
      const numbers = await custody.nextFileNos(w, batch.length)
      await custody.insertCustomers(
        w,
        batch.map(({ id, name }, i) => ({
          id, fileNo: numbers[i]!, kind: 'person', level: 1, legalBasis: 'contract', createdBy: id, values: new Map([[field, name]]),
        })),
      ) // prettier-ignore
      await w.run(
        sql`insert into bench.name select * from unnest(${batch.map((b) => b.id)}::uuid[], ${batch.map((b) => b.name)}::text[])`,
      )
    })
  }
  await opened.owner.transact(async (w) => {
    await w.run(sql`set local statement_timeout = 0`)
    await w.run(sql`create index search_tokens_gin on custody.search_tokens using gin (tokens)`)
    await w.run(sql`analyze custody.search_tokens`)
    await w.run(sql`analyze custody.customer`)
    await w.run(sql`analyze bench.name`)
  })
  return names
}

/** Somebody who may search everywhere, as often as it takes. */
async function reader(house: House): Promise<Caller> {
  const [personId, accountId] = [newId(), newId()]
  const now = new Date()
  await house.db.transact(async (w) => {
    await w.run(sql`insert into people.company (id, name, ledger_id, level_preset, set_up_at, settings)
      values (${newId()}, '示例', ${house.ledger.id}, 'company', ${now}, '{"quota":{"searchesMax":2000000000}}')`)
    await w.run(sql`insert into people.person (id, employee_no, name, employment, clearance, scope)
      values (${personId}, '1001', '李雷', 'regular', 3, 'all')`)
    await w.run(sql`insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_at)
      values (${accountId}, ${personId}, '1001', '-', ${now}, false, ${now})`)
  })
  return {
    personId, accountId, sessionId: newId(), roles: [], name: '李雷', employeeNo: '1001', address: '127.0.0.1', channel: 'api',
  } // prettier-ignore
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now()
  const value = await work()
  return [value, performance.now() - start]
}
const draw = (list: readonly string[]): string => list[Math.floor(Math.random() * list.length)]!
const round2 = (value: number): number => Math.round(value * 100) / 100
