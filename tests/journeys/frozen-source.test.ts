import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import {
  type Actor,
  entriesOf,
  expectLedgerWhole,
  openTestOffice,
  refusedBy,
  type TestOffice,
} from '../support/cast.ts'
import {
  approved,
  arrived,
  chargeEverybody,
  checkedBatch,
  gbk,
  lines,
  uploaded,
  usableSource,
} from '../support/partner.ts'

/** A source that is withdrawn (2.2.2): what came from it is kept and not used, at once and everywhere. */

let office: TestOffice
let li: Actor
let deng: Actor
let gu: Actor
let source: string

beforeAll(async () => {
  office = await openTestOffice()
  ;({ li, deng, gu } = office)
  await chargeEverybody(office)
  source = await usableSource(office, '华东数据')
  expect(await approved(office, await checkedBatch(office, await arrived(office, source)))).toBe('approved')
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

describe('the partner had no authority after all', () => {
  let customer: string
  let application: string
  let freeze: string
  test('Li works with a released file under a grant', async () => {
    const list = await li.lists(`&q=${encodeURIComponent('司马桂桂')}`)
    customer = String(list.body.rows[0].id)
    application = await li.applies({ customers: [customer], fields: ['mobile'], days: 3 })
    await office.wang.approves(application)
    expect(await li.reads(customer, ['mobile'], { application })).toEqual({ mobile: 'full:13816070261' })
  })

  test('Gu proposes the freeze and cannot confirm it himself; Deng does, and everything stops at once', async () => {
    freeze = String(
      (await gu.gets('POST', `/sources/${source}/freezes`, { kind: 'freeze', reason: '授权证明系伪造' })).id,
    )
    expect(
      refusedBy(await gu.asks('POST', `/source-freezes/${freeze}/decide`, { decision: 'confirm' })),
    ).toContain('2.2.2')
    expect((await li.lists()).body.total).toBe(lines.length)
    await deng.gets('POST', `/source-freezes/${freeze}/decide`, { decision: 'confirm' })
    const granted = await li.opens(customer, ['mobile'], { application })
    expect(granted.status).toBe(403)
    expect(refusedBy(granted)).toEqual(['2.2.2'])
    expect((await li.lists()).body.total).toBe(0)
    expect((await li.lists(`&q=${encodeURIComponent('13816070261')}`)).body.total).toBe(0)
    const stopped = await gu.gets('GET', `/sources/${source}/files-of-customers`)
    expect(stopped.total).toBe(lines.length)
    const id = await uploaded(office, await gbk(lines), '合作方名单.csv', source)
    expect(refusedBy(await li.asks('POST', `/imports/${id}/start`))).toContain('2.2.2')
  })

  test('a frozen file is not merged into a free one, and is not found as its duplicate', async () => {
    const free = await office.customer({ 'person-name': '司马桂桂', mobile: '13816070261' })
    const pair = crypto.randomUUID()
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`insert into collection.duplicate (id, customer_id, other_id, reason) values (${pair}, ${customer}, ${free}, 'name-phone')`,
      ),
    )
    const answer = await deng.asks('POST', `/duplicates/${pair}/decide`, { decision: 'merge' })
    expect(refusedBy(answer)).toContain('2.2.2')
  })

  test('lifting takes two people too; the source has to be checked anew before anything comes from it', async () => {
    const lift = await deng.gets('POST', `/sources/${source}/freezes`, {
      kind: 'lift',
      reason: '已补取授权证明',
    })
    await gu.gets('POST', `/source-freezes/${lift.id}/decide`, { decision: 'confirm' })
    expect(await li.reads(customer, ['mobile'], { application })).toEqual({ mobile: 'full:13816070261' })
    expect((await gu.gets('GET', `/sources/${source}`)).state).toBe('draft')
    const steps = (await entriesOf(office.house, 'act')).filter(
      (one) => one['verb'] === 'confirm-freeze' && one['verdict'] === 'permit',
    )
    expect(steps).toHaveLength(2)
  })

  test('what a merge had taken from the source is hidden in the other file, and only that', async () => {
    const free = await office.customer({ 'person-name': '司马桂桂', email: 'sima@example.com' })
    const pair = crypto.randomUUID()
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`insert into collection.duplicate (id, customer_id, other_id, reason) values (${pair}, ${free}, ${customer}, 'name-phone')`,
      ),
    )
    await deng.gets('POST', `/duplicates/${pair}/decide`, { decision: 'merge' })
    const stayed = customer
    const again = await gu.gets('POST', `/sources/${source}/freezes`, {
      kind: 'freeze',
      reason: '证明再次被撤回',
    })
    await deng.gets('POST', `/source-freezes/${again.id}/decide`, { decision: 'confirm' })
    expect(await li.reads(stayed, ['email'], {})).toMatchObject({
      refused: expect.stringContaining('2.2.2') as string,
    })
  })
})

describe('a source that runs out', () => {
  test('no batch comes from it on the day after, whatever the nightly job has done; kept or frozen as it was written down', async () => {
    const kept = await usableSource(office, '到期保留', { validUntil: '2026-12-31' })
    const shut = await usableSource(office, '到期冻结', { validUntil: '2026-12-31', onExpiry: 'freeze' })
    const late = await arrived(office, shut, [['郑一一', '13800000007', '', '', '', '']])
    expect(await approved(office, await checkedBatch(office, late))).toBe('approved')
    expect((await li.lists(`&q=${encodeURIComponent('13800000007')}`)).body.total).toBe(1)
    await office.later(45)
    const id = await uploaded(office, await gbk(lines), '合作方名单.csv', kept)
    expect(refusedBy(await li.asks('POST', `/imports/${id}/start`))).toContain('2.2.2')
    const jobs = office.chapters.collection.jobs!
    const watch = jobs['collection.sources'] as unknown as { long: () => Promise<void> }
    await watch.long()
    expect((await gu.gets('GET', `/sources/${kept}`)).state).toBe('expired')
    expect((await gu.gets('GET', `/sources/${shut}`)).frozen).toBe(true)
    expect((await li.lists(`&q=${encodeURIComponent('13800000007')}`)).body.total).toBe(0)
  })
})
