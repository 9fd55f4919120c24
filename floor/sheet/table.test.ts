import { describe, expect, test } from 'vitest'
import { detectTable, rowKind } from './table.ts'
import { rowsOf } from './testing.ts'
import type { Cell, Row } from './types.ts'

const data = [
  [1, '张三', '13800000001', '长沙市人民路1号'],
  [2, '李四', '13800000002', ''],
]

describe('where the table begins', () => {
  test('a plain header in the first row', () => {
    const table = detectTable(
      rowsOf([
        ['姓名', '电话', '地址'],
        ['张三', '13800000001', '长沙'],
      ]),
    )
    expect(table).toEqual({ headerRows: [1], headers: ['姓名', '电话', '地址'], firstDataRow: 2, notes: [] })
  })

  test('two title lines above, a 序号 column, a required star, an unusual blank row', () => {
    const rows = rowsOf([
      ['客户台账'],
      ['填表部门:销售部', '', '制表日期:2026年1月'],
      ['', ''],
      ['序号', '客户 姓名*', '联系\n电话', '地址(必填)'],
      ...data,
    ])
    expect(detectTable(rows)).toEqual({
      headerRows: [4],
      headers: ['序号', '客户姓名', '联系电话', '地址'],
      firstDataRow: 5,
      indexColumn: 0,
      notes: ['title-skipped'],
    })
  })

  test('a merged group header and the line below it are joined', () => {
    const text = (value: string, extra: Partial<Cell> = {}): Cell => ({
      text: value,
      kind: value ? 'text' : 'empty',
      ...extra,
    })
    const rows: Row[] = [
      {
        sheet: 'S',
        row: 1,
        cells: [
          text('序号', { merge: { rows: 2, columns: 1 } }),
          text('联系人', { merge: { rows: 1, columns: 2 } }),
          text('', { mergedInto: { row: 1, column: 2, text: '联系人' } }),
          text('备注', { merge: { rows: 2, columns: 1 } }),
        ],
      },
      {
        sheet: 'S',
        row: 2,
        cells: [
          text('', { mergedInto: { row: 1, column: 1, text: '序号' } }),
          text('姓名'),
          text('电话'),
          text('', { mergedInto: { row: 1, column: 4, text: '备注' } }),
        ],
      },
      ...rowsOf([[1, '张三', '13800000001', '老客户']], 3),
    ]
    expect(detectTable(rows)).toMatchObject({
      headerRows: [1, 2],
      headers: ['序号', '联系人/姓名', '联系人/电话', '备注'],
      firstDataRow: 3,
      indexColumn: 0,
      notes: ['group-header'],
    })
  })

  test('a group header written with gaps, as CSV has it', () => {
    const rows = rowsOf([
      ['客户信息', '', '', '联系方式', '', ''],
      ['编号', '姓名', '等级', '电话', '邮箱', '地址'],
      ['A1', '张三', 'VIP', '13800000001', 'a@b.cn', '长沙'],
      ['A2', '李四', 'VIP', '13800000002', 'c@b.cn', '长沙'],
    ])
    expect(detectTable(rows).headers).toEqual([
      '客户信息/编号',
      '客户信息/姓名',
      '客户信息/等级',
      '联系方式/电话',
      '联系方式/邮箱',
      '联系方式/地址',
    ])
  })

  test('no header at all: the first row is data and keeps its place', () => {
    const table = detectTable(
      rowsOf([
        ['张三', '13800000001', '长沙'],
        ['李四', '13800000002', '株洲'],
      ]),
    )
    expect(table).toEqual({
      headerRows: [],
      headers: ['列A', '列B', '列C'],
      firstDataRow: 1,
      notes: ['no-header'],
    })
  })

  test('a header that appears twice, a column without a name, empty columns at the end', () => {
    const table = detectTable(
      rowsOf([
        ['姓名', '电话', '电话', '', '', ''],
        ['张三', '1', '2', '说明', '', ''],
      ]),
    )
    expect(table.headers).toEqual(['姓名', '电话', '电话(2)', '列D'])
    expect(table.notes).toEqual(['duplicate-header', 'unnamed-column'])
  })

  test('a first column without a name that counts 1, 2, 3 is the 序号 column', () => {
    const table = detectTable(
      rowsOf([
        ['', '姓名', '电话'],
        [1, '甲', '13800000001'],
        [2, '乙', '13800000002'],
        [3, '丙', '13800000003'],
      ]),
    )
    expect(table.indexColumn).toBe(0)
  })

  test('编号 is a value of the customer, not a 序号', () => {
    expect(
      detectTable(
        rowsOf([
          ['编号', '姓名'],
          ['A1', '甲'],
        ]),
      ).indexColumn,
    ).toBeUndefined()
  })

  test('an empty sheet', () =>
    expect(detectTable([])).toEqual({ headerRows: [], headers: [], firstDataRow: 1, notes: ['no-header'] }))
})

describe('what a row below the header is', () => {
  const table = detectTable(
    rowsOf([
      ['序号', '姓名', '电话', '金额'],
      [1, '张三', '13800000001', 5],
    ]),
  )
  test.each<[string, (string | number)[], string]>([
    ['data', [2, '李四', '13800000002', 8], 'data'],
    ['nothing', ['', '', '', ''], 'blank'],
    ['blanks only', [' ', '\u3000'], 'blank'],
    ['a number without a record', [3], 'blank'],
    ['合计', ['合计', '', '', 13], 'total'],
    ['合 计 with a blank', ['合 计', '', '', 13], 'total'],
    ['小计:', ['小计:', '', '', 13], 'total'],
    ['本页小计', ['本页小计', '', '', 13], 'total'],
    ['the label in the second column', [3, '合计', '', 13], 'total'],
    ['the label after an empty 序号', ['', '总计', '', 13], 'total'],
    ['共计 12 户', ['共计 12 户'], 'total'],
    ['Total', ['Total', '', '', 13], 'total'],
    ['a company whose name begins with 合计', [4, '合计科技有限公司', '0731-1', 1], 'data'],
    ['a company called Total Energies', ['Total Energies', '电', '0731-1', 1], 'data'],
    ['the header again', ['序号', '姓名', '电话', '金额'], 'repeat-header'],
    ['the maker', ['制表人:王五', '', '审核:赵六'], 'note'],
  ])('%s', (_, cells, kind) => expect(rowKind(rowsOf([cells])[0]!, table)).toBe(kind))
})
