import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { listen, type LocalServer } from '../../../floor/delivery/testing.ts'
import { newWebhookSecret, signOutward } from '../../../floor/delivery/webhooks.ts'
import { refuse } from '../../../gate/index.ts'
import { type Office, openOfficeOfNine, said } from '../notices/fixture.ts'
import type { LinksReply, NewLinkReply, WishesReply } from '../wire/outside.ts'
import { type Call, callAs, linkBody } from './fixture.ts'

let office: Office
let oa: LocalServer
let link: NewLinkReply
beforeEach(async () => {
  office = await openOfficeOfNine()
  oa = await listen(() => ({ status: 200, text: '{}' }))
  link = (await office.call('POST', '/outside-links', 'Q1', { body: linkBody(oa.url) })) as NewLinkReply
  await limit(2)
})
/** The security administrator lets the connection decide up to this level. */
const limit = (decideUpTo: number) =>
  office.call('PUT', '/outside-links/:id/limit', 'S1', { params: { id: link.id }, body: { decideUpTo } })
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
const leaves = async (kind: string): Promise<Record<string, unknown>[]> => {
  const rows = await office.house.fresh.owner.read((r) =>
    r.rows<{ entry: string }>(
      sql`select entry from ledger.leaf where entry like ${`%"kind":"${kind}"%`} order by lane, index`,
    ),
  )
  return rows.map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
}

describe('an OA decides in the name of a person', () => {
  test('who is known there under another name: the form is approved, and log and ledger say where it came from', async () => {
    const { id } = await office.apply('C1', 2)
    expect(await calls(await decides(id, 'qin.lang'))).toBe('200 approved')
    const { actions } = await office.life(id)
    expect(actions.find(({ verb }) => verb === 'approve')).toMatchObject({
      actorId: office.id('M1'),
      address: `outside:${link.id}`,
      opinion: '同意',
    })
    expect(await leaves('outside-decision')).toMatchObject([
      { channel: 'outside', link: link.id, application: id, actor: office.id('M1'), decision: 'approve' },
    ])
  })

  test('the same call signed anew is answered like the first and decides nothing twice', async () => {
    const { id } = await office.apply('C1', 2)
    const task = (await office.openTask(id))!.id
    const call = await decides(id, 'M1', { task })
    expect([await calls(call), await calls(call)]).toEqual(['200 approved', '200 approved'])
    expect((await office.life(id)).actions.filter(({ verb }) => verb === 'approve')).toHaveLength(1)
  })

  test('a rejection and a return work as well', async () => {
    const [one, two] = [await office.apply('C1', 2), await office.apply('C1', 2)]
    expect(await calls(await decides(one.id, 'M1', { decision: 'reject', opinion: '不需要' }))).toBe(
      '200 rejected',
    )
    expect(await calls(await decides(two.id, 'M1', { decision: 'return', opinion: '请补充' }))).toBe(
      '200 returned',
    )
  })

  test('how a form stands can be asked for', async () => {
    const { id } = await office.apply('C1', 2)
    expect(await calls({ method: 'GET', path: `/approvals/${id}` })).toBe('200 running')
  })
})

describe('what an OA cannot do', () => {
  test('decide for the applicant, for somebody without a task, for somebody unknown, for one who has left', async () => {
    const { id } = await office.apply('C1', 2)
    expect(await calls(await decides(id, 'C1'))).toBe('422 outside.no-task')
    expect(await calls(await decides(id, 'E1'))).toBe('422 outside.no-task')
    expect(await calls(await decides(id, 'nobody'))).toBe('422 outside.no-user')
    expect(await calls(await decides(id, '__proto__'))).toBe('422 outside.no-user')
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.person set left_at = now() where employee_no = 'M1'`),
    )
    expect(await calls(await decides(id, 'M1'))).toBe('422 outside.no-user')
    expect((await office.life(id)).instance.state).toBe('running')
  })

  test('decide for a person whom the gate refuses: the account is disabled', async () => {
    const { id } = await office.apply('C1', 2)
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.account set disabled_at = now() where person_id = ${office.id('M1')}`),
    )
    expect(await calls(await decides(id, 'M1'))).toMatch(/^403 /)
  })

  test('decide on another content than the present one, or on a form that is not there', async () => {
    const { id } = await office.apply('C1', 2)
    expect(await calls(await decides(id, 'M1', { hash: '0'.repeat(64) }))).toMatch(
      /^4\d\d approval\.changed$/,
    )
    const call = await decides(id, 'M1')
    expect(await calls({ ...call, path: `/approvals/${randomUUID()}/decide` })).toBe('404 approval.not-found')
  })

  test('decide or start when the connection does not allow it', async () => {
    const { id } = await office.apply('C1', 2)
    const change = { ...linkBody(oa.url), mayDecide: false, mayStart: false, version: 2 }
    await office.call('PUT', '/outside-links/:id', 'Q1', { params: { id: link.id }, body: change })
    expect(await calls(await decides(id, 'M1'))).toBe('409 outside.not-allowed')
    const start = { user: 'C1', form: 'use', reference: 'OA-1', content: {} }
    expect(await calls({ path: '/applications', body: start })).toBe('409 outside.not-allowed')
  })
})

describe('forged, replayed and late calls', () => {
  test.each<[string, (call: Call) => Call]>([
    ['signed with another secret', (call) => ({ ...call, secret: newWebhookSecret() })],
    ['in the name of an unknown connection', (call) => ({ ...call, link: randomUUID() })],
    [
      'altered on the way',
      (call) => ({ ...call, tampered: JSON.stringify({ ...call.body, decision: 'reject' }) }),
    ],
    ['with a nonce that is too short', (call) => ({ ...call, nonce: 'short' })],
  ])('%s: refused, and nothing is decided', async (_what, forge) => {
    const { id } = await office.apply('C1', 2)
    expect(await calls(forge(await decides(id, 'M1')))).toBe('401 outside.signature')
    expect((await office.life(id)).instance.state).toBe('running')
  })

  test('a call replayed with its own nonce is refused, and the attempt is in the ledger', async () => {
    const { id } = await office.apply('C1', 2)
    const call = {
      ...(await decides(id, 'M1', { decision: 'return', opinion: '补充' })),
      nonce: 'n'.repeat(20),
    }
    expect(await calls(call)).toBe('200 returned')
    expect(await calls(call)).toBe('409 outside.replayed')
    expect(await leaves('outside-refused')).toMatchObject([{ link: link.id, why: 'replayed' }])
  })

  test('a call replayed by two at once counts once', async () => {
    const { id } = await office.apply('C1', 2)
    const call = { ...(await decides(id, 'M1')), nonce: 'm'.repeat(20) }
    const answers = await Promise.all([calls(call), calls(call), calls(call)])
    expect(answers.sort()).toEqual(['200 approved', '409 outside.replayed', '409 outside.replayed'])
  })

  test('a call more than five minutes old, or from the future, is refused', async () => {
    const { id } = await office.apply('C1', 2)
    const call = await decides(id, 'M1')
    for (const minutes of [-6, 6])
      expect(await calls({ ...call, at: new Date(office.clock.now().getTime() + minutes * 60_000) })).toBe(
        '400 outside.late',
      )
    expect(await leaves('outside-refused')).toHaveLength(2)
  })

  test('after a new secret the old one is worth nothing, and so is a removed connection', async () => {
    const { id } = await office.apply('C1', 2)
    const params = { id: link.id }
    const renewed = (await office.call('POST', '/outside-links/:id/secret', 'Q1', { params })) as NewLinkReply
    expect(await calls(await decides(id, 'M1'))).toBe('401 outside.signature')
    await office.call('DELETE', '/outside-links/:id', 'Q1', { params })
    expect(await calls({ ...(await decides(id, 'M1')), secret: renewed.secret })).toBe(
      '401 outside.signature',
    )
  })
})

describe('above the level of the connection the person confirms in Mifeng', () => {
  const wishes = async (no: string): Promise<WishesReply['rows']> =>
    ((await office.call('GET', '/outside-wishes', no)) as WishesReply).rows

  test('until then nothing is decided; the person is told, and confirms', async () => {
    const { id, number } = await office.apply('C1', 3)
    expect(await calls(await decides(id, 'M1'))).toBe('202 waits-for-confirmation')
    expect((await office.life(id)).actions.filter(({ verb }) => verb === 'approve')).toHaveLength(0)
    const [wish] = await wishes('M1')
    expect(wish).toMatchObject({ number, decision: 'approve', state: 'open', link: 'OA' })
    const params = { id: wish!.id }
    expect(await said(office.call('POST', '/outside-wishes/:id/confirm', 'M1', { params }))).toMatch(
      /^(running|approved)$/,
    )
    expect((await office.life(id)).tasks.find(({ assignee }) => assignee === office.id('M1'))?.state).toBe(
      'approved',
    )
    expect(await said(office.call('POST', '/outside-wishes/:id/confirm', 'M1', { params }))).toBe(
      'outside.no-wish',
    )
  })

  test('a decision sent before it is the person’s turn waits too, though it becomes their turn at that very moment', async () => {
    const { id } = await office.apply('C1', 3)
    const task = (await office.openTask(id))!.id
    const [call, { owner }] = [await decides(id, 'M1', { task }), office.house.fresh]
    await owner.transact((w) => w.run(sql`update approval.task set state = 'pending' where id = ${task}`))
    const answer = await owner.transact(async (w) => {
      await w.run(sql`select from approval.instance where id = ${id} for update`)
      const sent = calls(call)
      await new Promise((resolve) => setTimeout(resolve, 400))
      await w.run(sql`update approval.task set state = 'todo' where id = ${task}`)
      return [sent]
    })
    expect(await answer[0]).toBe('202 waits-for-confirmation')
  })

  test('nobody confirms for somebody else, and a dropped one decides nothing', async () => {
    const { id } = await office.apply('C1', 3)
    await calls(await decides(id, 'M1'))
    const params = { id: (await wishes('M1'))[0]!.id }
    for (const no of ['C1', 'E1', 'Q1', 'S1'])
      expect(await said(office.call('POST', '/outside-wishes/:id/confirm', no, { params }))).toBe(
        'outside.no-wish',
      )
    expect(await wishes('E1')).toEqual([])
    expect(await said(office.call('POST', '/outside-wishes/:id/drop', 'M1', { params }))).toBe('done')
    expect((await office.life(id)).instance.state).toBe('running')
  })

  test('only the security administrator may let the OA decide higher levels alone; the system administrator who holds the secret may not, and a new secret takes it back', async () => {
    const input = { params: { id: link.id }, body: { decideUpTo: 4 } }
    for (const [no, answer] of [['Q1', /^refused/], ['S1', /^done$/]] as const) expect(await said(office.call('PUT', '/outside-links/:id/limit', no, input))).toMatch(answer) // prettier-ignore
    const decided = async () => await calls(await decides((await office.apply('C1', 3)).id, 'M1'))
    expect(await decided()).toMatch(/^200 /)
    link = (await office.call('POST', '/outside-links/:id/secret', 'Q1', input)) as NewLinkReply
    expect(await decided()).toMatch(/^202 /)
  })
})

describe('an OA starts a form', () => {
  const start = (more: object = {}): Call => ({
    path: '/applications',
    body: { user: 'C1', form: 'use', reference: 'OA-2026-1', content: { level: 2 }, ...more },
  })
  const register = (): string[] => {
    const started: string[] = []
    office.approval.startFromOutside('use', async (caller, content) => {
      if (content['refused'] === true) return refuse('4.2.1')
      started.push(caller.employeeNo)
      return await office.apply(caller.employeeNo, Number(content['level']))
    })
    return started
  }

  test('in the name of the person, once per reference', async () => {
    const started = register()
    expect(await calls(start())).toMatch(/^201 SY-2096-0001$/)
    expect(await calls(start())).toBe('200 SY-2096-0001 again')
    expect(started).toEqual(['C1'])
  })

  test('what the gate refuses is refused, and the reference stays free', async () => {
    const started = register()
    expect(await calls(start({ content: { refused: true } }))).toBe('403 4.2.1')
    expect(await calls(start())).toMatch(/^201 /)
    expect(started).toEqual(['C1'])
  })

  test('only forms that were opened for it, only for people who are here, only in the given shape', async () => {
    register()
    expect(await calls(start({ form: 'level-change' }))).toBe('422 outside.no-starter')
    expect(await calls(start({ user: 'X9' }))).toBe('422 outside.no-user')
    expect(await calls(start({ more: 1 }))).toBe('400 outside.shape')
  })
})

describe('an OA is told', () => {
  const events = () =>
    oa.seen.map((seen) => JSON.parse(seen.body) as { type: string; tasks: { user: string }[] })

  test('of every step by signed events with ids, numbers and states, and nothing of what the form says', async () => {
    const { id, number } = await office.apply('C1', 2)
    await office.runJobs()
    expect(
      events()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['approval.assigned', 'approval.submitted'])
    expect(events().flatMap(({ tasks }) => tasks)).toMatchObject([{ user: 'qin.lang', state: 'todo' }])
    await office.approve(id, 'M1')
    await office.runJobs()
    expect(
      events()
        .map(({ type }) => type)
        .slice(2)
        .sort(),
    ).toEqual(['approval.decided', 'approval.ended'])
    for (const { headers, body: text } of oa.seen) {
      const eventId = String(headers['webhook-id'])
      const seconds = Number(headers['webhook-timestamp'])
      expect(headers['webhook-signature']).toBe(signOutward(link.secret, eventId, seconds, text))
      expect(text).toContain(number)
      expect(text).not.toMatch(/王小红|13800138000|两户客户|苏木|秦朗/)
    }
  })

  test('nothing of an act that was rolled back', async () => {
    const attempt = office.house.db.transact(async (w) => {
      await office.approval.submit(w, office.submission('C1', 2))
      throw new Error('changed my mind')
    })
    await expect(attempt).rejects.toThrow('changed my mind')
    await office.runJobs()
    expect(oa.seen).toHaveLength(0)
  })

  test('a connection to the cloud’s metadata is refused when it is typed', async () => {
    for (const url of ['https://169.254.169.254/', 'http://oa.example.com/', 'https://10.0.0.8/'])
      expect(await said(office.call('POST', '/outside-links', 'Q1', { body: linkBody(url) }))).toBe(
        'delivery.address-refused',
      )
  })

  test('the secret is shown once and in no list', async () => {
    const shown = (await office.call('GET', '/outside-links', 'Q1')) as LinksReply
    expect(shown.rows).toHaveLength(1)
    expect(JSON.stringify(shown)).not.toContain(link.secret.slice(6))
    await office.call('POST', '/outside-links/:id/test', 'Q1', { params: { id: link.id } })
    await office.runJobs()
    expect(events()).toMatchObject([{ type: 'ping' }])
  })
})
