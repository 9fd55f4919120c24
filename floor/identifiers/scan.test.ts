import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scanText } from './scan.ts'

const shown = (text: string): string[] =>
  scanText(text).map((found) => `${found.type}: ${text.slice(found.start, found.end)}`)

test.each([
  ['转账卡号 6222020876437687935', ['bank-card: 6222020876437687935']],
  ['备用电话18703157390', ['mobile: 18703157390']],
  ['配偶宋一军,电话 17376585197', ['person-name: 宋一军', 'mobile: 17376585197']],
  ['配偶阿依古丽·买买提,电话 17376585197', ['person-name: 阿依古丽·买买提', 'mobile: 17376585197']],
  ['已签年框,底价 88 元/件', ['floor-price: 底价 88 元/件']],
  ['毛利率40%，返点3个点', ['margin: 毛利率40%', 'discount: 返点3个点']],
  ['手机１８８２００１６５４８', ['mobile: １８８２００１６５４８']],
  ['打 138 1607 0261 或 139-1607-0261', ['mobile: 138 1607 0261', 'mobile: 139-1607-0261']],
  ['13816070261 15711112222', ['mobile: 13816070261', 'mobile: 15711112222']],
  ['电话+86 177-0979-0965', ['mobile: +86 177-0979-0965']],
  ['座机(0571)88886666转123', ['landline: (0571)88886666转123']],
  ['客服400-820-8820', ['landline: 400-820-8820']],
  ['身份证35021119480820876X。', ['id-card: 35021119480820876X']],
  ['11010519491231002X', ['id-card: 11010519491231002X']],
  ['身份证写错了:110105194912310021', ['id-card: 110105194912310021']],
  ['税号91440300708461136T', ['uscc: 91440300708461136T']],
  ['开户行建行,账号 1496818786638876', ['bank-account: 1496818786638876']],
  ['车停在楼下 京A12345', ['plate: 京A12345']],
  ['新能源沪AD12345的车', ['plate: 沪AD12345']],
  ['微信:zhang_san01', ['wechat: zhang_san01']],
  ['加我 wxid_ab12cd34ef56gh', ['wechat: wxid_ab12cd34ef56gh']],
  ['微信号是 zhangsan', ['wechat: zhangsan']],
  ['QQ 12345678', ['qq: 12345678']],
  ['qq12345678', ['qq: qq12345678']],
  ['邮件 Zhang.San@163.com.', ['email: Zhang.San@163.com']],
  ['13800138000@139.com', ['email: 13800138000@139.com']],
  ['护照E12345678', ['passport: E12345678']],
  ['回乡证 H1234567801', ['home-return-permit: H1234567801']],
  ['台胞证 12345678', ['taiwan-permit: 12345678']],
  ['从 192.168.1.20 登录', ['ip: 192.168.1.20']],
  ['网卡 00:1A:2B:3C:4D:5E', ['mac: 00:1A:2B:3C:4D:5E']],
  ['串号 490154203237518', ['imei: 490154203237518']],
  ['寄到浙江省杭州市西湖区文三路88号3栋2单元501室', ['address: 浙江省杭州市西湖区文三路88号3栋2单元501室']],
  ['挂靠杭州金达贸易有限公司', ['company-name: 杭州金达贸易有限公司']],
])('%s hides %j', (text, expected) => {
  expect(shown(text)).toEqual(expected)
})

describe('nothing is found in', () => {
  test.each([
    ['老客户介绍,要求周末联系'],
    ['资料待补'],
    ['不接受营销短信'],
    ['报价单见附件'],
    ['2024-10-28 12:30:45'],
    ['单号 20240101001'],
    ['共 100 件,每件 12.5 元'],
    ['12345678'],
    ['zhang_san01'],
    ['版本 1.2.3'],
    ['E12345678'],
    ['https://example.com/a/b?c=1'],
    ['微信同号'],
    ['we talked on wechat yesterday about the contract'],
    ['passport renewal pending'],
    [''],
  ])('%s', (text) => {
    expect(shown(text)).toEqual([])
  })
})

test('a lone number is never typed by its check digit alone', () => {
  // Luhn holds for all of these; none has a known issuer or a word before it.
  for (const number of ['4111111111111111', '490154203237518', '440301103097413', '1234567812345670']) {
    expect(shown(number), number).toEqual([])
  }
  expect(shown('卡号 4111111111111111')).toEqual(['bank-card: 4111111111111111'])
})

test('a word vouches only within its own sentence', () => {
  expect(shown('微信已加。abc_12345')).toEqual([])
  expect(shown('账号\n1496818786638876')).toEqual([])
})

test('digits inside a longer code are not an identifier', () => {
  expect(shown('A13816070261B')).toEqual([])
  expect(shown(`1381607026199999999999`)).toEqual([])
})

test('findings come in order, do not overlap and stay inside the text', () => {
  const piece = fc.constantFrom(
    '电话',
    '13816070261',
    ' ',
    '身份证',
    '35021119480820876X',
    '路',
    '88号',
    '配偶',
    '张三',
    '@',
    'qq.com',
    '底价',
    '京A12345',
    '-',
    '.',
    ':',
    '公司',
    '有限',
    '1',
    'a',
    '(',
    ')',
    '０',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      let last = 0
      for (const found of scanText(text)) {
        expect(found.start).toBeGreaterThanOrEqual(last)
        expect(found.end).toBeGreaterThan(found.start)
        last = found.end
      }
      expect(last).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 1500 },
  )
})

describe('attack: a text made to be slow costs no more than its length', () => {
  const length = 400_000
  test.each([
    ['digits', '1'],
    ['digit groups', '12 '],
    ['hyphens', '1-'],
    ['dots', 'a.'],
    ['at signs', 'a@'],
    ['addresses that never end', 'a@a.'],
    ['colons', '1:'],
    ['hexadecimal', 'ab:'],
    ['double colons', '::1'],
    ['parentheses', '(('],
    ['roads', '路1'],
    ['street numbers', '路1号1栋'],
    ['companies', '公司'],
    ['limited companies', '有限公司'],
    ['relations', '配偶配'],
    ['floor prices', '底价,'],
    ['full-width digits', '１'],
    ['letters', 'a'],
    ['underscores', 'a_'],
    ['prefixes', 'qq1'],
    ['plus signs', '+1'],
    ['spaces', ' '],
    ['plates', '京A'],
    ['zero-width', '1\u200b'],
  ])('%s', (_name, unit) => {
    const text = unit.repeat(Math.ceil(length / unit.length))
    const started = performance.now()
    scanText(text)
    // A quadratic scan of 400,000 characters takes minutes; a linear one well under a second.
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
