import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SetClock } from '../../floor/clock.ts'
import { sql, type Sql } from '../../floor/database/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Caller } from '../../gate/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { clausesOf, mustGo, openUseHouse, type UseHouse } from './fixture.ts'
import { Tally } from './tally.ts'
import { listQuery, type ListQuery } from './wire.ts'

const clock = new SetClock('2026-11-24T02:00:00Z')
const idCard = '11010519491231002X'
let all: UseHouse
let boss: Caller
let li: Caller
let mine: string
beforeAll(async () => {
  all = await openUseHouse({ clock })
  boss = await all.person('王经理', { clearance: 4, scope: 'all' })
  li = await all.person('李雷', { manager: boss, clearance: 2 })
  mine = await all.customer(
    { 'person-name': '王小红', mobile: '13800138000', 'id-card': idCard, 'customer-grade': 'A' },
    { ownerId: li.personId },
  )
})
afterAll(() => all.close())

const query = (more: Partial<ListQuery> = {}): ListQuery => ({ ...listQuery.parse({}), ...more })
const search = async (who: Caller, q: string) => mustGo(await all.use.readings.list(who, query({ q })))
const open = (who: Caller, customer: string, codes: string[], more: object = {}) =>
  all.use.readings.open(who, {
    customer, fields: codes.map((code) => all.field(code)), purpose: 'service', mode: 'read', reason: '上门维修', ...more,
  }) // prettier-ignore

describe('what one sees of a file', () => {
  test('in scope masked, with a purpose and a reason whole; above the clearance hidden, with the way to more', async () => {
    const view = mustGo(await all.use.readings.view(li, mine))
    const seen = (code: string) => view.fields.find((field) => field.code === code)!
    expect(seen('mobile')).toMatchObject({ sight: 'masked', text: '138****8000', way: 'reason' })
    expect(seen('id-card')).toMatchObject({ sight: 'hidden', text: '', way: 'clearance' })
    expect(seen('wechat')).toMatchObject({ sight: 'absent', text: '', way: 'none' })
    expect(mustGo(await open(li, mine, ['mobile'])).values[0]).toMatchObject({
      sight: 'full',
      text: '13800138000',
    })
    expect(mustGo(await open(li, mine, ['mobile'], { reason: '' })).values[0]!.sight).toBe('masked')
    expect(mustGo(await open(li, mine, ['mobile'], { purpose: 'curiosity' })).values[0]!.sight).toBe('masked')
  })

  test('attack: a person out of scope opens and views the file', async () => {
    const han = await all.person('韩梅', { clearance: 3 })
    expect(clausesOf(await all.use.readings.view(han, mine))).not.toEqual([])
    expect(clausesOf(await open(han, mine, ['mobile']))).not.toEqual([])
    const denied = (await all.entries('reading')).filter((e) => e['actor'] === han.personId)
    expect(denied.map((e) => e['verdict'])).toEqual(['deny', 'deny'])
  })

  test('attack: an administrator lists, searches and views customers', async () => {
    for (const role of ['system-admin', 'security-admin', 'audit-admin']) {
      const admin = await all.person(role, { roles: [role], scope: 'all', clearance: 4 })
      expect(clausesOf(await all.use.readings.list(admin, query()))).toContain('6.1')
      expect(clausesOf(await all.use.readings.list(admin, query({ q: '王小红' })))).toContain('6.1')
      expect(clausesOf(await all.use.readings.view(admin, mine))).toContain('6.1')
      expect(clausesOf(await open(admin, mine, ['mobile']))).toContain('6.1')
      const recorded = (await all.entries('reading')).filter((e) => e['actor'] === admin.personId)
      expect(recorded.map((e) => e['verdict'])).toEqual(['deny', 'deny', 'deny', 'deny'])
    }
  })
})

describe('searching', () => {
  test('by part of the name, by the whole phone number, by file number; results are masked', async () => {
    const view = mustGo(await all.use.readings.view(li, mine))
    for (const q of ['小红', '13800138000', '138 0013 8000', view.fileNo]) {
      const found = await search(li, q)
      expect(found.rows.map((row) => row.id)).toEqual([mine])
      expect(JSON.stringify(found)).not.toContain('13800138000')
      expect(JSON.stringify(found)).not.toContain('王小红')
    }
  })

  test('attack: search by an identity number above the clearance finds nothing and leaks nothing', async () => {
    const found = await search(li, idCard)
    expect(found).toEqual({ ...(await search(li, '110105194912310038')) })
    expect(found).toMatchObject({ total: 0, rows: [], more: false })
    const cleared = await all.person('周审', { clearance: 3, scope: 'all' })
    expect((await search(cleared, idCard)).rows.map((row) => row.id)).toEqual([mine])
    const entry = (await all.entries('reading')).findLast(
      (e) => e['actor'] === li.personId && e['verb'] === 'search',
    )
    expect(entry).toMatchObject({ customers: [] })
    expect(JSON.stringify(entry)).not.toContain(idCard)
  })

  test('no more files are opened than fill the page, and one more to say that another follows', async () => {
    const seller = await all.person('卖多多', { manager: boss, clearance: 2 })
    for (let n = 0; n < 6; n += 1)
      await all.customer({ 'person-name': `欧阳多${n}` }, { ownerId: seller.personId })
    const page = async (number: number) =>
      mustGo(await all.use.readings.list(seller, query({ q: '欧阳多', page: number, size: 2 })))
    const opened = async () => {
      const [entry] = (await all.entries('reading')).slice(-1)
      return (entry!['customers'] as string[]).length
    }
    const first = await page(1)
    expect([first.rows.length, first.more, await opened()]).toEqual([2, true, 3])
    const last = await page(3)
    expect([last.rows.length, last.more, last.total, await opened()]).toEqual([2, false, 6, 6])
    const everywhere = [...first.rows, ...(await page(2)).rows, ...last.rows].map((row) => row.id)
    expect(new Set(everywhere).size).toBe(6)
  })

  test('attack: search by somebody out of scope finds nothing; under a running grant the file is found', async () => {
    const han = await all.person('韩梅二', { clearance: 3, manager: boss })
    expect((await search(han, '王小红')).rows).toEqual([])
    await all.granted(han, all.form([mine]))
    expect((await search(han, '王小红')).rows.map((row) => row.id)).toEqual([mine])
  })

  test('attack: search again at once after scope, clearance or employment were taken away', async () => {
    const { db } = all.house
    const wei = await all.person('魏来', { clearance: 2, scope: 'all', manager: boss })
    const held = await all.customer({ 'person-name': '慕容留' }, { ownerId: li.personId, level: 2 })
    const found = async () => {
      const answer = await all.use.readings.list(wei, query({ q: '慕容留' }))
      return isRefusal(answer) ? [] : answer.rows.map((row) => row.id)
    }
    expect(await found()).toEqual([held])
    const become = (change: Sql) =>
      db.transact((w) => w.run(sql`update people.person set ${change} where id = ${wei.personId}`))
    for (const [taken, given] of [
      [sql`clearance = 1`, sql`clearance = 2`],
      [sql`scope = 'own'`, sql`scope = 'all'`],
      [sql`left_at = now()`, sql`left_at = null`],
    ] as const) {
      await become(taken)
      expect(await found()).toEqual([])
      await become(given)
      expect(await found()).toEqual([held])
      expect(await found()).toEqual([held])
    }
  })

  test('a company and its address, found by the same words, comes once', async () => {
    const id = await all.customer(
      { 'company-name': '贺兰山矿业', address: '贺兰山路 8 号' },
      { ownerId: li.personId },
    )
    expect((await search(li, '贺兰山')).rows.map((row) => row.id)).toEqual([id])
  })

  test('a person without scope of work who holds a grant finds that file and no other', async () => {
    const none = await all.person('外协', { clearance: 3, scope: 'none', manager: boss })
    expect(mustGo(await all.use.readings.list(none, query())).rows).toEqual([])
    await all.granted(none, all.form([mine]))
    expect(mustGo(await all.use.readings.list(none, query())).rows.map((row) => row.id)).toEqual([mine])
  })

  test('nothing of a batch that was not released is found', async () => {
    const batchId = newId()
    await all.house.db.transact((w) =>
      w.run(sql`insert into custody.batch (id, created_at) values (${batchId}, ${clock.now()})`),
    )
    const id = await all.customer({ 'person-name': '隔离人' }, { batchId, ownerId: li.personId })
    expect((await search(li, '隔离人')).rows).toEqual([])
    expect(clausesOf(await all.use.readings.view(li, id))).toContain('2.2.2')
    await expect(all.use.applications.apply(li, all.form([id]))).rejects.toMatchObject({
      code: 'use.files-not-found',
    })
  })
})

describe('limits of a day', () => {
  test('attack: the clerk pages through everything; the quota refuses, and the refusal is recorded', async () => {
    await all.house.db.transact((w) =>
      w.run(sql`update people.company set settings = '{"quota":{"fullViewsMax":5,"searchesMax":4}}'`),
    )
    clock.advance(60_000)
    const clerk = await all.person('翻阅者', { clearance: 3 })
    const files: string[] = []
    for (let i = 0; i < 8; i += 1)
      files.push(await all.customer({ mobile: `1390000000${i}` }, { ownerId: clerk.personId }))
    const seen: string[] = []
    for (const file of files) seen.push(mustGo(await open(clerk, file, ['mobile'])).values[0]!.sight)
    expect(seen).toEqual(['full', 'full', 'full', 'full', 'full', 'masked', 'masked', 'masked'])
    const last = (await all.entries('reading')).findLast((e) => e['actor'] === clerk.personId)
    expect(last!['because']).toContain('4.1.2/view-quota')
    const found = []
    for (let i = 0; i < 6; i += 1)
      found.push(isRefusal(await all.use.readings.list(clerk, query({ q: '无此人' }))))
    expect(found).toEqual([false, false, false, false, true, true])
    expect((await all.entries('reading')).at(-1)).toMatchObject({ verb: 'search', verdict: 'deny' })
  })

  test('attack: the quota is raced by 40 requests at once', async () => {
    const clerk = await all.person('抢先者', { clearance: 3 })
    const file = await all.customer({ mobile: '13900000009' }, { ownerId: clerk.personId })
    const answers = await Promise.all(Array.from({ length: 40 }, () => open(clerk, file, ['mobile'])))
    const full = answers.filter((answer) => mustGo(answer).values[0]!.sight === 'full')
    expect(full.length).toBe(5)
    const searches = await Promise.all(
      Array.from({ length: 10 }, () => all.use.readings.list(clerk, query({ q: '无此人' }))),
    )
    expect(searches.filter((answer) => !isRefusal(answer)).length).toBe(4)
  })

  test('the count survives a restart and is taken over from other nodes', async () => {
    const clerk = await all.person('计数者')
    const one = new Tally(all.house.db, clock, all.house.timeZone)
    await one.of([clerk.personId])
    one.add(clerk.personId, 'fullViews', 3)
    one.add(clerk.personId, 'searches')
    await one.stop()
    const next = new Tally(all.house.db, clock, all.house.timeZone)
    expect((await next.of([clerk.personId])).get(clerk.personId)).toEqual({ fullViews: 3, searches: 1 })
    next.add(clerk.personId, 'fullViews')
    await next.stop()
    const third = new Tally(all.house.db, clock, all.house.timeZone)
    expect((await third.of([clerk.personId])).get(clerk.personId)).toEqual({ fullViews: 4, searches: 1 })
    const other = new Tally(all.house.db, clock, all.house.timeZone)
    await other.of([clerk.personId])
    third.add(clerk.personId, 'fullViews', 2)
    await third.flush()
    other.add(clerk.personId, 'searches')
    await other.flush()
    expect(other.now(clerk.personId)).toEqual({ fullViews: 6, searches: 2 })
    clock.advance(86_400_000)
    expect((await third.of([clerk.personId])).get(clerk.personId)).toEqual({ fullViews: 0, searches: 0 })
  })
})

describe('who can see this file', () => {
  test('every active person with sections, rights and reasons; no customer value; asking is recorded', async () => {
    const archivist = await all.person('档案员', { roles: ['archivist'], scope: 'none' })
    const holder = await all.person('持有人', { scope: 'none', manager: boss })
    const { grant } = await all.granted(holder, all.form([mine]))
    const answer = mustGo(await all.use.who.who(archivist, mine, { page: 1, size: 100 }))
    const row = (who: Caller) => answer.rows.find((one) => one.personId === who.personId)!
    const contact = (who: Caller) => row(who).sections.find((one) => one.section === 'contact')!
    expect(contact(holder)).toMatchObject({ sight: 'full', by: 'grant', full: 1 })
    expect(row(holder).grants).toEqual([grant])
    expect(contact(li)).toMatchObject({ sight: 'full', by: 'reason' })
    expect(row(li).sections.find((one) => one.section === 'documents')).toMatchObject({
      sight: 'hidden', by: 'none', because: ['3.2.1/clearance-covers-level'],
    }) // prettier-ignore
    expect(JSON.stringify(answer)).not.toMatch(/王小红|13800138000/)
    expect((await all.entries('who-can-see')).at(-1)).toMatchObject({
      actor: archivist.personId,
      customer: mine,
    })
  })

  test('people who see nothing are counted, not listed', async () => {
    const archivist = await all.person('档案员', { roles: ['archivist'], scope: 'none' })
    const before = mustGo(await all.use.who.who(archivist, mine, { page: 1, size: 1 }))
    const outsider = await all.person('旁人', { scope: 'none' })
    const after = mustGo(await all.use.who.who(archivist, mine, { page: 1, size: 100 }))
    expect([after.total, after.without]).toEqual([before.total, before.without + 1])
    expect(after.rows).toHaveLength(after.total)
    expect(after.rows.map((one) => one.personId)).not.toContain(outsider.personId)
    expect(after.rows.every((one) => one.sections.some(({ sight }) => sight !== 'hidden'))).toBe(true)
  })

  test('attack: a stranger to the file asks who can see it', async () => {
    const stranger = await all.person('外人', { clearance: 3 })
    expect(clausesOf(await all.use.who.who(stranger, mine, { page: 1, size: 20 }))).not.toEqual([])
  })
})

describe('purposes', () => {
  test('a purpose that the records officer put on the list opens a value; once closed it opens nothing', async () => {
    const archivist = await all.person('资料员', { roles: ['archivist'] })
    await all.purpose(archivist, 'fair')
    const sight = async (): Promise<string> =>
      mustGo(await open(li, mine, ['mobile'], { purpose: 'fair' })).values[0]!.sight
    expect(await sight()).toBe('full')
    await all.purpose(archivist, 'fair', { closed: true })
    expect(await sight()).toBe('masked')
  })
})

test('the ledger is whole after all of this', () => expectLedgerWhole(all.house))
