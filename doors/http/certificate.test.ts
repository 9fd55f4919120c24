import { X509Certificate } from 'node:crypto'
import { mkdtempSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, get } from 'node:https'
import { expect, test } from 'vitest'
import { keptCertificate, makeCertificate } from './certificate.ts'

const HOSTS = ['mifeng.example', 'localhost', '127.0.0.1', '192.168.10.20', 'fd00::1:2', '::1']
const NOW = new Date('2026-11-23T06:00:00Z')

test('a self-made certificate is valid for its names and addresses, and for nothing else', () => {
  const { cert } = makeCertificate(HOSTS, NOW, 397)
  const certificate = new X509Certificate(cert)
  for (const host of ['mifeng.example', 'localhost']) expect(certificate.checkHost(host)).toBe(host)
  for (const address of ['127.0.0.1', '192.168.10.20', 'fd00::1:2', '::1'])
    expect(certificate.checkIP(address)).toBe(address)
  expect(certificate.checkHost('evil.example')).toBeUndefined()
  expect(certificate.ca).toBe(false)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(new Date(certificate.validFrom)).toEqual(NOW)
  expect(new Date(certificate.validTo)).toEqual(new Date('2027-12-25T06:00:00Z'))
})

test('dates beyond 2049 and long name lists are written right', () => {
  const many = Array.from({ length: 40 }, (_, n) => `host-${n}.example`)
  const certificate = new X509Certificate(makeCertificate(many, new Date('2049-06-01T00:00:00Z'), 397).cert)
  expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2050)
  expect(certificate.checkHost('host-39.example')).toBe('host-39.example')
})

test('a client that trusts it gets through, one that does not is stopped', async () => {
  const made = makeCertificate(['localhost', '127.0.0.1'], new Date(Date.now() - 60_000), 30)
  const server = createServer({ ...made, minVersion: 'TLSv1.2' }, (_, reply) => reply.end('ok'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (options: object): Promise<number | string> =>
    new Promise((resolve) => {
      get({ host: '127.0.0.1', port, ...options }, (reply) => resolve(reply.resume().statusCode ?? 0)).on(
        'error',
        (error) => resolve(String((error as { code?: string }).code)),
      )
    })
  expect(await ask({ ca: made.cert })).toBe(200)
  expect(await ask({})).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/)
  server.close()
})

test('it is kept until it nearly ends or the hosts change; the key is for the owner only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-cert-'))
  const first = keptCertificate(folder, HOSTS, NOW)
  expect(keptCertificate(folder, HOSTS, NOW)).toEqual(first)
  expect(statSync(join(folder, 'self-made.key')).mode & 0o777).toBe(0o600)
  const other = keptCertificate(folder, [...HOSTS, 'new.example'], NOW)
  expect(other.cert).not.toBe(first.cert)
  expect(keptCertificate(folder, HOSTS, new Date('2027-12-01T00:00:00Z')).cert).not.toBe(other.cert)
})
