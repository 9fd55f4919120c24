import type { AddressInfo } from 'node:net'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../doors/http/certificate.ts'
import type { Message } from './message.ts'
import type { OutboundRules } from './outbound.ts'
import { type MailServer, sendMail } from './smtp.ts'

const { cert, key } = makeCertificate(['localhost', '127.0.0.1'], new Date(), 30)
const stranger = makeCertificate(['mail.elsewhere.example'], new Date(), 30)
const here: OutboundRules = { hosts: [], loopback: true }
const message: Message = {
  id: '0190-1',
  subject: '[密封] 客户资料使用申请表 SY-2026-0001 等您审批。',
  lines: ['客户资料使用申请表 SY-2026-0001 等您审批。', '<b>&"'],
  link: { text: '打开查看：', url: 'https://mifeng.example/approvals/1' },
}

const servers: SMTPServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve))
})

async function keep(
  stream: Parameters<typeof simpleParser>[0],
  mails: ParsedMail[],
  done: () => void,
): Promise<void> {
  mails.push(await simpleParser(stream))
  done()
}

/** A real SMTP server on this machine that keeps every mail it takes. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; mails: ParsedMail[] }> {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    cert,
    key,
    onAuth: (auth, _session, done) =>
      auth.username === 'mifeng' && auth.password === '口令 1'
        ? done(null, { user: 'mifeng' })
        : done(new Error('no')),
    onData: (stream, _session, done) => void keep(stream, mails, done),
    ...options,
  })
  server.on('error', () => undefined)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return { port: (server.server.address() as AddressInfo).port, mails }
}

const at = (port: number, more: Partial<MailServer> = {}): MailServer => ({
  host: 'localhost',
  port,
  security: 'starttls',
  user: 'mifeng',
  password: '口令 1',
  from: 'mifeng@corp.example',
  fromName: '密封 客户资料',
  ca: cert,
  ...more,
})
const send = (server: MailServer, rules = here): Promise<void> =>
  sendMail(server, 'li@corp.example', message, { rules, timeoutMs: 5_000 })
const addressOf = (list: AddressObject | AddressObject[] | undefined): string =>
  JSON.stringify((Array.isArray(list) ? list : [list]).flatMap((one) => one?.value ?? []))

describe('a mail to a real server', () => {
  test('arrives over STARTTLS, signed in, with Chinese subject and name, as text and as simple HTML', async () => {
    const { port, mails } = await mailServer({ authMethods: ['PLAIN', 'LOGIN'] })
    await send(at(port))
    const mail = mails[0]!
    expect(mail.subject).toBe(message.subject)
    expect(addressOf(mail.from)).toContain('密封 客户资料')
    expect(addressOf(mail.to)).toContain('li@corp.example')
    expect(mail.text?.trim()).toBe(
      '客户资料使用申请表 SY-2026-0001 等您审批。\n<b>&"\n打开查看： https://mifeng.example/approvals/1',
    )
    expect(mail.html).toContain('&lt;b&gt;&amp;&quot;')
    expect(mail.html).toContain('<a href="https://mifeng.example/approvals/1">')
    expect(mail.messageId).toBe('<0190-1@corp.example>')
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  })

  test('arrives over TLS from the first byte', async () => {
    const { port, mails } = await mailServer({ secure: true })
    await send(at(port, { security: 'tls' }))
    expect(mails).toHaveLength(1)
  })

  test('arrives in the clear inside the company, without a password', async () => {
    const { port, mails } = await mailServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] })
    const { password: _, ...open } = at(port, { security: 'none', user: '' })
    await send(open)
    expect(mails).toHaveLength(1)
  })
})

describe('what must not happen', () => {
  test('a wrong password is not tried again and again', async () => {
    const { port } = await mailServer()
    await expect(send(at(port, { password: 'guess' }))).rejects.toMatchObject({
      code: 'smtp-auth',
      permanent: true,
    })
  })

  test('a server that strips STARTTLS (a man in the middle) gets neither password nor mail', async () => {
    const seen: string[] = []
    const { port, mails } = await mailServer({
      disabledCommands: ['STARTTLS'],
      onAuth: (auth, _session, done) => {
        seen.push(auth.password ?? '')
        done(null, { user: 'x' })
      },
      allowInsecureAuth: true,
    })
    await expect(send(at(port))).rejects.toMatchObject({ code: 'smtp-tls' })
    expect(seen).toEqual([])
    expect(mails).toHaveLength(0)
  })

  test('a certificate that nobody vouches for is refused', async () => {
    const { port, mails } = await mailServer({ secure: true })
    await expect(send(at(port, { security: 'tls', ca: '' }))).rejects.toMatchObject({ code: 'smtp-tls' })
    expect(mails).toHaveLength(0)
  })

  test('a certificate of another host is refused, though its maker is trusted', async () => {
    const { port } = await mailServer({ secure: true, cert: stranger.cert, key: stranger.key })
    const attempt = send(at(port, { security: 'tls', ca: stranger.cert }))
    await expect(attempt).rejects.toMatchObject({ code: 'smtp-tls' })
  })

  test('a password is never sent in the clear, and no mail leaves the company in the clear', async () => {
    await expect(send(at(25, { security: 'none' }))).rejects.toMatchObject({ code: 'smtp-needs-tls' })
    const { password: _, ...open } = at(25, { security: 'none', user: '', host: '8.8.8.8' })
    await expect(send(open)).rejects.toMatchObject({ code: 'smtp-needs-tls' })
  })

  test('a mail server on this machine or in the intranet that nobody listed is not connected to', async () => {
    const { port, mails } = await mailServer()
    await expect(send(at(port), { hosts: [], loopback: false })).rejects.toMatchObject({
      code: 'address-refused',
    })
    await expect(send(at(25, { host: '10.0.0.1' }))).rejects.toMatchObject({ code: 'address-refused' })
    expect(mails).toHaveLength(0)
  })

  test('a line break in a subject or a name adds no header', async () => {
    const { port, mails } = await mailServer()
    const forged = { ...message, subject: 'a\r\nBcc: evil@example.com' }
    const server = at(port, { fromName: 'b\r\nBcc: evil@example.com' })
    await sendMail(server, 'li@corp.example', forged, { rules: here })
    expect(mails[0]!.bcc).toBeUndefined()
    expect(addressOf(mails[0]!.to)).not.toContain('evil')
  })
})

describe('what a server says no to', () => {
  const refusing = (responseCode: number): SMTPServerOptions => ({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('not now'), { responseCode })),
  })
  test('greylisting (451) passes by itself: the mail is to be tried again', async () => {
    const { port } = await mailServer(refusing(451))
    await expect(send(at(port))).rejects.toMatchObject({ code: 'smtp-451', permanent: false })
  })
  test('an unknown mailbox (550) does not', async () => {
    const { port } = await mailServer(refusing(550))
    await expect(send(at(port))).rejects.toMatchObject({ code: 'smtp-550', permanent: true })
  })
  test('no server at all is to be tried again', async () => {
    await expect(send(at(1))).rejects.toMatchObject({ code: 'unreachable', permanent: false })
  })
})
