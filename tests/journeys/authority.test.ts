import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import {
  type Actor,
  type Answer,
  expectLedgerWhole,
  type Loose,
  openTestOffice,
  type TestOffice,
} from '../support/cast.ts'

/** Zhou narrows what the staff may do with finance data; Sun looks at who gains and who loses, and confirms. */

let office: TestOffice
let file: string
let away: string
const secret = '6222020200112233446'
beforeAll(async () => {
  office = await openTestOffice()
  const values = { 'person-name': '王小红', mobile: '13800138000', 'bank-card': secret }
  file = await office.customer(values)
  away = await office.customer(values, { ownerId: office.deng.personId })
  await haveProved()
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

/** As after proving anew who they are. */
const haveProved = async (): Promise<unknown> =>
  await office.house.fresh.owner.transact((w) =>
    w.run(sql`update people.session set proven_at = ${office.clock.now()}, proven_by = 'password'`),
  )
const matrix = async (): Promise<Loose> => await office.zhou.gets('GET', '/authority')
/** The matrix in force with some cells and scopes changed. */
async function changed(change: (role: Loose) => Loose): Promise<Loose[]> {
  return (await matrix()).roles.map((role: Loose) => change(structuredClone(role)))
}
const without =
  (category: string, verbs: readonly string[], roles?: readonly string[]) =>
  (one: Loose): Loose => {
    if (roles !== undefined && !roles.includes(one.role)) return one
    for (const cell of one.cells)
      if (cell.category === category) cell.verbs = cell.verbs.filter((verb: string) => !verbs.includes(verb))
    return one
  }
async function proposes(who: Actor, roles: Loose[], more: object = {}): Promise<Answer> {
  const { version, pending } = await matrix()
  const base = { base: version, replaces: pending?.id ?? null, reason: '财务信息只给负责人' }
  return await who.asks('POST', '/authority/proposals', { ...base, roles, ...more })
}
const decides = (who: Actor, id: string, outcome: string): Promise<Answer> =>
  who.asks('POST', `/authority/proposals/${id}/decision`, { outcome })
async function inForce(roles: Loose[]): Promise<void> {
  const { id } = (await proposes(office.zhou, roles)).body
  expect(await decides(office.sun, id, 'confirmed')).toMatchObject({ status: 200 })
}
const codeOf = (answer: Answer): string => answer.body.mistake?.code ?? answer.body.code ?? answer.text

describe('the matrix is laid down by one administrator and confirmed by another', () => {
  test('at first it gives all of it to everybody, and Li reads his customer’s bank card for a stated reason', async () => {
    expect(await matrix()).toMatchObject({ version: 1, intact: true, pending: null })
    expect((await matrix()).roles).toHaveLength(7)
    expect(await office.li.reads(file, ['mobile'])).toEqual({ mobile: 'full:13800138000' })
  })

  test('before Zhou proposes, the simulation names who would lose what', async () => {
    const roles = await changed(without('basic', ['copy', 'export'], undefined))
    const seen = await office.zhou.gets('POST', '/authority/simulation', { roles })
    expect(seen).toMatchObject({ gaining: 0, problems: [] })
    const li = seen.rows.find((row: Loose) => row.name === '李雷')
    expect(li.loses[0]).toEqual({
      category: 'basic',
      level: 1,
      verbs: ['copy', 'export'],
      from: 'own',
      to: null,
    })
    // Not above his clearance, and nobody of the three administrators.
    expect(Math.max(...li.loses.map((one: Loose) => one.level))).toBe(3)
    expect(seen.rows.map((row: Loose) => row.name)).not.toContain('周密')
  })

  test('attack: the security administrator widens a right alone', async () => {
    await inForce(await changed(without('transaction', ['read'], ['staff'])))
    const roles = (await matrix()).roles
    const wide = structuredClone(roles)
    wide[0].cells.find((cell: Loose) => cell.category === 'transaction').verbs.push('read')
    const { id } = (await proposes(office.zhou, wide)).body
    const own = await decides(office.zhou, id, 'confirmed')
    expect(own).toMatchObject({ status: 403 })
    expect(own.body.because[0].number).toBe('6.1')
    expect(await matrix()).toMatchObject({ version: 2, pending: { id, own: true, mayDecide: false } })
    expect(await decides(office.zhou, id, 'withdrawn')).toMatchObject({ status: 200 })
  })

  test('attack: the system and the audit administrator lay down a matrix', async () => {
    const roles = await changed(without('technical', ['print']))
    for (const who of [office.qian, office.sun])
      expect(await proposes(who, roles)).toMatchObject({ status: 403 })
  })

  test('attack: an administrator is given a cell', async () => {
    const roles = await changed((one) => (one.role === 'legal' ? { ...one, role: 'audit-admin' } : one))
    const answer = await proposes(office.zhou, roles)
    expect([answer.status, answer.text.includes('三员管理员不得接触')]).toEqual([422, true])
  })

  test('attack: whoever proposed it has lost the office before it is confirmed', async () => {
    const { id } = (await proposes(office.zhou, await changed(without('technical', ['print'])))).body
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.role_holding set ended_at = now() where person_id = ${office.zhou.personId}`),
    )
    const answer = await decides(office.sun, id, 'confirmed')
    expect(answer.status).toBe(403)
    expect(await office.sun.gets('GET', '/authority')).toMatchObject({
      version: 2,
      pending: { dead: 'proposer' },
    })
    expect(await decides(office.sun, id, 'declined')).toMatchObject({ status: 200 })
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.role_holding set ended_at = null where person_id = ${office.zhou.personId}`),
    )
  })

  test('attack: a matrix laid over an old version is confirmed', async () => {
    const roles = await changed(without('technical', ['print']))
    expect(await proposes(office.zhou, roles, { base: 1 })).toMatchObject({ status: 409 })
  })

  test('attack: a week later nobody remembers what was proposed', async () => {
    const { id } = (await proposes(office.zhou, await changed(without('technical', ['print'])))).body
    await office.later(8)
    await haveProved()
    expect(codeOf(await decides(office.sun, id, 'confirmed'))).toContain('people.authority-over')
    expect(await decides(office.sun, id, 'declined')).toMatchObject({ status: 200 })
  })

  test('attack: nobody could file customers any more', async () => {
    const answer = await proposes(office.zhou, await changed(without('basic', ['write'])))
    expect([answer.status, answer.text.includes('没有人能再登记客户')]).toEqual([409, true])
    const blind = await proposes(office.zhou, await changed(without('finance', ['read'])))
    expect([blind.status, blind.text.includes('没有人能再查看“财务信息”')]).toEqual([409, true])
  })

  test('attack: two proposals and two confirmations at once: one of each wins', async () => {
    const [a, b] = [
      await changed(without('technical', ['print'])),
      await changed(without('technical', ['copy'])),
    ]
    // Both from the same page: a second one who has seen the first may replace it.
    const seen = { base: (await matrix()).version, replaces: null, reason: '技术信息不再打印、复制' }
    const laid = await Promise.all(
      [a, b].map((roles) => office.zhou.asks('POST', '/authority/proposals', { ...seen, roles })),
    )
    expect(laid.map((one) => one.status).toSorted((x, y) => x - y)).toEqual([200, 409])
    const { id } = laid.find((one) => one.status === 200)!.body
    const { version } = await matrix()
    const both = await Promise.all([office.sun, office.qian].map((who) => decides(who, id, 'confirmed')))
    expect(both.map((one) => one.status).toSorted((x, y) => x - y)).toEqual([200, 409])
    expect(await matrix()).toMatchObject({ version: version + 1, pending: null })
  })

  test('the clerk who laid it down, and the whole history, stand with their outcome', async () => {
    const { rows } = await office.sun.gets('GET', '/authority/proposals')
    const outcomes = rows.map((row: Loose) => row.outcome)
    expect(outcomes.filter((one: string) => one === 'confirmed')).toHaveLength(2)
    expect(outcomes).toContain('withdrawn')
    const first = rows.find((row: Loose) => row.version === 2)
    expect(first).toMatchObject({ proposedBy: '周密', decidedBy: '孙正', version: 2, base: 1 })
    const { before, after } = await office.sun.gets('GET', `/authority/proposals/${first.id}`)
    expect(before[0].cells.length).toBeGreaterThan(0)
    expect(after[0].role).toBe('staff')
  })
})

describe('what it does to readings', () => {
  test('a cell taken away is closed on the next reading, masked and whole, whatever was approved', async () => {
    const application = await office.li.applies({ customers: [file], fields: ['bank-card', 'mobile'] })
    await office.wang.approves(application)
    expect(await office.li.reads(file, ['bank-card'], { application })).toEqual({
      'bank-card': `full:${secret}`,
    })
    // Zhao and Deng keep it; the plain staff loses it.
    await inForce(
      await changed(
        without(
          'finance',
          ['list', 'search', 'read', 'copy', 'export', 'print'],
          ['staff', 'collector', 'secrecy-office', 'legal'],
        ),
      ),
    )
    expect(await office.li.reads(file, ['bank-card'], { application })).toEqual({ refused: '3.2.1' })
    const view = await office.li.gets('GET', `/customers/${file}`)
    const card = view.fields.find((one: Loose) => one.code === 'bank-card')
    expect(card).toMatchObject({
      sight: 'hidden',
      because: ['3.2.1/authority-matrix-gives'],
      way: 'authority',
    })
    expect(JSON.stringify(view)).not.toContain(secret.slice(-4))
    // The rest of the file is as it was.
    expect(await office.li.reads(file, ['mobile'])).toEqual({ mobile: 'full:13800138000' })
  })

  test('a matrix that changes while a reading is under way: the next one is refused at once', async () => {
    const roles = await changed(without('basic', ['read'], ['staff', 'collector', 'secrecy-office', 'legal']))
    const { id } = (await proposes(office.zhou, roles)).body
    const [during] = await Promise.all([
      office.li.reads(file, ['mobile']),
      decides(office.sun, id, 'confirmed'),
    ])
    expect([JSON.stringify({ mobile: 'full:13800138000' }), JSON.stringify({ refused: '3.2.1' })]).toContain(
      JSON.stringify(during),
    )
    expect(await office.li.reads(file, ['mobile'])).toEqual({ refused: '3.2.1' })
    expect((await office.zhao.opens(file, ['mobile'])).status).toBe(200)
  })

  test('the scope of a role caps the person’s own: Deng sees all, until his role reaches his own customers only', async () => {
    const total = async (): Promise<number> => (await office.deng.lists()).body.total
    expect(await total()).toBe(2)
    await inForce(await changed((one) => ({ ...one, scope: one.role === 'executive' ? 'all' : 'own' })))
    expect(await total()).toBe(1)
    expect((await office.deng.lists()).body.rows[0].id).toBe(away)
    expect((await office.deng.asks('GET', `/customers/${file}`)).status).toBe(403)
    expect((await office.zhao.lists()).body.total).toBe(2)
    const seen = await office.zhou.gets('GET', `/customers/${file}/who`).catch(() => undefined)
    if (seen !== undefined) expect(JSON.stringify(seen)).not.toContain('邓华')
  })

  test('attack: somebody writes a wider matrix into the table: it gives nothing to anybody', async () => {
    await office.house.fresh.owner.transact(async (w) => {
      await w.run(sql`update people.authority_matrix set content = (select content from people.authority_matrix where version = 1)
        where version = (select max(version) from people.authority_matrix)`)
      // Another node, which has not seen this version yet.
      await w.run(sql`insert into people.authority_matrix (version, content, content_hash, proposal_id, proposed_by, confirmed_by)
        select version + 1, (select content from people.authority_matrix where version = 1), content_hash,
          (select id from people.authority_proposal where outcome <> 'confirmed' limit 1), proposed_by, confirmed_by
        from people.authority_matrix order by version desc limit 1`)
    })
    expect(await office.zhao.reads(file, ['mobile'])).toEqual({ refused: '3.2.1' })
    expect(await matrix()).toMatchObject({ intact: false })
  })

  test('attack: the program’s own database user alters a version', async () => {
    const altering = office.house.db.transact((w) =>
      w.run(sql`update people.authority_matrix set reason = 'x' where version = 1`),
    )
    await expect(altering).rejects.toThrow(/permission denied|privilege|not allowed|refused/)
  })
})
