import { Mistake } from '../errors.ts'

/**
 * Everything that can be wrong with a sheet, with its remedy, in the two languages of the house.
 * `{name}` is filled from the values of the mistake. Texts never contain what a cell says.
 */
export const sheetMistakes = {
  'sheet.missing': {
    zh: '找不到文件。请重新上传。',
    en: 'The file is not there. Upload it again.',
  },
  'sheet.empty': {
    zh: '文件是空的。请检查后重新上传。',
    en: 'The file is empty. Check it and upload it again.',
  },
  'sheet.too-big': {
    zh: '文件过大，超出读取上限。请拆分成几个文件，或另存为 CSV 后再导入。',
    en: 'The file is larger than can be read. Split it, or save it as CSV.',
  },
  'sheet.too-slow': {
    zh: '文件读取超时，已停止。请拆分成几个文件后再导入。',
    en: 'Reading the file took too long and was stopped. Split it into smaller files.',
  },
  'sheet.bomb': {
    zh: '文件解压后异常巨大（疑似压缩炸弹），已拒绝。请用 Excel 或 WPS 打开原文件并另存为新的 .xlsx。',
    en: 'The file would unpack to an abnormal size (like a zip bomb) and was refused. Open the original and save it as a new .xlsx.',
  },
  'sheet.macros': {
    zh: '文件含有宏，已拒绝。请另存为不含宏的 .xlsx 后再导入。',
    en: 'The file contains macros and was refused. Save it as .xlsx without macros.',
  },
  'sheet.encrypted': {
    zh: '文件设有打开密码。请先取消密码并另存为 .xlsx。',
    en: 'The file is protected by a password. Remove the password and save it as .xlsx.',
  },
  'sheet.old-format': {
    zh: '这是旧版 Excel/WPS 格式（.xls、.et 或 .xlsb）。请另存为 .xlsx。',
    en: 'This is an old Excel or WPS format (.xls, .et or .xlsb). Save it as .xlsx.',
  },
  'sheet.not-a-sheet': {
    zh: '这不是表格文件。请上传 .xlsx 或 .csv。',
    en: 'This is not a spreadsheet. Upload .xlsx or .csv.',
  },
  'sheet.wrong-extension': {
    zh: '扩展名 {extension} 与内容（{actual}）不符。请改用正确的扩展名，或重新另存。',
    en: 'The extension {extension} does not match the content ({actual}). Rename the file or save it again.',
  },
  'sheet.unsafe-xml': {
    zh: '文件内含实体声明（DOCTYPE），已拒绝。请用 Excel 或 WPS 打开并另存为新的 .xlsx。',
    en: 'The file declares XML entities (DOCTYPE) and was refused. Open it and save it as a new .xlsx.',
  },
  'sheet.unsafe-path': {
    zh: '压缩包内的路径不安全，已拒绝。请用 Excel 或 WPS 打开并另存为新的 .xlsx。',
    en: 'The package has unsafe path names and was refused. Open it and save it as a new .xlsx.',
  },
  'sheet.damaged': {
    zh: '文件已损坏，无法读到结尾。请用 Excel 或 WPS 打开修复后另存。',
    en: 'The file is damaged. Open it in Excel or WPS, repair it and save it again.',
  },
  'sheet.too-wide': {
    zh: '第 {row} 行超过 {columns} 列。请删去多余的列。',
    en: 'Row {row} has more than {columns} columns. Remove the columns that are not needed.',
  },
  'sheet.cell-too-long': {
    zh: '第 {row} 行有单元格超过 {characters} 个字符。请缩短内容或改为附件。',
    en: 'A cell in row {row} has more than {characters} characters. Shorten it or attach it as a document.',
  },
  'sheet.encoding': {
    zh: '文字编码既不是 UTF-8 也不是 GB18030/GBK。请另存为“CSV UTF-8”或 .xlsx。',
    en: 'The text is neither UTF-8 nor GB18030/GBK. Save it as "CSV UTF-8" or .xlsx.',
  },
  'sheet.csv-broken': {
    zh: '第 {row} 行附近的引号没有成对。请修正，或用 Excel 打开另存为 .xlsx。',
    en: 'A quotation mark near row {row} is not closed. Correct it, or save the file as .xlsx.',
  },
  'sheet.no-such-sheet': {
    zh: '文件中没有所选的工作表。请重新选择。',
    en: 'The chosen sheet is not in the file. Choose again.',
  },
  'sheet.too-many-rows': {
    zh: '一个工作表最多 {rows} 行。请分批导出。',
    en: 'A sheet holds at most {rows} rows. Export in parts.',
  },
} as const

export type SheetMistakeCode = keyof typeof sheetMistakes

/** A `Mistake` with one of the stable codes above; its message is the English text, for logs and the CLI. */
export function sheetMistake(
  code: SheetMistakeCode,
  values: Readonly<Record<string, string | number>> = {},
): Mistake {
  const message = sheetMistakes[code].en.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? ''),
  )
  const tooBig = code === 'sheet.too-big' || code === 'sheet.bomb'
  const wrongType = code === 'sheet.not-a-sheet' || code === 'sheet.old-format' || code === 'sheet.macros'
  return new Mistake(code, {
    message,
    values: { ...values },
    field: typeof values['row'] === 'number' ? `row ${values['row']}` : 'file',
    status: tooBig ? 413 : wrongType ? 415 : 422,
  })
}
