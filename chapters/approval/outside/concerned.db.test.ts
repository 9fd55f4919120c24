import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { listen, type LocalServer } from '../../../floor/delivery/testing.ts'
import { type Office, openOfficeOfNine } from '../notices/fixture.ts'
import type { LinkBody, NewLinkReply } from '../wire/outside.ts'
import { type Call, callAs, linkBody } from './fixture.ts'

let office: Office
let oa: LocalServer
let link: NewLinkReply
beforeEach(async () => {
  office = await openOfficeOfNine()
  oa = await listen(() => ({ status: 200, text: '{}' }))
  link = (await office.call('POST', '/outside-links', 'Q1', { body: linkBody(oa.url) })) as NewLinkReply
})
afterEach(async () => {
  await office.close()
  await oa.close()
})
const calls = (call: Call): Promise<string> => callAs(office, link, call)
const decides = async (id: string, user: string, more: object = {}): Promise<Call> => ({
  path: `/approvals/${id}/decide`,
  body: {
    user,
    decision: 'approve',
    hash: (await office.life(id)).instance.snapshotHash,
    opinion: '同意',
    ...more,
  },
})

describe('forms that are no business of an OA', () => {
  const second = async (more: Partial<LinkBody> = {}): Promise<NewLinkReply> =>
    (await office.call('POST', '/outside-links', 'Q1', {
      body: { ...linkBody(oa.url), name: 'OA 2', ...more },
    })) as NewLinkReply

  test('a form from before the connection is not there for it: neither its state nor a decision', async () => {
    const { id } = await office.apply('C1', 2)
    const other = await second()
    const as = { link: other.id, secret: other.secret }
    expect(await calls({ method: 'GET', path: `/approvals/${id}`, ...as })).toBe('404 approval.not-found')
    expect(await calls({ ...(await decides(id, 'M1')), ...as })).toBe('404 approval.not-found')
    expect((await office.life(id)).instance.state).toBe('running')
  })

  test('a connection that only follows, or follows no tasks, reads the state of no form', async () => {
    const follower = await second({ mayDecide: false })
    const deaf = await second({ name: 'OA 3', events: ['approval.ended'] })
    const { id } = await office.apply('C1', 2)
    for (const { id: one, secret } of [follower, deaf])
      expect(await calls({ method: 'GET', path: `/approvals/${id}`, link: one, secret })).toBe(
        '404 approval.not-found',
      )
  })

  test('what it started itself it may look at, though it decides nothing', async () => {
    office.approval.startFromOutside(
      'use',
      async (caller, content) => await office.apply(caller.employeeNo, Number(content['level'])),
    )
    const starter = await second({ mayDecide: false, events: [] })
    const as = { link: starter.id, secret: starter.secret }
    const call = { user: 'C1', form: 'use', reference: 'OA-7', content: { level: 2 } }
    expect(await calls({ path: '/applications', body: call, ...as })).toMatch(/^201 /)
    const id = (await office.house.db.read((r) =>
      r.row<{ id: string }>(
        sql`select instance_id as id from approval.outside_start where reference = 'OA-7'`,
      ),
    ))!.id
    expect(await calls({ method: 'GET', path: `/approvals/${id}`, ...as })).toBe('200 running')
    expect(await calls({ ...(await decides(id, 'M1')), ...as })).toBe('409 outside.not-allowed')
  })

  test('without a word of the security administrator it decides level 1 alone and nothing above', async () => {
    link = await second()
    expect(await calls(await decides((await office.apply('C1', 1)).id, 'M1'))).toMatch(/^200 /)
    expect(await calls(await decides((await office.apply('C1', 2)).id, 'M1'))).toBe(
      '202 waits-for-confirmation',
    )
  })
})
