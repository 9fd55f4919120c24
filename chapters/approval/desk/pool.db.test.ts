import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, openDesk } from '../support.ts'
import type { DeskReply } from '../wire.ts'
import { step, storiesOn } from './support.ts'

/** 认领 as the desk shows it: a flag on the row, a figure, a filter. */

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
const { flow, person } = storiesOn(() => desk)

const todo = async (no: string, query: object = {}) =>
  (
    (await desk.call('GET', '/desk/todo', no, {
      query: { page: 1, size: 20, sort: '', form: '', ...query },
    })) as DeskReply
  ).rows
const claimable = async (no: string) =>
  ((await desk.call('GET', '/desk/counts', no)) as { todo: number; claimable: number }).claimable

test('a shared task says that it is to be claimed, then whose it is; put back, it is everybody’s again', async () => {
  const key = await flow([step('pool', { pool: true, sources: [person('M1'), person('E1')] })])
  const { id } = await desk.apply('C1', { action: key })
  const plain = await desk.apply('C1')
  const row = async (no: string) => (await todo(no)).find((one) => one.id === id)
  expect(await row('M1')).toMatchObject({ pool: 'open', batch: false })
  expect(await row('E1')).toMatchObject({ pool: 'open' })
  expect([await claimable('M1'), await claimable('E1')]).toEqual([1, 1])
  expect((await todo('M1')).find((one) => one.id === plain.id)).toMatchObject({ pool: null, batch: true })
  expect((await todo('M1', { pool: 'open' })).map((one) => one.id)).toEqual([id])
  expect(await desk.act(id, 'M1', { verb: 'claim' })).toBe('running')
  expect(await row('M1')).toMatchObject({ pool: 'mine', batch: true })
  expect(await row('E1')).toBeUndefined()
  expect([await claimable('M1'), await claimable('E1')]).toEqual([0, 0])
  expect((await todo('M1', { pool: 'mine' })).map((one) => one.id)).toEqual([id])
  expect(await desk.act(id, 'M1', { verb: 'release' })).toBe('running')
  expect(await row('E1')).toMatchObject({ pool: 'open' })
  expect([await claimable('M1'), await claimable('E1')]).toEqual([1, 1])
})

test('attack: approved together with others from the list, an unclaimed task is not decided', async () => {
  const key = await flow([step('pool', { pool: true, sources: [person('M1'), person('E1')] })])
  const { id } = await desk.apply('C1', { action: key })
  const row = (await todo('M1')).find((one) => one.id === id)!
  const reply = (await desk.call('POST', '/desk/approve', 'M1', {
    body: { items: [{ id, taskId: row.taskId, hash: row.hash }], opinion: '同意' },
  })) as { results: { done: boolean; code?: string }[] }
  expect(reply.results).toMatchObject([{ done: false, code: 'approval.claim-first' }])
  expect((await desk.instance(id)).state).toBe('running')
})
