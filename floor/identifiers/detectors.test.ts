import { describe, expect, test } from 'vitest'
import { checkAs, detectors, isDamaged } from './detectors.ts'
import { licenceCheckHolds, luhnHolds } from './checksums.ts'
import {
  addressParts,
  excelDamage,
  identifierTypes,
  normaliseIdentifier,
  surnameOf,
  typeCatalogue,
} from './index.ts'
import type { IdentifierType } from './types.ts'

const today = '20261124'

/** type, value, canonical form, strength */
const valid: ReadonlyArray<readonly [IdentifierType, string, string, string]> = [
  ['id-card', '11010519491231002X', '11010519491231002X', 'checksum'],
  ['id-card', '11010519491231002x', '11010519491231002X', 'checksum'],
  ['id-card', '１１０１０５ 19491231-002X', '11010519491231002X', 'checksum'],
  ['id-card', '110105491231002', '110105491231002', 'weak'],
  ['residence-permit', '810000199408230021', '810000199408230021', 'checksum'],
  ['foreign-permanent-card', '932682198501010017', '932682198501010017', 'checksum'],
  ['foreign-permanent-card', '911124198108030024', '911124198108030024', 'checksum'],
  ['foreign-permanent-card', 'USA110012345678', 'USA110012345678', 'weak'],
  ['uscc', '91440300708461136T', '91440300708461136T', 'checksum'],
  ['uscc', '91350100m000100y43', '91350100M000100Y43', 'checksum'],
  ['organisation-code', '70846113-6', '708461136', 'checksum'],
  ['business-licence', '440301103097413', '440301103097413', 'checksum'],
  ['bank-card', '6222 0208 0000 0000 000', '', ''],
  ['bank-card', '4111 1111 1111 1111', '4111111111111111', 'pattern'],
  ['bank-account', '1496818786638876', '1496818786638876', 'weak'],
  ['bank-name', '中国建设银行杭州分行', '中国建设银行杭州分行', 'pattern'],
  ['mobile', '13800138000', '13800138000', 'pattern'],
  ['mobile', '+86 138-0013-8000', '13800138000', 'pattern'],
  ['mobile', '008613800138000', '13800138000', 'pattern'],
  ['mobile', '１８８２００１６５４８', '18820016548', 'pattern'],
  ['mobile', '138\u200b0013\u200b8000', '13800138000', 'pattern'],
  ['mobile', '19012345678', '19012345678', 'pattern'],
  ['mobile', '19612345678', '19612345678', 'pattern'],
  ['mobile', '1440123456789', '1440123456789', 'pattern'],
  ['landline', '0571-88886666', '057188886666', 'pattern'],
  ['landline', '(010) 6655 4433', '01066554433', 'pattern'],
  ['landline', '0755-26001234-8021', '075526001234-8021', 'pattern'],
  ['landline', '0571-88886666转12', '057188886666-12', 'pattern'],
  ['landline', '400-820-8820', '4008208820', 'pattern'],
  ['landline', '88886666', '88886666', 'weak'],
  ['passport', 'E12345678', 'E12345678', 'pattern'],
  ['passport', 'ea1234567', 'EA1234567', 'pattern'],
  ['passport', 'G12345678', 'G12345678', 'pattern'],
  ['passport', '141234567', '141234567', 'pattern'],
  ['passport', 'PE1234567', 'PE1234567', 'pattern'],
  ['passport', 'K12345678', 'K12345678', 'pattern'],
  ['passport', 'MA1234567', 'MA1234567', 'pattern'],
  ['home-return-permit', 'H1234567801', 'H1234567801', 'pattern'],
  ['home-return-permit', 'M12345678', 'M12345678', 'pattern'],
  ['taiwan-permit', '12345678', '12345678', 'pattern'],
  ['taiwan-permit', '1234567890B', '1234567890B', 'pattern'],
  ['exit-permit', 'C12345678', 'C12345678', 'pattern'],
  ['exit-permit', 'CA1234567', 'CA1234567', 'pattern'],
  ['plate', '京A12345', '京A12345', 'pattern'],
  ['plate', '京a·12345', '京A12345', 'pattern'],
  ['plate', '沪AD12345', '沪AD12345', 'pattern'],
  ['plate', '粤B12345D', '粤B12345D', 'pattern'],
  ['plate', '粤Z1234港', '粤Z1234港', 'pattern'],
  ['plate', '使014578', '使014578', 'pattern'],
  ['plate', 'WJ京12345', 'WJ京12345', 'pattern'],
  ['plate', 'VA12345', 'VA12345', 'pattern'],
  ['email', 'Zhang.San+a@Example.com.cn', 'zhang.san+a@example.com.cn', 'pattern'],
  ['email', '12345678@qq.com', '12345678@qq.com', 'pattern'],
  ['wechat', 'zhang_san-01', 'zhang_san-01', 'weak'],
  ['qq', 'QQ:12345678', '12345678', 'weak'],
  ['ip', '192.168.1.20', '192.168.1.20', 'pattern'],
  ['ip', '2001:db8::1', '2001:db8::1', 'pattern'],
  ['ip', '::ffff:10.0.0.1', '::ffff:10.0.0.1', 'pattern'],
  ['mac', '00-1A-2B-3C-4D-5E', '00:1a:2b:3c:4d:5e', 'pattern'],
  ['mac', '001a.2b3c.4d5e', '00:1a:2b:3c:4d:5e', 'pattern'],
  ['imei', '490154203237518', '490154203237518', 'checksum'],
  [
    'address',
    '浙江省杭州市西湖区文三路88号3栋2单元501室',
    '浙江省杭州市西湖区文三路88号3栋2单元501室',
    'pattern',
  ],
  ['region', '浙江省杭州市', '浙江省杭州市', 'pattern'],
  ['person-name', '张三', '张三', 'weak'],
  ['person-name', '欧阳修远', '欧阳修远', 'weak'],
  ['person-name', '阿依古丽•买买提', '阿依古丽·买买提', 'weak'],
  ['company-name', '杭州金达贸易有限公司', '杭州金达贸易有限公司', 'pattern'],
  ['company-name', '某某(上海)有限公司', '某某(上海)有限公司', 'pattern'],
  ['amount', '¥1,234.50', '1234.5', 'pattern'],
  ['amount', '12.5万元', '125000', 'pattern'],
  ['amount', '759000', '759000', 'weak'],
  ['date', '2026.1.5', '2026-01-05', 'pattern'],
  ['date', '2024年10月28日', '2024-10-28', 'pattern'],
  ['date', '2023/6/2', '2023-06-02', 'pattern'],
  ['date', '20240229', '2024-02-29', 'pattern'],
  ['trade-secret', '已签年框,底价 88 元', '已签年框,底价 88 元', 'weak'],
]

test.each(valid.filter(([, , normal]) => normal !== ''))('%s accepts %s', (type, text, normal, strength) => {
  expect(checkAs(type, text, { today })).toMatchObject({ type, normal, strength })
})

/** type, value, why it is a near miss */
const nearMisses: ReadonlyArray<readonly [IdentifierType, string, string]> = [
  ['id-card', '110105194912310021', 'check digit off by one'],
  ['id-card', '11010519490231002X', '31 February'],
  ['id-card', '99010519491231002X', 'no such province'],
  ['id-card', '1101051949123100', '16 digits'],
  ['id-card', '1.10105E+17', 'destroyed by a spreadsheet'],
  ['id-card', '810000199408230021', 'a residence permit, not an identity card'],
  ['residence-permit', '11010519491231002X', 'an identity card'],
  ['foreign-permanent-card', '932682198501010018', 'check digit off by one'],
  ['uscc', '91440300708461136S', 'S is not in the character set'],
  ['uscc', '914403007O8461136T', 'letter O for zero'],
  ['uscc', '91440300708461137T', 'one digit changed'],
  ['organisation-code', '708461137', 'check digit off by one'],
  ['business-licence', '440301103097414', 'check digit off by one'],
  ['bank-card', '4111111111111112', 'Luhn fails'],
  ['bank-card', '0000000000000000', 'Luhn holds but no network begins with 0'],
  ['bank-account', '1234567', 'too short'],
  ['mobile', '12800138000', 'no segment 128'],
  ['mobile', '15412345678', 'no segment 154'],
  ['mobile', '16012345678', 'no segment 160'],
  ['mobile', '17912345678', 'no segment 179'],
  ['mobile', '19412345678', 'no segment 194'],
  ['mobile', '1380013800', '10 digits'],
  ['landline', '0571-18886666', 'local numbers begin with 2–9'],
  ['landline', '13800138000', 'a mobile'],
  ['passport', 'EI1234567', 'letter I is not used'],
  ['home-return-permit', 'A12345678', 'neither H nor M'],
  ['plate', '京I12345', 'letter I is not used'],
  ['plate', '京A1234', 'four characters'],
  ['plate', '龙A12345', 'no such province'],
  ['email', 'zhang@localhost', 'no top-level domain'],
  ['email', `${'a'.repeat(65)}@qq.com`, 'local part over 64'],
  ['email', 'a..b@qq.com', 'two dots'],
  ['wechat', '1zhangsan', 'begins with a digit'],
  ['wechat', 'zhang', 'five characters'],
  ['qq', '012345', 'begins with zero'],
  ['ip', '192.168.1.256', 'octet over 255'],
  ['ip', '1:2:3', 'too few groups'],
  ['mac', '00:1A-2B:3C:4D:5E', 'mixed separators'],
  ['imei', '490154203237519', 'Luhn fails'],
  ['address', '要求周末联系', 'no place'],
  ['address', '浙江省', 'a region only'],
  ['person-name', '合同编号', 'no surname'],
  ['person-name', '官网表单', 'a source, not a person'],
  ['person-name', '张三13800138000', 'digits inside'],
  ['company-name', '张三', 'a person'],
  ['date', '2023-02-29', 'no such day'],
  ['date', '45231', 'a spreadsheet day number is not guessed at'],
  ['amount', '12abc', 'letters'],
]

test.each(nearMisses)('%s refuses %s: %s', (type, text) => {
  expect(checkAs(type, text, { today })).toBeUndefined()
})

describe('what an identity number tells', () => {
  test('birth date, sex and province', () => {
    expect(checkAs('id-card', '11010519491231002X', { today })?.detail).toMatchObject({
      birthDate: '1949-12-31',
      sex: 'female',
      under14: false,
      province: '北京市',
    })
  })
  test('a birth date tomorrow is refused, today is accepted', () => {
    expect(checkAs('id-card', '11010519491231002X', { today: '19491230' })).toBeUndefined()
    expect(checkAs('id-card', '11010519491231002X', { today: '19491231' })).toBeDefined()
  })
  test('a child is a child until the day of the 14th birthday', () => {
    expect(checkAs('id-card', '11010519491231002X', { today: '19631230' })?.detail?.under14).toBe(true)
    expect(checkAs('id-card', '11010519491231002X', { today: '19631231' })?.detail?.under14).toBe(false)
  })
  test('a county code abolished long ago is accepted by its province', () => {
    // 510202 was in Chongqing when it belonged to Sichuan.
    const body = '51020219700101001'
    const full = '0123456789X'.split('').map((check) => body + check)
    expect(full.filter((id) => checkAs('id-card', id, { today }) !== undefined)).toHaveLength(1)
  })
})

test('exactly one check digit in ten fits a card and a licence number', () => {
  const endings = '0123456789'.split('')
  expect(endings.filter((end) => luhnHolds(`622202087643768793${end}`))).toEqual(['5'])
  expect(endings.filter((end) => licenceCheckHolds(`44030110309741${end}`))).toEqual(['3'])
})

test('the issuer of a card comes from its first six digits', () => {
  expect(checkAs('bank-card', '6222020876437687935')).toMatchObject({
    strength: 'checksum',
    detail: { bank: { zh: '中国工商银行' } },
  })
})

test('an address knows how many parts it has and where its public part ends', () => {
  expect(checkAs('address', '浙江省杭州市西湖区文三路88号3栋2单元501室')?.detail?.parts).toBe(8)
  expect(addressParts('浙江省杭州市西湖区幸福小区3栋')).toEqual({
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    rest: '幸福小区3栋',
  })
  expect(addressParts('内蒙古自治区额济纳旗科技园路282号').district).toBe('额济纳旗')
  expect(addressParts('幸福小区3栋').district).toBe('')
})

test('a compound surname is found only in a name long enough to have it', () => {
  expect([surnameOf('欧阳修'), surnameOf('欧阳'), surnameOf('诸葛亮'), surnameOf('张三')]).toEqual([
    '欧阳',
    '欧',
    '诸葛',
    '张',
  ])
})

test.each([
  ['5.10322E+17', 'damaged'],
  ['5.10322e+17', 'damaged'],
  [140215198309209520, 'damaged'],
  ['522630195011232000', 'damaged'],
  ['522630195011232700', 'suspect'],
  ['6222020876437680', 'suspect'],
  ['35021119480820876X', 'sound'],
  ['360828200110116193', 'sound'],
  [759000, 'sound'],
  ['13816070261', 'sound'],
] as const)('a cell %s is %s', (value, damage) => {
  expect(excelDamage(value)).toBe(damage)
})

test('damage is judged with the type: a check digit clears a number that rightly ends in zeros', () => {
  const endsInZero = Array.from(
    { length: 1000 },
    (_, i) => `11010519491231${String(i).padStart(3, '0')}0`,
  ).find((id) => checkAs('id-card', id) !== undefined)
  expect(isDamaged('id-card', endsInZero ?? '')).toBe(false)
  expect(isDamaged('id-card', '140215198309209520')).toBe(true)
  expect(isDamaged('id-card', 140215198309209520)).toBe(true)
  expect(isDamaged('id-card', '5.10322E+17')).toBe(true)
  expect(isDamaged('bank-account', '1496818786638870')).toBe(false)
})

test('separators, full-width digits and zero-width characters leave no trace in an identifier', () => {
  expect(normaliseIdentifier(' １３８\u200b-0013\u2013８000\ufeff ')).toBe('13800138000')
})

test('every type has a label in both languages and every detector a rule in both', () => {
  for (const type of identifierTypes) {
    expect(typeCatalogue[type].label.zh, type).toMatch(/[\u4e00-\u9fff]/)
    expect(typeCatalogue[type].label.en.length, type).toBeGreaterThan(1)
  }
  expect(new Set(detectors.map((detector) => detector.type)).size).toBe(detectors.length)
  for (const detector of detectors)
    expect(detector.rule.zh && detector.rule.en && detector.source).toBeTruthy()
})
