import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SetClock } from '../../floor/clock.ts'
import { isRefusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Caller } from '../../gate/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { allModes, clausesOf, mustGo, openUseHouse, type UseHouse } from './fixture.ts'

const clock = new SetClock('2026-11-24T02:00:00Z')
let all: UseHouse
let boss: Caller
let li: Caller
let security: Caller
beforeAll(async () => {
  all = await openUseHouse({ clock })
  boss = await all.person('王经理', { clearance: 4, scope: 'all' })
  li = await all.person('李雷', { manager: boss, clearance: 3, scope: 'none' })
  security = await all.person('安全员', { roles: ['security-admin'] })
})
afterAll(() => all.close())
beforeEach(() => clock.advance(60_000))

const open = (who: Caller, customer: string, more: object = {}) =>
  all.use.readings.open(who, {
    customer, fields: [all.field('mobile')], purpose: 'service', mode: 'read', reason: '上门维修', ...more,
  }) // prettier-ignore
const wang = (): Promise<string> => all.customer({ 'person-name': '王小红', mobile: '13800138000' })
const valueOf = (answer: unknown): string => (answer as { values: { text: string }[] }).values[0]!.text

describe('an application becomes a grant', () => {
  test('approved, it opens exactly its field, for its holder, until its end; the ledger names grant and application', async () => {
    const customer = await wang()
    const { grant, application } = await all.granted(li, all.form([customer]))
    const reply = mustGo(await open(li, customer))
    expect(reply).toMatchObject({ grant, left: null, values: [{ sight: 'full', text: '13800138000' }] })
    const reading = (await all.entries('reading')).findLast((entry) => entry['grant'] === grant)
    expect(reading).toMatchObject({ application, customer, verb: 'read', verdict: 'permit' })
    expect(JSON.stringify(await all.entries())).not.toContain('13800138000')
    expect((await all.entries('grant-issued')).at(-1)).toMatchObject({ grant, application, files: 1 })
  })

  test('a late approval begins now and ends when it was to end', async () => {
    const customer = await wang()
    const endsAt = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const filed = mustGo(await all.use.applications.apply(li, all.form([customer], { endsAt })))
    clock.advance(1_800_000)
    await all.approveAll(filed.id)
    const { grant } = await all.use.applications.mine(li, filed.id)
    const detail = await all.use.grants.detail(li, grant!)
    expect([detail.from, detail.until]).toEqual([clock.now().toISOString(), endsAt])
  })

  test('approved after its end it gives nothing, and the applicant is told', async () => {
    const customer = await wang()
    const endsAt = new Date(clock.now().getTime() + 600_000).toISOString()
    const filed = mustGo(await all.use.applications.apply(li, all.form([customer], { endsAt })))
    clock.advance(600_000)
    await all.approveAll(filed.id)
    expect((await all.use.applications.mine(li, filed.id)).grant).toBeNull()
    expect((await all.entries('grant-not-issued')).at(-1)).toMatchObject({ application: filed.id })
    expect(clausesOf(await open(li, customer))).not.toEqual([])
  })
})

describe('attacks by the holder of a grant', () => {
  test('the applicant backdates', async () => {
    const body = all.form([await wang()], { startsAt: '2026-11-20' })
    await expect(all.use.applications.apply(li, body)).rejects.toMatchObject({ code: 'use.starts-in-past' })
  })

  test('the applicant asks for what lies above the own clearance, or for longer than a year: refused, recorded', async () => {
    const customer = await all.customer({ 'person-name': '周', 'floor-price': '88' })
    const above = all.form([customer], { fields: [all.field('floor-price')] })
    expect(clausesOf(await all.use.applications.apply(li, above))).toContain('3.2.1')
    const long = all.form([await wang()], { endsAt: '2028-11-24' })
    expect(clausesOf(await all.use.applications.apply(li, long))).toContain('4.1.2')
    expect((await all.entries('act')).findLast((e) => e['verb'] === 'apply')).toMatchObject({
      verdict: 'deny',
    })
  })

  test.each([
    ['another field', { fields: 'wechat' }, 'read'],
    ['another mode', {}, 'copy'],
    ['another purpose', { purpose: 'complaint' }, 'read'],
    ['another application', { application: newId() }, 'read'],
  ])('the grant is used for %s', async (_what, more, mode) => {
    const customer = await all.customer({
      'person-name': '王小红',
      mobile: '13800138000',
      wechat: 'wx_wang1990',
    })
    await all.granted(li, all.form([customer]))
    const given = 'fields' in more ? { fields: [all.field(more.fields!)] } : more
    const answer = await open(li, customer, { ...given, mode })
    expect(JSON.stringify(answer)).not.toMatch(/13800138000|wx_wang1990/)
    const last = (await all.entries('reading')).findLast((entry) => entry['customer'] === customer)
    expect(last!['full']).toEqual([])
  })

  test('copying goes under a grant for copying only', async () => {
    const customer = await wang()
    await all.granted(li, all.form([customer], { modes: ['read', 'copy'] }))
    expect(valueOf(mustGo(await open(li, customer, { mode: 'copy' })))).toBe('13800138000')
  })

  test('the grant for one customer is used for another', async () => {
    const [granted, other] = [await wang(), await wang()]
    const { application } = await all.granted(li, all.form([granted]))
    expect(clausesOf(await open(li, other, { application }))).not.toEqual([])
  })

  test('somebody else uses the grant', async () => {
    const customer = await wang()
    const { application } = await all.granted(li, all.form([customer]))
    const han = await all.person('韩梅', { scope: 'none' })
    expect(clausesOf(await open(han, customer, { application }))).not.toEqual([])
  })

  test('an expired grant is used from a page that is still open: at the last millisecond yes, then no', async () => {
    const customer = await wang()
    const { grant } = await all.granted(li, all.form([customer]))
    const end = Date.parse((await all.use.grants.detail(li, grant)).until)
    clock.set(new Date(end - 1))
    expect(valueOf(mustGo(await open(li, customer)))).toBe('13800138000')
    clock.set(new Date(end))
    expect(clausesOf(await open(li, customer))).not.toEqual([])
    expect(await all.use.grants.state(li, grant)).toMatchObject({ running: false, state: 'expired' })
  })

  test('a clock set back before the start does not open the grant early', async () => {
    const customer = await wang()
    const startsAt = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const { grant } = await all.granted(li, all.form([customer], { startsAt }))
    expect(await all.use.grants.state(li, grant)).toMatchObject({ running: false, state: 'upcoming' })
    expect(clausesOf(await open(li, customer))).not.toEqual([])
  })

  test('a revoked grant is used from a page that is still open: 1,000 races, never once after the revocation was acknowledged', async () => {
    const customer = await wang()
    let leaked = 0
    let before = 0
    for (let round = 0; round < 20; round += 1) {
      const { grant } = await all.granted(li, all.form([customer]))
      let acknowledged = false
      const revoking = all.use.grants.revoke(boss, grant, '不再需要').then((answer) => {
        mustGo(answer)
        acknowledged = true
      })
      const racers = Array.from({ length: 50 }, async (_, i) => {
        for (let turn = 0; turn < i % 10; turn += 1) await new Promise(setImmediate)
        const late = acknowledged
        const answer = await open(li, customer)
        if (isRefusal(answer)) return
        if (late) leaked += 1
        else before += 1
      })
      await Promise.all([revoking, ...racers])
      const after = await open(li, customer)
      if (!isRefusal(after)) leaked += 1
      expect(await all.use.grants.state(li, grant)).toMatchObject({ running: false, state: 'revoked' })
    }
    expect(leaked).toBe(0)
    expect(before).toBeGreaterThan(0)
  })

  test('a grant for seven openings is double-spent by 50 racers: exactly seven get through', async () => {
    const customer = await wang()
    const { grant } = await all.granted(li, all.form([customer], { countLimit: 7 }))
    const answers = await Promise.all(Array.from({ length: 50 }, () => open(li, customer)))
    const through = answers.filter((answer) => valueOf(mustGo(answer)) === '13800138000')
    expect(through.length).toBe(7)
    expect(new Set(through.map((answer) => (answer as { left: number }).left))).toEqual(
      new Set([0, 1, 2, 3, 4, 5, 6]),
    )
    expect(await all.use.grants.state(li, grant)).toMatchObject({ state: 'used-up', left: 0 })
    const recorded = (await all.entries('reading')).filter(
      (e) => e['customer'] === customer && e['verb'] === 'read',
    )
    expect(recorded.length).toBe(50)
    expect(recorded.filter((e) => (e['full'] as number[]).length > 0).length).toBe(7)
  })
})

describe('ending a grant', () => {
  test('the holder, the approver and the security administrator may; a colleague may not, and that is recorded', async () => {
    const customer = await wang()
    const colleague = await all.person('赵六')
    for (const who of [li, boss, security]) {
      const { grant } = await all.granted(li, all.form([customer]))
      expect(clausesOf(await all.use.grants.revoke(colleague, grant, '随便'))).toEqual(['default-deny'])
      mustGo(await all.use.grants.revoke(who, grant, '任务完成'))
      await expect(all.use.grants.revoke(who, grant, '再来一次')).rejects.toMatchObject({
        code: 'use.already-revoked',
      })
    }
    const denied = (await all.entries('act')).filter(
      (e) => e['verb'] === 'revoke-grant' && e['verdict'] === 'deny',
    )
    expect(denied.length).toBe(3)
    await expect(all.use.grants.state(colleague, newId())).rejects.toMatchObject({ status: 404 })
  })

  test('通过后撤销: given up by its holder, it opens nothing from that moment on, and never comes back', async () => {
    const customer = await wang()
    const { application, grant } = await all.granted(li, all.form([customer]))
    mustGo(await open(li, customer))
    mustGo(await all.approval.act(li, application, { verb: 'revoke', opinion: '不再需要' }))
    expect(await all.use.grants.state(li, grant)).toMatchObject({ running: false, state: 'revoked' })
    expect(isRefusal(await open(li, customer))).toBe(true)
    const { instance, tasks } = await all.house.db.read((r) => all.approval.life(r, application))
    expect(instance.state).toBe('revoking')
    const task = tasks.find((one) => one.state === 'todo')!
    const deed = {
      verb: 'reject',
      taskId: task.id,
      hash: instance.snapshotHash,
      opinion: '仍需使用',
    } as const
    mustGo(await all.approval.act({ personId: task.assignee, address: '' }, application, deed))
    expect(isRefusal(await open(li, customer))).toBe(true)
    expect((await all.entries('grant-ended')).at(-1)).toMatchObject({ grant, application, why: 'revoked' })
  })

  test('复制重提: a withdrawn application is handed in again as a new one that names it', async () => {
    const filed = mustGo(await all.use.applications.apply(li, all.form([await wang()])))
    mustGo(await all.approval.act(li, filed.id, { verb: 'withdraw', opinion: '填写有误' }))
    const route = all.approval.routes.find((one) => one.path === '/approvals/:id/again')!
    const again = async (who: Caller) =>
      (await route.run({ caller: who, params: { id: filed.id }, query: {}, body: {} } as never)) as {
        id: string
      }
    await expect(again(boss)).rejects.toThrow('approval.not-found')
    const { id } = await again(li)
    const { instance, tasks } = await all.house.db.read((r) => all.approval.life(r, id))
    expect(instance).toMatchObject({ copyOf: filed.id, state: 'running' })
    expect(tasks.every((task) => task.state === 'todo')).toBe(true)
  })

  test('a grant that ended by itself is noted once and told once', async () => {
    const customer = await wang()
    const { grant } = await all.granted(li, all.form([customer], { modes: allModes }))
    clock.advance(2 * 86_400_000)
    const job = all.use.jobs!['use.grants-ended'] as (job: unknown, w: unknown) => Promise<void>
    await all.house.db.transact((w) => job({}, w))
    await all.house.db.transact((w) => job({}, w))
    const noted = (await all.entries('grant-ended')).filter((entry) => entry['grant'] === grant)
    expect(noted.length).toBe(1)
  })

  test('lists: mine, managed, all; everybody’s only for those who oversee', async () => {
    const { grant } = await all.granted(li, all.form([await wang()]))
    const page = { page: 1, size: 100 } as const
    const has = async (who: Caller, whose: 'mine' | 'managed' | 'all'): Promise<boolean> =>
      mustGo(await all.use.grants.list(who, { ...page, whose, state: 'running' })).rows.some(
        (row) => row.id === grant,
      )
    expect([await has(li, 'mine'), await has(boss, 'managed'), await has(security, 'all')]).toEqual([
      true,
      true,
      true,
    ])
    expect(await has(boss, 'mine')).toBe(false)
    expect(clausesOf(await all.use.grants.list(li, { ...page, whose: 'all' }))).toEqual(['3.2.1'])
  })
})

test('the ledger is whole after all of this', () => expectLedgerWhole(all.house))
