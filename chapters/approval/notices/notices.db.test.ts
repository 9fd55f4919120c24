import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { type Answer, listen, type LocalServer, type Seen } from '../../../floor/delivery/testing.ts'
import type { ChannelBody, ChoiceBody, DeliveryReply, OutboxReply, TestReply } from '../wire/notices.ts'
import { type Office, openOfficeOfNine, said } from './fixture.ts'

let office: Office
const closing: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  office = await openOfficeOfNine()
})
afterEach(async () => {
  await office.close()
  for (const close of closing.splice(0)) await close()
})

async function keep(
  stream: Parameters<typeof simpleParser>[0],
  mails: ParsedMail[],
  done: () => void,
): Promise<void> {
  mails.push(await simpleParser(stream))
  done()
}

/** A real SMTP server of the company's own network; what it takes is kept. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; mails: ParsedMail[] }> {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => void keep(stream, mails, done),
    ...options,
  })
  server.on('error', () => undefined)
  closing.push(() => new Promise<void>((resolve) => server.close(resolve)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return { port: (server.server.address() as AddressInfo).port, mails }
}
async function webServer(answer: (seen: Seen) => Answer | undefined): Promise<LocalServer> {
  const server = await listen(answer)
  closing.push(server.close)
  return server
}

const mailChannel = (port: number): ChannelBody => ({
  name: '邮件',
  enabled: true,
  topics: [],
  config: {
    kind: 'email',
    host: '127.0.0.1',
    port,
    security: 'none',
    user: '',
    from: 'mifeng@corp.example',
    fromName: '密封',
    ca: '',
  },
})
const robotChannel = (robotUrl: string): ChannelBody => ({
  name: '保密办群',
  enabled: true,
  topics: ['task'],
  config: { kind: 'wecom-robot' },
  secret: { robotUrl },
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
    expect((await office.outbox()).map(({ reason }) => reason)).toEqual(['channel-off', 'person-left'])
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

describe('channels are the system administrator’s, and their secrets are safe', () => {
  const secretive = (host: string, secret?: { password: string }): ChannelBody => ({
    name: '邮件',
    enabled: true,
    topics: [],
    config: {
      kind: 'email',
      host,
      port: 587,
      security: 'starttls',
      user: 'mifeng',
      from: 'mifeng@corp.example',
      fromName: '密封',
      ca: '',
    },
    ...(secret === undefined ? {} : { secret }),
  })
  const change = (id: string, body: object): Promise<string> =>
    said(office.call('PUT', '/delivery/channels/:id', 'Q1', { params: { id }, body }))

  test('a secret is in no reply, no table and no leaf', async () => {
    await add(secretive('mail.example.com', { password: 'P4ssw0rd-canary' }))
    await add({ ...robotChannel('https://qyapi.weixin.qq.com/send?key=robot-canary') })
    const everything = await office.house.fresh.owner.read(async (r) => [
      await r.rows(sql`select id, config, encode(sealed, 'escape') as sealed from approval.channel`),
      await r.rows(sql`select entry from ledger.leaf`),
      await r.rows(sql`select * from jobs.job`),
    ])
    const seen = JSON.stringify([await show(), everything])
    expect(seen).not.toMatch(/P4ssw0rd-canary|robot-canary/)
  })

  test('the stored password cannot be had by pointing the channel at a server of one’s own', async () => {
    const id = await add(secretive('mail.example.com', { password: 'right' }))
    const body = { ...secretive('evil.example.com'), version: 1 }
    expect(await change(id, body)).toBe('delivery.secret-again')
    const user = { ...secretive('mail.example.com'), version: 1 }
    expect(await change(id, { ...user, config: { ...user.config, security: 'tls' } })).toBe(
      'delivery.secret-again',
    )
    expect(await change(id, { ...user, name: '邮件服务器' })).toBe('done')
    expect(await change(id, { ...body, version: 2, secret: { password: 'new' } })).toBe('done')
  })

  test('nobody else may add, change, test or look, and each refusal is in the ledger', async () => {
    for (const no of ['S1', 'A1', 'M1', 'E1'])
      expect(await said(office.call('POST', '/delivery/channels', no, { body: robotChannel('https://a.example/') })))
        .toMatch(/^refused/) // prettier-ignore
    const leaves = await office.house.fresh.owner.read((r) =>
      r.rows<{ entry: string }>(sql`select entry from ledger.leaf where entry like '%channel-added%'`),
    )
    expect(leaves).toHaveLength(4)
    const paths = office.approval.routes.filter(({ path }) => path.startsWith('/delivery'))
    expect(paths.map(({ who }) => who)).toEqual(paths.map(() => ['system-admin']))
  })

  test.each([
    ['metadata of the cloud', 'https://169.254.169.254/latest'],
    ['a machine of the intranet', 'https://10.0.0.1/hook'],
    ['without encryption', 'http://hooks.example.com/'],
  ])('a robot at %s is refused when it is typed', async (_what, url) => {
    expect(await said(add(robotChannel(url)))).toBe('delivery.address-refused')
  })

  test('a listed host of the intranet is taken', async () => {
    const { version } = (await show()).settings
    await office.call('PUT', '/delivery', 'Q1', { body: { baseUrl: '', hosts: ['10.0.0.1'], version } })
    expect(await said(add(robotChannel('https://10.0.0.1/hook')))).toBe('done')
  })

  test('two administrators at once: the second is told that the first was faster', async () => {
    const { version } = (await show()).settings
    const body = { baseUrl: '', hosts: [], version }
    expect(await said(office.call('PUT', '/delivery', 'Q1', { body }))).toBe('done')
    expect(await said(office.call('PUT', '/delivery', 'Q1', { body }))).toBe('delivery.changed')
  })

  test('one mail server at a time; a removed one leaves no secret behind and makes room', async () => {
    const id = await add(secretive('mail.example.com', { password: 'right' }))
    expect(await said(add(secretive('mail.example.com', { password: 'right' })))).toBe('delivery.one-of-kind')
    await office.call('DELETE', '/delivery/channels/:id', 'Q1', { params: { id } })
    const left = await office.house.fresh.owner.read((r) => r.rows(sql`select sealed from approval.channel`))
    expect(left).toEqual([{ sealed: null }])
    expect(await said(add(secretive('mail.example.com', { password: 'right' })))).toBe('done')
  })

  test('no password without encryption, no sign-in without a password', async () => {
    const open = mailChannel(25)
    expect(await said(add({ ...open, secret: { password: 'x' } }))).toBe('delivery.password-in-clear')
    expect(await said(add(secretive('mail.example.com')))).toBe('delivery.secret-missing')
  })

  test('a test goes to the administrator who asks for it, and says at once what is wrong', async () => {
    const { port, mails } = await mailServer()
    const id = await add(mailChannel(port))
    const trial = (): Promise<unknown> =>
      office.call('POST', '/delivery/channels/:id/test', 'Q1', { params: { id } })
    expect((await trial()) as TestReply).toEqual({ sent: true, reason: '' })
    expect(JSON.stringify(mails[0]!.to)).toContain('q1@corp.example')
    const robot = await add(robotChannel('http://127.0.0.1:1/'))
    expect(await office.call('POST', '/delivery/channels/:id/test', 'Q1', { params: { id: robot } })).toEqual(
      {
        sent: false,
        reason: 'unreachable',
      },
    )
  })
})
