import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { crc32 } from './zip-writer.ts'
import type { Row } from './types.ts'

/** Fixtures for the tests of this folder and of those who import sheets: small packages made by code, hostile ones included. */

/** A directory for one test file, removed by the returned function. */
export function scratch(): {
  path: (name: string) => string
  write: (name: string, content: Buffer | string) => string
  remove: () => void
} {
  const directory = mkdtempSync(join(tmpdir(), 'sheet-'))
  const path = (name: string): string => join(directory, name)
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), content)
      return path(name)
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

export interface RawPart {
  readonly name: string
  readonly data: string | Buffer
  /** What the directory says, when it lies. */
  readonly declared?: number
  readonly flags?: number
}

/** A zip package with full control over what it claims. */
export function rawZip(parts: readonly RawPart[]): Buffer {
  const bodies: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const data = Buffer.from(part.data)
    const packed = deflateRawSync(data)
    const name = Buffer.from(part.name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(part.flags ?? 0, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(part.declared ?? data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed])
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, name]))
    bodies.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, directory, end])
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface TestSheet {
  readonly name: string
  /** Everything between `<sheetData>` and its end. */
  readonly data: string
  readonly after?: string
  readonly state?: string
}

/** The parts of a minimal workbook; add to them, or replace one of the same name, to make it hostile. */
export function workbookParts(
  sheets: readonly TestSheet[],
  options: { strings?: string; styles?: string; date1904?: boolean } = {},
): RawPart[] {
  const list = sheets.map(
    (sheet, at) =>
      `<sheet name="${sheet.name}" sheetId="${at + 1}" state="${sheet.state ?? 'visible'}" r:id="rId${at + 1}"/>`,
  )
  const link = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const links = sheets.map((_, at) => link(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`))
  if (options.strings !== undefined) links.push(link('rIdS', 'sharedStrings', 'sharedStrings.xml'))
  if (options.styles !== undefined) links.push(link('rIdT', 'styles', 'styles.xml'))
  const parts: RawPart[] = [
    { name: '[Content_Types].xml', data: `${XML}<Types/>` },
    {
      name: '_rels/.rels',
      data: `${XML}<Relationships>${link('r', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `${XML}<workbook xmlns:r="${OFFICE}"><workbookPr date1904="${options.date1904 ? 1 : 0}"/><sheets>${list.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', data: `${XML}<Relationships>${links.join('')}</Relationships>` },
    ...sheets.map((sheet, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      data: `${XML}<worksheet><sheetData>${sheet.data}</sheetData>${sheet.after ?? ''}</worksheet>`,
    })),
  ]
  if (options.strings !== undefined)
    parts.push({ name: 'xl/sharedStrings.xml', data: `${XML}<sst>${options.strings}</sst>` })
  if (options.styles !== undefined)
    parts.push({ name: 'xl/styles.xml', data: `${XML}<styleSheet>${options.styles}</styleSheet>` })
  return parts
}

/** Rows as a reader would give them, from lists of texts; numbers become number cells, '' empty ones. */
export function rowsOf(lines: readonly (readonly (string | number)[])[], firstRow = 1): Row[] {
  return lines.map((line, at) => ({
    sheet: 'S',
    row: firstRow + at,
    cells: line.map((value) =>
      typeof value === 'number'
        ? { text: String(value), kind: 'number' as const }
        : { text: value, kind: value === '' ? ('empty' as const) : ('text' as const) },
    ),
  }))
}

/** Everything an asynchronous source brings. */
export async function collect<T>(source: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const batch of source) all.push(...batch)
  return all
}
