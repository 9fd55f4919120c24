import { afterAll, describe, expect, test } from 'vitest'
import { inspectFile } from './inspect.ts'
import { inspectSheets, sheetLimits } from './index.ts'
import { rawZip, type RawPart, scratch, workbookParts } from './testing.ts'

const disk = scratch()
afterAll(() => disk.remove())

const rows =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="C1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
const nothing = {
  hiddenSheets: 0,
  hiddenColumns: 0,
  hiddenRows: 0,
  formulas: 0,
  comments: 0,
  links: 0,
  objects: 0,
}
const withSheet = (change: (xml: string) => string, more: readonly RawPart[] = []): Buffer =>
  rawZip([
    ...workbookParts([{ name: 'S', data: rows }]).map((part) =>
      part.name === 'xl/worksheets/sheet1.xml' ? { ...part, data: change(String(part.data)) } : part,
    ),
    ...more,
  ])
const cols = (attributes: string) => (xml: string) =>
  xml.replace('<sheetData>', `<cols><col ${attributes}/></cols><sheetData>`)
const same = (xml: string): string => xml
const inspect = (name: string, content: Buffer | string) =>
  inspectFile(disk.write(name, content), name, sheetLimits)

describe('what a workbook holds out of sight', () => {
  test.each<[string, Buffer, object]>([
    ['nothing', withSheet(same), {}],
    ['a hidden column with something in it', withSheet(cols('min="3" max="3" hidden="1"')), { hiddenColumns: 1 }],
    ['a column of no width', withSheet(cols('min="3" max="3" width="0"')), { hiddenColumns: 1 }],
    ['empty columns hidden out to the right: none', withSheet(cols('min="4" max="16384" hidden="1"')), {}],
    ['a hidden row', withSheet((xml) => xml.replace('<row r="2">', '<row r="2" hidden="1">')), { hiddenRows: 1 }],
    ['a formula', withSheet((xml) => xml.replace('<v>1</v>', '<f>HYPERLINK("http://x")</f><v>1</v>')), { formulas: 1 }],
    ['comments', withSheet(same, [{ name: 'xl/comments1.xml', data: '<comments/>' }]), { comments: 1 }],
    ['threaded comments', withSheet(same, [{ name: 'xl/threadedComments/threadedComment1.xml', data: '<t/>' }]), { comments: 1 }],
    ['a link to another workbook', withSheet(same, [{ name: 'xl/externalLinks/externalLink1.xml', data: '<e/>' }]), { links: 1 }],
    ['a data connection', withSheet(same, [{ name: 'xl/connections.xml', data: '<c/>' }]), { links: 1 }],
    ['a picture fetched from outside', withSheet(same, [{ name: 'xl/drawings/_rels/drawing1.xml.rels', data: '<Relationships><Relationship Id="a" Type="http://x/image" TargetMode="External" Target="http://x/p.png"/></Relationships>' }]), { links: 1 }],
    ['a cell that links somewhere for reading: none', withSheet(same, [{ name: 'xl/worksheets/_rels/sheet1.xml.rels', data: '<Relationships><Relationship Id="a" Type="http://x/hyperlink" TargetMode="External" Target="http://x"/></Relationships>' }]), {}],
    ['an embedded file', withSheet(same, [{ name: 'xl/embeddings/oleObject1.bin', data: 'x' }]), { objects: 1 }],
    ['a control', withSheet(same, [{ name: 'xl/activeX/activeX1.xml', data: '<a/>' }]), { objects: 1 }],
    ['a very hidden sheet', rawZip(workbookParts([{ name: 'S', data: rows }, { name: 'H', data: rows, state: 'veryHidden' }])), { hiddenSheets: 1 }],
  ])('%s', async (name, file, found) =>
    expect(await inspect(`${name.replaceAll(/\W/g, '-')}-${Object.keys(found).join('-')}.xlsx`, file)).toEqual({ ...nothing, ...found }),
  ) // prettier-ignore

  test('a macro is refused as everywhere', async () =>
    await expect(
      inspect('macro.xlsx', withSheet(same, [{ name: 'xl/vbaProject.bin', data: 'x' }])),
    ).rejects.toMatchObject({ code: 'sheet.macros' }))
})

describe('CSV', () => {
  test.each([
    ['=1+1', 1],
    ['=cmd|" /C calc"!A0', 1],
    ['@SUM(1)', 1],
    ['+cmd', 1],
    ['-A1', 1],
    ['＝1+1', 1],
    ['="0123"', 0],
    ['+8613800138000', 0],
    ['-12.5', 0],
    ['-', 0],
    ['张三', 0],
  ])('%s: %i', async (cell, formulas) =>
    expect(
      (await inspect(`f${formulas}.csv`, `姓名,值\n甲,"${cell.replaceAll('"', '""')}"\n`)).formulas,
    ).toBe(formulas),
  )

  test('the child answers the same', async () =>
    expect(await inspectSheets(disk.write('child.csv', '姓名,值\n甲,=1+1\n'))).toEqual({
      ...nothing,
      formulas: 1,
    }))
})
