import { createTransport } from 'nodemailer'
import { DeliveryFailed } from './failure.ts'
import { type Message, plainText, simpleHtml } from './message.ts'
import { kindOfAddress, type OutboundRules, type Resolver, resolveAllowed } from './outbound.ts'

export interface MailServer {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte (465), `starttls` required before anything else (587), `none` inside the company only. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user?: string
  readonly password?: string
  /** Address the mail comes from. */
  readonly from: string
  readonly fromName: string
  /** A further certificate authority, PEM. */
  readonly ca?: string
}

export interface MailOptions {
  readonly rules: OutboundRules
  /** Of each stage; default 15 s. */
  readonly timeoutMs?: number
  readonly resolver?: Resolver
}

/** Node knows these as its own; from a mail server they say that TLS could not be agreed on. */
const tlsWords = /certificate|altname|tls|ssl/i
const tlsCodes = /^(ETLS|EREQUIRETLS)$|CERT|SELF_SIGNED|ERR_TLS|ERR_SSL/

/**
 * Mail goes in the clear only to a host that is on this machine or in the company's own network and listed, and a
 * password never does. A mail server in the internet needs TLS, and its certificate is checked.
 */
function mustBeSafe(server: MailServer, addresses: readonly { address: string }[]): void {
  if (server.security !== 'none') return
  const inside = addresses.every(({ address }) => ['private', 'loopback'].includes(kindOfAddress(address)))
  if (!inside || server.password !== undefined) throw new DeliveryFailed('smtp-needs-tls', true)
}

/**
 * Sends one mail to one person, as plain text and as simple HTML.
 * @throws DeliveryFailed: `smtp-auth`, `smtp-tls`, `smtp-550` (permanent), `smtp-451` and the like (passing),
 *   `unreachable`, `timeout`, and what `resolveAllowed` throws
 */
export async function sendMail(
  server: MailServer,
  to: string,
  message: Message,
  options: MailOptions,
): Promise<void> {
  const addresses = await resolveAllowed(server.host, options.rules, options.resolver)
  mustBeSafe(server, addresses)
  const timeout = options.timeoutMs ?? 15_000
  const transport = createTransport({
    // The checked address itself, so that the name is not asked for again; the certificate is that of the name.
    host: addresses[0]!.address,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: {
      servername: server.host,
      minVersion: 'TLSv1.2',
      ...(server.ca === undefined || server.ca === '' ? {} : { ca: server.ca }),
    },
    ...(server.user === undefined || server.user === ''
      ? {}
      : { auth: { user: server.user, pass: server.password ?? '' } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from: { name: server.fromName, address: server.from },
      to: { name: '', address: to },
      subject: message.subject,
      text: plainText(message),
      html: simpleHtml(message),
      messageId: `<${message.id}@${domainOf(server.from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
  } catch (error) {
    throw asFailure(error)
  } finally {
    transport.close()
  }
}

const domainOf = (address: string): string => /@([A-Za-z0-9.-]+)$/.exec(address)?.[1] ?? 'mifeng.invalid'

/** RFC 5321 §4.2.1: 4yz may pass by itself (greylisting among it), 5yz does not. */
function asFailure(error: unknown): DeliveryFailed {
  const { code, responseCode, message } = (error ?? {}) as Record<
    'code' | 'responseCode' | 'message',
    unknown
  >
  const word = typeof code === 'string' ? code : ''
  if (word === 'EAUTH' || word === 'ENOAUTH') return new DeliveryFailed('smtp-auth', true)
  // A failed handshake arrives as ESOCKET; only its words tell it from a connection that was cut.
  if (tlsCodes.test(word) || (word === 'ESOCKET' && tlsWords.test(String(message))))
    return new DeliveryFailed('smtp-tls', true)
  if (typeof responseCode === 'number') return new DeliveryFailed(`smtp-${responseCode}`, responseCode >= 500)
  if (word === 'ETIMEDOUT') return new DeliveryFailed('timeout', false)
  if (word === 'EENVELOPE') return new DeliveryFailed('smtp-address', true)
  return new DeliveryFailed('unreachable', false)
}
