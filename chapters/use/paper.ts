import { createHash } from 'node:crypto'
import { open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Caller, FileReply, Reading } from '../../gate/index.ts'
import { markOf, type PaperForm, printForm } from '../../floor/print/index.ts'
import { stampLines, type Stamp, writeCsv, writeWorkbook } from '../../floor/sheet/index.ts'
import type { Catalogue, CatalogueField } from '../custody/index.ts'
import type { ExportParts, Volume } from './desk/exports.ts'
import type { Known } from './facts.ts'
import type { GrantSummary } from './store/grants.ts'
import type { ExportBody } from './wire.ts'

export interface TakeOut {
  readonly id: string
  readonly caller: Caller
  readonly body: ExportBody
  readonly grant: GrantSummary
  readonly known: readonly Known[]
  readonly readings: readonly Reading[]
  readonly fields: readonly number[]
  /** Files left out because of a refusal or withdrawal; the stamp says how many. */
  readonly leftOut: number
  readonly volume: Volume
}

/** A finished file in the work folder that has not left yet. */
export interface Taken {
  readonly sha256: string
  /** Hands the file out; its name is gone from the folder before the first byte leaves. */
  release(): Promise<FileReply>
  discard(): Promise<void>
}

/** Larger files leave as a stream. */
const heldMostBytes = 16 * 1024 * 1024

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
} as const

/**
 * Writes what was opened into a private work file (mode 0600): a workbook or CSV with text-typed numbers and
 * neutralised formulas, or a PDF for printing. Each carries a visible stamp: who, when, what for, which application.
 */
export async function writeOut(parts: ExportParts, out: TakeOut): Promise<Taken> {
  const format = out.body.mode === 'print' ? 'pdf' : out.body.format
  const path = join(parts.house.workFolder, `${out.id}.${format}`)
  await rm(path, { force: true })
  const discard = (): Promise<void> => rm(path, { force: true })
  try {
    const sha256 = await write(parts, out, path, format)
    return {
      sha256,
      discard,
      release: async () => {
        const handle = await open(path, 'r')
        // The open handle keeps the bytes; nothing is left in the folder whatever happens to the reply.
        await discard()
        const large = (await handle.stat()).size > heldMostBytes
        const body = large ? handle.createReadStream() : await handle.readFile()
        if (!large) await handle.close()
        return {
          fileName: `${out.grant.number ?? 'SY'}.${format}`,
          contentType: types[format],
          body,
          inline: format === 'pdf',
        }
      },
    }
  } catch (error) {
    await discard()
    throw error
  }
}

async function write(
  parts: ExportParts,
  out: TakeOut,
  path: string,
  format: keyof typeof types,
): Promise<string> {
  const catalogue = await parts.custody.catalogue()
  const columns = out.fields.flatMap((id) => catalogue.fields.get(id) ?? [])
  const heads = new Map(out.known.map(({ material }) => [material!.head.id, material!.head]))
  const rows = out.readings.map(({ opened }) => [
    heads.get(opened.customer)!.fileNo,
    ...columns.map((field) => opened.full.get(field.id) ?? ''),
  ])
  const stamp = await stampOf(parts, out, catalogue)
  const { language } = out.body
  const headers = [language === 'zh' ? '档号' : 'File no.', ...columns.map((field) => field[language])]
  if (format === 'pdf') return await printed(parts, out, path, stamp, columns, rows)
  if (format === 'csv') {
    const csv = { headers, rows, before: stampLines(stamp, language) }
    return (await writeCsv(path, csv, 'utf8-bom')).sha256
  }
  const sheet = {
    name: language === 'zh' ? '客户资料' : 'Customers',
    columns: headers.map((header) => ({ header })),
    rows,
  }
  return (await writeWorkbook(path, [sheet], { stamp, language })).sha256
}

async function stampOf(
  { house, facts, people }: ExportParts,
  { caller, body, grant, leftOut, volume }: TakeOut,
  catalogue: Catalogue,
): Promise<Stamp> {
  const stayed =
    body.language === 'zh'
      ? `（另有 ${leftOut} 份因客户拒绝或撤回未列入）`
      : ` (${leftOut} left out: refused or withdrawn)`
  // As high as the collection counts, with whatever its volume raised it to.
  const rank = volume.collected.level
  const level = catalogue.levels.get(rank) ?? {
    zh: String(rank),
    en: String(rank),
    secrecyYears: null,
    openTerm: null,
  }
  const company = (await people.company())?.name ?? ''
  const mark = markOf(level, { years: level.secrecyYears, openTerm: level.openTerm }, company, body.language)
  const purpose = (await facts.purposeWords()).get(grant.purpose)
  return {
    person: caller.name,
    employeeNumber: caller.employeeNo,
    time: new Intl.DateTimeFormat('sv-SE', {
      timeZone: house.timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    }).format(house.clock.now()),
    purpose: `${purpose?.[body.language] ?? grant.purpose}${leftOut > 0 ? stayed : ''}`,
    applicationNumber: grant.number ?? grant.application,
    mark,
  }
}

/** The print: a table when the fields fit the width of a page, else one block a file. */
async function printed(
  { house, people }: ExportParts,
  out: TakeOut,
  path: string,
  stamp: Stamp,
  columns: readonly CatalogueField[],
  rows: readonly (readonly string[])[],
): Promise<string> {
  const { language } = out.body
  const zh = language === 'zh'
  const leaf = out.readings[0]!.permit.leaf!
  const labels = [zh ? '档号' : 'File no.', ...columns.map((field) => field[language])]
  const sections: PaperForm['sections'] =
    columns.length <= 5
      ? [{ kind: 'table', columns: labels.map((label) => ({ label, share: 1 })), rows }]
      : rows.map((row) => ({
          kind: 'fields',
          heading: row[0]!,
          cells: columns.map((_, at) => ({ label: labels[at + 1]!, value: row[at + 1]! })),
        }))
  const pdf = await printForm({
    language,
    company: (await people.company())?.name ?? '',
    title: zh ? '客户资料（受控打印）' : 'Customer data (controlled print)',
    formNumber: 'BM-R-01',
    formVersion: 'A/0',
    recordNumber: stamp.applicationNumber,
    ...(stamp.mark === undefined ? {} : { marking: stamp.mark }),
    sections: [{ kind: 'text', paragraphs: stampLines(stamp, language) }, ...sections],
    opinions: [],
    signatures: [],
    seals: [],
    verification: {
      snapshotHash: out.grant.snapshotHash,
      ledgerPosition: `lane ${leaf.lane}, leaf ${leaf.index}`,
    },
    watermark: `${stamp.person} ${stamp.employeeNumber} ${stamp.time}`,
    printedBy: stamp.person,
    printedAt: house.clock.now(),
    timeZone: house.timeZone,
  })
  await writeFile(path, pdf, { flag: 'wx', mode: 0o600 })
  return createHash('sha256').update(pdf).digest('hex')
}
