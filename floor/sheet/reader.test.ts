import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, test } from 'vitest'
import { openSheets, readRows } from './index.ts'
import { collect, rawZip, scratch, workbookParts, type TestSheet } from './testing.ts'
import type { Row } from './types.ts'

const disk = scratch()
afterAll(() => disk.remove())

const workbook = (
  name: string,
  sheets: readonly TestSheet[],
  options: Parameters<typeof workbookParts>[1] = {},
): string => disk.write(name, rawZip(workbookParts(sheets, options)))
const texts = (rows: readonly Row[]): string[][] => rows.map((row) => row.cells.map((cell) => cell.text))

describe('a workbook', () => {
  test('every kind of cell', async () => {
    const file = workbook(
      'kinds.xlsx',
      [
        {
          name: '甲',
          data:
            '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2"><v>759000.12999999995</v></c>' +
            '<c r="D2" s="1"><v>46027</v></c><c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#REF!</v></c>' +
            '<c r="G2"><f>1+1</f><v>2</v></c><c r="I2" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r><rPh><t>x</t></rPh></is></c>' +
            '<c r="J2" t="str"><f>"a"</f><v>=a&amp;b</v></c><c r="K2"><v>5.1032219900101126E+17</v></c><c r="L2" s="2"><v>46027</v></c><c r="XFD2" s="1"/></row>',
        },
      ],
      {
        strings:
          '<si><t xml:space="preserve"> 张三 </t></si><si><r><t>李</t></r><r><rPr/><t>四_x000D_</t></r><rPh sb="0"><t>li</t></rPh></si>',
        styles:
          '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/></cellXfs>',
      },
    )
    const rows = await collect(readRows(file))
    expect(rows).toEqual([
      {
        sheet: '甲',
        row: 2,
        cells: [
          { text: ' 张三 ', kind: 'text' },
          { text: '李四\r', kind: 'text' },
          { text: '759000.13', kind: 'number', raw: '759000.12999999995' },
          { text: '2026-01-05', kind: 'date', raw: '46027' },
          { text: 'TRUE', kind: 'boolean' },
          { text: '#REF!', kind: 'error' },
          { text: '2', kind: 'formula' },
          { text: '', kind: 'empty' },
          { text: '富文本', kind: 'text' },
          { text: '=a&b', kind: 'formula' },
          {
            text: '510322199001011260',
            kind: 'number',
            damaged: 'rounded-digits',
            raw: '5.1032219900101126E+17',
          },
          { text: '2026-01-05', kind: 'date', raw: '46027' },
        ],
      },
    ])
  })

  test('several sheets, a hidden one, row numbers with gaps, rows and cells without references, 1904 dates', async () => {
    const file = workbook(
      'sheets.xlsx',
      [
        { name: '藏', state: 'hidden', data: '<row r="1"><c r="A1"><v>1</v></c></row>' },
        {
          name: '见',
          data: '<row><c><v>1</v></c><c s="1"><v>0</v></c></row><row/><row><c t="inlineStr"><is><t>x</t></is></c></row>',
        },
      ],
      { date1904: true, styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>' },
    )
    expect(await openSheets(file)).toEqual({
      format: 'xlsx',
      sheets: [
        { name: '藏', rowCountEstimate: 1, hidden: true },
        { name: '见', rowCountEstimate: 3, hidden: false },
      ],
    })
    const rows = await collect(readRows(file))
    expect(rows.map((row) => row.row)).toEqual([1, 3])
    expect(texts(rows)).toEqual([['1', '1904-01-01'], ['x']])
    expect(texts(await collect(readRows(file, { sheet: '藏' })))).toEqual([['1']])
    await expect(collect(readRows(file, { sheet: '无' }))).rejects.toMatchObject({
      code: 'sheet.no-such-sheet',
    })
  })

  test('merged cells: the first one carries the value, the others say where it is', async () => {
    const file = workbook('merged.xlsx', [
      {
        name: 'S',
        data: '<row r="1"><c r="A1" t="inlineStr"><is><t>组</t></is></c></row><row r="2"><c r="C2"><v>7</v></c></row>',
        after: '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
      },
    ])
    const into = { text: '', kind: 'empty', mergedInto: { row: 1, column: 1, text: '组' } }
    expect((await collect(readRows(file))).map((row) => row.cells)).toEqual([
      [{ text: '组', kind: 'text', merge: { rows: 2, columns: 2 } }, into],
      [into, into, { text: '7', kind: 'number' }],
    ])
  })

  test('reading goes on from a row, in lists of at most 500, and ends the child when the loop is left', async () => {
    const data = Array.from(
      { length: 1200 },
      (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at + 1}</v></c></row>`,
    )
    const file = workbook('long.xlsx', [{ name: 'S', data: data.join('') }])
    const sizes: number[] = []
    for await (const batch of readRows(file, { from: 101 })) {
      if (sizes.length === 0) expect(batch[0]!.row).toBe(101)
      sizes.push(batch.length)
    }
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1100)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
    for await (const batch of readRows(file)) {
      expect(batch[0]!.row).toBe(1)
      break
    }
  })
})

describe('CSV', () => {
  const text = '姓名,备注\r\n张三,"两行\n一格"\r\n\r\n𠮷田,"说""好"""\r\n'
  test.each([
    ['utf8', Buffer.from(text)],
    ['utf8-bom', Buffer.from(`\ufeff${text}`)],
    ['gb18030', iconv.encode(text, 'gb18030')],
    ['utf16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])(
    '%s is recognised and read alike, quoted newlines and rare characters included',
    async (encoding, bytes) => {
      const file = disk.write(`${encoding}.csv`, bytes)
      expect(await openSheets(file)).toMatchObject({ format: 'csv', encoding, delimiter: ',' })
      const rows = await collect(readRows(file))
      expect(rows.map((row) => row.row)).toEqual([1, 2, 4])
      expect(texts(rows)).toEqual([
        ['姓名', '备注'],
        ['张三', '两行\n一格'],
        ['𠮷田', '说"好"'],
      ])
    },
  )

  test.each([
    [',', 'a,b;c,d\n1,2;3,4\n'],
    [';', 'a;b;c\n"1,5";"2,5";"3,5"\n'],
    ['\t', 'a\tb,c\td\n1\t2,3\t4\n'],
    [',', '姓名\n张三\n'],
  ])('delimiter %j', async (delimiter, content) => {
    expect(await openSheets(disk.write('delimiter.csv', content))).toMatchObject({ delimiter })
  })

  test('damage, protected digits and formulas are marked', async () => {
    const file = disk.write('marks.csv', '5.10322E+17,510322199001011000,"=""0123""",=1+1,\t110101\n')
    expect((await collect(readRows(file)))[0]!.cells).toEqual([
      { text: '5.10322E+17', kind: 'text', damaged: 'scientific' },
      { text: '510322199001011000', kind: 'text', damaged: 'rounded-digits' },
      { text: '0123', kind: 'text' },
      { text: '=1+1', kind: 'formula' },
      { text: '\t110101', kind: 'text' },
    ])
  })
})

test('the reader works when the program is bundled into one file', async () => {
  const entry = disk.write(
    'entry.ts',
    `import { openSheets, readRows, serveSheetWorker } from ${JSON.stringify(fileURLToPath(new URL('index.ts', import.meta.url)))}
     if (process.argv[2] === 'sheet-worker') await serveSheetWorker()
     else {
       const file = process.argv[2]!
       const rows = []
       for await (const batch of readRows(file)) rows.push(...batch)
       console.log(JSON.stringify({ opened: await openSheets(file), rows }))
     }`,
  )
  const outfile = disk.path('bundle.mjs')
  const banner = {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  }
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner,
    logLevel: 'silent',
  })
  const file = workbook('bundled.xlsx', [{ name: 'S', data: '<row r="1"><c r="A1"><v>42</v></c></row>' }])
  const answer = JSON.parse(execFileSync(process.execPath, [outfile, file], { encoding: 'utf8' })) as {
    rows: Row[]
  }
  expect(texts(answer.rows)).toEqual([['42']])
})
