import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { type Actor, expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'

/** Wang and Li leave: what they hold goes to others or ends, and nothing they had opens anything any more. */

let office: TestOffice
let file: string
beforeAll(async () => {
  office = await openTestOffice()
  file = await office.customer({
    'person-name': '王小红',
    mobile: '13800138000',
    'id-card': '11010519491231002X',
  })
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const heldBy = async (who: Actor): Promise<Record<string, number>> => {
  const { groups } = await office.qian.gets('GET', `/people/${who.personId}/holdings`)
  return Object.fromEntries((groups as { code: string; count: number }[]).map((one) => [one.code, one.count]))
}
const statusWithin = async (who: Actor, path: string): Promise<number> => {
  const begun = Date.now()
  const { status } = await who.asks('GET', path)
  expect(Date.now() - begun).toBeLessThan(1000)
  return status
}

test('Wang leaves with an approval on her desk: it goes to the director, and her open page is shut', async () => {
  const application = await office.li.applies({ customers: [file], fields: ['id-card'], days: 3 })
  expect(await heldBy(office.wang)).toMatchObject({ approvals: 1, reports: 2 })
  const done = await office.qian.gets('POST', `/people/${office.wang.personId}/leave`, {
    witnessId: office.deng.personId,
  })
  expect(done.number).toMatch(/^LZ-2026-\d{4}$/)
  expect(await statusWithin(office.wang, '/desk/todo')).toBe(401)
  expect((await office.wang.asks('POST', `/approvals/${application}/approve`, {})).status).toBe(401)
  const todo = await office.zhao.gets('GET', '/desk/todo')
  expect(JSON.stringify(todo)).toContain(application)
  await office.zhao.approves(application)
  expect(await office.li.reads(file, ['id-card'], { application })).toEqual({
    'id-card': 'full:11010519491231002X',
  })
})

test('Li leaves while the file is open: grant and files are gone from him within the second', async () => {
  expect(await heldBy(office.li)).toMatchObject({ grants: 1, 'customer-files': 1 })
  const print = async (id: string) => await office.qian.asks('GET', `/handovers/${id}/print`)
  const done = await office.qian.gets('POST', `/people/${office.li.personId}/leave`, {
    receiverId: office.zhao.personId,
    witnessId: office.gu.personId,
  })
  expect(await statusWithin(office.li, `/customers/${file}`)).toBe(401)
  // The old token, and a new session slipped into the table: neither is anybody.
  await office.li.signsIn()
  expect(await statusWithin(office.li, `/customers/${file}`)).toBe(401)
  // Clearance and scope mean nothing without an account; they begin at the bottom should he come back.
  expect(await heldBy(office.li)).toEqual({ rights: 1 })
  const paper = await print(done.handover)
  expect(paper.status).toBe(200)
  expect(paper.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const [row] = await office.house.db.read((r) =>
    r.rows<{ owner: string; running: number }>(sql`select owner_id as owner,
      (select count(*)::int from usage.grant where person_id = ${office.li.personId} and revoked_at is null) as running
      from custody.customer where id = ${file}`),
  )
  expect(row).toEqual({ owner: office.zhao.personId, running: 0 })
  expect((await office.zhao.gets('GET', `/customers/${file}/history`)).rows[0]).toMatchObject({
    kind: 'owner',
  })
})

test('attack: files are not handed to somebody who may not see them', async () => {
  await office.customer({ 'person-name': '李大山' }, { level: 4, ownerId: office.deng.personId })
  const refused = await office.qian.asks('POST', `/people/${office.deng.personId}/leave`, {
    receiverId: office.han.personId,
    choices: { 'customer-files': { to: office.han.personId } },
  })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('涉密等级不够')
  expect((await office.deng.asks('GET', '/desk/counts')).status).toBe(200)
})

test('attack: nobody but the system administrator ends an employment, and not the own one', async () => {
  for (const who of [office.han, office.zhao, office.zhou, office.sun]) {
    const answer = await who.asks('POST', `/people/${office.deng.personId}/leave`, {})
    expect(answer.status).toBe(403)
  }
  const own = await office.qian.asks('POST', `/people/${office.qian.personId}/leave`, {})
  expect(own.status).toBe(409)
  expect((await office.qian.asks('GET', '/people')).status).toBe(200)
})
