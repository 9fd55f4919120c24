import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { JobRunner } from '../../../floor/jobs/index.ts'
import type { Caller, Input } from '../../../gate/index.ts'
import { defaultQuota } from '../facts.ts'
import { clausesOf, mustGo, openUseHouse, type UseHouse } from '../fixture.ts'
import type { DocumentSearchReply } from './wire.ts'

let all: UseHouse
let archivist: Caller
let clerk: Caller
let customer: string

beforeAll(async () => {
  // The text of these documents is what stands in them: a child that gives it back as it is starts at once.
  const child = `let all='';process.stdin.on('data',(d)=>all+=d).on('end',()=>{const text=all.slice(all.indexOf('\\n')+1);
    if(all!=='')process.stdout.write(JSON.stringify({text:{text,pages:1,truncated:false,byPicture:0,unread:0}})+'\\n')})`
  all = await openUseHouse({ workshop: { argv: ['-e', child] } })
  archivist = await all.person('邓佳怡', { roles: ['archivist'], clearance: 4, scope: 'all' })
  clerk = await all.person('李晓彤', { clearance: 3 })
  customer = await all.customer({ 'person-name': '黄庭坚' }, { ownerId: clerk.personId })
})
afterAll(() => all.close())

async function call<T>(
  caller: Caller,
  path: string,
  o: { params?: object; body: object; file?: object },
): Promise<T | Refusal> {
  const found = [...all.custody.routes, ...all.use.routes].find((one) => one.method === 'POST' && one.path === path)! // prettier-ignore
  const input = {
    caller,
    params: found.params?.parse(o.params),
    body: found.body?.parse(o.body),
    file: o.file,
  }
  return (await found.run(input as unknown as Input)) as T | Refusal
}

async function attach(text: string, level: number, into = customer): Promise<string> {
  const bytes = Buffer.from(text)
  const file = { path: '', name: 'a.txt', size: bytes.length, bytes }
  const added = await call<{ id: string }>(archivist, '/customers/:id/attachments', { params: { id: into }, body: { level, title: '协议 13900001111' }, file }) // prettier-ignore
  const { id } = mustGo(added)
  const open = sql`select 1 from custody.document where attachment_id = ${id} and state <> 'done'`
  const runner = new JobRunner(all.house.db, all.house.clock, all.custody.jobs!, {})
  await expect
    .poll(async () => (await runner.runDue(), await all.house.db.read((r) => r.rows(open))), {
      timeout: 20_000,
    })
    .toEqual([])
  return id
}

const search = (who: Caller, q: string, more: object = {}) =>
  call<DocumentSearchReply>(who, '/documents/search', { body: { q, ...more } })
const found = async (who: Caller, q: string): Promise<string[]> =>
  mustGo(await search(who, q)).rows.map((row) => row.attachment)

test('a document is found by words of its content, also across a line break and in other widths', async () => {
  const id = await attach('本协议约定之独家代\n理权限，编号ＡＢ－2026', 2)
  for (const q of ['独家代理', '代理权限', 'ab-2026', '独家 编号', '独家代理权限'])
    expect(await found(clerk, q)).toEqual([id])
  expect(await found(clerk, '独家编号')).toEqual([])
})

test('its title is masked, and a passage is shown only for a stated purpose and reason, as a recorded reading', async () => {
  const id = await attach('赔偿上限为合同总额的百分之三十', 2)
  const [plain] = mustGo(await search(clerk, '赔偿上限')).rows
  expect(plain).toMatchObject({ attachment: id, passage: null })
  expect(plain!.title).not.toContain('13900001111')
  const [row] = mustGo(await search(clerk, '赔偿上限', { purpose: 'contract', reason: '核对赔偿条款' })).rows
  expect(row!.passage).toContain('赔偿上限为合同总额')
  const reading = (await all.entries('reading')).findLast((entry) => entry['verb'] === 'read')
  expect(reading).toMatchObject({ actor: clerk.personId, purpose: 'contract', detail: { attachments: [id] } })
  expect(JSON.stringify(await all.entries('reading'))).not.toContain('赔偿')
})

test('what needs an application is found, but shows no passage', async () => {
  const id = await attach('底价为四十五万元整', 3)
  const [row] = mustGo(await search(clerk, '底价为', { purpose: 'contract', reason: '核对报价条款' })).rows
  expect(row).toMatchObject({ attachment: id, passage: null })
})

test('above the clearance, or outside the reach, there is nothing: no row, no count, no sign that more follow', async () => {
  await attach('绝不外传之配方', 4)
  const low = await all.person('周文', { clearance: 2, scope: 'all' })
  const outside = await all.person('吴越', { clearance: 3 })
  for (const who of [clerk, low, outside])
    expect(mustGo(await search(who, '绝不外传'))).toEqual({
      total: 0,
      more: false,
      tooShort: false,
      rows: [],
    })
  expect(await found(outside, '独家代理')).toEqual([])
})

test('a removed document is not found any more', async () => {
  const id = await attach('暂行办法第七条', 2)
  expect(await found(clerk, '暂行办法')).toEqual([id])
  await call(archivist, '/customers/:id/attachments/:attachmentId/remove', { params: { id: customer, attachmentId: id }, body: { reason: '上传错误' } }) // prettier-ignore
  expect(await found(clerk, '暂行办法')).toEqual([])
})

test('everything that holds the words is found, whatever the page, and nothing twice', async () => {
  const ids: string[] = []
  for (let n = 0; n < 14; n++) ids.push(await attach(`第${n}号回执之签收单`, 2))
  const pages: string[] = []
  for (let page = 1; page <= 3; page++) {
    const answer = mustGo(await search(clerk, '签收单', { page, size: 5 }))
    expect(answer.more).toBe(page < 3)
    pages.push(...answer.rows.map((row) => row.attachment))
  }
  expect(pages.toSorted()).toEqual(ids.toSorted())
})

test('the hashes do not tell: the same words at another level look different, and guessing them needs the key', async () => {
  const rows = await all.house.db.read((r) =>
    r.rows<{ level: number; tokens: number[] }>(sql`select level, tokens from custody.document_tokens`),
  )
  const [two] = rows.filter((row) => row.level === 2)
  const [three] = rows.filter((row) => row.level === 3)
  expect(two!.tokens.some((token) => three!.tokens.includes(token))).toBe(false)
})

test('one letter is too short', async () => {
  expect(mustGo(await search(clerk, '价'))).toMatchObject({ tooShort: true, rows: [] })
})

test('passages of two documents at once keep the reason for each of them', async () => {
  const ids = [await attach('违约金按日计算之一', 2), await attach('违约金按日计算之二', 2)]
  const { rows } = mustGo(await search(clerk, '按日计算', { purpose: 'contract', reason: '核对违约条款' }))
  expect(rows.map((row) => row.attachment).toSorted()).toEqual(ids.toSorted())
  expect(rows.every((row) => row.passage?.includes('违约金'))).toBe(true)
})

test('searches sent at once do not slip through the limit of the day together', async () => {
  const fresh = await all.person('郑和', { clearance: 3, scope: 'all' })
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: all.house.timeZone }).format(all.house.clock.now())
  await all.house.db.transact((w) =>
    w.run(
      sql`insert into usage.tally (person_id, day, full_views, searches) values (${fresh.personId}, ${day}::date, 0, ${defaultQuota.searchesMax - 2})`,
    ),
  )
  const answers = await Promise.all(Array.from({ length: 6 }, () => search(fresh, '独家代理')))
  expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(2)
})

test('an administrator searches nothing; it is recorded', async () => {
  const admin = await all.person('郭安', { roles: ['system-admin'], clearance: 0 })
  clausesOf(await search(admin, '独家代理'))
  expect((await all.entries('reading')).at(-1)).toMatchObject({ verb: 'search', verdict: 'deny', actor: admin.personId }) // prettier-ignore
})
