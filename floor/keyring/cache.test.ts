import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SetClock } from '../clock.ts'
import { KeyCache } from './cache.ts'
import { SealingKey } from './cipher.ts'

const zeros = Buffer.alloc(32)
const wrapped = Buffer.from('wrapped')

function setting(most = 2) {
  const clock = new SetClock('2026-01-01T00:00:00Z')
  const cache = new KeyCache(clock, most, 60_000)
  const put = (customer: string, level = 1): Buffer => {
    const secret = randomBytes(32)
    cache.put(customer, level, wrapped, new SealingKey(secret, 1, 'aes'))
    return secret
  }
  return { clock, cache, put }
}

test('the customer used least lately goes first, and her keys are wiped', () => {
  const { cache, put } = setting()
  const [a, b] = [put('a'), put('b')]
  expect(cache.get('a', 1, wrapped)).toBeDefined()
  put('c')
  expect(cache.size).toBe(2)
  expect(b.equals(zeros)).toBe(true)
  expect(a.equals(zeros)).toBe(false)
  expect(cache.get('b', 1, wrapped)).toBeUndefined()
})

test('whatever is put, asked for and evicted, the ones used last are there and no more', () => {
  const use = fc.tuple(
    fc.constantFrom('put', 'get', 'evict', 'clear'),
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  )
  fc.assert(
    fc.property(fc.array(use, { maxLength: 120 }), (uses) => {
      const { cache, put } = setting(3)
      let byAge: string[] = []
      for (const [what, who] of uses) {
        const isHere = byAge.includes(who)
        // Putting again what is here leaves its age; asking makes it the youngest.
        if (what === 'get') expect(cache.get(who, 1, wrapped) !== undefined).toBe(isHere)
        if (what === 'put') put(who)
        if (what === 'evict') cache.evict(who)
        if (what === 'clear') cache.clear()
        if (what === 'clear') byAge = []
        else if (what === 'evict') byAge = byAge.filter((one) => one !== who)
        else if (isHere && what === 'get') byAge = [...byAge.filter((one) => one !== who), who]
        else if (!isHere && what === 'put') byAge = [...byAge, who].slice(-3)
        expect(cache.size).toBe(byAge.length)
      }
    }),
  )
})

test('after its lifetime a key is neither served nor left in memory, even when often used', () => {
  const { clock, cache, put } = setting()
  const secret = put('a')
  for (let second = 0; second < 59; second++) {
    clock.advance(1000)
    expect(cache.get('a', 1, wrapped)).toBeDefined()
  }
  clock.advance(1000)
  expect(cache.get('a', 1, wrapped)).toBeUndefined()
  expect(secret.equals(zeros)).toBe(true)
})

test('the sweep wipes what nobody asks for any more, and only that', () => {
  const { clock, cache, put } = setting()
  const old = put('a')
  clock.advance(30_000)
  const young = put('b')
  clock.advance(30_000)
  cache.sweep()
  expect(old.equals(zeros)).toBe(true)
  expect(young.equals(zeros)).toBe(false)
})

test('a key is served only for the wrapped bytes it came from', () => {
  const { cache, put } = setting()
  put('a')
  expect(cache.get('a', 1, Buffer.from('another'))).toBeUndefined()
  expect(cache.get('a', 2, wrapped)).toBeUndefined()
  expect(cache.get('b', 1, wrapped)).toBeUndefined()
})

test('replacing, evicting and clearing wipe', () => {
  const { cache, put } = setting(9)
  const secrets = [put('a'), put('a'), put('a', 2), put('b')]
  expect(secrets[0]!.equals(zeros)).toBe(true)
  cache.evict('a')
  expect(secrets.map((secret) => secret.equals(zeros))).toEqual([true, true, true, false])
  cache.clear()
  expect(secrets.every((secret) => secret.equals(zeros))).toBe(true)
})
