import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAs } from './detectors.ts'
import { mask, maskChoices, maskKindFor, maskKinds, maskNeedsWarning } from './masks.ts'
import { identifierTypes, type IdentifierType } from './types.ts'

test.each([
  ['person-name', '张三', '张*'],
  ['person-name', '张三丰', '张**'],
  ['person-name', '欧阳修', '欧阳*'],
  ['person-name', '欧阳修远', '欧阳**'],
  ['person-name', '欧阳', '欧*'],
  ['person-name', '张', '****'],
  ['person-name', '阿依古丽·买买提', '阿**'],
  ['person-name', 'John Smith', 'J***'],
  ['mobile', '13812345678', '138****5678'],
  ['phone', '13812345678', '138****5678'],
  ['phone', '0571-88881234', '****1234'],
  ['landline', '057188881234', '****1234'],
  ['landline', '057188881234-801', '****1234'],
  ['id-card', '11010519491231002X', '1****************X'],
  ['foreign-permanent-card', '932682198501010017', '9****************7'],
  ['bank-card', '6222020876437687935', '中国工商银行****7935'],
  ['bank-card', '4111111111111111', '****1111'],
  ['bank-account', '1496818786638876', '****8876'],
  ['address', '浙江省杭州市西湖区文三路88号3栋', '浙江省杭州市西湖区****'],
  ['address', '黑龙江省洛阳高新技术产业开发区解放大道220号', '黑龙江省洛阳高新技术产业开发区****'],
  ['address', '文三路88号', '****'],
  ['address', '幸福小区3栋501室', '****'],
  ['email', 'zhang@163.com', 'z***@163.com'],
  ['email', 'z@163.com', '***@163.com'],
  ['plate', '京A12345', '京A***45'],
  ['plate', '沪AD12345', '沪A***45'],
  ['passport', 'E12345678', 'E******78'],
  ['home-return-permit', 'H1234567801', 'H********01'],
  ['amount', '759000', '50万–100万元'],
  ['contract-amount', '131072000', '1亿–10亿元'],
  ['floor-price', '88', '0–1万元'],
  ['birth-date', '1990-05-01', '1990-**-**'],
  ['uscc', '91440300708461136T', '91440300708461136T'],
  ['company-name', '杭州金达贸易有限公司', '杭州金达贸易有限公司'],
  ['margin', '40%', '****'],
  ['remark', '老客户介绍', '****'],
  ['wechat', 'zhangsan', '****'],
  ['mobile', '', ''],
] as const)('%s %s is shown as %s', (type, value, shown) => {
  expect(mask(type, value)).toBe(shown)
})

describe('a malformed value is hidden entirely', () => {
  test.each([
    ['mobile', '13812345678 张三'],
    ['mobile', '1381234567'],
    ['mobile', '11010519491231002X'],
    ['id-card', '110105194912310021'],
    ['id-card', '5.10322E+17'],
    ['id-card', '12'],
    ['bank-card', '6222020876437687936'],
    ['bank-account', '12345'],
    ['email', 'zhang at 163.com'],
    ['email', '@163.com'],
    ['plate', '京A1'],
    ['passport', '秘密'],
    ['amount', '八十八'],
    ['person-name', '张三13812345678'],
    ['person-name', '张三李四王五'],
    ['address', '张三住西湖区'],
    ['address', '张三13812345678浙江省'],
    ['uscc', '110105194912310'],
    ['birth-date', '1990'],
    ['imei', '123456789012345'],
  ] as const)('%s %s', (type, value) => {
    expect(mask(type, value)).toBe('****')
  })
})

test('a telephone typed into a company name or a grade is masked even there', () => {
  expect(mask('company-name', '杭州金达贸易有限公司 13812345678')).not.toContain('13812345678')
  expect(mask('customer-level', 'VIP 110105199003070011 13812345678')).not.toContain('13812345678')
})

test('a type that this version does not know is hidden', () => {
  expect(mask('something-new', 'secret', { kind: 'none' })).toBe('****')
  expect(mask('constructor', 'secret', { kind: 'none' })).toBe('****')
})

test('attack: a weaker mask than the type allows is not obtained by asking for it', () => {
  expect(mask('id-card', '11010519491231002X', { kind: 'none' })).toBe('1****************X')
  expect(mask('mobile', '13812345678', { kind: 'none' })).toBe('138****5678')
  expect(mask('id-card', '11010519491231002X', { kind: 'no-such-kind' })).toBe('1****************X')
})

test('first 6 and last 4 needs an accepted warning', () => {
  const id = '11010519491231002X'
  expect(maskNeedsWarning('id-card', 'first-6-last-4')).toBe(true)
  expect(maskNeedsWarning('id-card', 'first-1-last-1')).toBe(false)
  expect(mask('id-card', id, { kind: 'first-6-last-4' })).toBe('1****************X')
  expect(mask('id-card', id, { kind: 'first-6-last-4', warningAccepted: true })).toBe('110105********002X')
  expect(mask('id-card', id, { kind: 'first-3-last-0' })).toBe('110***************')
})

test('English shows the English bank name and range', () => {
  expect(mask('bank-card', '6222020876437687935', { language: 'en' })).toBe('ICBC ****7935')
  expect(mask('amount', '759000', { language: 'en' })).toBe('500,000–1,000,000')
})

test('a remark can be shown with only what is hidden in it masked', () => {
  expect(mask('remark', '老客户,备用电话18703157390,要求周末联系', { kind: 'inside' })).toBe(
    '老客户,备用电话****,要求周末联系',
  )
})

test('every default is a kind that is allowed, and "all" is allowed everywhere', () => {
  for (const type of identifierTypes) {
    const rule = maskChoices[type]
    expect(maskKinds).toContain(rule.default)
    expect(maskKindFor(type)).toBe(rule.default)
    expect(maskKindFor(type, { kind: 'all' })).toBe('all')
    expect(rule.allowed.some((kind) => rule.warned.includes(kind))).toBe(false)
  }
})

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

/** A value, and the part of it that its default mask must not show. */
const secrets: Partial<Record<IdentifierType, fc.Arbitrary<{ value: string; hidden: string }>>> = {
  // A number whose hidden digits happen to equal its last four shows them there, as it should.
  mobile: digits(8)
    .filter((tail) => tail.slice(0, 4) !== tail.slice(4))
    .map((tail) => ({ value: `138${tail}`, hidden: tail.slice(0, 4) })),
  landline: digits(6)
    .filter((tail) => `88${tail.slice(0, 2)}` !== tail.slice(2))
    .map((tail) => ({ value: `057188${tail}`, hidden: `88${tail.slice(0, 2)}` })),
  'bank-account': digits(16).map((value) => ({ value, hidden: value.slice(0, 12) })),
  passport: digits(8).map((tail) => ({ value: `E${tail}`, hidden: tail.slice(0, 6) })),
  plate: digits(5).map((tail) => ({ value: `京A${tail}`, hidden: tail.slice(0, 3) })),
  email: fc.stringMatching(/^[a-z]{6,12}$/).map((name) => ({ value: `x${name}@163.com`, hidden: name })),
  address: digits(4).map((house) => ({
    value: `浙江省杭州市西湖区文三路${house}号`,
    hidden: `文三路${house}`,
  })),
  'person-name': fc
    .constantFrom('伟明', '秀英', '丽娟')
    .map((given) => ({ value: `张${given}`, hidden: given })),
  'contract-amount': fc
    .integer({ min: 10_001, max: 99_999_999 })
    .map((yuan) => ({ value: `${yuan}`, hidden: `${yuan}` })),
}

test.each(Object.entries(secrets))('the mask of %s never contains the hidden part', (type, values) => {
  fc.assert(
    fc.property(values, ({ value, hidden }) => {
      expect(mask(type, value)).not.toBe(value)
      expect(mask(type, value)).not.toContain(hidden)
    }),
  )
})

test('whatever is typed into whichever field, a masking rule shows nothing of a value that does not fit the type', () => {
  const types = identifierTypes.filter(
    (type) => !['none', 'surname', 'district'].includes(maskChoices[type].default),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
      (type, value) => {
        if (value.trim() === '' || checkAs(type, value) !== undefined) return
        expect(mask(type, value)).toBe('****')
      },
    ),
    { numRuns: 2000 },
  )
})

test('the mask never throws, for any type, kind and text', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...identifierTypes),
      fc.constantFrom(...maskKinds),
      fc.string(),
      (type, kind, value) => {
        expect(typeof mask(type, value, { kind, warningAccepted: true })).toBe('string')
      },
    ),
    { numRuns: 2000 },
  )
})
