import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseText, parseAmount, parseChineseDate } from './normal.ts'
import { damageOfText, numberText } from './number.ts'
import { isDateFormat, serialToIso } from './serial.ts'

describe('one spelling for what looks the same', () => {
  test.each([
    ['12345678901', '12345678901'],
    ['ABC', 'ABC'],
    [' 张三 ', '张三'],
    ['张\u200b三', '张三'],
    ['\ufeff张三\u00a0', '张三'],
    ['138\u00a01234\u20285678', '138 1234 5678'],
    ['\t110101194912310021', '110101194912310021'],
    ["'+86 138", '+86 138'],
    ["'", "'"],
    ['\u202e张三\u202c', '张三'],
    ['𠮷田', '𠮷田'],
  ])('%j becomes %j', (given, wanted) => expect(normaliseText(given)).toBe(wanted))

  test('normalising twice changes nothing more, save for a second text mark', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseText(text)
        fc.pre(!once.startsWith("'"))
        expect(normaliseText(once)).toBe(once)
      }),
    ))
})

describe('dates as people write them', () => {
  test.each([
    ['2026-01-05', '2026-01-05'],
    ['2026/1/5', '2026-01-05'],
    ['2026.1.5', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['2026年01月05日', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026-01-05T13:30:00', '2026-01-05'],
    ['2026/1/5 8:05', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['2026 年 1 月 5 日', '2026-01-05'],
    ['46027', '2026-01-05'],
    ['46027.75', '2026-01-05'],
    ['25/1/2026', '2026-01-25'],
    ['1/25/2026', '2026-01-25'],
    ['5/5/2026', '2026-05-05'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s', (text, iso) => expect(parseChineseDate(text)).toEqual({ iso }))

  test.each([
    ['5/1/2026', 'ambiguous'],
    ['2026-02-30', 'no-such-day'],
    ['2025-02-29', 'no-such-day'],
    ['20261305', 'no-such-day'],
    ['', 'empty'],
    ['  ', 'empty'],
    ['长期', 'not-a-date'],
    ['13816070261', 'not-a-date'],
    ['120', 'not-a-date'],
    ['2026', 'not-a-date'],
    ['90000', 'not-a-date'],
  ])('%j is refused as %s', (text, problem) => expect(parseChineseDate(text)).toEqual({ problem }))

  test('every day has the same reading in all unambiguous spellings', () =>
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 70_000 }), (serial) => {
        const iso = serialToIso(serial)!
        const [year, month, day] = iso.split('-').map(Number)
        const spellings = [
          iso,
          `${year}/${month}/${day}`,
          `${year}.${month}.${day}`,
          `${year}年${month}月${day}日`,
        ]
        for (const text of [...spellings, iso.replaceAll('-', ''), String(serial)]) {
          expect(parseChineseDate(text)).toEqual({ iso })
        }
      }),
    ))
})

describe('amounts', () => {
  test.each([
    ['1,234.50', { amount: '1234.50' }],
    ['¥1,234.50', { amount: '1234.50', currency: 'CNY' }],
    ['¥ 88', { amount: '88', currency: 'CNY' }],
    ['12.5万元', { amount: '125000', currency: 'CNY' }],
    ['1.23456万', { amount: '12345.6' }],
    ['3亿', { amount: '300000000' }],
    ['1,234', { amount: '1234' }],
    ['(300.00)', { amount: '-300.00' }],
    ['-¥5', { amount: '-5', currency: 'CNY' }],
    ['USD 12', { amount: '12', currency: 'USD' }],
    ['100元整', { amount: '100', currency: 'CNY' }],
    ['123456789012345678.12', { amount: '123456789012345678.12' }],
    ['0.50', { amount: '0.50' }],
  ])('%s', (text, wanted) => expect(parseAmount(text)).toEqual(wanted))

  test.each(['1,23', '12,34.5', '面议', '1.2.3', '(5', '5)', '--5', '1e5'])('%s is no amount', (text) =>
    expect(parseAmount(text)).toEqual({ problem: 'not-an-amount' }),
  )
})

describe('numbers as Excel stores them', () => {
  test.each([
    ['759000', { text: '759000' }],
    [
      '5.1032219900101126E+17',
      { text: '510322199001011260', damaged: 'rounded-digits', raw: '5.1032219900101126E+17' },
    ],
    ['510322199001011000', { text: '510322199001011000', damaged: 'rounded-digits' }],
    ['6222021234567890', { text: '6222021234567890', damaged: 'rounded-digits' }],
    ['999999999999999', { text: '999999999999999' }],
    ['1.3816070261E10', { text: '13816070261', raw: '1.3816070261E10' }],
    ['0.30000000000000004', { text: '0.3', raw: '0.30000000000000004' }],
    ['759000.12999999995', { text: '759000.13', raw: '759000.12999999995' }],
    ['1E-3', { text: '0.001', raw: '1E-3' }],
    ['-12.50', { text: '-12.5', raw: '-12.50' }],
    ['1E+300', { text: '1E+300', damaged: 'scientific' }],
    ['abc', { text: 'abc' }],
  ])('%s', (stored, wanted) => expect(numberText(stored)).toEqual(wanted))

  test('a whole number of up to 15 digits is never changed or accused', () =>
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (value) => {
        expect(numberText(String(value))).toEqual({ text: String(value) })
      }),
    ))

  test.each([
    ['5.10322E+17', 'scientific'],
    ['5.10322e17', 'scientific'],
    ['510322199001011000', 'rounded-digits'],
    ['6222021234567890', undefined],
    ['510322199001011260', undefined],
    ['13816070261', undefined],
    ['1E5', undefined],
  ])('damage in the text %s: %s', (text, wanted) => expect(damageOfText(text)).toBe(wanted))
})

describe('date formats and serials', () => {
  test.each([
    [14, undefined, true],
    [0, undefined, false],
    [31, undefined, true],
    [176, 'yyyy"年"m"月"d"日"', true],
    [177, '[$-804]yyyy\\-mm\\-dd;@', true],
    [178, '0.00_ ', false],
    [179, '"日期"0', false],
    [180, '[h]:mm:ss', false],
    [181, '[Red]General', false],
    [182, '@', false],
    [183, 'm/d/yy h:mm', true],
    [184, 'mm:ss.0', true],
  ])('format %i %s', (id, code, wanted) => expect(isDateFormat(id, code)).toBe(wanted))

  test.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, undefined],
    [61, false, '1900-03-01'],
    [46027, false, '2026-01-05'],
    [46027.5, false, '2026-01-05T12:00:00'],
    [0.25, false, '06:00:00'],
    [46027.9999999, false, '2026-01-06'],
    [0, true, '1904-01-01'],
    [44565, true, '2026-01-05'],
    [-1, false, undefined],
    [2_958_466, false, undefined],
    [Number.NaN, false, undefined],
  ])('serial %d (1904: %s) is %s', (serial, date1904, iso) => expect(serialToIso(serial, date1904)).toBe(iso))
})
