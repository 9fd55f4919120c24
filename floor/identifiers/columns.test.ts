import { describe, expect, test } from 'vitest'
import { recogniseColumn } from './columns.ts'
import { normaliseHeader, typesOfHeader } from './headers.ts'
import { findHeaderRow, recogniseTable } from './tables.ts'
import type { IdentifierType } from './types.ts'

const many = (...values: string[]): string[] =>
  Array.from({ length: 20 }, (_, i) => values[i % values.length] ?? '')

const people = many('张伟', '王芳', '欧阳娜娜', '阿依古丽·买买提')
const companies = many('杭州金达贸易有限公司', '深圳华源建筑工程有限公司')
const ids = many('11010519491231002X', '35021119480820876X')
const mobiles = many('13816070261', '191-6511-1973', '+86 17709790965', '１８８２００１６５４８')
const landlines = many('0571-88886666', '010-66554433')
const accounts = many('1496818786638876', '1780445128631911')

test.each<[string, IdentifierType, number, string[]]>([
  ['客户姓名*', 'person-name', 2, people],
  ['联系电话', 'mobile', 2, mobiles],
  ['联系电话', 'landline', 2, landlines],
  ['身份证号码', 'id-card', 3, ids],
  ['证 件 号 码', 'id-card', 3, ids],
  ['银行卡号', 'bank-card', 3, many('6222020876437687935')],
  ['账号', 'bank-account', 3, accounts],
  ['开户行', 'bank-name', 2, many('招商银行杭州分行')],
  ['统一社会信用代码', 'uscc', 1, many('91440300708461136T')],
  ['税号', 'uscc', 1, many('91350100M000100Y43')],
  ['客户名称', 'company-name', 1, companies],
  ['客户名称', 'person-name', 2, people],
  ['联系地址', 'address', 2, many('浙江省杭州市西湖区文三路88号')],
  ['所在地区', 'region', 1, many('浙江省杭州市', '江苏省南京市')],
  ['电子邮箱', 'email', 2, many('u370551@qq.com')],
  ['微信号', 'wechat', 2, many('zhang_san01')],
  ['建档日期', 'date', 1, many('2023/6/2', '2019.11.25', '2020年7月16日')],
  ['年合同金额(元)', 'contract-amount', 2, many('759000', '514000')],
  ['底价（元/件）', 'floor-price', 3, many('88')],
  ['成本价', 'cost', 3, many('66')],
  ['毛利率', 'margin', 3, many('40%')],
  ['报价', 'quote', 2, many('100')],
  ['账期', 'payment-terms', 2, many('月结', '30天')],
  ['客户等级', 'customer-level', 1, many('VIP', '重要')],
  ['客户来源', 'customer-source', 1, many('展会')],
  ['业务员', 'salesperson', 1, people],
  ['序号', 'row-number', 1, many('1', '2')],
  ['护照号码', 'passport', 3, many('E12345678')],
  ['合同编号', 'contract-number', 1, many('HT-2024-001')],
])('header %s with its usual content is %s at level %s', (header, type, level, samples) => {
  const found = recogniseColumn({ header, samples })
  expect(found).toMatchObject({ type, level })
  expect(found.confidence).toBeGreaterThanOrEqual(0.75)
})

test.each<[string, IdentifierType, string[]]>([
  ['', 'id-card', ids],
  ['列 7', 'mobile', mobiles],
  ['', 'company-name', companies],
  ['', 'email', many('u370551@qq.com')],
  ['', 'address', many('浙江省杭州市西湖区文三路88号')],
])('without a useful header (%s) the content says %s', (header, type, samples) => {
  expect(recogniseColumn({ header, samples })).toMatchObject({ type })
})

test('names without a header are only a suggestion for a person to confirm', () => {
  const found = recogniseColumn({ header: '', samples: people })
  expect(found.type).toBe('person-name')
  expect(found.confidence).toBeLessThan(0.7)
})

/** Ten cells of which some are mobiles. */
const mixed = (valid: number): string[] =>
  Array.from({ length: 10 }, (_, i) => (i < valid ? '13816070261' : '待补充信息'))

test('a column with seven valid values in ten is typed, with six it needs confirmation', () => {
  expect(recogniseColumn({ header: '', samples: mixed(7) }).type).toBe('mobile')
  expect(recogniseColumn({ header: '', samples: mixed(6) }).type).not.toBe('mobile')
  expect(recogniseColumn({ header: '手机', samples: mixed(6) }).confidence).toBeLessThan(0.7)
})

test('empty cells and dashes do not count against a column', () => {
  const samples = ['', ' ', '-', '无', ...mobiles]
  expect(recogniseColumn({ header: '手机', samples }).valid).toBe(1)
})

test('attack: identity numbers under a harmless header are recognised and keep their level', () => {
  const found = recogniseColumn({ header: '客户等级', samples: ids })
  expect(found).toMatchObject({ type: 'id-card', level: 3 })
  expect(found.reasons).toContain('header-content-conflict')
})

test('bank accounts that pass the card check by chance stay accounts by their header', () => {
  expect(recogniseColumn({ header: '账号', samples: accounts }).type).toBe('bank-account')
})

test('long numbers without any header are not typed by chance', () => {
  expect(recogniseColumn({ header: '', samples: accounts }).type).toBe('text')
})

test('numbers destroyed by a spreadsheet are reported', () => {
  const found = recogniseColumn({ header: '身份证', samples: [...ids, '140215198309209520'] })
  expect(found).toMatchObject({ type: 'id-card' })
  expect(found.reasons).toContain('damaged-values')
})

describe('a remark', () => {
  test('with identifiers inside is raised to level 2', () => {
    const found = recogniseColumn({ header: '备注', samples: ['老客户介绍', '备用电话18703157390'] })
    expect(found).toMatchObject({ type: 'remark', level: 2 })
    expect(found.reasons).toContain('hidden-identifiers')
    expect(found.reasons).not.toContain('hidden-high-level')
  })
  test('with a card or floor price inside says so', () => {
    const found = recogniseColumn({ header: '跟进记录', samples: ['已签年框,底价 88 元/件'] })
    expect(found.reasons).toContain('hidden-high-level')
  })
  test('without any stays at level 1', () => {
    expect(recogniseColumn({ header: '备注', samples: ['老客户介绍', '资料待补'] }).level).toBe(1)
  })
})

test('a header without any sample is a guess with low confidence', () => {
  const found = recogniseColumn({ header: '手机号', samples: [] })
  expect(found.type).toBe('mobile')
  expect(found.confidence).toBeLessThan(0.7)
  expect(found.reasons).toContain('no-samples')
})

test('a telephone column that really mixes mobiles and landlines stays a telephone column', () => {
  const found = recogniseColumn({ header: '电话', samples: many('13816070261', '0571-88886666') })
  expect(found.type).toBe('phone')
  expect(found.reasons).toContain('mixed-phones')
})

test.each([
  ['年合同金额(元)*', '年合同金额'],
  ['手机 号码：', '手机号码'],
  ['【必填】联系人', '联系人'],
  ['联系人1', '联系人'],
  ['Ｔｅｌ', 'tel'],
])('header %s is read as %s', (header, normal) => {
  expect(normaliseHeader(header)).toBe(normal)
  expect(typesOfHeader(header)).toBeDefined()
})

test('the end of a longer header says what it is', () => {
  expect(typesOfHeader('客户方联系电话')).toMatchObject({ how: 'header-contains' })
  expect(typesOfHeader('客户方联系电话')?.types).toContain('mobile')
  expect(typesOfHeader('电话回访备注')?.types).toEqual(['remark'])
})

describe('a whole table', () => {
  test('a company ledger: the company is the customer and the contact a person', () => {
    const table = recogniseTable([
      { header: '序号', samples: many('1') },
      { header: '客户名称', samples: companies },
      { header: '联系人', samples: people },
      { header: '手机', samples: mobiles },
      { header: '开户行', samples: many('招商银行杭州分行') },
      { header: '账号', samples: accounts },
    ])
    expect(table.columns.map((column) => column.type)).toEqual([
      'row-number',
      'company-name',
      'person-name',
      'mobile',
      'bank-name',
      'bank-account',
    ])
    expect(table).toMatchObject({ subject: 'company', nameColumn: 1 })
  })
  test('customers named by brand only are companies when a contact stands beside them', () => {
    const table = recogniseTable([
      { header: '客户名称', samples: many('金达', '华宇', '安达', '康源') },
      { header: '统一社会信用代码', samples: many('91440300708461136T') },
      { header: '联系人', samples: people },
    ])
    expect(table.columns[0]).toMatchObject({ type: 'company-name' })
    expect(table.columns[0]?.reasons).toContain('table-context')
  })
  test('a private customer who names an employer is still a person', () => {
    const table = recogniseTable([
      { header: '姓名', samples: people },
      { header: '身份证号', samples: ids },
      { header: '工作单位', samples: companies },
    ])
    expect(table).toMatchObject({ subject: 'person', nameColumn: 0 })
  })
  test('the header is found below titles', () => {
    expect(
      findHeaderRow([
        ['个人客户台账(内部资料)', null],
        ['填表部门:销售一部', null],
        ['序号', '客户姓名*', '联系电话', '备注'],
        [1, '张伟', '13816070261', ''],
      ]),
    ).toBe(2)
    expect(findHeaderRow([['张伟', '13816070261']])).toBe(-1)
  })
})
