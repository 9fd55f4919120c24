import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import type { Caller } from '../../gate/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { clausesOf, mustGo, openUseHouse, type UseHouse } from './fixture.ts'
import { useForm } from './form.ts'
import { mistakes } from './texts.ts'

let all: UseHouse
let boss: Caller
let li: Caller
let customer: string
beforeAll(async () => {
  all = await openUseHouse()
  boss = await all.person('王经理', { clearance: 4, scope: 'all' })
  li = await all.person('李雷', { manager: boss, clearance: 3, scope: 'none' })
  customer = await all.customer({ 'person-name': '王小红', mobile: '13800138000' })
})
afterAll(() => all.close())

const fileNoOf = async (id: string): Promise<string> =>
  (await all.custody.material([id])).get(id)!.head.fileNo

describe('filing', () => {
  test('customers may be named by file number; the same wish has the same hash; no value or reason in the ledger', async () => {
    const hash = async (named: string): Promise<string> => {
      const body = all.form([named], { startsAt: '2099-01-01', endsAt: '2099-01-02' })
      const { id } = mustGo(await all.use.applications.apply(li, body))
      return (await all.house.db.read((r) => all.approval.instance(r, id)))!.snapshotHash
    }
    expect(await hash(customer)).toBe(await hash(await fileNoOf(customer)))
    const text = JSON.stringify(await all.entries())
    expect(text).not.toMatch(/王小红|13800138000|上门维修/)
  })

  test.each([
    ['an unknown file', { customers: ['C-2026-999999'] }, 'use.files-not-found'],
    ['an unknown purpose', { purpose: 'curiosity' }, 'use.no-such-purpose'],
    ['an unknown field', { fields: [9999] }, 'use.no-such-field'],
    ['an end before the start', { endsAt: '2020-01-01' }, 'use.ends-before-start'],
  ])('%s is a mistake that has a text, and nothing is filed', async (_what, more, code) => {
    const before = (await all.use.applications.list(li, { page: 1, size: 1 })).total
    await expect(all.use.applications.apply(li, all.form([customer], more))).rejects.toMatchObject({ code })
    expect(mistakes[code]).toBeDefined()
    expect((await all.use.applications.list(li, { page: 1, size: 1 })).total).toBe(before)
  })

  test('attack: an administrator applies for customer data', async () => {
    const admin = await all.person('系统员', { roles: ['system-admin'], clearance: 4 })
    expect(clausesOf(await all.use.applications.apply(admin, all.form([customer])))).toContain('6.1')
  })

  test('attack: somebody else looks at the application or files it again', async () => {
    const { id } = mustGo(await all.use.applications.apply(li, all.form([customer])))
    const han = await all.person('韩梅')
    await expect(all.use.applications.mine(han, id)).rejects.toMatchObject({ status: 404 })
    await expect(all.use.applications.resubmit(han, id, all.form([customer]))).rejects.toMatchObject({
      status: 404,
    })
    await expect(all.use.applications.resubmit(li, id, all.form([customer]))).rejects.toMatchObject({
      code: 'use.not-returned',
    })
  })
})

describe('who decides, as far as the applicant chooses', () => {
  test('a flow that leaves a step to the applicant wants a pick of the stated people, and asks whom was picked', async () => {
    const security = await all.person('安全员', { roles: ['security-admin'] })
    const chief = await all.person('主管', { clearance: 4, scope: 'all' })
    const save = all.approval.routes.find((one) => one.method === 'POST' && one.path === '/flows')!
    const step = (id: string, source: object) => ({ id, zh: id, en: id, mode: 'any', sources: [source] })
    const body = {
      key: 'picked', form: 'use', zh: '指定审批', en: 'Picked', levels: [1, 2], actions: ['print'], priority: 9, follows: 0,
      steps: [
        step('m', { by: 'direct-manager' }),
        step('p', { by: 'applicant-picks', choice: { roles: [], people: [chief.personId], most: 1 } }),
      ],
    } // prettier-ignore
    mustGo(await save.run({ caller: security, params: {}, query: {}, body } as never))
    const apply = (picks?: Record<string, string[]>) =>
      all.use.applications.apply(
        li,
        all.form([customer], {
          modes: ['print'],
          storagePlace: '柜 1',
          returnMethod: '销毁',
          ...(picks === undefined ? {} : { picks }),
        }),
      )
    await expect(apply()).rejects.toMatchObject({ code: 'approval.pick-needed', field: 'picks.p' })
    await expect(apply({ p: [li.personId] })).rejects.toMatchObject({ code: 'approval.pick-not-allowed' })
    await expect(apply({ p: [boss.personId] })).rejects.toMatchObject({ code: 'approval.pick-not-allowed' })
    const { id } = mustGo(await apply({ p: [chief.personId] }))
    const life = await all.house.db.read((r) => all.approval.life(r, id))
    const taskId = life.tasks.find((task) => task.state === 'todo')!.id
    const approve = { verb: 'approve', taskId, hash: life.instance.snapshotHash, opinion: '同意' } as const
    mustGo(await all.approval.act({ personId: boss.personId, address: boss.address }, id, approve))
    const { tasks } = await all.house.db.read((r) => all.approval.life(r, id))
    expect(tasks.find((task) => task.state === 'todo')?.assignee).toBe(chief.personId)
  })
})

describe('a returned application', () => {
  const returned = async (more: object = {}): Promise<string> => {
    const { id } = mustGo(await all.use.applications.apply(li, all.form([customer], more)))
    const life = await all.house.db.read((r) => all.approval.life(r, id))
    const taskId = life.tasks.find((one) => one.state === 'todo')!.id
    const deed = { verb: 'return', taskId, hash: life.instance.snapshotHash, opinion: '请说明', to: 'applicant' } as const // prettier-ignore
    mustGo(await all.approval.act({ personId: boss.personId, address: boss.address }, id, deed))
    return id
  }

  test('goes straight back unchanged to whoever returned it, and then no second time', async () => {
    const id = await returned()
    const before = (await all.house.db.read((r) => all.approval.instance(r, id)))!.snapshotHash
    expect((await all.use.applications.mine(li, id)).straightTo?.zh).toBeTruthy()
    const han = await all.person('韩冬')
    await expect(all.use.applications.sendBack(han, id)).rejects.toMatchObject({ status: 404 })
    mustGo(await all.use.applications.sendBack(li, id))
    const life = await all.house.db.read((r) => all.approval.life(r, id))
    expect(life.instance).toMatchObject({ state: 'running', snapshotHash: before })
    expect(life.tasks.find((one) => one.state === 'todo')?.assignee).toBe(boss.personId)
    expect((await all.use.applications.mine(li, id)).straightTo).toBeNull()
    await expect(all.use.applications.sendBack(li, id)).rejects.toMatchObject({ code: 'use.not-returned' })
  })

  test('attack: what was approved at one level is not sent straight back when the level has risen since', async () => {
    const id = await returned()
    await all.house.fresh.owner.transact((w) =>
      w.run(sql`update approval.instance set level = level - 1 where id = ${id}`),
    )
    await expect(all.use.applications.sendBack(li, id)).rejects.toMatchObject({ code: 'use.straight-level' })
  })

  test('attack: a purpose that was closed meanwhile is not got past by sending the form straight back', async () => {
    const archivist = await all.person('资料员', { roles: ['archivist'] })
    await all.purpose(archivist, 'fair')
    const id = await returned({ purpose: 'fair' })
    await all.purpose(archivist, 'fair', { closed: true })
    await expect(all.use.applications.sendBack(li, id)).rejects.toMatchObject({ code: 'use.no-such-purpose' })
  })

  test('attack: an administrator by now, the applicant sends nothing back', async () => {
    const id = await returned()
    await all.house.fresh.owner.transact((w) =>
      w.run(sql`insert into people.role_holding (id, person_id, role, given_at)
        values (gen_random_uuid(), ${li.personId}, 'system-admin', now())`),
    )
    const answer = await all.use.applications.sendBack(li, id)
    await all.house.fresh.owner.transact((w) =>
      w.run(sql`delete from people.role_holding where person_id = ${li.personId} and role = 'system-admin'`),
    )
    expect(clausesOf(answer)).toContain('6.1')
  })

  test('is changed and filed again; what was granted is the second content and not the first', async () => {
    const { id } = mustGo(
      await all.use.applications.apply(li, all.form([customer], { modes: ['read', 'copy'] })),
    )
    const life = (await all.house.db.read((r) => all.approval.life(r, id)))!
    const task = life.tasks.find((one) => one.state === 'todo')!
    mustGo(
      await all.approval.act({ personId: task.assignee, address: '127.0.0.1' }, id, {
        verb: 'return', taskId: task.id, hash: life.instance.snapshotHash, opinion: '只需查阅，请改', to: 'applicant',
      }),
    ) // prettier-ignore
    expect((await all.use.applications.mine(li, id)).state).toBe('returned')
    mustGo(await all.use.applications.resubmit(li, id, all.form([customer], { modes: ['read'] })))
    await all.approveAll(id)
    const { grant, modes } = await all.use.applications.mine(li, id)
    expect(modes).toEqual(['read'])
    expect((await all.use.grants.detail(li, grant!)).modes).toEqual(['read'])
  })
})

describe('the draft', () => {
  test('one per person, ids and choices only, gone once filed', async () => {
    const draft = { customers: [customer], fields: [1], modes: ['read' as const], purpose: 'service' }
    await all.use.applications.saveDraft(li, draft)
    await all.use.applications.saveDraft(li, { ...draft, purpose: 'visit' })
    expect((await all.use.applications.draft(li)).draft).toMatchObject({
      purpose: 'visit',
      customers: [customer],
    })
    mustGo(await all.use.applications.apply(li, all.form([customer])))
    expect(await all.use.applications.draft(li)).toEqual({ draft: null, savedAt: null })
  })
})

describe('the form that approvers see', () => {
  test('names the file by number and masked name for those who may see it, by number alone for others', async () => {
    const { id } = mustGo(await all.use.applications.apply(li, all.form([customer])))
    const instance = (await all.house.db.read((r) => all.approval.instance(r, id)))!
    const { house, people, approval, custody, use } = all
    const form = useForm({ house, people, approval, custody, facts: use.facts })
    const files = async (viewer: Caller): Promise<string> => {
      const rows = (await form.view(instance, viewer)).sections.flatMap((section) => section.rows)
      return rows.find((row) => row.kind === 'customers')!.value.zh
    }
    const fileNo = await fileNoOf(customer)
    expect(await files(boss)).toMatch(new RegExp(`^${fileNo} 王\\*`))
    const stranger = await all.person('外人', { scope: 'none' })
    expect(await files(stranger)).toBe(fileNo)
    for (const section of (await form.view(instance, boss)).sections)
      for (const row of section.rows) expect(row.label.zh !== '' && row.label.en !== '').toBe(true)
  })

  test('the limits of the day may be named in the company’s settings; nonsense there changes nothing', async () => {
    await all.house.db.transact((w) =>
      w.run(sql`update people.company set settings = '{"quota":{"fullViewsMax":-1,"searchesMax":"many"}}'`),
    )
    expect((await all.use.facts.asker(li.personId)).quota).toMatchObject({
      fullViewsMax: 200,
      searchesMax: 500,
    })
  })
})

test('the ledger is whole after all of this', () => expectLedgerWhole(all.house))
