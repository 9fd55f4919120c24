import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkRoutes } from '../../doors/http/api.ts'
import type { FileReply } from '../../gate/index.ts'
import { type Desk, openDesk } from './support.ts'
import * as wire from './wire.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const list = { page: 1, size: 20, sort: '' }
const tab = async (name: string, no: string, query: object = {}) =>
  wire.deskReply.parse(await desk.call('GET', `/desk/${name}`, no, { query: { ...list, ...query } }))

describe('desk, page and print', () => {
  test('the routes are well shaped', () => {
    expect(() => checkRoutes(desk.approval.routes)).not.toThrow()
  })
  test('待办, 已办, 我发起的, 抄送我的 with counts, filters and sort', async () => {
    const first = await desk.apply('C1', { cc: [desk.id('C2')] })
    const second = await desk.apply('C1', { level: 3, action: 'export' })
    expect(await desk.call('GET', '/desk/counts', 'M1')).toEqual({
      todo: 2,
      claimable: 0,
      cc: 0,
      notices: 2,
      drafts: 0,
    })
    expect((await tab('todo', 'M1')).total).toBe(2)
    expect((await tab('todo', 'M1', { level: 3 })).rows.map((row) => row.number)).toEqual([second.number])
    expect((await tab('mine', 'C1', { sort: '-number' })).rows.map((row) => row.number)).toEqual([
      second.number,
      first.number,
    ])
    expect((await tab('mine', 'C1', { number: first.number.slice(-4) })).total).toBe(1)
    expect((await tab('mine', 'C1', { submitted: '2026-11-24~2026-11-24' })).total).toBe(2)
    expect((await tab('mine', 'C1', { submitted: '2026-11-25~' })).total).toBe(0)
    expect((await tab('cc', 'C2')).rows).toMatchObject([{ number: first.number, unread: true }])
    expect(await desk.act(first.id, 'C2', { verb: 'viewed' })).toMatch(/again$/)
    expect((await tab('cc', 'C2')).rows).toMatchObject([{ unread: false }])
    await desk.approve(first.id, 'M1')
    expect((await tab('done', 'M1')).rows).toMatchObject([
      { number: first.number, verb: 'approve', state: 'approved' },
    ])
    await expect(tab('todo', 'M1', { sort: 'password.asc' })).rejects.toThrow('shape')
  })
  test('the page of a form says where it stands, who is next and what may be done', async () => {
    const { id } = await desk.apply('C1', { level: 3, action: 'export' })
    const page = wire.approvalReply.parse(await desk.call('GET', '/approvals/:id', 'M1', { params: { id } }))
    expect(page.may).toMatchObject({ approve: true, withdraw: false })
    expect(page.now.map((one) => one.person.name)).toEqual(['秦朗'])
    expect(page.ahead.map((one) => one.people.map(({ person }) => person.name))).toEqual([['许愿', '唐果']])
    expect(page.opinionNeeded).toBe(true)
    expect(page.returnTo.map((one) => one.to)).toEqual(['applicant'])
    const own = wire.approvalReply.parse(await desk.call('GET', '/approvals/:id', 'C1', { params: { id } }))
    expect(own.may).toMatchObject({ approve: false, withdraw: true, urge: true })
    expect(own.taskId).toBeNull()
  })
  test('several forms in one go: each with its own guards, none above level 2, all of one flow', async () => {
    const items = []
    for (const no of ['C1', 'C2', 'C1']) {
      const { id } = await desk.apply(no)
      items.push({ id, taskId: await desk.taskOf(id, 'M1'), hash: (await desk.instance(id)).snapshotHash })
    }
    await desk.act(items[2]!.id, 'C1', { verb: 'withdraw' })
    const body = { items, opinion: '' }
    const { results } = wire.batchReply.parse(await desk.call('POST', '/desk/approve', 'M1', { body }))
    expect(results.map((one) => one.done)).toEqual([true, true, false])
    const { id } = await desk.apply('C1', { level: 3 })
    const high = [{ id, taskId: await desk.taskOf(id, 'M1'), hash: (await desk.instance(id)).snapshotHash }]
    await expect(
      desk.call('POST', '/desk/approve', 'M1', { body: { items: high, opinion: '' } }),
    ).rejects.toThrow('approval.batch-level')
  })
  test('the print is a PDF, recorded before it leaves', async () => {
    const { id, number } = await desk.apply('C1')
    await desk.approve(id, 'M1')
    for (const lang of ['zh', 'en']) {
      const file = (await desk.call('GET', '/approvals/:id/print', 'C1', {
        params: { id },
        query: { lang },
      })) as FileReply
      expect(file).toMatchObject({ fileName: `${number}.pdf`, contentType: 'application/pdf' })
      expect((file.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-')
    }
    const { size } = await desk.house.ledger.head(0)
    const [last] = await desk.house.ledger.entries(0, size - 1, size)
    expect(JSON.parse(last!.text)).toMatchObject({ kind: 'print', application: id, actor: desk.id('C1') })
  })
})

describe('flows', () => {
  const body = (more: object = {}) => ({
    key: 'own',
    form: 'use',
    zh: '自定',
    en: 'Own',
    levels: [1],
    actions: ['copy'],
    priority: 1,
    follows: 0,
    steps: [{ id: 'manager', zh: '上级', en: 'Manager', mode: 'any', sources: [{ by: 'direct-manager' }] }],
    ...more,
  })
  test('only the security administrator saves; a running form keeps its version', async () => {
    expect(await desk.call('POST', '/flows', 'M1', { body: body() })).toMatchObject({
      refused: true,
      because: ['default-deny'],
    })
    const saved = wire.flowShape.parse(await desk.call('POST', '/flows', 'S1', { body: body() }))
    expect(saved).toMatchObject({ key: 'own', version: 1 })
    const { id } = await desk.apply('C1', { level: 1, action: 'copy' })
    const secrecy = {
      id: 'so',
      zh: '保密办',
      en: 'Secrecy',
      mode: 'any',
      sources: [{ by: 'role', role: 'secrecy-office' }],
    }
    await desk.call('POST', '/flows', 'S1', { body: body({ follows: 1, steps: [secrecy] }) })
    expect(await desk.approve(id, 'M1')).toBe('approved')
    expect((await desk.instance(id)).definitionId).toBe(saved.id)
    await expect(desk.call('POST', '/flows', 'S1', { body: body({ follows: 1 }) })).rejects.toThrow(
      'approval.flow-newer',
    )
    const versions = wire.versionsReply.parse(
      await desk.call('GET', '/flows/:key', 'S1', { params: { key: 'own' } }),
    )
    expect(versions.rows.map((one) => [one.version, one.active])).toEqual([
      [2, true],
      [1, false],
    ])
  })
  test('a flow that lets the applicant decide is refused with the reason, and cannot be saved', async () => {
    const bad = body({
      follows: 2,
      steps: [{ id: 'a', zh: '自己', en: 'Self', mode: 'any', sources: [{ by: 'applicant' }] }],
    })
    const { objections } = wire.checkReply.parse(await desk.call('POST', '/flows/check', 'S1', { body: bad }))
    expect(objections.map(({ code }) => code)).toEqual(['approval.flow-applicant-decides'])
    await expect(desk.call('POST', '/flows', 'S1', { body: bad })).rejects.toThrow(
      'approval.flow-applicant-decides',
    )
  })
  test('the list names every flow in force', async () => {
    const flows = wire.flowsReply.parse(await desk.call('GET', '/flows', 'S1'))
    expect(flows.rows.map((one) => one.key)).toContain('use-level-4')
    expect(flows.roles.map((one) => one.code)).not.toContain('security-admin')
  })
})
