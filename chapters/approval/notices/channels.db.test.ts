import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import type { ChannelBody, DeliveryReply, TestReply } from '../wire/notices.ts'
import { type Office, openOfficeOfNine, said } from './fixture.ts'
import { closing, mailChannel, mailServer, robotChannel } from './servers.ts'

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
