import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'

/**
 * A self-made TLS certificate for companies that have none yet: ECDSA P-256, written in DER after RFC 5280.
 * Only the envelope is built here; key and signature come from node:crypto.
 */

const tag = (number: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  if (content.length < 128) return Buffer.concat([Buffer.from([number, content.length]), content])
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff)
  return Buffer.concat([Buffer.from([number, 0x80 | length.length, ...length]), content])
}
const sequence = (...parts: Buffer[]): Buffer => tag(0x30, ...parts)
const set = (...parts: Buffer[]): Buffer => tag(0x31, ...parts)
const utf8 = (text: string): Buffer => tag(0x0c, Buffer.from(text))
const octets = (...parts: Buffer[]): Buffer => tag(0x04, ...parts)
const bits = (bytes: Buffer, unused = 0): Buffer => tag(0x03, Buffer.from([unused]), bytes)
const TRUE = Buffer.from([0x01, 0x01, 0xff])

/** An object identifier such as `2.5.29.17`. */
const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const value of rest) {
    const groups = [value & 0x7f]
    for (let more = Math.floor(value / 128); more > 0; more = Math.floor(more / 128))
      groups.unshift((more & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return tag(0x06, Buffer.from(bytes))
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
const time = (at: Date): Buffer => {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '')
  return at.getUTCFullYear() < 2050 ? tag(0x17, Buffer.from(digits.slice(2))) : tag(0x18, Buffer.from(digits))
}

/** The 16-bit words of a part of an IPv6 address. */
const words = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16))

const addressBytes = (address: string): Buffer => {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = address.split('::')
  const left = words(head)
  const right = tail === undefined ? [] : words(tail)
  const all =
    tail === undefined ? left : [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]))
}

const alternativeName = (host: string): Buffer =>
  isIP(host) > 0 ? tag(0x87, addressBytes(host)) : tag(0x82, Buffer.from(host, 'ascii'))

const extension = (id: string, critical: boolean, content: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(content))

/**
 * Makes a certificate and its private key, both in PEM.
 * @param hosts names and addresses it is valid for, the first one being its subject.
 */
export function makeCertificate(
  hosts: readonly string[],
  from: Date,
  days: number,
): { cert: string; key: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid('1.2.840.10045.4.3.2')) // ecdsa-with-SHA256
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8(hosts[0] ?? 'localhost'))))
  const serial = randomBytes(16)
  serial[0] = (serial[0]! & 0x7f) | 0x40 // positive and of full length
  const to = new Date(from.getTime() + days * 86_400_000)
  const body = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))), // version 3
    tag(0x02, serial),
    algorithm,
    name,
    sequence(time(from), time(to)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    tag(
      0xa3,
      sequence(
        extension('2.5.29.19', true, sequence()), // not an authority
        extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7)), // digital signature
        extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))), // server
        extension('2.5.29.17', false, sequence(...hosts.map(alternativeName))),
      ),
    ),
  )
  const signature = sign('sha256', body, { key: privateKey, dsaEncoding: 'der' })
  const lines = sequence(body, algorithm, bits(signature))
    .toString('base64')
    .match(/.{1,64}/g)!
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

const DAYS = 397

/**
 * The self-made certificate kept in a folder; a new one is made when it is missing, ends within a month, or was
 * made for other hosts.
 */
export function keptCertificate(
  folder: string,
  hosts: readonly string[],
  now: Date,
): { cert: string; key: string } {
  const certPath = join(folder, 'self-made.crt')
  const keyPath = join(folder, 'self-made.key')
  if (existsSync(certPath) && existsSync(keyPath)) {
    const kept = { cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8') }
    if (isUsable(kept, hosts, now)) return kept
  }
  const made = makeCertificate(hosts, new Date(now.getTime() - 60_000), DAYS)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(keyPath, made.key, { mode: 0o600 })
  writeFileSync(certPath, made.cert)
  return made
}

function isUsable(kept: { cert: string; key: string }, hosts: readonly string[], now: Date): boolean {
  const certificate = new X509Certificate(kept.cert)
  const covers = (host: string): boolean =>
    (isIP(host) > 0 ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
  return (
    Date.parse(certificate.validTo) - now.getTime() > 30 * 86_400_000 &&
    hosts.every(covers) &&
    certificate.checkPrivateKey(createPrivateKey(kept.key))
  )
}
