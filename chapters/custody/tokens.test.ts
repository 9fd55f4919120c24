import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IdentifierType } from '../../floor/identifiers/index.ts'
import { KeyedHash } from '../../floor/keyring/index.ts'
import type { Catalogue } from './catalogue.ts'
import { fieldSeeds } from './presets.ts'
import { Tokens } from './tokens.ts'

/** A company's keyring as far as the index asks: another key for every name. */
const company = (secret: string): Tokens =>
  new Tokens({ indexHash: (name) => new KeyedHash(createHmac('sha256', secret).update(name).digest()) })
const ours = company('ours')

const fields = fieldSeeds.map((seed, at) => ({ ...seed, id: at + 1, sort: at, retired: false, version: 1 }))
const catalogue: Catalogue = {
  levels: new Map(),
  fields: new Map(fields.map((field) => [field.id, field])),
  byCode: new Map(fields.map((field) => [field.code, field])),
}
const fileOf = (values: Record<string, string>, kind: 'person' | 'company' = 'person', tokens = ours) =>
  tokens.ofFile(
    catalogue,
    kind,
    new Map(Object.entries(values).map(([code, value]) => [catalogue.byCode.get(code)!.id, value])),
  )
const tokensOf = (...given: Parameters<typeof fileOf>): bigint[] =>
  fileOf(...given).identifiers.map((one) => one.token)

describe('what is filed is found', () => {
  test.each([
    ['mobile', '13712344321', '137 1234 4321'],
    ['mobile', '13712344321', '+86 13712344321'],
    ['landline', '0571-88881234', '057188881234'],
    ['id-card', '11010519491231002X', '11010519491231002x'],
    ['passport', 'E12345678', 'e12345678'],
    ['uscc', '91350100M000100Y43', '91350100m000100y43'],
    ['bank-card', '6222020200112233446', '6222 0202 0011 2233 446'],
    ['email', 'li@example.com', 'Li@Example.com'],
    ['plate', '京A12345', '京a12345'],
    ['wechat', 'li_xiaoming', 'li_xiaoming'],
  ])('%s %s, typed as %s, by an identifier', (code, value, typed) => {
    const asked = new Set(ours.ofQuery(typed).identifiers)
    expect(tokensOf({ [code]: value }).some((token) => asked.has(token))).toBe(true)
  })

  test('names, companies and the end of a telephone by their parts only', () => {
    const { parts, identifiers } = fileOf({ 'person-name': '司马相如', address: '杭州市文三路' })
    expect(identifiers).toEqual([])
    for (const typed of ['马相', '司马相如', '文三'])
      expect(ours.ofQuery(typed).parts.some((set) => set.every((part) => parts.includes(part)))).toBe(true)
    const asked = ours.ofQuery('4321')
    expect(asked.parts).toContainEqual([fileOf({ mobile: '13712344321' }).parts[0]])
  })

  test('a field that is not searchable leaves nothing', () => {
    const values = { remark: '13712344321', 'birth-date': '1990-05-17', quote: '128000' }
    expect(fileOf(values)).toEqual({ parts: [], identifiers: [], unfit: [] })
  })
})

describe('attacks: what the index tells somebody who reads the database', () => {
  const digits = fc.stringMatching(/^1[3-9]\d{9}$/)

  test('the same number in two companies looks different', () => {
    fc.assert(
      fc.property(digits, (mobile) => {
        const [here] = tokensOf({ mobile })
        const [there] = tokensOf({ mobile }, 'person', company('theirs'))
        expect(here).not.toBe(there)
      }),
    )
  })

  test('the same text in fields of different kinds looks different', () => {
    const same = '91350100M000100Y43'
    const codes = ['wechat', 'customer-number', 'uscc', 'passport', 'bank-account', 'contract-number']
    const kinds = new Map<bigint, string[]>()
    for (const code of codes)
      for (const token of tokensOf({ [code]: same })) kinds.set(token, [...(kinds.get(token) ?? []), code])
    // Numbers of contracts, orders and customers are one kind: the search box cannot tell them apart.
    expect([...kinds.values()]).toEqual([
      ['wechat'],
      ['customer-number', 'contract-number'],
      ['uscc'],
      ['passport'],
      ['bank-account'],
    ])
  })

  test('files with the same name do not show it, unless they share the identifier', () => {
    const named = (mobile: string, name: string) =>
      fileOf({ mobile, 'person-name': name }).identifiers[0]!.named
    expect(named('13712344321', '王伟')).toBe(named('13712344321', '王 伟'))
    expect(named('13712344321', '王伟')).not.toBe(named('13712344322', '王伟'))
    expect(named('13712344321', '王伟')).not.toBe(named('13712344321', '王芳'))
  })

  test('an account or an address of mail is not bound to a name: it is never compared for duplicates', () => {
    const { identifiers } = fileOf({ 'person-name': '王伟', email: 'li@example.com', wechat: 'li_xiaoming' })
    expect(identifiers.map((one) => one.named)).toEqual([null, null])
  })

  test('a contact person does not make a company the customer of that name', () => {
    const phone = { mobile: '13712344321' }
    const firm = fileOf({ ...phone, 'company-name': '示例科技', 'contact-name': '王伟' }, 'company')
    const person = fileOf({ ...phone, 'person-name': '王伟' })
    expect(firm.identifiers[0]!.token).toBe(person.identifiers[0]!.token)
    expect(firm.identifiers[0]!.named).not.toBe(person.identifiers[0]!.named)
  })

  test('twenty thousand numbers in a row: no two share a token, and the tokens fill 64 bits', () => {
    const seen = new Set<bigint>()
    for (let n = 0; n < 20_000; n++) seen.add(ours.ofIdentifier('mobile', String(13_800_000_000 + n))!)
    expect(seen.size).toBe(20_000)
    expect([...seen].some((token) => token > 0x7fff_ffffn || token < -0x8000_0000n)).toBe(true)
  })
})

test.each<[IdentifierType, string, string]>([
  ['mobile', '137 1234 4321', '王伟'],
  ['id-card', '11010519491231002x', '王·伟'],
])('the tokens of a row to be imported are those of the file: %s', (type, value, name) => {
  const [filed] = fileOf({ [type]: value, 'person-name': '王伟' }).identifiers
  expect(ours.ofIdentifier(type, value)).toBe(filed!.token)
  expect(ours.ofNamed(type, value, 'person', name)).toBe(filed!.named)
})
