import { readFileSync } from 'node:fs'
import { contentOf } from '../chapters/custody/levels/suggest.ts'
import { checkAs, type IdentifierType, recogniseTable, scanText } from '../floor/identifiers/index.ts'

/**
 * Speed of recognition, on the texts of the labelled set (short notes as people write them, about half of which hold an
 * identifier) and on a ledger of eight columns.
 * - mb_per_s: megabytes (UTF-8) of text through all detectors, a finding for each identifier.
 * - regex_mb_per_s: the same text through one regular expression that finds numbers, e-mail addresses and plates without
 *   checking anything; in turn with ours. ratio: ours against it.
 * - content_mb_per_s: what a document costs: detectors, kinds of sensitive information, persons and amounts.
 * - dull_mb_per_s: prose without any identifier.
 * - ledger_s, us_per_cell: a ledger of 200,000 rows, each cell checked by its column's type and each note scanned; columns
 *   recognised from 600 rows. plain_ledger_s: the same cells only trimmed and measured.
 */
export function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const text = textOf(quick ? 4_000_000 : 20_000_000)
  const dull = dullText(text.length)
  const bytes = Buffer.byteLength(text)
  const dullBytes = Buffer.byteLength(dull)
  for (let i = 0; i < 3; i += 1) scanAll(text.slice(0, 500_000))
  const [ours, regex] = [best(), best()]
  for (let round = 0; round < 3; round += 1) {
    ours.of(() => scanAll(text))
    regex.of(() => regexAll(text))
  }
  const [content, plainProse] = [best(), best()]
  for (let round = 0; round < 2; round += 1) {
    content.of(() => contentAll(text))
    plainProse.of(() => scanAll(dull))
  }
  const rows = quick ? 20_000 : 200_000
  const ledger = ledgerOf(rows)
  const [checked, plain] = [best(), best()]
  for (let round = 0; round < 2; round += 1) {
    checked.of(() => checkLedger(ledger))
    plain.of(() => measureLedger(ledger))
  }
  const perSecond = (size: number, milliseconds: number): number => size / 1e6 / (milliseconds / 1000)
  return Promise.resolve({
    mb_per_s: perSecond(bytes, ours.ms),
    regex_mb_per_s: perSecond(bytes, regex.ms),
    ratio: regex.ms / ours.ms,
    content_mb_per_s: perSecond(bytes, content.ms),
    dull_mb_per_s: perSecond(dullBytes, plainProse.ms),
    ledger_s: (checked.ms / 1000) * (200_000 / rows),
    us_per_cell: (checked.ms * 1000) / (rows * columns.length),
    plain_ledger_s: (plain.ms / 1000) * (200_000 / rows),
  })
}

/** The quickest of several runs, in milliseconds: the others met other work of the machine. */
function best() {
  const kept = { ms: Infinity, of: (work: () => unknown): void => {
    const began = performance.now()
    sink += Number(work())
    kept.ms = Math.min(kept.ms, performance.now() - began)
  } } // prettier-ignore
  return kept
}
/** Takes every result, so that no work can be left out. */
let sink = 0

// Read from where the benchmark is started: bundled, this module stands elsewhere.
const labelled = (): string[] =>
  readFileSync('floor/identifiers/labelled/texts.tsv', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replaceAll(/⟦[a-z-]+\|([^⟧]*)⟧/g, '$1'))

function textOf(length: number): string {
  const lines = labelled()
  const parts: string[] = []
  let size = 0
  for (let i = 0; size < length; i += 1) {
    const line = `${lines[(i * 7) % lines.length]!}\n`
    parts.push(line)
    size += line.length
  }
  return parts.join('')
}

function dullText(length: number): string {
  const lines = labelled().filter((line) => scanText(line).length === 0 && !/\d/.test(line))
  const parts: string[] = []
  for (let i = 0, size = 0; size < length; i += 1) {
    parts.push(lines[(i * 5) % lines.length]!, '\n')
    size += lines[(i * 5) % lines.length]!.length + 1
  }
  return parts.join('')
}

/** Documents of about 60,000 characters. */
function* documentsOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 60_000) yield text.slice(at, at + 60_000)
}

function scanAll(text: string): number {
  let found = 0
  for (const part of documentsOf(text)) found += scanText(part).length
  return found
}

function contentAll(text: string): number {
  let persons = 0
  for (const part of documentsOf(text)) persons += contentOf(part).persons
  return persons
}

const simple =
  /[1-9]\d{16}[\dXx]|(?:\+?86)?1[3-9]\d{9}|\d{13,19}|0\d{2,3}-?\d{7,8}|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5,6}/g

function regexAll(text: string): number {
  let found = 0
  for (const part of documentsOf(text)) found += part.match(simple)?.length ?? 0
  return found
}

const columns = ['姓名', '手机号码', '身份证号', '公司名称', '地址', '邮箱', '合同金额', '备注'] as const

function ledgerOf(rows: number): string[][] {
  const notes = labelled()
  const digits = (i: number, size: number): string =>
    String((i * 7919 + 104729) % 10 ** size).padStart(size, '0')
  return Array.from({ length: rows }, (_, i) => [
    ['张伟', '李娜', '欧阳晓', '王建国'][i % 4]!,
    `138${digits(i, 8)}`,
    i % 3 === 0 ? '11010519491231002X' : `33010619850612${digits(i, 4)}`,
    ['杭州晨曦科技有限公司', '宁波和盛物流有限公司'][i % 2]!,
    `浙江省杭州市西湖区文三路${(i % 900) + 1}号`,
    `user${i}@example.com`,
    String(1000 + (i % 90_000)),
    notes[i % notes.length]!,
  ]) // prettier-ignore
}

function checkLedger(ledger: readonly (readonly string[])[]): number {
  const { columns: known } = recogniseTable(
    columns.map((header, at) => ({ header, samples: ledger.slice(0, 600).map((row) => row[at]!) })),
  )
  const types = known.map(({ type }): IdentifierType => type)
  let fits = 0
  for (const row of ledger)
    for (const [at, value] of row.entries())
      fits +=
        types[at] === 'remark' ? scanText(value).length : checkAs(types[at]!, value) === undefined ? 0 : 1
  return fits
}

function measureLedger(ledger: readonly (readonly string[])[]): number {
  let length = 0
  for (const row of ledger) for (const value of row) length += value.trim().length
  return length
}
