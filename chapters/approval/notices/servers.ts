import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { type Answer, listen, type LocalServer, type Seen } from '../../../floor/delivery/testing.ts'
import type { ChannelBody } from '../wire/notices.ts'

/** For tests: what is to be closed after each. */
export const closing: (() => Promise<unknown>)[] = []

async function keep(
  stream: Parameters<typeof simpleParser>[0],
  mails: ParsedMail[],
  done: () => void,
): Promise<void> {
  mails.push(await simpleParser(stream))
  done()
}

/** A real SMTP server of the company's own network; what it takes is kept. */
export async function mailServer(
  options: SMTPServerOptions = {},
): Promise<{ port: number; mails: ParsedMail[] }> {
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

/** A web server on this machine that is closed after the test. */
export async function webServer(answer: (seen: Seen) => Answer | undefined): Promise<LocalServer> {
  const server = await listen(answer)
  closing.push(() => server.close())
  return server
}

/** A channel to a mail server on this machine. */
export const mailChannel = (port: number): ChannelBody => ({
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

/** A group robot that is told about tasks. */
export const robotChannel = (robotUrl: string): ChannelBody => ({
  name: '保密办群',
  enabled: true,
  topics: ['task'],
  config: { kind: 'wecom-robot' },
  secret: { robotUrl },
})
