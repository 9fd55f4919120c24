import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../../gate/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { clausesOf, mustGo, openUseHouse, type UseHouse } from './fixture.ts'

/** 5.1.2: whoever has not done what is asked of a newcomer touches no customer data, whichever way they come. */

let all: UseHouse
let boss: Caller
let fresh: Caller
let mine: string
let grant: string
const waiting = new Set<string>()
beforeAll(async () => {
  all = await openUseHouse()
  all.people.registerJoinerCheck({
    code: 'pledge',
    title: { zh: '保密承诺书', en: 'Pledge of secrecy' },
    passed: (_r, ids) => Promise.resolve(new Set(ids.filter((id) => !waiting.has(id)))),
  })
  boss = await all.person('王经理', { clearance: 4, scope: 'all' })
  fresh = await all.person('新来', { manager: boss, clearance: 3, scope: 'all', roles: ['archivist'] })
  mine = await all.customer({ 'person-name': '王小红', mobile: '13800138000' }, { ownerId: fresh.personId })
  grant = (await all.granted(fresh, all.form([mine], { modes: ['read', 'copy', 'export', 'print'] }))).grant
  // The pledge was withdrawn, or a training ran out: what was granted before does not help.
  waiting.add(fresh.personId)
})
afterAll(() => all.close())

const query = (more: object = {}) => ({ page: 1, size: 20, sort: '', q: '', ...more }) as never
const person = (one: Caller) => ({ personId: one.personId, address: one.address })
const taskOf = async (id: string) => {
  const life = await all.house.db.read((r) => all.approval.life(r, id))
  return { taskId: life.tasks.find((one) => one.state === 'todo')!.id, hash: life.instance.snapshotHash }
}

describe('a newcomer', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['the list of customers', () => all.use.readings.list(fresh, query())],
    ['a search', () => all.use.readings.list(fresh, query({ q: '王小红' }))],
    ['the own file, masked', () => all.use.readings.view(fresh, mine)],
    [
      'values under a grant of before',
      () =>
        all.use.readings.open(fresh, {
          customer: mine, fields: [all.field('mobile')], purpose: 'service', mode: 'read', reason: '上门维修',
        }), // prettier-ignore
    ],
    [
      'an export under a grant of before',
      () => all.use.exports.export(fresh, { grant, mode: 'export', format: 'xlsx', language: 'zh' }),
    ],
    ['an application', () => all.use.applications.apply(fresh, all.form([mine]))],
  ])('attack: %s is refused by 5.1.2', async (_, attempt) => {
    const answer = await attempt()
    expect(clausesOf(answer)).toContain('5.1.2')
  })

  test('attack: deciding about others’ applications, as approver and through a proxy', async () => {
    const clerk = await all.person('职员', { manager: fresh, clearance: 2 })
    const { id } = mustGo(await all.use.applications.apply(clerk, all.form([mine])))
    const deed = { verb: 'approve', opinion: '同意', ...(await taskOf(id)) } as const
    const answer = await all.approval.act(person(fresh), id, deed)
    expect(clausesOf(answer)).toContain('5.1.2')
    waiting.delete(fresh.personId)
    mustGo(await all.approval.act(person(fresh), id, deed))
    waiting.add(fresh.personId)
  })

  test('attack: an application that was returned is not sent straight back meanwhile', async () => {
    waiting.delete(fresh.personId)
    const { id } = mustGo(await all.use.applications.apply(fresh, all.form([mine])))
    mustGo(await all.approval.act(person(boss), id, { verb: 'return', opinion: '请说明', to: 'applicant', ...(await taskOf(id)) })) // prettier-ignore
    waiting.add(fresh.personId)
    expect(clausesOf(await all.use.applications.sendBack(fresh, id))).toContain('5.1.2')
    expect(clausesOf(await all.use.applications.resubmit(fresh, id, all.form([mine])))).toContain('5.1.2')
  })

  test('done with everything, the same person works from the next request on', async () => {
    waiting.delete(fresh.personId)
    mustGo(await all.use.readings.view(fresh, mine))
    waiting.add(fresh.personId)
    expect(clausesOf(await all.use.readings.view(fresh, mine))).toContain('5.1.2')
  })

  test('a check that cannot be asked lets nobody in', async () => {
    all.people.registerJoinerCheck({
      code: 'training',
      title: { zh: '保密培训', en: 'Training' },
      passed: () => Promise.reject(new Error('the table is gone')),
    })
    await expect(all.use.readings.view(boss, mine)).rejects.toThrow('the table is gone')
  })
})

test('the ledger is whole after all of this', () => expectLedgerWhole(all.house))
