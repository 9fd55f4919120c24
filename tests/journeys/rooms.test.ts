import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { enqueue } from '../../floor/jobs/index.ts'
import {
  type Actor,
  type Answer,
  entriesOf,
  expectLedgerWhole,
  type Loose,
  openTestOffice,
  refusedBy,
  type TestOffice,
} from '../support/cast.ts'

/** The record room of the company (3.2.3): Wang answers for it, Deng keeps the archive, Li and Han come and go. */

let office: TestOffice
let room: string
const visitor = { name: '访客甲', organisation: '示例咨询公司', idLast: '003X' }
beforeAll(async () => {
  office = await openTestOffice({ at: '2026-11-24T02:00:00Z' })
  const made = await office.deng.gets('POST', '/rooms', {
    name: '一号档案室', kind: 'records', place: '三楼 302', keeperId: office.wang.personId, level: 3,
  }) // prettier-ignore
  room = made.id
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const passes = (minutes: number): void => office.clock.advance(minutes * 60_000)
const hour = (hours: number): string =>
  new Date(office.clock.now().getTime() + hours * 3_600_000).toISOString()
const asksFor = (who: Actor, more: object = {}): Promise<Answer> =>
  who.asks('POST', '/visits', {
    roomId: room,
    purpose: '查阅合同原件',
    startsAt: hour(0),
    endsAt: hour(2),
    ...more,
  })
const decides = (who: Actor, id: string, decision = 'approve', opinion = ''): Promise<Answer> =>
  who.asks('POST', `/visits/${id}/decide`, { decision, opinion })
const signsIn = (by: Actor, who: Actor, more: object = {}): Promise<Answer> =>
  by.asks('POST', '/room-entries', { roomId: room, personId: who.personId, purpose: '取件', ...more })
const leaves = (by: Actor, id: string, body: object = {}): Promise<Answer> =>
  by.asks('POST', `/room-entries/${id}/leave`, body)
const register = async (who: Actor, query = ''): Promise<Loose[]> =>
  (await who.gets('GET', `/room-entries?size=200${query}`)).rows
const refused = (answer: Answer): [number, string] => [answer.status, String(refusedBy(answer)[0])]
const code = (answer: Answer): [number, string] => [answer.status, answer.body.mistake?.code]
const today = (): string => office.clock.now().toISOString().slice(0, 10)
const personIn = async (who: Actor): Promise<Loose> =>
  (await register(office.deng, '&state=inside')).find((row) => row.person?.id === who.personId)

test('an archivist who makes himself keeper of a room is refused, and so is whoever has no office for it', async () => {
  const { deng, li } = office
  const body = { name: '二号档案室', kind: 'records', place: '四楼', keeperId: deng.personId, level: 3 }
  expect(refused(await deng.asks('POST', '/rooms', body))).toEqual([403, '3.2.3'])
  expect((await li.asks('POST', '/rooms', { ...body, keeperId: li.personId })).status).toBe(403)
  const again = { ...body, name: '一号档案室', keeperId: office.wang.personId }
  expect(code(await deng.asks('POST', '/rooms', again))).toEqual([409, 'rooms.name-taken'])
  const found = (await deng.gets('GET', '/rooms')).rows[0]
  const mine = { name: found.name, kind: 'records', place: found.place, level: 3, version: 1, closed: false }
  expect(refused(await deng.asks('PUT', `/rooms/${room}`, { ...mine, keeperId: deng.personId }))[0]).toBe(403)
  const notices = (await office.wang.gets('GET', '/notices')).rows
  expect(notices.some((one: Loose) => one.kind === 'room-changed')).toBe(true)
})

test('two offices add a room of one name at once: one is made, the other hears why not', async () => {
  const body = { name: '机房', kind: 'server', place: '一楼', keeperId: office.wang.personId, level: 2 }
  const both = await Promise.all([office.deng, office.qian].map((who) => who.asks('POST', '/rooms', body)))
  expect(both.map((one) => one.status).sort((a, b) => a - b)).toEqual([200, 409])
})

test('Li without standing entry is not signed in, asks the keeper, comes in and leaves', async () => {
  const { deng, li, wang } = office
  expect(refused(await signsIn(deng, li))).toEqual([403, '3.2.3'])
  const made = await asksFor(li)
  expect(made.body.number).toBe('CR-2026-0001')
  expect(refused(await signsIn(deng, li))).toEqual([403, '3.2.3'])
  expect((await decides(wang, made.body.id)).status).toBe(200)
  const entry = await signsIn(deng, li)
  expect(entry.status, entry.text).toBe(200)
  expect(code(await signsIn(wang, li))).toEqual([409, 'rooms.inside-already'])
  passes(5)
  expect((await leaves(deng, entry.body.id)).status).toBe(200)
  expect(code(await leaves(deng, entry.body.id))).toEqual([409, 'rooms.left-already'])
  expect((await register(li))[0]).toMatchObject({ basis: 'approved', overdue: false, late: false })
  expect(await register(office.han)).toEqual([])
})

test('an employee who signs himself in without keeping the register is refused', async () => {
  expect(refused(await signsIn(office.li, office.li))[0]).toBe(403)
})

test('standing entry is given by keeper or archivist, to nobody by himself, and ends', async () => {
  const { deng, li, wang, han, zhou } = office
  const gives = (by: Actor, to: Actor, until = '2027-01-31'): Promise<Answer> =>
    by.asks('POST', `/rooms/${room}/standing`, { personId: to.personId, until })
  expect(refused(await gives(deng, deng))).toEqual([403, '3.2.3'])
  expect((await gives(li, han)).status).toBe(403)
  expect((await gives(zhou, han)).status).toBe(403)
  expect(code(await gives(deng, han, '2026-11-23'))).toEqual([422, 'rooms.until-past'])
  expect(code(await gives(deng, han, '2036-11-23'))).toEqual([422, 'rooms.until-past'])
  const given = await gives(wang, han, today())
  expect(given.status).toBe(200)
  const entry = await signsIn(deng, han)
  expect(entry.status).toBe(200)
  await leaves(deng, entry.body.id)
  expect((await li.asks('GET', `/rooms/${room}/standing`)).status).toBe(404)
  expect((await wang.asks('POST', `/room-standing/${given.body.id}/end`, {})).status).toBe(200)
  expect(code(await wang.asks('POST', `/room-standing/${given.body.id}/end`, {}))).toEqual([
    409,
    'rooms.standing-ended',
  ])
  expect(refused(await signsIn(deng, han))).toEqual([403, '3.2.3'])
})

test('an entry is never backdated: no moment of entering is taken, and the database keeps it as written', async () => {
  const answer = await signsIn(office.deng, office.wang, { enteredAt: '2026-11-01T00:00:00Z' })
  expect(answer.status).toBe(400)
  const entry = await signsIn(office.deng, office.wang)
  expect(entry.status).toBe(200)
  const change = office.house.db.transact((w) =>
    w.run(sql`update custody.entry set entered_at = entered_at - interval '1 day'`),
  )
  await expect(change).rejects.toThrow()
  await expect(office.house.db.transact((w) => w.run(sql`delete from custody.entry`))).rejects.toThrow()
})

test('a sign-out before the entry, in the future, or later on without a reason is not taken', async () => {
  const { deng, wang } = office
  const { id, enteredAt } = await personIn(wang)
  passes(8)
  const before = new Date(Date.parse(enteredAt) - 60_000).toISOString()
  expect(code(await leaves(deng, id, { leftAt: before, remark: '补登' }))).toEqual([
    422,
    'rooms.left-before-entry',
  ])
  expect(code(await leaves(deng, id, { leftAt: hour(1), remark: '补登' }))).toEqual([
    422,
    'rooms.left-before-entry',
  ])
  expect(code(await leaves(deng, id, { leftAt: hour(-0.1) }))).toEqual([422, 'rooms.late-remark'])
  expect((await leaves(deng, id, { leftAt: hour(-0.1), remark: '当时门口无人登记' })).status).toBe(200)
  const line = (await register(deng)).find((row) => row.id === id)
  expect(line).toMatchObject({ late: true, remark: '当时门口无人登记' })
})

test('an applicant who approves his own visitor, or has himself named as host by another, is refused', async () => {
  const { li, wang, gu } = office
  const withVisitor = { visitor, escortId: li.personId }
  expect(code(await asksFor(wang, { visitor }))).toEqual([422, 'rooms.visitor-incomplete'])
  const own = await asksFor(wang, withVisitor)
  expect(refused(await decides(wang, own.body.id))).toEqual([403, '3.2.3'])
  const throughLi = await asksFor(li, { ...withVisitor, hostId: wang.personId })
  expect(refused(await decides(wang, throughLi.body.id))).toEqual([403, '3.2.3'])
  expect((await decides(office.deng, own.body.id)).status).toBe(403)
  expect(code(await decides(gu, own.body.id, 'refuse'))).toEqual([422, 'rooms.refusal-reason'])
  expect((await decides(gu, own.body.id, 'refuse', '当日盘点')).status).toBe(200)
  expect((await gu.asks('POST', `/visits/${throughLi.body.id}/withdraw`, {})).status).toBe(403)
  expect((await li.asks('POST', `/visits/${throughLi.body.id}/withdraw`, {})).status).toBe(200)
})

test.each([
  ['over midnight', 10, 20],
  ['ended before it begins', 2, 1],
  ['over already', -3, -2],
  ['too far ahead', 24 * 120, 24 * 120 + 1],
])('hours that are %s are not taken', async (_what, from, until) => {
  const answer = await asksFor(office.li, { startsAt: hour(from), endsAt: hour(until) })
  expect(code(answer)).toEqual([422, 'rooms.hours'])
})

let visit: string
test('two keepers decide at once: one decision stands, the other hears that it was taken', async () => {
  const { li, wang, gu } = office
  visit = (await asksFor(li, { visitor, escortId: li.personId })).body.id
  const both = await Promise.all([decides(wang, visit), decides(gu, visit, 'refuse', '不便接待')])
  const statuses = both.map((one) => one.status)
  expect([...statuses].sort((a, b) => a - b)).toEqual([200, 409])
  if (statuses[1] === 200) {
    visit = (await asksFor(li, { visitor, escortId: li.personId })).body.id
    expect((await decides(wang, visit)).status).toBe(200)
  }
})

test('a visitor is not signed in without an escort, nor by a bare request of an employee, nor out of hours', async () => {
  const { deng, li } = office
  const comes = (id: string, escortPresent: boolean): Promise<Answer> =>
    deng.asks('POST', '/room-entries', { visitId: id, escortPresent })
  expect(refused(await comes(visit, false))).toEqual([403, '3.2.3'])
  const waiting = (await asksFor(li, { visitor, escortId: li.personId })).body.id
  expect(refused(await comes(waiting, true))).toEqual([403, '3.2.3'])
  const employee = (await asksFor(li)).body.id
  expect((await decides(office.wang, employee)).status).toBe(200)
  expect(refused(await comes(employee, true))).toEqual([403, '3.2.3'])
  const later = (await asksFor(li, { visitor, escortId: li.personId, startsAt: hour(4), endsAt: hour(5) }))
    .body.id
  expect((await decides(office.wang, later)).status).toBe(200)
  expect(code(await comes(later, true))).toEqual([409, 'rooms.not-now'])
  expect(code(await deng.asks('POST', '/room-entries', { visitId: visit }))).toEqual([
    422,
    'rooms.sign-in-whom',
  ])
})

test('the escort comes in with the visitor and cannot leave before; names are seen by those who need them only', async () => {
  const { deng, li, wang, gu, sun, han } = office
  const entry = await deng.asks('POST', '/room-entries', { visitId: visit, escortPresent: true })
  expect(entry.status, entry.text).toBe(200)
  const escort = await personIn(li)
  expect(escort.basis).toBe('escort')
  passes(5)
  expect(code(await leaves(deng, escort.id))).toEqual([409, 'rooms.escort-stays'])
  for (const who of [wang, gu, sun]) expect(JSON.stringify(await register(who))).toContain(visitor.name)
  for (const who of [deng, han, office.qian])
    expect(JSON.stringify(await register(who))).not.toContain(visitor.name)
  expect((await deng.asks('GET', '/visits')).text).not.toContain(visitor.name)
  expect((await leaves(sun, entry.body.id)).status).toBe(403)
  const closing = {
    name: '一号档案室',
    kind: 'records',
    place: '三楼 302',
    level: 3,
    closed: true,
    keeperId: wang.personId,
  }
  expect(code(await deng.asks('PUT', `/rooms/${room}`, { ...closing, version: 1 }))).toEqual([
    409,
    'rooms.people-inside',
  ])
})

test('a visit that is not signed out is overdue the day after; the keeper is told once a day, and completes it', async () => {
  const { wang, deng, sun } = office
  await office.later(1)
  expect((await register(deng, '&state=overdue')).length).toBe(2)
  for (let morning = 0; morning < 2; morning++) {
    await office.house.db.transact((w) => enqueue(w, { kind: 'custody.rooms' }))
    await office.runJobs()
  }
  const told = (await wang.gets('GET', '/notices')).rows.filter(
    (one: Loose) => one.kind === 'entries-overdue',
  )
  expect(told).toMatchObject([{ values: { count: 2 } }])
  const standing = async (): Promise<number[]> =>
    (await sun.gets('GET', '/clauses')).rows
      .find((one: Loose) => one.number === '3.2.3')
      .standings.map((one: Loose) => one.value)
  expect((await standing()).slice(2, 4)).toEqual([0, 2])
  const inside = await register(wang, '&state=inside')
  for (const row of [...inside].sort((a) => (a.visitor === null ? 1 : -1)))
    expect((await leaves(wang, row.id, { leftAt: hour(-23), remark: '下班时漏登' })).status).toBe(200)
  expect((await standing()).slice(2, 4)).toEqual([0, 0])
})

test('somebody who leaves the company loses standing entry, and the rooms go to somebody else', async () => {
  const { wang, han, qian, deng } = office
  await wang.gets('POST', `/rooms/${room}/standing`, { personId: han.personId, until: '2027-01-31' })
  const held = async (who: Actor): Promise<string[]> =>
    (await qian.gets('GET', `/people/${who.personId}/holdings`)).groups.map((one: Loose) => one.code)
  expect(await held(wang)).toContain('rooms-kept')
  expect(await held(han)).toContain('room-entry')
  await qian.gets('POST', `/people/${han.personId}/leave`, {
    receiverId: wang.personId,
    witnessId: deng.personId,
  })
  expect((await wang.gets('GET', `/rooms/${room}/standing`)).rows).toEqual([])
  expect(refused(await signsIn(deng, han))).toEqual([403, '3.2.3'])
})

test('after a year what the visitors gave is gone, the register and the ledger stay', async () => {
  await office.later(380)
  await office.house.db.transact((w) => enqueue(w, { kind: 'custody.rooms' }))
  await office.runJobs()
  expect(await office.house.db.read((r) => r.rows(sql`select 1 from custody.visitor`))).toEqual([])
  expect(JSON.stringify(await register(office.gu))).not.toContain(visitor.name)
  expect((await register(office.gu)).some((row) => row.basis === 'visitor')).toBe(true)
  expect((await entriesOf(office.house, 'visitors-removed')).length).toBe(1)
})

test('no name of a visitor is in the ledger; every act on the room is', async () => {
  const acts = await entriesOf(office.house, 'act')
  const verbs = new Set(acts.map((one) => one['verb']))
  for (const verb of ['edit-rooms', 'give-entry', 'apply-entry', 'decide-entry', 'sign-entry'])
    expect(verbs).toContain(verb)
  expect(JSON.stringify(acts)).not.toMatch(/访客甲|示例咨询|003X/)
})
