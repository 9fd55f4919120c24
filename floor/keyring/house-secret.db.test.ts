import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHouse, type TestHouse } from '../../tests/support/house.ts'
import { SealBroken } from './index.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

test('a secret of the house comes back under its name and is not to be read without the key', () => {
  const sealed = house.keyring.sealSecret('sign-on/1', 'p@ss 口令')
  expect(sealed.includes(Buffer.from('p@ss'))).toBe(false)
  expect(house.keyring.openSecret('sign-on/1', sealed)).toBe('p@ss 口令')
})

test('it opens under no other name, and not when a bit was turned', () => {
  const sealed = house.keyring.sealSecret('sign-on/1', 'secret')
  expect(() => house.keyring.openSecret('sign-on/2', sealed)).toThrow(SealBroken)
  const turned = Buffer.from(sealed)
  turned[turned.length - 1]! ^= 1
  expect(() => house.keyring.openSecret('sign-on/1', turned)).toThrow(SealBroken)
})
