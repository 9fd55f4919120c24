import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApproval } from '../chapters/approval/index.ts'
import { openCollection } from '../chapters/collection/index.ts'
import { type Custody, openCustody } from '../chapters/custody/index.ts'
import { openPeople } from '../chapters/people/index.ts'
import { statute } from '../chapters/statute.ts'
import { openUse, type Use } from '../chapters/use/index.ts'
import { listQuery } from '../chapters/use/wire.ts'
import { insertMany, migrate, openDatabase, type OpenedDatabase, sql } from '../floor/database/index.ts'
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

/** A given name that one customer in fifty bears. */
const common = '建国'
/** Searches before measuring: a server that has run for a minute, not one that has just started. */
const warmUp = 300

/**
 * Search for a part of a name over sealed files (goal G8): query hashes, blind index, opening of candidates,
 * comparison, masking, and the durable entry in the ledger, all included.
 * - p50_ms, p95_ms: the first page (20 files, as the page asks for) for two-character fragments of given names, drawn
 *   at random.
 * - all_p50_ms, all_p95_ms: the same with every match up to 200 opened and handed out in one page.
 * - common_p95_ms: the first 200 of a name that one in fifty bears, all of them opened.
 * - find_p50_ms: the part that the index and the loading of the sealed candidates take.
 * - recall: files found of those that hold the fragment, known from the plain names (queries with at most 200 hits).
 * - like_ratio: `like '%…%'` over the same names in a plain table without index, same limit, against ours; in turn.
 * - load_per_s, peak_mb: filing these customers sealed and indexed, and the most memory of this process.
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
    const use = openUse(house, people, approval, custody, openCollection(house, people, custody))
    await house.keyring.ensureLevelKeys([1, 2, 3, 4])
    await house.db.transact((w) => custody.seed(w, 'company'))
    await use.start?.()
    closers.push(async () => use.stop?.())
    const [, loadingMs] = await timed(() => fill(opened, house, custody, count))
    const caller = await reader(house)
    const person = (await people.personFacts([caller.personId])).get(caller.personId)!
    const filter = rowFilter(person, Date.now())
    const find = async (text: string): Promise<void> =>
      void (await custody.findFiles(filter, custody.queryTokens(text), { most: 21 }))
    const figures = await measure(house, use, caller, find, quick ? 120 : 400)
    const peak = Math.round(process.resourceUsage().maxRSS / 1024)
    return { ...figures, names: count, load_per_s: Math.round(count / (loadingMs / 1000)), peak_mb: peak }
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
  find: (text: string) => Promise<void>,
  queries: number,
): Promise<Record<string, number>> {
  const [ours, all, found, often, like]: number[][] = [[], [], [], [], []]
  const answers = new Map<string, ReadonlySet<string>>()
  for (let turn = -warmUp; turn < queries; turn += 1) {
    const text = draw(letters) + draw(letters)
    const [, mine] = await timed(() => search(use, caller, text, 20))
    const [rows, whole] = await timed(() => search(use, caller, text, 200))
    const [, inIndex] = await timed(() => find(text))
    if (turn < 0) continue
    ours!.push(mine)
    all!.push(whole)
    found!.push(inIndex)
    answers.set(text, rows)
    if (turn % 10 > 0) continue
    const [, frequent] = await timed(() => search(use, caller, common, 200))
    often!.push(frequent)
    const [, plain] = await timed(() =>
      house.db.read((r) => r.rows(sql`select id from bench.name where name like ${`%${text}%`} limit 200`)),
    )
    like!.push(plain)
  }
  const at = (list: number[] | undefined, share: number): number =>
    list!.toSorted((a, b) => a - b)[Math.floor(list!.length * share)] ?? 0
  return {
    p50_ms: round2(at(ours, 0.5)),
    p95_ms: round2(at(ours, 0.95)),
    all_p50_ms: round2(at(all, 0.5)),
    all_p95_ms: round2(at(all, 0.95)),
    common_p95_ms: round2(at(often, 0.95)),
    find_p50_ms: round2(at(found, 0.5)),
    recall: await recallOf(house, answers),
    like_ratio: round2(at(like, 0.5) / at(all, 0.5)),
  }
}

/** Share found of the files whose plain name holds the fragment; told by the plain table afterwards, in one pass. */
async function recallOf(house: House, answers: ReadonlyMap<string, ReadonlySet<string>>): Promise<number> {
  const texts = [...answers.keys()]
  const truth = new Map(texts.map((text): [string, string[]] => [text, []]))
  const rows = await house.db.read((r) =>
    r.rows<{ id: string; pair: string }>(sql`
      select distinct n.id, substr(n.name, at, 2) as pair from bench.name n, generate_series(1, 3) at
      where substr(n.name, at, 2) = any(${texts}::text[])`),
  )
  for (const { id, pair } of rows) truth.get(pair)!.push(id)
  let wanted = 0
  let found = 0
  for (const [text, ids] of truth) {
    if (ids.length > 200) continue
    wanted += ids.length
    found += ids.filter((id) => answers.get(text)!.has(id)).length
  }
  return wanted === 0 ? 0 : found / wanted
}

/** One search, its first page with `size` rows. */
async function search(use: Use, caller: Caller, q: string, size: number): Promise<Set<string>> {
  const list = await use.readings.list(caller, { ...listQuery.parse({}), q, size })
  if (isRefusal(list)) throw new Error(`refused: ${list.because.join()}`)
  return new Set(list.rows.map((row) => row.id))
}

const perTransaction = 2000

/** Files that many customers batch by batch, the search index included, and their names once more in a plain table. */
async function fill(opened: OpenedDatabase, house: House, custody: Custody, count: number): Promise<void> {
  await opened.owner.transact(async (w) => {
    await w.run(sql`create schema bench`)
    await w.run(sql`create table bench.name (id uuid primary key, name text not null)`)
    await w.run(sql`grant usage on schema bench to mifeng_app`)
    await w.run(sql`grant select, insert on bench.name to mifeng_app`)
  })
  const field = (await custody.catalogue()).byCode.get('person-name')!.id
  for (let from = 0; from < count; from += perTransaction) {
    const batch = Array.from({ length: Math.min(perTransaction, count - from) }, (_, i) => ({
      id: newId(),
      name: draw(surnames) + (i % 50 === 0 ? common : draw(letters) + draw(letters)),
    }))
    await house.db.transact(async (w) => {
      const numbers = await custody.nextFileNos(w, batch.length)
      await custody.insertCustomers(
        w,
        batch.map(({ id, name }, i) => ({
          id, fileNo: numbers[i]!, kind: 'person', level: 1, legalBasis: 'contract', createdBy: id, values: new Map([[field, name]]),
        })),
      ) // prettier-ignore
      await insertMany(
        w,
        'bench.name',
        { id: 'uuid', name: 'text' },
        batch.map(({ id, name }) => [id, name]),
      )
    })
  }
  await opened.owner.transact(async (w) => {
    await w.run(sql`set local statement_timeout = 0`)
    await w.run(sql`analyze`)
  })
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
