import { describe, expect, test } from 'vitest'
import { call } from './http.ts'
import { listen } from './testing.ts'
import { checkUrl, kindOfAddress, mayConnect, type OutboundRules, resolveAllowed } from './outbound.ts'

const strict: OutboundRules = { hosts: [], loopback: false }
const listed: OutboundRules = { hosts: ['mail.corp.example', '10.0.0.25'], loopback: false }

/** Where a server must not be sent by whoever may type an address. */
const corpus: readonly (readonly [what: string, url: string])[] = [
  ['this machine by name', 'https://localhost/'],
  ['this machine by number', 'https://127.0.0.1/'],
  ['this machine, last of its net', 'https://127.255.255.254/'],
  ['this machine, short', 'https://127.1/'],
  ['this machine as one number', 'https://2130706433/'],
  ['this machine in hexadecimal', 'https://0x7f000001/'],
  ['this machine in octal', 'https://0177.0.0.1/'],
  ['this machine, IPv6', 'https://[::1]/'],
  ['this machine, IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
  ['this machine, IPv4 in IPv6 in hexadecimal', 'https://[::ffff:7f00:1]/'],
  ['this machine, old IPv4 in IPv6', 'https://[::127.0.0.1]/'],
  ['any address', 'https://0.0.0.0/'],
  ['any address, IPv6', 'https://[::]/'],
  ['cloud metadata', 'https://169.254.169.254/latest/meta-data/'],
  ['cloud metadata in IPv6', 'https://[::ffff:169.254.169.254]/'],
  ['cloud metadata by NAT64', 'https://[64:ff9b::a9fe:a9fe]/'],
  ['cloud metadata by 6to4', 'https://[2002:a9fe:a9fe::]/'],
  ['Alibaba Cloud metadata', 'https://100.100.100.200/'],
  ['AWS metadata, IPv6', 'https://[fd00:ec2::254]/'],
  ['link-local, IPv6', 'https://[fe80::1]/'],
  ['the intranet 10/8', 'https://10.1.2.3/'],
  ['the intranet 172.16/12', 'https://172.31.255.1/'],
  ['the intranet 192.168/16', 'https://192.168.1.1/'],
  ['carrier-grade NAT', 'https://100.64.0.1/'],
  ['unique local IPv6', 'https://[fd12::1]/'],
  ['multicast', 'https://224.0.0.1/'],
  ['broadcast', 'https://255.255.255.255/'],
  ['full-width digits', 'https://１２７.０.０.１/'],
  ['a dot of another script', 'https://127。0。0。1/'],
  ['a user in front of the host', 'https://example.com@127.0.0.1/'],
  ['a password in the address', 'https://a:b@example.com/'],
  ['no encryption', 'http://example.com/'],
  ['a file', 'file:///etc/passwd'],
  ['another protocol', 'gopher://example.com/'],
  ['no address', 'not an address'],
  ['no host', 'https://'],
]

describe('addresses that are refused when they are typed', () => {
  test.each(corpus)('%s', (_what, url) => {
    expect(() => checkUrl(url, strict)).toThrow('address-refused')
  })
  test.each([
    ['a name in the internet', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1'],
    ['an address in the internet', 'https://8.8.8.8/'],
  ])('%s is taken', (_what, url) => {
    expect(checkUrl(url, strict).href).toBe(url)
  })
})

describe('addresses that a name resolves to', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:10.0.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.169.0.1', 'public'],
    ['100.128.0.1', 'public'],
    ['fe80::1%eth0', 'forbidden'],
    ['2400:3200::1', 'public'],
    ['2001:db8::1', 'forbidden'],
    ['169.254.0.1', 'forbidden'],
    ['example.com', 'forbidden'],
    ['', 'forbidden'],
  ])('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind)
  })

  test('a private address needs the listing of exactly that host', () => {
    expect(mayConnect('mail.corp.example', '10.0.0.25', listed)).toBe(true)
    expect(mayConnect('MAIL.corp.example.', '10.0.0.25', listed)).toBe(true)
    expect(mayConnect('evil.corp.example', '10.0.0.25', listed)).toBe(false)
    expect(mayConnect('10.0.0.25', '10.0.0.25', listed)).toBe(true)
    expect(mayConnect('10.0.0.26', '10.0.0.26', listed)).toBe(false)
  })

  test('a listed host that turns into cloud metadata or this machine is refused all the same', () => {
    expect(mayConnect('mail.corp.example', '169.254.169.254', listed)).toBe(false)
    expect(mayConnect('mail.corp.example', '127.0.0.1', listed)).toBe(false)
  })

  test('a name with one public and one inner address is refused', async () => {
    const both = () =>
      Promise.resolve([
        { address: '8.8.8.8', family: 4 as const },
        { address: '10.0.0.1', family: 4 as const },
      ])
    await expect(resolveAllowed('two.example', strict, both)).rejects.toThrow('address-refused')
  })

  test('a name that resolves to something else the second time is not asked twice (DNS rebinding)', async () => {
    const server = await listen(() => ({ status: 200, text: '{}' }))
    let asked = 0
    const rebinding = () => {
      asked += 1
      return Promise.resolve([{ address: asked === 1 ? '8.8.8.8' : '127.0.0.1', family: 4 as const }])
    }
    const url = `https://rebind.example:${server.port}/`
    const attempt = call(
      { url },
      { rules: { hosts: [], loopback: true }, resolver: rebinding, timeoutMs: 300 },
    )
    await expect(attempt).rejects.toThrow(/timeout|unreachable/)
    expect(asked).toBe(1)
    expect(server.seen).toHaveLength(0)
    await server.close()
  })
})

describe('calls', () => {
  const here: OutboundRules = { hosts: [], loopback: true }

  test('a redirect to an inner address is not followed', async () => {
    const inner = await listen(() => ({ status: 200, text: 'secret' }))
    const outer = await listen(() => ({ status: 302, text: '', headers: { location: inner.url } }))
    const reply = await call({ url: outer.url, body: '{}' }, { rules: here })
    expect(reply.status).toBe(302)
    expect(inner.seen).toHaveLength(0)
    await Promise.all([inner.close(), outer.close()])
  })

  test('this machine is not called unless the operator allows it', async () => {
    const server = await listen(() => ({ status: 200, text: '' }))
    await expect(call({ url: server.url }, { rules: strict })).rejects.toThrow('address-refused')
    expect(server.seen).toHaveLength(0)
    await server.close()
  })

  test('a server that never answers costs the time-out and no more', async () => {
    const server = await listen(() => undefined)
    const began = performance.now()
    await expect(call({ url: server.url, body: '' }, { rules: here, timeoutMs: 200 })).rejects.toThrow(
      'timeout',
    )
    expect(performance.now() - began).toBeLessThan(2_000)
    await server.close()
  })

  test('a reply without end is cut off', async () => {
    const server = await listen(() => ({ status: 200, text: 'x'.repeat(300_000) }))
    await expect(call({ url: server.url }, { rules: here })).rejects.toThrow('reply-too-long')
    await server.close()
  })
})
