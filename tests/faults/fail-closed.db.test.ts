import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { type Answer, expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'
import { FaultyDatabase, manners, type Point, points } from './faulty.ts'

/**
 * Every wait on the way of a value × every manner in which it can fail × every route that shows values: not one byte of
 * the value leaves, the answer says that nothing could be recorded, and afterwards everything works again by itself.
 */

const canary = '13777654321'
// With something around the last four digits: alone they come up in ids by chance.
const traces = [canary, '137****4321', '****4321', '"4321"', '金丝雀', '金**', '110105194912310038']
let faulty: FaultyDatabase
let office: TestOffice
let file: string
let application: string
let grant: string
let counted: string
let attachment: string
beforeAll(async () => {
  office = await openTestOffice({ wrap: (db) => (faulty = new FaultyDatabase(db)) })
  const { li, wang, deng } = office
  // Dozens of exports of one day are no matter of volume here.
  await office.house.fresh.owner.transact((w) => w.run(sql`update custody.level set rises_at = null`))
  file = await office.customer({ 'person-name': '金丝雀', mobile: canary, 'id-card': '110105194912310038' })
  const fields = ['mobile', 'id-card']
  application = await li.applies({ customers: [file], fields, modes: ['read', 'export'] })
  await wang.approves(application)
  // On the way out a third level takes the secrecy office too.
  await office.gu.approves(application)
  grant = String((await li.gets('GET', `/applications/${application}`)).grant)
  counted = await li.applies({ customers: [file], fields, countLimit: 10_000 })
  await wang.approves(counted)
  const sent = await deng.uploads(`/customers/${file}/attachments`, '合同.txt', Buffer.from(`电话 ${canary}`))
  expect(sent.status, sent.text).toBe(200)
  attachment = String(sent.body.id)
})
afterAll(async () => {
  faulty.armed = undefined
  await expectLedgerWhole(office.house)
  await office.close()
})

/** Each way in which a value of this customer can reach Li. */
const roads: Readonly<Record<string, () => Promise<Answer>>> = {
  'the list': () => office.li.lists(),
  'a search': () => office.li.lists(`&q=${canary}`),
  'the file': () => office.li.asks('GET', `/customers/${file}`),
  'a value on a reason': () => office.li.opens(file, ['mobile']),
  'a value under a grant': () => office.li.opens(file, ['id-card'], { application }),
  'a value under a counted grant': () => office.li.opens(file, ['id-card'], { application: counted }),
  'an export': () => office.li.asks('POST', '/exports', { grant, mode: 'export', format: 'csv' }),
  'an attachment': () =>
    office.li.asks('POST', `/customers/${file}/attachments/${attachment}/open`, {
      purpose: 'service',
      reason: '核对合同附件',
    }),
}
const names = Object.keys(roads)

const leaked = (answer: Answer): string[] =>
  traces.filter((trace) => answer.bytes.includes(trace) || JSON.stringify(answer.headers).includes(trace))

/** Whatever was recorded, nothing may be half-written: a use that was booked has its entry. */
async function used(): Promise<number> {
  const row = await office.house.fresh.owner.read((r) =>
    r.row<{ n: number }>(sql`select used_count as n from usage.grant where application_id = ${counted}`),
  )
  return row!.n
}

test('before anything fails, every road but the attachment’s shows the value', async () => {
  for (const name of names) {
    const answer = await roads[name]!()
    expect(answer.status, `${name}: ${answer.text}`).toBe(200)
    expect(leaked(answer), name).not.toEqual([])
  }
})

describe.each(points)('%s fails', (point: Point) => {
  test.each(manners)(
    '%s: nothing leaves by any road, and all roads are open again afterwards',
    async (manner) => {
      const before = await used()
      faulty.armed = { point, manner }
      faulty.failures = 0
      const answers = await Promise.all(names.map((name) => roads[name]!()))
      const failures = faulty.failures
      faulty.armed = undefined
      expect(failures).toBeGreaterThan(0)
      for (const [i, answer] of answers.entries()) {
        const cell = `${names[i]}: ${answer.status} ${answer.text.slice(0, 200)}`
        expect(leaked(answer), cell).toEqual([])
        expect(answer.status, cell).toBeGreaterThanOrEqual(500)
        if (point !== 'session look-up' && point !== 'facts') {
          expect(answer.status, cell).toBe(503)
          expect(answer.body.fault, cell).toMatchObject({ reason: 'ledger' })
        }
      }
      const committed = point === 'commit' && (manner === 'lost reply' || manner === 'notice 01000')
      expect((await used()) - before).toBe(committed ? 1 : 0)
      for (const name of names) expect((await roads[name]!()).status, `${name} afterwards`).toBe(200)
    },
  )
})

describe('what is kept is broken', () => {
  const broken = ['custody.sealed_block', 'keyring.customer_key'] as const
  test.each(broken)('one bit of %s', async (table) => {
    const column = table === 'custody.sealed_block' ? sql`sealed` : sql`wrapped`
    const where = table === 'custody.sealed_block' ? sql`custody.sealed_block` : sql`keyring.customer_key`
    const flip = () =>
      office.house.fresh.owner.transact((w) =>
        w.run(
          sql`update ${where} set ${column} = set_bit(${column}, 400, 1 - get_bit(${column}, 400)) where customer_id = ${file}`,
        ),
      )
    await flip()
    for (const name of names.filter((one) => one !== 'an attachment')) {
      const answer = await roads[name]!()
      expect(leaked(answer), `${name}: ${answer.text.slice(0, 200)}`).toEqual([])
    }
    await flip()
    expect(leaked(await roads['a value on a reason']!())).not.toEqual([])
  })
})
