import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { type Desk, openDesk } from '../support.ts'
import type { ConfirmationsReply } from '../../people/wire.ts'
import { readVersions } from '../store/flows.ts'
import { step, storiesOn } from './support.ts'

/** What becomes of a leaver's place in flows, and of the forms the leaver applied for. */

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
const { flow, holders, person } = storiesOn(() => desk)

const proven = (no: string) => ({
  ...desk.caller(no),
  proof: { at: desk.clock.now().getTime(), windowMs: 900_000 },
})
/** A route of the chapter people. */
async function people(method: string, path: string, no: string, input: object = {}): Promise<unknown> {
  const route = desk.people.routes.find((one) => one.method === method && one.path === path)!
  const whole = { caller: proven(no), params: {}, query: {}, body: {}, ...input }
  return await route.run(whole as unknown as Parameters<typeof route.run>[0])
}
const waiting = async (no: string) =>
  ((await people('GET', '/confirmations', no)) as ConfirmationsReply).rows.filter(
    ({ state }) => state === 'open',
  )
const confirm = (no: string, id: string) =>
  people('POST', '/confirmations/:id/decision', no, { params: { id }, body: { outcome: 'confirmed' } })
const versions = (key: string) => desk.house.db.read((r) => readVersions(r, key))

describe('离职', () => {
  test('whoever sees a leaver off writes nobody into a flow; the security administrator does, as a new version of their own', async () => {
    const key = await flow([step('m', { sources: [person('M1')] }), step('e', { sources: [person('E1')] })], {
      zh: '流程1',
    })
    const before = await versions(key)
    await desk.house.db.transact((w) =>
      desk.approval.handOver(w, desk.id('M1'), desk.id('C2'), { by: desk.id('Q1') }),
    )
    expect(await versions(key)).toEqual(before)
    const wish = (await waiting('S1')).find(
      (row) => row.kind === 'flow-follower' && row.text.zh.includes('流程1'),
    )!
    expect(wish.text.zh).toContain('白露')
    // The system administrator who proposed it does not decide about flows, and neither does the audit administrator.
    for (const no of ['Q1', 'A1']) expect(await confirm(no, wish.id)).toMatchObject({ refused: true })
    expect(await confirm('S1', wish.id)).toEqual({ done: true })
    const after = await versions(key)
    expect(after).toHaveLength(before.length + 1)
    expect(JSON.stringify(after[0]!.steps)).toContain(desk.id('C2'))
    expect(JSON.stringify(after[0]!.steps)).not.toContain(desk.id('M1'))
    expect(after[0]!.createdBy).toBe(desk.id('S1'))
    const run = await desk.apply('C1', { action: key })
    expect(await holders(run.id)).toBe('白露')
  })

  test('a follower who may hold no business is not written into a flow, whoever confirms', async () => {
    await flow([step('m', { sources: [person('M1')] }), step('e', { sources: [person('E1')] })], {
      zh: '流程2',
    })
    await desk.house.db.transact((w) =>
      desk.approval.handOver(w, desk.id('M1'), desk.id('Q1'), { by: desk.id('Q1') }),
    )
    const wish = (await waiting('S1')).find(
      (row) => row.kind === 'flow-follower' && row.text.zh.includes('流程2'),
    )!
    await expect(confirm('S1', wish.id)).rejects.toThrow(/approval\.flow-/)
  })

  test('two who leave one after the other: the wish about the first is not put out of the way by the second', async () => {
    const key = await flow([step('m', { sources: [person('M1')] }), step('e', { sources: [person('E1')] })], {
      zh: '流程3',
    })
    for (const from of ['M1', 'E1'])
      await desk.house.db.transact((w) =>
        desk.approval.handOver(w, desk.id(from), desk.id('C2'), { by: desk.id('Q1') }),
      )
    const wishes = (await waiting('S1')).filter((row) => row.text.zh.includes('流程3'))
    expect(wishes).toHaveLength(2)
    for (const { id } of wishes) expect(await confirm('S1', id)).toEqual({ done: true })
    const steps = JSON.stringify((await versions(key))[0]!.steps)
    for (const from of ['M1', 'E1']) expect(steps).not.toContain(desk.id(from))
  })

  test('nobody confirms a follower of their own proposing, or one whose proposer holds no office any more', async () => {
    const key = await flow([step('m', { sources: [person('M1')] }), step('e', { sources: [person('E1')] })], {
      zh: '流程4',
    })
    const before = await versions(key)
    for (const [by, code] of [
      ['S1', 'people.not-yourself'],
      ['E1', 'people.proposer-gone'],
    ] as const) {
      await desk.house.db.transact((w) =>
        desk.approval.handOver(w, desk.id('M1'), desk.id('C2'), { by: desk.id(by) }),
      )
      const wish = (await waiting('S1')).find((row) => row.text.zh.includes('流程4'))!
      await expect(confirm('S1', wish.id)).rejects.toMatchObject({ code })
      await desk.house.db.transact((w) =>
        w.run(
          sql`update people.confirmation set state = 'withdrawn', decided_at = now() where id = ${wish.id}`,
        ),
      )
    }
    expect(await versions(key)).toEqual(before)
  })

  test('a leaver’s own forms end with a reason, the tasks on them too; nobody inherits them', async () => {
    const [one, two] = [await desk.apply('C1'), await desk.apply('C1')]
    await desk.act(two.id, 'M1', { verb: 'return', to: 'applicant' })
    const ended = await desk.house.db.transact((w) =>
      desk.approval.endForms(w, desk.id('C1'), { by: desk.id('Q1'), reason: '申请人离职' }),
    )
    expect(ended).toBeGreaterThanOrEqual(2)
    for (const { id } of [one, two]) {
      const life = await desk.house.db.read((r) => desk.approval.life(r, id))
      expect(life.instance.state).toBe('terminated')
      expect(life.instance.applicantId).toBe(desk.id('C1'))
      expect(life.actions.at(-1)).toMatchObject({
        verb: 'terminate',
        actorId: desk.id('Q1'),
        opinion: '申请人离职',
      })
      expect(life.tasks.filter(({ state }) => state === 'todo')).toEqual([])
    }
    const again = await desk.house.db.transact((w) =>
      desk.approval.endForms(w, desk.id('C1'), { by: desk.id('Q1'), reason: '申请人离职' }),
    )
    expect(again).toBe(0)
  })
})
