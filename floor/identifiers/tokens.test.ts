import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queryTokens, searchTokensOf } from './tokens.ts'
import type { IdentifierType } from './types.ts'

/** Would a search for `query` find a value filed under these tokens? Any exact token, or all fragments. */
function finds(query: string, type: IdentifierType, value: string): boolean {
  const filed = searchTokensOf(type, value)
  const tokens = new Set([...filed.exact, ...filed.fragments])
  return queryTokens(query).guesses.some(
    (guess) =>
      guess.exact.some((token) => tokens.has(token)) ||
      (guess.fragments.length > 0 && guess.fragments.every((token) => tokens.has(token))),
  )
}

test.each<[string, IdentifierType, string]>([
  ['13812345678', 'mobile', '13812345678'],
  ['138-1234-5678', 'mobile', '13812345678'],
  ['+86 13812345678', 'phone', '13812345678'],
  ['5678', 'mobile', '13812345678'],
  ['1234', 'landline', '0571-88881234'],
  ['0571-88881234', 'landline', '057188881234'],
  ['11010519491231002x', 'id-card', '11010519491231002X'],
  ['91440300708461136t', 'uscc', '91440300708461136T'],
  ['6222 0208 7643 7687 935', 'bank-card', '6222020876437687935'],
  ['1496818786638876', 'bank-account', '1496818786638876'],
  ['张三', 'person-name', '张三丰'],
  ['张三丰', 'person-name', '张三丰'],
  ['买买提', 'person-name', '阿依古丽·买买提'],
  ['古丽买', 'person-name', '阿依古丽·买买提'],
  ['金达贸易', 'company-name', '杭州金达贸易有限公司'],
  ['ABC', 'company-name', 'abc 科技有限公司'],
  ['文三路', 'address', '杭州市西湖区文三路88号'],
  ['Zhang@163.com', 'email', 'zhang@163.com'],
  ['京a12345', 'plate', '京A12345'],
  ['zhang_san01', 'wechat', 'zhang_san01'],
  ['C20230001', 'customer-number', 'C20230001'],
  ['E12345678', 'passport', 'E12345678'],
])('searching %s finds the %s %s', (query, type, value) => {
  expect(finds(query, type, value)).toBe(true)
})

test.each<[string, IdentifierType, string]>([
  ['13812345679', 'mobile', '13812345678'],
  ['5679', 'mobile', '13812345678'],
  ['三张', 'person-name', '张三丰'],
  ['李四', 'person-name', '张三丰'],
  ['1234', 'id-card', '110105194912311234'],
])('searching %s does not find the %s %s', (query, type, value) => {
  expect(finds(query, type, value)).toBe(false)
})

test.each([
  ['', 'empty'],
  [' \u200b ', 'empty'],
  ['张', 'too-short'],
  ['·张', 'too-short'],
  ['1', 'too-short'],
] as const)('a search for "%s" is refused: %s', (text, refused) => {
  expect(queryTokens(text)).toEqual({ guesses: [], refused })
})

test('amounts, dates and remarks cannot be searched', () => {
  for (const type of ['amount', 'floor-price', 'remark', 'date', 'text'] as const) {
    expect(searchTokensOf(type, '88888888')).toEqual({ exact: [], fragments: [] })
  }
})

describe('properties', () => {
  const name = fc.stringMatching(/^[\u4e00-\u9fa5]{2,12}$/)
  test('every part of at least two characters of a name finds it', () => {
    fc.assert(
      fc.property(name, fc.nat(10), fc.nat(10), (value, a, b) => {
        const from = a % (value.length - 1)
        const to = Math.min(value.length, from + 2 + b)
        expect(finds(value.slice(from, to), 'person-name', value)).toBe(true)
      }),
    )
  })
  test('the same number filed from any spelling gives the same tokens', () => {
    expect(searchTokensOf('mobile', '+86 138-1234-5678')).toEqual(searchTokensOf('mobile', '13812345678'))
    expect(searchTokensOf('phone', '13812345678')).toEqual(searchTokensOf('mobile', '13812345678'))
  })
})
