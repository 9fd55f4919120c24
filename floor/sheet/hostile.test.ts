import { afterAll, describe, expect, test } from 'vitest'
import { Mistake } from '../errors.ts'
import { PassThrough, Readable } from 'node:stream'
import {
  openSheets,
  readRows,
  serveSheetWorker,
  sheetLimits,
  sheetMistakes,
  type RowOptions,
} from './index.ts'
import type { WorkerReply } from './protocol.ts'
import { collect, rawZip, scratch, workbookParts, type RawPart } from './testing.ts'

const disk = scratch()
afterAll(() => disk.remove())

const cell = '<row r="1"><c r="A1"><v>1</v></c></row>'
const plain = workbookParts([{ name: 'S', data: cell }])
const replaced = (part: RawPart): RawPart[] => [...plain.filter((one) => one.name !== part.name), part]
const sheetOf = (data: string, after = ''): Buffer => rawZip(workbookParts([{ name: 'S', data, after }]))
const sheetXml = (xml: string): Buffer => rawZip(replaced({ name: 'xl/worksheets/sheet1.xml', data: xml }))
const cfb = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)])
const withStrings = (strings: string, declared?: number): Buffer => {
  const parts = workbookParts([{ name: 'S', data: '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' }], {
    strings,
  })
  return rawZip(
    parts.map((part) =>
      part.name === 'xl/sharedStrings.xml' && declared !== undefined ? { ...part, declared } : part,
    ),
  )
}

/** Reads a file as the import does, and returns the code with which it was refused. */
async function refusal(file: string, options: RowOptions = {}): Promise<string> {
  try {
    await openSheets(file, options)
    await collect(readRows(file, options))
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    expect(Object.keys(sheetMistakes)).toContain(error.code)
    return error.code
  }
}

/** What the worker itself answers, in this process: the same code as in the child, without fifty starts of Node. */
async function answer(file: string, name: string): Promise<string> {
  for (const ask of ['open', 'rows'] as const) {
    const output = new PassThrough()
    const told: Buffer[] = []
    output.on('data', (chunk: Buffer) => told.push(chunk))
    const request = { ask, file, name, limits: sheetLimits, sheet: '', from: 1 }
    await serveSheetWorker(Readable.from([JSON.stringify(request)]), output)
    const last = JSON.parse(Buffer.concat(told).toString().trim().split('\n').at(-1)!) as WorkerReply
    if ('mistake' in last) return last.mistake.code
    expect(last).toEqual({ end: true })
  }
  return 'accepted'
}

describe('a hostile workbook is refused with a remedy', () => {
  test.each<[string, string, () => Buffer]>([
    [
      'a directory that declares 1.5 GB of shared strings',
      'sheet.bomb',
      () => withStrings('<si><t>a</t></si>', 1.5e9),
    ],
    [
      'a part that unpacks to more than it declares',
      'sheet.bomb',
      () => withStrings(`<si><t>${'a'.repeat(9_000)}</t></si>`, 200),
    ],
    ['a ratio of a thousand to one', 'sheet.bomb', () => sheetOf(cell, ' '.repeat(20 * 1024 * 1024))],
    [
      'six thousand parts',
      'sheet.bomb',
      () => rawZip([...plain, ...Array.from({ length: 6_000 }, (_, at) => ({ name: `x/${at}`, data: '' }))]),
    ],
    ['one endless tag', 'sheet.bomb', () => sheetXml(`<worksheet><sheetData ${'a'.repeat(2_000_000)}`)],
    [
      'a thousand merged ranges over the same cells',
      'sheet.bomb',
      () =>
        sheetOf(
          cell,
          `<mergeCells>${Array.from({ length: 1_000 }, (_, at) => `<mergeCell ref="A1:B${at + 2}"/>`).join('')}</mergeCells>`,
        ),
    ],
    [
      'a VBA project under an .xlsx name',
      'sheet.macros',
      () => rawZip([...plain, { name: 'xl/vbaProject.bin', data: 'x' }]),
    ],
    [
      'an Excel 4 macro sheet',
      'sheet.macros',
      () => rawZip([...plain, { name: 'xl/macrosheets/sheet1.xml', data: 'x' }]),
    ],
    [
      'an encrypted Office file',
      'sheet.encrypted',
      () => Buffer.concat([cfb, Buffer.from('EncryptedPackage', 'utf16le'), cfb]),
    ],
    [
      'an encrypted zip part',
      'sheet.encrypted',
      () => rawZip([...plain, { name: 'secret', data: 'x', flags: 1 }]),
    ],
    ['an .xls under an .xlsx name', 'sheet.old-format', () => cfb],
    [
      'an .xlsb under an .xlsx name',
      'sheet.old-format',
      () => rawZip([{ name: 'xl/workbook.bin', data: 'x' }]),
    ],
    ['a Word document', 'sheet.not-a-sheet', () => rawZip([{ name: 'word/document.xml', data: '<a/>' }])],
    ['a zip of photographs', 'sheet.not-a-sheet', () => rawZip([{ name: 'a.jpg', data: 'x' }])],
    [
      'a path that leaves the package',
      'sheet.unsafe-path',
      () => rawZip([...plain, { name: '../../etc/passwd', data: 'x' }]),
    ],
    ['the same part twice', 'sheet.unsafe-path', () => rawZip([...plain, plain[2]!])],
    [
      'entities that multiply (billion laughs)',
      'sheet.unsafe-xml',
      () =>
        sheetXml('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>'),
    ],
    [
      'an external entity in the workbook part',
      'sheet.unsafe-xml',
      () =>
        rawZip(
          replaced({ name: 'xl/workbook.xml', data: '<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook/>' }),
        ),
    ],
    ['501 columns', 'sheet.too-wide', () => sheetOf(`<row r="1">${'<c><v>1</v></c>'.repeat(501)}</row>`)],
    [
      'a cell of 32,768 characters',
      'sheet.cell-too-long',
      () => sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>${'长'.repeat(32_768)}</t></is></c></row>`),
    ],
    [
      'a shared string of 32,768 characters',
      'sheet.cell-too-long',
      () => withStrings(`<si><t>${'长'.repeat(32_768)}</t></si>`),
    ],
    [
      'a column that cannot exist',
      'sheet.damaged',
      () => sheetOf('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>'),
    ],
    ['a row that cannot exist', 'sheet.damaged', () => sheetOf('<row r="1048577"><c><v>1</v></c></row>')],
    [
      'rows that go backwards',
      'sheet.damaged',
      () => sheetOf('<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>'),
    ],
    [
      'a string index past the table',
      'sheet.damaged',
      () => sheetOf('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
    ],
    ['a file cut off in the middle', 'sheet.damaged', () => rawZip(plain).subarray(0, 400)],
    [
      'bytes that are not UTF-8',
      'sheet.damaged',
      () => rawZip(replaced({ name: 'xl/worksheets/sheet1.xml', data: Buffer.from([0x3c, 0xff, 0xfe]) })),
    ],
  ])('%s: %s', async (_, code, make) => {
    const began = performance.now()
    expect(await answer(disk.write('hostile.xlsx', make()), 'hostile.xlsx')).toBe(code)
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  test('entities are never expanded, known ones are read', async () => {
    const file = disk.write(
      'entities.xlsx',
      sheetOf('<row r="1"><c r="A1" t="inlineStr"><is><t>&amp;lt; &xxe; &#x4E2D;</t></is></c></row>'),
    )
    expect((await collect(readRows(file)))[0]!.cells[0]!.text).toBe('&lt; &xxe; 中')
  })

  test('one long shared string used a thousand times comes in small lists, and ends at the ceiling', async () => {
    const row = (at: number): string => `<row r="${at}">${'<c t="s"><v>0</v></c>'.repeat(10)}</row>`
    const data = Array.from({ length: 100 }, (_, at) => row(at + 1)).join('')
    const strings = `<si><t>${'x'.repeat(32_000)}</t></si>`
    const file = disk.write('multiply.xlsx', rawZip(workbookParts([{ name: 'S', data }], { strings })))
    let most = 0
    let seen = 0
    for await (const batch of readRows(file)) {
      most = Math.max(most, batch.length)
      seen += batch.length
    }
    expect([most, seen]).toEqual([4, 100])
    expect(await refusal(file, { limits: { characters: 10_000_000 } })).toBe('sheet.bomb')
  })

  test('whole-row formatting out to column XFD is not width', async () => {
    const file = disk.write(
      'wide-format.xlsx',
      sheetOf('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'),
    )
    expect(await refusal(file)).toBe('accepted')
  })
})

describe('a hostile text file is refused with a remedy', () => {
  test.each<[string, string, string, () => Buffer | string]>([
    ['an empty file', 'a.csv', 'sheet.empty', () => ''],
    [
      'neither UTF-8 nor GB18030',
      'a.csv',
      'sheet.encoding',
      () => Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a]),
    ],
    [
      'a broken byte far behind the beginning',
      'a.csv',
      'sheet.encoding',
      () => Buffer.concat([Buffer.from('姓名,电话\n'.repeat(40_000)), Buffer.from([0xff, 0x0a])]),
    ],
    [
      'binary under a .csv name',
      'a.csv',
      'sheet.not-a-sheet',
      () => Buffer.from([1, 2, 3, 0, 0, 5, 6, 7, 8]),
    ],
    [
      'an HTML table under a .csv name',
      'a.csv',
      'sheet.not-a-sheet',
      () => '<html><table><tr><td>1</td></tr></table></html>',
    ],
    ['a PDF', 'a.pdf', 'sheet.not-a-sheet', () => '%PDF-1.7 text'],
    ['a workbook under a .csv name', 'a.csv', 'sheet.wrong-extension', () => rawZip(plain)],
    ['text under an .xlsx name', 'a.xlsx', 'sheet.wrong-extension', () => '姓名,电话\n'],
    ['a macro workbook by its name', 'a.xlsm', 'sheet.macros', () => rawZip(plain)],
    ['501 columns', 'a.csv', 'sheet.too-wide', () => `${Array.from({ length: 501 }, () => '1').join(',')}\n`],
    ['an endless line of commas', 'a.csv', 'sheet.too-wide', () => `a,b\n${','.repeat(6_000_000)}`],
    ['a quotation mark that is never closed', 'a.csv', 'sheet.csv-broken', () => 'a,b\n"c,d\ne,f\n'],
    [
      'an unclosed quotation mark before a large file',
      'a.csv',
      'sheet.csv-broken',
      () => `"${'a,b\n'.repeat(2_000_000)}`,
    ],
    ['a cell of 32,768 characters', 'a.csv', 'sheet.cell-too-long', () => `${'长'.repeat(32_768)},b\n`],
  ])('%s', async (_, name, code, make) => {
    expect(await answer(disk.write('hostile', make()), name)).toBe(code)
  })

  test('a missing file', async () => expect(await refusal(disk.path('none.csv'))).toBe('sheet.missing'))
})

describe('the child is expendable', () => {
  const file = disk.write('good.csv', 'a,b\n1,2\n')
  const child = (code: string): RowOptions => ({ worker: { argv: ['-e', code] } })

  test('a refusal in it arrives here as the same mistake', async () => {
    const macros = disk.write('macros.xlsx', rawZip([...plain, { name: 'xl/vbaProject.bin', data: 'x' }]))
    await expect(openSheets(macros)).rejects.toMatchObject({
      name: 'Mistake',
      code: 'sheet.macros',
      status: 415,
    })
    const wide = disk.write('wide.csv', `a,b\n${'1,'.repeat(600)}1\n`)
    await expect(collect(readRows(wide))).rejects.toMatchObject({
      code: 'sheet.too-wide',
      field: 'row 2',
      values: { row: 2 },
    })
  })

  test('one that never answers is killed in time', async () => {
    const options = { ...child('setInterval(() => {}, 1000)'), limits: { stallMilliseconds: 300 } }
    expect(await refusal(file, options)).toBe('sheet.too-slow')
  })

  test('one that drips answers for ever is killed in time', async () => {
    const drip = 'setInterval(() => console.log(JSON.stringify({ sheet: "S", rows: [[1, "a"]] })), 20)'
    const options = { ...child(drip), limits: { totalMilliseconds: 700 } }
    await expect(collect(readRows(file, options))).rejects.toMatchObject({ code: 'sheet.too-slow' })
  })

  test('one that eats its heap dies alone', async () => {
    const options = {
      ...child('const a = []; for (;;) a.push({ n: [1, 2, 3] })'),
      limits: { heapMegabytes: 32 },
    }
    expect(await refusal(file, options)).toBe('sheet.too-big')
  })

  test('one that grows past its resident ceiling is refused', async () =>
    expect(await refusal(file, { limits: { residentMegabytes: 1 } })).toBe('sheet.too-big'))

  test('one that breaks for another reason is a fault of ours, not of the file', async () => {
    await expect(openSheets(file, child('process.exit(3)'))).rejects.toMatchObject({ name: 'Fault' })
    await expect(openSheets(file, child('console.log("no json")'))).rejects.toMatchObject({ name: 'Fault' })
  })

  test('it sees none of our environment', async () => {
    process.env['MIFENG_TEST_SECRET'] = 'secret'
    const code =
      'console.log(JSON.stringify({ opened: { format: "csv", sheets: Object.keys(process.env) } }) + "\\n{\\"end\\":true}")'
    const opened = await openSheets(file, child(code))
    delete process.env['MIFENG_TEST_SECRET']
    expect(opened.sheets).not.toContain('MIFENG_TEST_SECRET')
  })
})

test('every refusal has its text in both languages', () => {
  for (const text of Object.values(sheetMistakes)) {
    expect(text.zh).toMatch(/\p{Script=Han}/u)
    expect(text.en).toMatch(/^[\x20-\x7e]+$/)
  }
})
