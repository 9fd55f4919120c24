import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import {
  entriesOf,
  expectLedgerWhole,
  type Loose,
  openTestOffice,
  refusedBy,
  type TestOffice,
} from '../support/cast.ts'

/** People of the house who try to get at what is not theirs, through the doors they have. */

const idCard = '11010519491231002X'
/** Understood, and turned down; a request nobody could read would prove nothing. */
const stopped = (status: number): boolean => [403, 409, 422].includes(status)

let office: TestOffice
let file: string
let other: string
beforeAll(async () => {
  office = await openTestOffice()
  file = await office.customer({ 'person-name': '王小红', mobile: '13800138000', 'id-card': idCard })
  other = await office.customer({
    'person-name': '张伟',
    mobile: '13912345678',
    'id-card': '110105194912310038',
  })
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

describe('attack: the administrator who grants himself', () => {
  test('Zhou, who gives rights, gives himself a role, a clearance and a scope', async () => {
    const { zhou } = office
    for (const role of ['archivist', 'executive', 'general-manager', 'system-admin', 'audit-admin']) {
      const answer = await zhou.asks('POST', `/people/${zhou.personId}/roles`, { role })
      expect(answer.status, role).toSatisfy(stopped)
    }
    const clearance = await zhou.asks('PUT', `/people/${zhou.personId}/clearance`, {
      clearance: 4,
      scope: 'all',
    })
    expect(clearance.status).toSatisfy(stopped)
    expect((await zhou.opens(file, ['mobile'])).status).toBe(403)
    const rows = await office.house.db.read((r) =>
      r.rows(
        sql`select role from people.role_holding where person_id = ${zhou.personId} and ended_at is null`,
      ),
    )
    expect(rows).toEqual([{ role: 'security-admin' }])
  })

  test('Qian, who makes accounts, gives a role; makes a second self and waits for rights that never come', async () => {
    const { qian } = office
    for (const whom of [qian, office.li])
      expect((await qian.asks('POST', `/people/${whom.personId}/roles`, { role: 'archivist' })).status).toBe(
        403,
      )
    const second = await qian.gets('POST', '/people', {
      employeeNo: 'B999', name: '钱二', departmentId: null, managerId: null, post: '', employment: 'regular',
      startsOn: null, endsOn: null, email: null,
    }) // prettier-ignore
    const rights = await office.chapters.people.personFacts([String(second.id)])
    expect([...rights.get(String(second.id))!.roles]).toEqual([])
    expect(
      (await qian.asks('PUT', `/people/${second.id}/clearance`, { clearance: 4, scope: 'all' })).status,
    ).toBe(403)
  })

  test('no administrator sees, applies for, or lists customers', async () => {
    for (const admin of [office.qian, office.zhou, office.sun]) {
      expect(refusedBy(await admin.lists())).toContain('6.1')
      expect(refusedBy(await admin.asks('GET', `/customers/${file}`))).toContain('6.1')
      expect(refusedBy(await admin.opens(file, ['mobile']))).toContain('6.1')
      expect((await admin.sendsApplication({ customers: [file], fields: ['id-card'] })).status).toBe(403)
    }
  })
})

describe('attack: the approver who approves his own form', () => {
  test('Wang applies; through the API, with the task of the approver', async () => {
    const form = await office.wang.applies({ customers: [file], fields: ['id-card'] })
    const answer = await office.wang.decides('approve', form)
    expect(answer.status).toSatisfy(stopped)
    expect((await office.wang.opens(file, ['id-card'], { application: form })).text).not.toContain(idCard)
  })

  test('Zhao hands the task to Wang, who applied', async () => {
    const form = await office.wang.applies({ customers: [file], fields: ['id-card'] })
    const handed = await office.zhao.decides('transfer', form, { to: office.wang.personId })
    expect(handed.status).toSatisfy(stopped)
    expect((await office.wang.decides('approve', form)).status).toSatisfy(stopped)
  })

  test('a roundabout: Li applies, Wang hands it to Zhao, Zhao to Li', async () => {
    const form = await office.li.applies({ customers: [file], fields: ['id-card'] })
    expect((await office.wang.decides('transfer', form, { to: office.zhao.personId })).status).toBe(200)
    expect((await office.zhao.decides('transfer', form, { to: office.li.personId })).status).toSatisfy(
      stopped,
    )
    expect((await office.li.decides('approve', form)).status).toSatisfy(stopped)
    const life = await office.sun.traces(form)
    expect(life).toMatchObject({ state: 'running', grant: null })
  })

  test('Han, who has no task, approves with the number of somebody else’s task', async () => {
    const form = await office.li.applies({ customers: [file], fields: ['id-card'] })
    expect((await office.han.decides('approve', form, { taskOf: office.wang.personId })).status).toSatisfy(
      stopped,
    )
    expect(await office.sun.traces(form)).toMatchObject({ state: 'running', grant: null })
  })
})

describe('attack: a grant where it does not belong', () => {
  test('for another customer, other fields, another purpose, another person, to copy', async () => {
    const form = await office.li.applies({ customers: [file], fields: ['id-card'] })
    await office.wang.approves(form)
    const { li, han } = office
    expect(await li.reads(file, ['id-card'], { application: form })).toEqual({ 'id-card': `full:${idCard}` })
    const replays = await Promise.all([
      li.opens(other, ['id-card'], { application: form }),
      li.opens(file, ['id-card'], { application: form, purpose: 'visit' }),
      li.opens(file, ['id-card'], { application: form, mode: 'copy' }),
      han.opens(file, ['id-card'], { application: form }),
      li.asks('POST', '/exports', {
        grant: (await li.gets('GET', `/applications/${form}`)).grant,
        mode: 'export',
      }),
    ])
    for (const answer of replays) {
      expect(answer.text).not.toContain(idCard)
      expect(answer.text).not.toContain('110105194912310038')
    }
  })

  test('a revoked grant, used from the page that was open', async () => {
    const form = await office.li.applies({ customers: [file], fields: ['id-card'] })
    await office.wang.approves(form)
    const { grant } = await office.li.gets('GET', `/applications/${form}`)
    expect(await office.li.reads(file, ['id-card'], { application: form })).toEqual({
      'id-card': `full:${idCard}`,
    })
    expect(await office.li.gets('GET', `/grants/${grant}/state`)).toMatchObject({ running: true })
    await office.wang.gets('POST', `/grants/${grant}/revoke`, { reason: '返修已完成，提前收回' })
    expect(await office.li.gets('GET', `/grants/${grant}/state`)).toMatchObject({
      running: false,
      state: 'revoked',
    })
    const after = await office.li.opens(file, ['id-card'], { application: form })
    expect(after.text).not.toContain(idCard)
    expect(await office.sun.traces(form)).toMatchObject({ findings: [] })
  })

  test('a grant with two readings, opened ten times at once', async () => {
    const form = await office.li.applies({ customers: [other], fields: ['id-card'], countLimit: 2 })
    await office.wang.approves(form)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => office.li.opens(other, ['id-card'], { application: form })),
    )
    expect(answers.filter((one) => one.text.includes('110105194912310038'))).toHaveLength(2)
  })
})

describe('attack: the clerk who pages through everything', () => {
  test('Li opens numbers until the day’s limit; then values stay masked, and each try is on record', async () => {
    const files: string[] = []
    for (let i = 0; i < 30; i += 1)
      files.push(await office.customer({ mobile: `1370000${String(1000 + i)}` }))
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.company set settings = settings || '{"quota": {"fullViewsMax": 20}}'::jsonb`),
    )
    await office.later(1)
    const answers = await Promise.all(files.map((one) => office.li.opens(one, ['mobile'])))
    expect(answers.filter((one) => /1370000\d{4}/.test(one.text))).toHaveLength(20)
    const readings = (await entriesOf(office.house, 'reading')).filter(
      (one) => one['actor'] === office.li.personId && files.includes(String(one['customer'])),
    )
    expect(readings).toHaveLength(30)
    for (const answer of [await office.li.lists(), await office.li.lists('&page=2')])
      expect(answer.text).not.toMatch(/1370000\d{4}|1380013800|1391234567/)
  })
})

describe('somebody who leaves', () => {
  test('Han leaves: the open session, the grant and the list end at the same moment', async () => {
    const { han, qian } = office
    const form = await han.applies({ customers: [file], fields: ['id-card'] })
    await office.wang.approves(form)
    expect(await han.reads(file, ['id-card'], { application: form })).toEqual({ 'id-card': `full:${idCard}` })
    await qian.gets('POST', `/people/${han.personId}/leave`, { reason: 'left' })
    for (const answer of [
      await han.opens(file, ['id-card'], { application: form }),
      await han.lists(),
      await han.asks('GET', `/customers/${file}`),
    ])
      expect(answer.status).toBe(401)
    const back = await han.signsIn()
    expect((await back.opens(file, ['id-card'], { application: form })).status).toBe(401)
  })
})

describe('a change of level', () => {
  test('Deng cannot change a level by himself; it takes the approval, and holds from then on', async () => {
    const { deng } = office
    await office.later(1)
    const subject = await office.customer({ 'person-name': '赵六', mobile: '13500001111' })
    const sent = await deng.gets('POST', '/level-changes', {
      customerId: subject,
      fieldId: await office.field('mobile'),
      toLevel: 3,
      reason: '合同涉及核心报价，提高该项密级',
    })
    expect((await office.li.opens(subject, ['mobile'])).text).toContain('13500001111')
    expect((await deng.decides('approve', String(sent.id))).status).toSatisfy(stopped)
    for (let turn = 0; turn < 4; turn += 1) {
      const life = await office.house.db.read((r) => office.chapters.approval.life(r, String(sent.id)))
      const task = life.tasks.find((one) => one.state === 'todo')
      if (task === undefined) break
      const doer = office.everybody.find((one) => one.personId === task.assignee)!
      await doer.approves(String(sent.id))
    }
    const level = await deng.gets('GET', `/customers/${subject}/levels`)
    expect(level.fields).toContainEqual({ id: await office.field('mobile'), level: 3 })
    expect((await office.li.opens(subject, ['mobile'])).text).not.toContain('13500001111')
    const acts: Loose = (await entriesOf(office.house)).filter(
      (one) => one['application'] === sent.id || one['subject'] === sent.id,
    )
    expect(acts.length).toBeGreaterThan(0)
  })

  test('raising a whole file to a level that needs an application shuts its lower fields to a stated reason', async () => {
    const { deng, li } = office
    const subject = await office.customer({ 'person-name': '孙七', mobile: '13500002222' })
    expect((await li.opens(subject, ['mobile'])).text).toContain('13500002222')
    const sent = await deng.gets('POST', '/level-changes', {
      customerId: subject,
      toLevel: 3,
      reason: '重点客户，整份档案提高密级',
    })
    for (let turn = 0; turn < 4; turn += 1) {
      const { tasks } = await office.house.db.read((r) => office.chapters.approval.life(r, String(sent.id)))
      const task = tasks.find((one) => one.state === 'todo')
      if (task === undefined) break
      await office.everybody.find((one) => one.personId === task.assignee)!.approves(String(sent.id))
    }
    expect((await li.opens(subject, ['mobile'])).text).not.toContain('13500002222')
  })
})
