import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '../../../floor/ids.ts'
import { writeWorkbook } from '../../../floor/sheet/index.ts'
import type { House } from '../../../gate/index.ts'

/** Everything that is handed to a customer; sealed as JSON, and made into a workbook when it is taken. */
export interface OwnCopy {
  readonly fileNo: string
  readonly madeAt: string
  readonly values: readonly { readonly zh: string; readonly en: string; readonly value: string }[]
  /** Names of what is not in it: sensitive data to whose use consent was withdrawn. */
  readonly withheld: readonly string[]
  readonly attachments: readonly { readonly type: string; readonly bytes: number; readonly addedAt: string }[]
  readonly origin: { readonly legalBasis: string; readonly source: string; readonly collectedAt: string }
  readonly consents: readonly { readonly what: string; readonly at: string; readonly channel: string }[]
  readonly uses: readonly {
    readonly at: string
    readonly department: string
    readonly verb: string
    readonly purpose: string
  }[]
}

const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The copy as a file; `text` is the JSON of an OwnCopy. The work file of a workbook is wiped. */
export async function workbookOf(
  house: Pick<House, 'workFolder' | 'clock'>,
  number: string,
  text: string,
  format: 'json' | 'xlsx',
): Promise<{ fileName: string; contentType: string; body: Buffer }> {
  if (format === 'json')
    return { fileName: `${number}.json`, contentType: 'application/json', body: Buffer.from(text, 'utf8') }
  const copy = JSON.parse(text) as OwnCopy
  const path = join(house.workFolder, `${newId()}.xlsx`)
  const sheet = (name: string, headers: readonly string[], rows: readonly (readonly string[])[]) => ({
    name,
    columns: headers.map((header) => ({ header })),
    rows: rows.map((row) => [...row]),
  })
  try {
    await writeWorkbook(
      path,
      [
        sheet('个人信息 Data', ['项目', 'Field', '内容 Value'], [
          ['档号', 'File number', copy.fileNo],
          ...copy.values.map((one) => [one.zh, one.en, one.value]),
          ...copy.withheld.map((name) => [name, name, '（已撤回同意，未列入 / left out: consent withdrawn）']),
        ]),
        sheet('使用情况 Uses', ['时间 Time', '部门 Department', '方式 Kind', '目的 Purpose'], copy.uses.map((u) => [u.at, u.department, u.verb, u.purpose])),
        sheet('来源与同意 Origin', ['项目 What', '内容 Value', '时间 Time'], [
          ['合法性基础 Legal basis', copy.origin.legalBasis, copy.origin.collectedAt],
          ['来源 Source', copy.origin.source, ''],
          ...copy.consents.map((c) => [c.what, c.channel, c.at]),
          ...copy.attachments.map((a) => ['附件 Attachment', `${a.type}, ${a.bytes} B`, a.addedAt]),
        ]),
      ],
      {},
    ) // prettier-ignore
    return { fileName: `${number}.xlsx`, contentType: sheetType, body: await readFile(path) }
  } finally {
    await rm(path, { force: true })
  }
}
