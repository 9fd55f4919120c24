import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, test } from 'vitest'
import {
  detectTable,
  neutraliseCsvText,
  normaliseText,
  readRows,
  writeCsv,
  writeWorkbook,
  type OutputCell,
  type Stamp,
} from './index.ts'
import { collect, scratch } from './testing.ts'
import { safeSheetNames } from './workbook-parts.ts'

const disk = scratch()
afterAll(() => disk.remove())

const stamp: Stamp = {
  person: '李四',
  employeeNumber: '1023',
  time: '2026-11-24 14:05',
  purpose: '回访 & 续约',
  applicationNumber: 'SQ-2026-0001',
}
const columns = [{ header: '姓名' }, { header: '身份证号码', width: 22 }, { header: '金额' }]
const rows: OutputCell[][] = [
  ['张三', '110101194912310021', 12.5],
  ['=1+1', '+8613800000001', null],
  ['@SUM(A1)', '-5', true],
  ['𠮷\u0007_x0041_<&>"', '\t=cmd', 123_456_789_012_345_680],
]

function memory(): { out: Writable; bytes: () => Buffer } {
  const parts: Buffer[] = []
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk)
      done()
    },
  })
  return { out, bytes: () => Buffer.concat(parts) }
}

describe('a workbook that leaves the house', () => {
  test('an independent reader finds text where text was written, and no formula', async () => {
    const { out, bytes } = memory()
    await writeWorkbook(out, [{ name: '客户', columns, rows }])
    const sheet = (await readXlsx(bytes())).sheets[0]!
    expect(sheet.name).toBe('客户')
    expect(sheet.rows[0]).toEqual(['姓名', '身份证号码', '金额'])
    expect(sheet.rows[1]).toEqual(['张三', '110101194912310021', 12.5])
    expect(sheet.rows[2]!.slice(0, 2)).toEqual(['=1+1', '+8613800000001'])
    expect(sheet.rows[3]).toEqual(['@SUM(A1)', '-5', true])
    expect(sheet.rows[4]![2]).toBe('123456789012345680')
    expect(bytes().includes('<f>')).toBe(false)
  })

  test('our reader brings back what was written, below the stamp', async () => {
    const file = disk.path('stamped.xlsx')
    await writeWorkbook(file, [{ name: '客户', columns, rows }], { stamp })
    const read = await collect(readRows(file))
    expect(read[0]!.cells[0]!.text).toContain('李四（工号 1023）')
    expect(read[0]!.cells[0]!.text).toContain('SQ-2026-0001')
    expect(read[1]!.cells[0]!.text).toContain('回访 & 续约')
    expect(detectTable(read)).toMatchObject({ headerRows: [3], headers: ['姓名', '身份证号码', '金额'] })
    expect(read[6]!.cells.map((cell) => cell.text)).toEqual([
      '𠮷\u0007_x0041_<&>"',
      '\t=cmd',
      '123456789012345680',
    ])
  })

  test('the stamp is on every printed page and in the properties; the header stays in view', async () => {
    const file = disk.path('print.xlsx')
    await writeWorkbook(file, [{ name: '客户', columns, rows }], {
      stamp,
      properties: { title: '台账', company: '某公司' },
    })
    const book = await readXlsx(readFileSync(file))
    expect(JSON.stringify(book.sheets[0]!.headerFooter)).toContain('1023')
    expect(JSON.stringify(book.properties)).toContain('SQ-2026-0001')
    expect(book.sheets[0]!.freezePane).toMatchObject({ rows: 3 })
  })

  test('the same content gives the same bytes, whose hash is returned', async () => {
    const one = memory()
    const two = memory()
    const first = await writeWorkbook(one.out, [{ name: 'a', columns, rows }], { stamp })
    const second = await writeWorkbook(two.out, [{ name: 'a', columns, rows }], { stamp })
    expect(first).toEqual(second)
    expect(first.sha256).toBe(createHash('sha256').update(one.bytes()).digest('hex'))
    expect(first.bytes).toBe(one.bytes().length)
  })

  test('any text survives the way out and back', async () => {
    const texts = fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), {
      numRuns: 300,
      seed: 7,
    })
    const wanted = texts.map((text) => text.replace(/\p{Surrogate}/gu, '\ufffd'))
    const file = disk.path('any.xlsx')
    await writeWorkbook(file, [{ name: 'a', columns: [{ header: 'h' }], rows: texts.map((text) => [text]) }])
    expect((await collect(readRows(file))).slice(1).map((row) => row.cells[0]!.text)).toEqual(wanted)
  })

  test('a cell too long, a file that exists and a broken source are errors, never a hang', async () => {
    const sheet = (source: Iterable<OutputCell[]>) => [{ name: 'a', columns, rows: source }]
    await expect(writeWorkbook(memory().out, sheet([['x'.repeat(40_000)]]))).rejects.toMatchObject({
      code: 'sheet.cell-too-long',
    })
    await expect(writeWorkbook(disk.write('there.xlsx', 'x'), sheet([]))).rejects.toMatchObject({
      code: 'EEXIST',
    })
    const broken = (function* () {
      yield ['a']
      throw new Error('source broke')
    })()
    await expect(writeWorkbook(memory().out, sheet(broken))).rejects.toThrow('source broke')
  })

  test('sheet names that Excel would refuse', () =>
    expect(safeSheetNames(['a/b', 'A b', "'x'", '', 'y'.repeat(40), 'y'.repeat(40)])).toEqual([
      'a b',
      'A b(2)',
      'x',
      'Sheet4',
      'y'.repeat(31),
      `${'y'.repeat(28)}(2)`,
    ]))
})

describe('CSV that leaves the house', () => {
  test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '=x', '+x', '-x', '@x'])(
    '%j cannot become a formula',
    (text) => expect(neutraliseCsvText(text)).toBe(`'${text}`),
  )

  test.each(['utf8-bom', 'gb18030'] as const)(
    '%s: rare characters, quotes and newlines come back',
    async (encoding) => {
      const file = disk.path(`${encoding}.csv`)
      const written = await writeCsv(
        file,
        {
          headers: ['姓名', '备注'],
          rows: [
            ['𠮷田·😀', '说"好"\n再见,'],
            ['=1+1', -5],
          ],
        },
        encoding,
      )
      const bytes = readFileSync(file)
      expect(written.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
      const text = encoding === 'gb18030' ? iconv.decode(bytes, 'gb18030') : bytes.toString('utf8').slice(1)
      expect(text).toBe('姓名,备注\r\n𠮷田·😀,"说""好""\n再见,"\r\n\'=1+1,-5\r\n')
      const read = await collect(readRows(file))
      expect(normaliseText(read[2]!.cells[0]!.text)).toBe('=1+1')
    },
  )
})
