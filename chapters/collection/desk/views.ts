import { PassThrough } from 'node:stream'
import type { FileReply } from '../../../gate/index.ts'
import { isIdentifierType, typeCatalogue } from '../../../floor/identifiers/index.ts'
import { writeWorkbook } from '../../../floor/sheet/index.ts'
import { type Context, usedCatalogue } from '../context.ts'
import { extraColumns } from '../intake/extra.ts'
import { checkFile } from '../reading/check.ts'
import { countOpen } from '../store/duplicates.ts'
import { listErrors, listImports, readImport, type StoredError, type StoredImport } from '../store/imports.ts'
import { readTemplate } from '../store/sources.ts'
import { quarantineOfImport } from '../indirect/store/quarantine.ts'
import { rowTexts } from '../texts.ts'
import type { ExtraColumn, ImportRow, ImportView, RowError, Sample } from '../wire.ts'
import { notFound } from './imports.ts'

/** Samples of the last files looked at, masked; kept in memory only, since even masked they are customers' values. */
export class SampleShelf {
  readonly #kept = new Map<string, Sample[]>()
  keep(id: string, samples: Sample[]): void {
    this.#kept.delete(id)
    this.#kept.set(id, samples)
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > 20 && oldest !== undefined) this.#kept.delete(oldest)
  }
  async of(ctx: Context, stored: StoredImport): Promise<Sample[]> {
    const known = this.#kept.get(stored.id)
    if (known !== undefined) return known
    const { samples } = await checkFile(stored.storedPath, await usedCatalogue(ctx), {
      name: stored.fileName,
    })
    this.keep(stored.id, samples)
    return samples
  }
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

/** One import with everything its page shows. Only whoever uploaded the file sees its first rows, masked. */
export async function viewImport(
  ctx: Context,
  shelf: SampleShelf,
  person: string,
  id: string,
): Promise<ImportView> {
  const { house } = ctx
  const stored = await house.db.read((r) => readImport(r, id))
  if (stored === undefined) throw notFound()
  const catalogue = await usedCatalogue(ctx)
  const wanted = stored.result?.template
  const [names, errors, open, template, quarantine] = await house.db.read(async (r) => [
    await ctx.people.names([stored.createdBy], r),
    await listErrors(r, id, { page: 1, size: 1 }),
    await countOpen(r, id),
    wanted === undefined ? undefined : await readTemplate(r, wanted),
    await quarantineOfImport(r, id),
  ])
  const own = stored.createdBy === person && (stored.state === 'checked' || stored.state === 'paused')
  return {
    ...rowOf(stored, names.get(stored.createdBy)?.name ?? ''),
    check: stored.check,
    options: stored.options,
    extra: await extraOf(ctx, stored),
    template: template === undefined ? null : { id: template.id, name: template.name },
    dryRun: stored.result?.dryRun ?? null,
    problem: stored.problem,
    errors: errors.total,
    openDuplicates: open,
    quarantine: quarantine ?? null,
    startedAt: iso(stored.startedAt),
    sample: own ? await shelf.of(ctx, stored) : [],
    fields: [...catalogue.fields.values()].map(({ code, zh, en, section, level, appliesTo }) => {
      return { code, zh, en, section, level, appliesTo }
    }),
    levels: [...catalogue.levels.values()].map(({ rank, zh, en, tone }) => ({ rank, zh, en, tone })),
  }
}

async function extraOf(ctx: Context, { options }: StoredImport): Promise<ExtraColumn[]> {
  if (options === null) return []
  return extraColumns(options, await usedCatalogue(ctx), (await ctx.purposes.now()).all.values())
}

function rowOf(stored: StoredImport, createdBy: string): ImportRow {
  const { id, fileName, size, state, progress } = stored
  const createdAt = stored.createdAt.toISOString()
  return { id, fileName, size, state, progress, createdBy, createdAt, finishedAt: iso(stored.finishedAt) }
}

export async function viewImports(
  ctx: Context,
  q: { page: number; size: number; state?: string | undefined },
): Promise<{ total: number; rows: ImportRow[] }> {
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await listImports(r, q)
    const people = rows.map((row) => row.createdBy)
    const names = await ctx.people.names([...new Set(people)], r)
    return { total, rows: rows.map((row) => rowOf(row, names.get(row.createdBy)?.name ?? '')) }
  })
}

const unknownText = (code: string): RowError['text'] => rowTexts[code] ?? { zh: code, en: code }

/** An error with its words. What hides in a text is told by the names of its types, never by the text. */
function said(error: StoredError): RowError {
  const text = unknownText(error.code)
  if (error.code !== 'hidden-identifier') return { ...error, text }
  const types = error.masked
    .split(' ')
    .flatMap((type) => (isIdentifierType(type) ? [typeCatalogue[type].label] : []))
  const named = { zh: types.map((type) => type.zh).join('、'), en: types.map((type) => type.en).join(', ') }
  return { ...error, masked: '', text: { zh: `${text.zh}（${named.zh}）`, en: `${text.en} (${named.en})` } }
}

export async function viewErrors(
  ctx: Context,
  id: string,
  q: { page: number; size: number },
): Promise<{ total: number; rows: RowError[] }> {
  const { total, rows } = await ctx.house.db.read((r) => listErrors(r, id, q))
  return { total, rows: rows.map(said) }
}

const heads = {
  zh: ['工作表', '行', '列', '类别', '代码', '说明与处理办法', '内容(已脱敏)'],
  en: ['Sheet', 'Row', 'Column', 'Kind', 'Code', 'What to do', 'Value (masked)'],
} as const
const kinds = { zh: { error: '错误', warning: '提示' }, en: { error: 'Error', warning: 'Note' } } as const
const pageOfErrors = 2000

const extraHeads = {
  zh: ['工作表', '列', '资料项目', '敏感个人信息', '需要它的处理目的', '处理办法'],
  en: ['Sheet', 'Column', 'Field', 'Sensitive', 'Purposes that need it', 'What to do'],
} as const
const extraRemedy = {
  zh: [
    '未收入。确有需要的，加选左列的目的后重新导入。',
    '未收入。目前没有任何目的需要它；确有需要的，先在“处理目的”中说明。',
  ],
  en: [
    'Not taken in. If it is needed, choose one of these purposes too and import again.',
    'Not taken in. No purpose needs it at present; if it is needed, say so on the page “Purposes” first.',
  ],
} as const

/** The columns that no chosen purpose needs as a workbook: headers and names of fields, never a value. */
export async function extraFile(ctx: Context, id: string, language: 'zh' | 'en'): Promise<FileReply> {
  const stored = await ctx.house.db.read((r) => readImport(r, id))
  if (stored === undefined) throw notFound()
  const yes = language === 'zh' ? '是' : 'yes'
  const rows = (await extraOf(ctx, stored)).map(({ sheet, header, field, sensitive, neededBy }) => [
    sheet,
    header,
    field[language],
    sensitive ? yes : '',
    neededBy.map((one) => one[language]).join(language === 'zh' ? '、' : ', '),
    extraRemedy[language][neededBy.length === 0 ? 1 : 0],
  ])
  const name = language === 'zh' ? '超出必要范围的列' : 'Extra columns'
  return workbook(name, extraHeads[language], 5, rows, stored.createdAt, language)
}

function workbook(
  name: string,
  heads: readonly string[],
  wide: number,
  rows: Parameters<typeof writeWorkbook>[1][number]['rows'],
  at: Date,
  language: 'zh' | 'en',
): FileReply {
  const body = new PassThrough()
  const columns = heads.map((header, column) => ({ header, ...(column === wide ? { width: 60 } : {}) }))
  const written = writeWorkbook(body, [{ name, columns, rows }], { language })
  written.catch((error: unknown) => body.destroy(error instanceof Error ? error : new Error('workbook')))
  const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return { fileName: `${name} ${at.toISOString().slice(0, 10)}.xlsx`, contentType, body }
}

/** The error list as a workbook: place, remedy and the masked value, so that it may lie around without harm. */
export async function errorFile(ctx: Context, id: string, language: 'zh' | 'en'): Promise<FileReply> {
  const stored = await ctx.house.db.read((r) => readImport(r, id))
  if (stored === undefined) throw notFound()
  async function* rows(): AsyncGenerator<(string | number)[]> {
    for (let page = 1; ; page++) {
      const { rows: errors } = await viewErrors(ctx, id, { page, size: pageOfErrors })
      for (const { sheet, row, column, level, code, text, masked } of errors)
        yield [sheet, row, column, kinds[language][level], code, text[language], masked]
      if (errors.length < pageOfErrors) return
    }
  }
  const name = language === 'zh' ? '导入问题' : 'Import problems'
  return workbook(name, heads[language], 5, rows(), stored.createdAt, language)
}
