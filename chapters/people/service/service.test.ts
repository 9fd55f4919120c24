import { describe, expect, test } from 'vitest'
import { isAllowedFrom, isNetwork } from './addresses.ts'
import { isSameHash, newTokenText, readTokenText } from './token-text.ts'

describe('the text of a token', () => {
  test('is read back, and every single changed character is noticed before anything is looked up', () => {
    for (const prefix of ['mfs_', 'mfp_'] as const) {
      const { text, publicId, hash } = newTokenText(prefix)
      expect(text).toMatch(/^mf[sp]_[0-9a-f]{84}$/)
      expect(readTokenText(text)).toEqual({ publicId, hash })
      for (let at = 0; at < text.length; at += 1) {
        const other = text[at] === 'a' ? 'b' : 'a'
        expect(
          readTokenText(text.slice(0, at) + other + text.slice(at + 1)),
          `character ${at}`,
        ).toBeUndefined()
      }
    }
  })

  test.each([
    '',
    'mfs_',
    'mfs_' + '0'.repeat(84),
    'mfscim_abc',
    `${newTokenText('mfs_').text} `,
    'x'.repeat(500),
  ])('nothing else is one: %j', (text) => expect(readTokenText(text)).toBeUndefined())

  test('two tokens never share a secret or a public part', () => {
    const made = Array.from({ length: 200 }, () => newTokenText('mfs_'))
    expect(new Set(made.map((one) => one.publicId)).size).toBe(200)
    expect(new Set(made.map((one) => one.hash.toString('hex'))).size).toBe(200)
  })

  test('hashes are compared as a whole, and a missing one is never equal, not even to zeros', () => {
    const { hash } = newTokenText('mfs_')
    expect(isSameHash(hash, Buffer.from(hash))).toBe(true)
    expect(isSameHash(hash, undefined)).toBe(false)
    expect(isSameHash(Buffer.alloc(32), undefined)).toBe(false)
    expect(isSameHash(hash, hash.subarray(0, 31))).toBe(false)
  })
})

describe('addresses that a token may come from', () => {
  test.each<[string[], string, boolean]>([
    [[], '203.0.113.9', true],
    [['10.1.0.0/16'], '10.1.255.3', true],
    [['10.1.0.0/16'], '10.2.0.1', false],
    [['10.1.2.3'], '10.1.2.3', true],
    [['10.1.2.3'], '10.1.2.4', false],
    [['10.1.2.3'], '::ffff:10.1.2.3', true],
    [['2001:db8::/32'], '2001:db8:1::1', true],
    [['2001:db8::/32'], '2001:db9::1', false],
    [['10.1.0.0/16'], 'not an address', false],
    [['nonsense'], '10.1.2.3', false],
  ])('%j lets %s in: %s', (networks, address, yes) => expect(isAllowedFrom(networks, address)).toBe(yes))

  test.each<[string, boolean]>([
    ['10.1.2.3', true],
    ['10.0.0.0/8', true],
    ['2001:db8::/48', true],
    ['0.0.0.0/0', false],
    ['10.1.2.3/33', false],
    ['10.1.2.3/-1', false],
    ['10.1.2', false],
    ['fe80::1%eth0', false],
    ['10.1.2.3/8/8', false],
    ['localhost', false],
  ])('%s is a network: %s', (entry, yes) => expect(isNetwork(entry)).toBe(yes))
})
