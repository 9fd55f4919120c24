import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { SetClock } from '../clock.ts'
import { type App, AppSender } from './apps.ts'
import type { Message } from './message.ts'
import type { OutboundRules } from './outbound.ts'
import { cutToBytes, sendToRobot } from './robots.ts'
import { type Answer, listen, type LocalServer, type Seen } from './testing.ts'
import { judgeInward, newWebhookSecret, sendWebhook, signInward, signOutward } from './webhooks.ts'

/** Local servers that speak the platforms' documented protocols, as far as a sender sees them. */

const rules: OutboundRules = { hosts: [], loopback: true }
const clock = new SetClock('2026-11-24T01:00:00Z')
const message: Message = { id: 'm-1', subject: 's', lines: ['表 SY-2026-0001 等您审批。'] }
const json = (value: unknown, status = 200): Answer => ({ status, text: JSON.stringify(value) })

const open: LocalServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
async function serve(answer: (seen: Seen) => Answer): Promise<LocalServer> {
  const server = await listen(answer)
  open.push(server)
  return server
}

describe('group robots', () => {
  test('企业微信: text, and errcode 0 means taken', async () => {
    const server = await serve(() => json({ errcode: 0, errmsg: 'ok' }))
    const url = `${server.url}cgi-bin/webhook/send?key=k1`
    await sendToRobot({ kind: 'wecom-robot', url }, message, { rules, clock })
    const seen = server.seen[0]!
    expect(`${seen.path}?${seen.query}`).toBe('/cgi-bin/webhook/send?key=k1')
    expect(JSON.parse(seen.body)).toEqual({ msgtype: 'text', text: { content: message.lines[0] } })
  })

  /** Refuses what the platform would: a signature that does not fit, or a time more than an hour off. */
  function dingTalk(key: string, now: () => number): (seen: Seen) => Answer {
    return ({ query }) => {
      const timestamp = Number(query.get('timestamp'))
      const right = createHmac('sha256', key)
        .update(`${query.get('timestamp')}\n${key}`)
        .digest('base64')
      const good = query.get('sign') === right && Math.abs(now() - timestamp) < 3_600_000
      return json(good ? { errcode: 0, errmsg: 'ok' } : { errcode: 310000, errmsg: 'sign not match' })
    }
  }
  test('钉钉 加签: the signature is the one the platform computes', async () => {
    const server = await serve(dingTalk('SECabc', () => clock.now().getTime()))
    const url = `${server.url}robot/send?access_token=t`
    await sendToRobot({ kind: 'dingtalk-robot', url, signKey: 'SECabc' }, message, { rules, clock })
    expect(server.seen[0]!.query.get('access_token')).toBe('t')
  })
  test('钉钉 加签: a wrong key is given up at once', async () => {
    const server = await serve(dingTalk('SECabc', () => clock.now().getTime()))
    const robot = { kind: 'dingtalk-robot' as const, url: server.url, signKey: 'SECother' }
    await expect(sendToRobot(robot, message, { rules, clock })).rejects.toMatchObject({
      code: 'dingtalk-310000',
      permanent: true,
    })
  })

  test('飞书 签名校验: the text to sign is the key, and the message is empty', async () => {
    const server = await serve(({ body }) => {
      const { timestamp, sign } = JSON.parse(body) as { timestamp: string; sign: string }
      const right = createHmac('sha256', `${timestamp}\nk`).update('').digest('base64')
      return json(sign === right ? { code: 0, msg: 'success' } : { code: 19021, msg: 'sign match fail' })
    })
    const robot = { kind: 'feishu-robot' as const, url: server.url, signKey: 'k' }
    await sendToRobot(robot, message, { rules, clock })
    expect(JSON.parse(server.seen[0]!.body)).toMatchObject({
      timestamp: '1795482000',
      msg_type: 'text',
      content: { text: message.lines[0] },
    })
    const wrong = { ...robot, signKey: 'other' }
    await expect(sendToRobot(wrong, message, { rules, clock })).rejects.toMatchObject({ permanent: true })
  })

  test.each<[string, 'wecom-robot' | 'dingtalk-robot' | 'feishu-robot', Answer, string, boolean]>([
    ['too many calls', 'wecom-robot', json({ errcode: 45009 }), 'wecom-45009', false],
    ['an unknown robot', 'wecom-robot', json({ errcode: 93000 }), 'wecom-93000', true],
    ['too many calls', 'dingtalk-robot', json({ errcode: 130101 }), 'dingtalk-130101', false],
    ['too many calls', 'feishu-robot', json({ code: 11232 }, 400), 'feishu-11232', false],
    ['a gateway that is down', 'wecom-robot', { status: 502, text: '<html>' }, 'http-502', false],
    ['a page instead of a reply', 'wecom-robot', { status: 200, text: '<html>' }, 'wecom-reply', false],
    ['a gone address', 'feishu-robot', { status: 404, text: '' }, 'http-404', true],
  ])('%s (%s)', async (_what, kind, answer, code, permanent) => {
    const server = await serve(() => answer)
    const attempt = sendToRobot({ kind, url: server.url }, message, { rules, clock })
    await expect(attempt).rejects.toMatchObject({ code, permanent })
  })

  test('a text is cut to bytes without cutting a character', () => {
    expect(cutToBytes('密封a', 6)).toBe('密封')
    expect(cutToBytes('密封a', 5)).toBe('密')
    expect(cutToBytes('👍👍', 7)).toBe('👍')
  })
})

describe('apps of the company', () => {
  /** One platform with tokens that end, by its paths. */
  async function platform(kind: App['kind']): Promise<{ server: LocalServer; app: App; revoke: () => void }> {
    let [serial, good] = [0, '']
    const fetched = (): Answer => {
      good = `token-${++serial}`
      return kind === 'feishu-app'
        ? json({ code: 0, tenant_access_token: good, expire: 7200 })
        : json({ errcode: 0, access_token: good, expires_in: 7200 })
    }
    const taken = (ok: boolean): Answer =>
      kind === 'feishu-app'
        ? json(ok ? { code: 0 } : { code: 99991663 }, ok ? 200 : 400)
        : json({ errcode: ok ? 0 : 40014 })
    const server = await serve(({ path, query, headers }) => {
      if (path.includes('token')) return fetched()
      const given = kind === 'feishu-app' ? headers.authorization?.slice(7) : query.get('access_token')
      return taken(given === good)
    })
    const common = { baseUrl: server.url, secret: 's' }
    const apps: Record<App['kind'], App> = {
      'wecom-app': { kind: 'wecom-app', corpId: 'c', agentId: '1000002', ...common },
      'dingtalk-app': { kind: 'dingtalk-app', appKey: 'k', agentId: '42', ...common },
      'feishu-app': { kind: 'feishu-app', appId: 'a', ...common },
    }
    return { server, app: apps[kind], revoke: () => void (good = '') }
  }
  const kinds = ['wecom-app', 'dingtalk-app', 'feishu-app'] as const
  const tokenCalls = (server: LocalServer): number =>
    server.seen.filter(({ path }) => path.includes('token')).length

  test.each(kinds)('%s: ten messages at once share one token', async (kind) => {
    const { server, app } = await platform(kind)
    const sender = new AppSender(clock)
    const ten = Array.from({ length: 10 }, (_, n) => sender.send(app, `u${n}`, message, { rules }))
    await Promise.all(ten)
    expect(tokenCalls(server)).toBe(1)
  })

  test.each(kinds)('%s: a token that somebody else renewed is fetched once anew', async (kind) => {
    const { server, app, revoke } = await platform(kind)
    const sender = new AppSender(clock)
    await sender.send(app, 'u', message, { rules })
    revoke()
    await sender.send(app, 'u', message, { rules })
    expect(tokenCalls(server)).toBe(2)
  })

  test.each(kinds)('%s: a token is not used beyond its time', async (kind) => {
    const { server, app } = await platform(kind)
    const moving = new SetClock('2026-11-24T01:00:00Z')
    const sender = new AppSender(moving)
    await sender.send(app, 'u', message, { rules })
    moving.advance(7_000_000)
    await sender.send(app, 'u', message, { rules })
    expect(tokenCalls(server)).toBe(2)
  })

  test.each([
    ['wecom-app', '/cgi-bin/message/send', { touser: 'B003', agentid: 1000002, msgtype: 'text' }],
    ['dingtalk-app', '/topapi/message/corpconversation/asyncsend_v2', { agent_id: 42, userid_list: 'B003' }],
    ['feishu-app', '/open-apis/im/v1/messages', { receive_id: 'B003', msg_type: 'text', uuid: 'm-1' }],
  ] as const)('%s speaks as documented', async (kind, path, body) => {
    const { server, app } = await platform(kind)
    await new AppSender(clock).send(app, 'B003', message, { rules })
    const seen = server.seen.at(-1)!
    expect(seen.path).toBe(path)
    expect(JSON.parse(seen.body)).toMatchObject(body)
    expect(seen.body).toContain('SY-2026-0001')
  })

  test.each([
    ['reached, not read yet', { unread_user_id_list: ['B003'] }, 'not-failed'],
    ['still under way', {}, 'not-failed'],
    ['unknown there', { invalid_user_id_list: ['B003'] }, 'failed'],
    ['over the limit of the day', { forbidden_user_id_list: ['B003'] }, 'failed'],
    ['not delivered', { failed_user_id_list: ['B003'] }, 'failed'],
    ['somebody else not reached', { failed_user_id_list: ['B004'] }, 'not-failed'],
  ] as const)('钉钉 takes now and delivers later; asked for the outcome: %s', async (_, result, outcome) => {
    const server = await serve(({ path }) => {
      if (path.includes('token')) return json({ errcode: 0, access_token: 't', expires_in: 7200 })
      return path.endsWith('getsendresult')
        ? json({ errcode: 0, send_result: result })
        : json({ errcode: 0, task_id: 256271667526 })
    })
    const app: App = { kind: 'dingtalk-app', baseUrl: server.url, secret: 's', appKey: 'k', agentId: '42' }
    const sender = new AppSender(clock)
    const receipt = await sender.send(app, 'B003', message, { rules })
    expect(receipt).toBe('256271667526')
    expect(await sender.outcome(app, 'B003', receipt!, { rules })).toBe(outcome)
    expect(JSON.parse(server.seen.at(-1)!.body)).toEqual({ agent_id: 42, task_id: 256271667526 })
  })

  test('企业微信: taken, but the person is unknown there', async () => {
    const server = await serve(({ path }) =>
      path.includes('token')
        ? json({ errcode: 0, access_token: 't', expires_in: 7200 })
        : json({ errcode: 0, invaliduser: 'b003' }),
    )
    const app: App = { kind: 'wecom-app', baseUrl: server.url, secret: 's', corpId: 'c', agentId: '1' }
    const attempt = new AppSender(clock).send(app, 'B003', message, { rules })
    await expect(attempt).rejects.toMatchObject({ code: 'wecom-81013', permanent: true })
  })

  test('a wrong secret is given up at once', async () => {
    const server = await serve(() => json({ errcode: 40001, errmsg: 'invalid credential' }))
    const app: App = { kind: 'wecom-app', baseUrl: server.url, secret: 's', corpId: 'c', agentId: '1' }
    const attempt = new AppSender(clock).send(app, 'u', message, { rules })
    await expect(attempt).rejects.toMatchObject({ code: 'wecom-40001', permanent: true })
  })
})

describe('signed calls', () => {
  const secret = newWebhookSecret()
  const now = clock.now()

  test('outwards: the receiver computes the same signature over id, time and body', async () => {
    const server = await serve(() => json({}))
    await sendWebhook({ url: server.url, secret }, { id: 'e-1', body: '{"a":"密"}' }, { rules, now })
    const { headers, body } = server.seen[0]!
    const key = Buffer.from(secret.slice(6), 'base64')
    const text = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
    const right = createHmac('sha256', key).update(text).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${right}`)
    expect(headers['webhook-id']).toBe('e-1')
  })

  test('outwards: the example of the Standard Webhooks specification', () => {
    const known = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const body = '{"test": 2432232314}'
    expect(signOutward(known, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })

  const inward = {
    method: 'POST',
    path: '/api/v1/outside/applications',
    timestamp: String(Math.floor(now.getTime() / 1000)),
    nonce: 'n'.repeat(16),
    body: '{"a":1}',
  }
  const signature = signInward(secret, inward)
  const judged = (change: Partial<typeof inward>, given = signature, at = now): string =>
    judgeInward(secret, { ...inward, ...change }, given, at)

  test('inwards: what was signed is good', () => {
    expect(judged({})).toBe('good')
  })
  test.each([
    ['another body', { body: '{"a":2}' }],
    ['another path', { path: '/api/v1/outside/applications?x=1' }],
    ['another method', { method: 'PUT' }],
    ['another nonce', { nonce: 'm'.repeat(16) }],
    ['another time', { timestamp: '1' }],
    ['a line moved from the body into the nonce', { nonce: `${'n'.repeat(16)}\n{"a":1}`, body: '' }],
  ])('inwards: forged by %s', (_what, change) => {
    expect(judged(change)).toBe('forged')
  })
  test.each(['', 'v1,', 'v1,AAAA', signature.slice(0, -1), `${signature} `])(
    'inwards: signature "%s"',
    (given) => {
      expect(judged({}, given)).toBe('forged')
    },
  )
  test('inwards: another secret', () => {
    expect(judgeInward(newWebhookSecret(), inward, signature, now)).toBe('forged')
  })
  test('inwards: five minutes early or late are good, a second more is not', () => {
    const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)
    expect([300, -300].map((seconds) => judged({}, signature, later(seconds)))).toEqual(['good', 'good'])
    expect([301, -301].map((seconds) => judged({}, signature, later(seconds)))).toEqual(['late', 'late'])
  })
  test('a call sent outwards cannot be turned round: its signature is good for no call inwards', () => {
    const seconds = Number(inward.timestamp)
    const outwards = signOutward(secret, 'id', seconds, 'body')
    expect(judged({ nonce: 'id', body: 'body' }, outwards)).toBe('forged')
  })
})
