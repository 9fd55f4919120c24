import type { ParsedMail } from 'mailparser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import type { ChannelBody, ChoiceBody, DeliveryReply, OutboxReply } from '../wire/notices.ts'
import { type Office, openOfficeOfNine, said } from './fixture.ts'
import { closing, mailChannel, mailServer, robotChannel, webServer } from './servers.ts'

let office: Office
beforeEach(async () => {
  office = await openOfficeOfNine()
})
afterEach(async () => {
  await office.close()
  for (const close of closing.splice(0)) await close()
})

const add = async (body: ChannelBody, no = 'Q1'): Promise<string> =>
  ((await office.call('POST', '/delivery/channels', no, { body })) as { id: string }).id
const show = async (): Promise<DeliveryReply> =>
  (await office.call('GET', '/delivery', 'Q1')) as DeliveryReply
const states = async (): Promise<string[]> => (await office.outbox()).map(({ state }) => state)
const choose = (no: string, change: Partial<ChoiceBody>): Promise<unknown> => {
  const none = { email: [], 'wecom-app': [], 'dingtalk-app': [], 'feishu-app': [] }
  const body = { language: 'zh', topics: none, quiet: null, digestHour: 9, ...change }
  return office.call('PUT', '/notices/choice', no, { body })
}
const byMail = (...topics: ChoiceBody['topics']['email']): Pick<ChoiceBody, 'topics'> => ({
  topics: { email: topics, 'wecom-app': [], 'dingtalk-app': [], 'feishu-app': [] },
})
const ok = { status: 200, text: '{"errcode":0}' }

describe('a notice leaves', () => {
  test('by mail to the one whose task it is, with number and link and nothing of the form’s content', async () => {
    const { port, mails } = await mailServer()
    await add(mailChannel(port))
    const { version } = (await show()).settings
    const body = { baseUrl: 'https://mifeng.corp.example', hosts: [], version }
    await office.call('PUT', '/delivery', 'Q1', { body })
    const { id, number } = await office.apply('C1')
    await office.runJobs()
    expect(mails).toHaveLength(1)
    expect(mails[0]!.subject).toBe(`[密封] 客户资料使用申请表 ${number} 等您审批。`)
    expect(JSON.stringify(mails[0]!.to)).toContain('m1@corp.example')
    expect(mails[0]!.text).toContain(`https://mifeng.corp.example/approvals/${id}`)
    expect(JSON.stringify(mails)).not.toMatch(/王小红|13800138000|两户客户|苏木/)
    expect(await states()).toEqual(['sent'])
  })

  test('by a robot once to the group, however many people it concerns', async () => {
    const server = await webServer(() => ok)
    await add(robotChannel(`${server.url}send?key=1`))
    await office.house.db.transact((w) =>
      office.approval.notify(w, [office.id('M1'), office.id('E1')], 'assigned', {
        values: { number: 'SY-2026-0001', form: 'use' },
      }),
    )
    await office.runJobs()
    expect(server.seen).toHaveLength(1)
    expect(server.seen[0]!.body).toContain('SY-2026-0001')
  })

  test('by the company’s app to the user id that its directory gives, else to the employee number', async () => {
    const server = await webServer(({ path }) =>
      path.includes('gettoken')
        ? { status: 200, text: '{"errcode":0,"access_token":"t","expires_in":7200}' }
        : ok,
    )
    const config = {
      kind: 'wecom-app',
      baseUrl: server.url.slice(0, -1),
      corpId: 'c',
      agentId: '1000002',
      users: {},
    } as const
    await add({ name: '企业微信', enabled: true, topics: [], config, secret: { appSecret: 's' } })
    await office.apply('C1')
    await office.runJobs()
    await office.house.fresh.owner.transact(async (w) => {
      const provider = '01900000-0000-7000-8000-000000000001'
      await w.run(sql`
        insert into people.sign_on_provider (id, kind, name, config, origin, linking, enabled, created_by, created_at, changed_at)
        values (${provider}, 'wecom', 'w', '{}', '', 'self', true, ${office.id('Q1')}, now(), now())`)
      await w.run(sql`
        insert into people.directory_person (provider_id, external_id, person_id, seen_at)
        values (${provider}, 'qinlang', ${office.id('M1')}, now())`)
    })
    await office.apply('C1')
    await office.runJobs()
    const sent = server.seen.filter(({ path }) => path.includes('message/send'))
    expect(sent.map(({ body }) => (JSON.parse(body) as { touser: string }).touser)).toEqual(['M1', 'qinlang'])
  })

  test('by 钉钉, which delivers later: asked once for the outcome, one that did not arrive is marked and can be sent again', async () => {
    let failed = true
    const server = await webServer(({ path }) => {
      if (path.includes('token'))
        return { status: 200, text: '{"errcode":0,"access_token":"t","expires_in":7200}' }
      if (!path.endsWith('getsendresult')) return { status: 200, text: '{"errcode":0,"task_id":77}' }
      const list = failed ? '["M1"]' : '[]'
      return { status: 200, text: `{"errcode":0,"send_result":{"failed_user_id_list":${list}}}` }
    })
    const config = { kind: 'dingtalk-app', baseUrl: server.url.slice(0, -1), appKey: 'k', agentId: '42', users: {} } as const // prettier-ignore
    await add({ name: '钉钉', enabled: true, topics: [], config, secret: { appSecret: 's' } })
    await office.apply('C1')
    await office.runJobs()
    expect(await states()).toEqual(['sent'])
    const asked = () => server.seen.filter(({ path }) => path.endsWith('getsendresult')).length
    expect(asked()).toBe(0)
    office.clock.advance(180_000)
    await office.runJobs()
    expect(await office.outbox()).toMatchObject([{ state: 'dead', reason: 'not-delivered' }])
    failed = false
    const [{ id } = { id: '' }] = await office.outbox()
    await office.call('POST', '/delivery/outbox/:id/resend', 'Q1', { params: { id } })
    await office.runJobs()
    office.clock.advance(180_000)
    await office.runJobs()
    office.clock.advance(600_000)
    await office.runJobs()
    expect(await states()).toEqual(['sent'])
    expect(asked()).toBe(2)
  })

  test('not at all while no channel is set up, and the notice in the app is there all the same', async () => {
    await office.apply('C1')
    expect(await states()).toEqual([])
    const counts = await office.house.db.read((r) => office.approval.counts(r, office.id('M1')))
    expect(counts).toMatchObject({ todo: 1, notices: 1 })
  })
})

describe('nothing is lost and nothing is sent twice', () => {
  test('an act that is rolled back sends nothing', async () => {
    const server = await webServer(() => ok)
    await add(robotChannel(server.url))
    const attempt = office.house.db.transact(async (w) => {
      await office.approval.submit(w, office.submission('C1', 2))
      throw new Error('changed my mind')
    })
    await expect(attempt).rejects.toThrow('changed my mind')
    await office.runJobs()
    expect(await states()).toEqual([])
    expect(server.seen).toHaveLength(0)
  })

  test('two programs that race deliver each message once', async () => {
    const server = await webServer(() => ok)
    await add(robotChannel(server.url))
    for (let n = 0; n < 20; n++) await office.apply('C1')
    await Promise.all([office.runJobs(), office.runJobs()])
    const numbers = server.seen.map(({ body }) => /SY-\d{4}-\d{4}/.exec(body)?.[0])
    expect(numbers).toHaveLength(20)
    expect(new Set(numbers).size).toBe(20)
    expect(new Set(await states())).toEqual(new Set(['sent']))
  })

  test('two jobs for one message, as after a mistaken resend, send it once', async () => {
    const server = await webServer(() => ok)
    await add(robotChannel(server.url))
    await office.apply('C1')
    const [message] = await office.outbox()
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`insert into jobs.job (id, kind, payload, run_at) values (gen_random_uuid(), 'approval.deliver',
        ${sql.json({ message: message!.id })}, ${office.clock.now()})`),
    )
    await office.runJobs()
    expect(server.seen).toHaveLength(1)
  })

  test('a message whose program died with its job is found and sent', async () => {
    const server = await webServer(() => ok)
    await add(robotChannel(server.url))
    await office.apply('C1')
    await office.house.fresh.owner.transact((w) => w.run(sql`delete from jobs.job`))
    office.clock.advance(2 * 3_600_000)
    await office.runJob('approval.digest')
    await office.runJobs()
    expect(server.seen).toHaveLength(1)
  })
})

describe('what cannot be delivered', () => {
  test('greylisting: the mail is tried again and arrives', async () => {
    let tries = 0
    const { port, mails } = await mailServer({
      onRcptTo: (_address, _session, done) =>
        ++tries < 3 ? done(Object.assign(new Error('later'), { responseCode: 451 })) : done(),
    })
    await add(mailChannel(port))
    await office.apply('C1')
    for (let n = 0; n < 4; n++) {
      await office.runJobs()
      office.clock.advance(60_000)
    }
    expect(tries).toBe(3)
    expect(mails).toHaveLength(1)
    expect(await office.outbox()).toMatchObject([{ state: 'sent', attempts: 3 }])
  })

  test('an unknown mailbox is given up at once; the administrator is told in the app, sees why and sends it again', async () => {
    let known = false
    const { port, mails } = await mailServer({
      onRcptTo: (_address, _session, done) =>
        known ? done() : done(Object.assign(new Error('no such user'), { responseCode: 550 })),
    })
    await add(mailChannel(port))
    await office.apply('C1')
    await office.runJobs()
    const query = { state: 'dead' }
    const failed = (await office.call('GET', '/delivery/outbox', 'Q1', { query })) as OutboxReply
    expect(failed.rows).toMatchObject([{ reason: 'smtp-550', kind: 'assigned', person: '秦朗', attempts: 1 }])
    const counts = await office.house.db.read((r) => office.approval.counts(r, office.id('Q1')))
    expect(counts.notices).toBe(1)
    known = true
    const params = { id: failed.rows[0]!.id }
    await office.call('POST', '/delivery/outbox/:id/resend', 'Q1', { params })
    await office.runJobs()
    expect(mails).toHaveLength(1)
    expect(await said(office.call('POST', '/delivery/outbox/:id/resend', 'Q1', { params }))).toBe(
      'delivery.not-dead',
    )
  })

  test('a robot that is always busy is given up after twelve tries, and all of the channel can be sent again', async () => {
    let busy = true
    const server = await webServer(() => (busy ? { status: 503, text: '' } : ok))
    const id = await add(robotChannel(server.url))
    await office.apply('C1')
    await office.apply('C1')
    for (let n = 0; n < 14; n++) {
      await office.runJobs()
      office.clock.advance(3_600_001)
    }
    expect(server.seen).toHaveLength(24)
    expect(await office.outbox()).toMatchObject([
      { state: 'dead', reason: 'http-503' },
      { state: 'dead', reason: 'http-503' },
    ])
    busy = false
    expect(await office.call('POST', '/delivery/channels/:id/resend', 'Q1', { params: { id } })).toEqual({
      again: 2,
    })
    await office.runJobs()
    expect(new Set(await states())).toEqual(new Set(['sent']))
  })

  test('a channel that was switched off and a person who has left get nothing more', async () => {
    const { port, mails } = await mailServer()
    const id = await add(mailChannel(port))
    await office.apply('C1')
    const { version } = (await show()).channels[0]!
    const body = { ...mailChannel(port), enabled: false, version }
    await office.call('PUT', '/delivery/channels/:id', 'Q1', { params: { id }, body })
    await office.runJobs()
    await office.call('PUT', '/delivery/channels/:id', 'Q1', {
      params: { id },
      body: { ...body, enabled: true, version: version + 1 },
    })
    await office.apply('C1')
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update people.person set left_at = now() where employee_no = 'M1'`),
    )
    await office.runJobs()
    expect(mails).toHaveLength(0)
    // Two of one moment have no order.
    expect(new Set((await office.outbox()).map(({ reason }) => reason))).toEqual(
      new Set(['channel-off', 'person-left']),
    )
  })
})

describe('everybody’s own choice', () => {
  test('who chose no task notices gets none; who chose results gets those', async () => {
    const { port, mails } = await mailServer()
    await add(mailChannel(port))
    await choose('M1', byMail('result'))
    await choose('C1', byMail('result'))
    const { id } = await office.apply('C1')
    await office.runJobs()
    expect(mails).toHaveLength(0)
    await office.approve(id, 'M1')
    await office.runJobs()
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('已通过')])
    expect(JSON.stringify(mails[0]!.to)).toContain('c1@corp.example')
  })

  test('quiet hours hold a message back until they end, and it then goes out once', async () => {
    const { port, mails } = await mailServer()
    await add(mailChannel(port))
    await choose('M1', { ...byMail('task'), quiet: { from: 9 * 60, until: 11 * 60 }, language: 'en' })
    await office.apply('C1')
    await office.runJobs()
    office.clock.advance(59 * 60_000)
    await office.runJobs()
    expect(mails).toHaveLength(0)
    office.clock.advance(60_000)
    await office.runJobs()
    await office.runJobs()
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('waits for your decision')])
    expect(await office.outbox()).toMatchObject([{ state: 'sent', attempts: 1 }])
  })

  test('the choice is kept, and nobody sees or changes another’s', async () => {
    await choose('C1', { ...byMail('task'), digestHour: 14 })
    expect(await office.call('GET', '/notices/choice', 'C1')).toMatchObject({
      usual: false,
      choice: { digestHour: 14 },
      email: 'c1@corp.example',
    })
    expect(await office.call('GET', '/notices/choice', 'C2')).toMatchObject({ usual: true })
  })
})

describe('the daily digest', () => {
  const at = (time: string): void => office.clock.set(time)
  async function setting(): Promise<ParsedMail[]> {
    const { port, mails } = await mailServer()
    await add(mailChannel(port))
    await choose('M1', { ...byMail('digest'), digestHour: 9 })
    office.approval.digestFigure(() => Promise.resolve(new Map([[office.id('M1'), 2]])))
    await office.apply('C1')
    await office.apply('C2')
    return mails
  }
  const look = async (): Promise<void> => {
    await office.runJob('approval.digest')
    await office.runJobs()
  }

  test('comes at the chosen hour of a working day, once, with the numbers', async () => {
    const mails = await setting()
    at('2096-11-21T00:45:00Z') // Wednesday, 08:45
    await look()
    expect(mails).toHaveLength(0)
    at('2096-11-21T01:01:00Z')
    await look()
    at('2096-11-21T01:31:00Z')
    await look()
    expect(mails.map(({ subject }) => subject)).toEqual(['[密封] 每日摘要：待办 2 项'])
    expect(mails[0]!.text).toContain('您有 2 项待办')
    expect(mails[0]!.text).toContain('2 项使用授权将在 7 天内到期')
  })

  test('does not come on Saturday, Sunday or a holiday of the company’s calendar, but on a Sunday that is worked', async () => {
    const mails = await setting()
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`insert into people.calendar_day (day, working) values ('2096-11-26', false), ('2096-12-02', true)`,
      ),
    )
    for (const day of ['2096-11-24', '2096-11-25', '2096-11-26']) {
      at(`${day}T02:01:00Z`)
      await look()
    }
    expect(mails).toHaveLength(0)
    at('2096-12-02T02:01:00Z')
    await look()
    expect(mails).toHaveLength(1)
  })

  test('two programs at once write one', async () => {
    const mails = await setting()
    at('2096-11-21T01:01:00Z')
    await Promise.all([office.runJob('approval.digest'), office.runJob('approval.digest')])
    await office.runJobs()
    expect(mails).toHaveLength(1)
  })

  test('who has nothing waiting gets none', async () => {
    const mails = await setting()
    await choose('E1', byMail('digest'))
    at('2096-11-21T01:01:00Z')
    await look()
    expect(JSON.stringify(mails.map((mail) => mail.to))).not.toContain('e1@corp.example')
  })
})
