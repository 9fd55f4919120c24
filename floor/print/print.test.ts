import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingGlyphsInForm, printForm, type PaperForm } from './index.ts'
import { samplePaper } from './sample.ts'

/** Forms are read back with poppler, which shares no code with the printer. */
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mifeng-print-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function printed(change: Partial<PaperForm> = {}): Promise<string> {
  const file = join(folder, 'form.pdf')
  writeFileSync(file, await printForm(samplePaper(change)))
  return file
}

const textOf = (file: string): string =>
  execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
const compact = (text: string): string => text.replaceAll(/\s/g, '')
const pageCount = (file: string): number =>
  Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))?.[1])

const dotsPerInch = 144

/** Grey values of the first page, 0 is black. */
function greyPage(file: string): { width: number; grey: Uint8Array } {
  const root = join(folder, 'page')
  execFileSync('pdftoppm', ['-r', `${dotsPerInch}`, '-gray', '-f', '1', '-singlefile', file, root])
  const data = readFileSync(`${root}.pgm`)
  const head = /^P5\s(\d+)\s(\d+)\s255\s/.exec(data.subarray(0, 40).toString('latin1'))
  if (!head) throw new Error('not a grey map')
  return { width: Number(head[1]), grey: data.subarray(head[0].length) }
}

interface Word {
  readonly text: string
  readonly box: readonly [number, number, number, number]
}

function wordsOf(file: string): Word[] {
  const html = execFileSync('pdftotext', ['-bbox', '-l', '1', file, '-'], { encoding: 'utf8' })
  const pattern = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g
  return Array.from(html.matchAll(pattern), ([, x, y, right, bottom, text = '']) => ({
    text,
    box: [Number(x), Number(y), Number(right), Number(bottom)] as const,
  }))
}

/** Whether something as dark as print (and not only the pale watermark) is in the box, given in points. */
function hasInk(page: { width: number; grey: Uint8Array }, box: Word['box']): boolean {
  const [left, top, right, bottom] = box.map((value) => Math.round((value * dotsPerInch) / 72))
  for (let y = top ?? 0; y < (bottom ?? 0); y += 1) {
    for (let x = left ?? 0; x < (right ?? 0); x += 1) {
      if ((page.grey[y * page.width + x] ?? 255) < 140) return true
    }
  }
  return false
}

test('every text of the form can be selected and searched', async () => {
  const text = compact(textOf(await printed()))
  for (const expected of [
    '青禾贸易有限公司',
    '客户资料使用申请表',
    '表单BM-R-01A/0',
    '单据编号SY-2026-0007',
    '核对2026年第三季度的回款',
    '澄江精密机械有限公司',
    '情况属实，同意查阅。',
    '（代郑国栋）',
    '盖章处',
    '第1页共1页',
    '账本位置0号道第1234条',
    '打印林小满QH01322026-11-2314:05',
    samplePaper().verification.snapshotHash,
  ]) {
    expect(text).toContain(expected)
  }
})

test('hash and ledger place never take a page of their own: the foot of each page says them', async () => {
  const one = samplePaper().opinions[0]!
  const hash = samplePaper().verification.snapshotHash
  for (let many = 1; many <= 24; many += 1) {
    const file = await printed({ opinions: Array.from({ length: many }, () => one) })
    const last = String(pageCount(file))
    const text = execFileSync('pdftotext', ['-layout', '-f', last, file, '-'], { encoding: 'utf8' })
    expect(compact(text), `${many} opinions`).toContain('盖章处')
    expect(text).toContain(hash)
  }
})

test('there is ink at every place where a character stands', async () => {
  const file = await printed()
  const page = greyPage(file)
  const words = wordsOf(file)
  expect(words.length).toBeGreaterThan(60)
  const bare = words.flatMap(({ text, box: [x, y, right, bottom] }) => {
    // Ideographs are equally wide, so their word can be looked at one by one.
    const parts = /^\p{Script=Han}+$/u.test(text) ? Array.from(text) : [text]
    const step = (right - x) / parts.length
    return parts.filter((_part, at) => !hasInk(page, [x + at * step, y, x + (at + 1) * step, bottom]))
  })
  expect(bare).toEqual([])
})

test('fonts are embedded and nothing relies on the reader to have them', async () => {
  const lines = execFileSync('pdffonts', [await printed()], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .slice(2)
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatch(/NotoSansSC-\w+\s+CID TrueType\s+Identity-H\s+yes yes yes/)
})

/** Number of dots as pale as the watermark. */
const pale = (file: string) => greyPage(file).grey.filter((value) => value >= 225 && value <= 240).length

test('the watermark is seen on the page but does not mix into the text', async () => {
  const watermark = '水印专用文字'
  const withMark = await printed({ watermark })
  expect(textOf(withMark)).not.toContain(watermark)
  const marked = pale(withMark)
  expect(marked).toBeGreaterThan(5 * pale(await printed({ watermark: '' })))
  expect(marked).toBeGreaterThan(10_000)
})

describe('a long form', () => {
  const rows = Array.from({ length: 120 }, (_none, at) => [
    `${at + 1}`,
    at === 60 ? '很长的说明，'.repeat(600) : `说明${at + 1}完`,
  ])
  const table = {
    kind: 'table',
    columns: [
      { label: '序号', share: 1 },
      { label: '事由说明', share: 6 },
    ],
    rows,
  } as const

  test('repeats the column heads on each page, numbers the pages and loses no row', async () => {
    const file = await printed({ sections: [table], opinions: [], signatures: [], seals: [] })
    const pages = pageCount(file)
    expect(pages).toBeGreaterThan(4)
    const text = compact(textOf(file))
    expect(text.split('事由说明')).toHaveLength(pages + 1)
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`第${page}页共${pages}页`)
    for (const [, note = ''] of rows) if (note.startsWith('说明')) expect(text).toContain(note)
    expect(text.match(/很长的说明/g)?.length ?? 0).toBeGreaterThan(500)
  })

  test('ends even when the column heads alone fill a page', async () => {
    const columns = [{ label: '头'.repeat(4000), share: 1 }]
    const file = await printed({ sections: [{ kind: 'table', columns, rows: [['一'], ['二']] }] })
    expect(pageCount(file)).toBeLessThan(20)
  })
})

test('a character that the font lacks is shown as its code point and listed at the end', async () => {
  const change = { company: '吉祥𠮷科技' }
  expect(missingGlyphsInForm(samplePaper(change))).toEqual([{ character: '𠮷', codePoint: 'U+20BB7' }])
  const text = compact(textOf(await printed(change)))
  expect(text).toContain('吉祥〔U+20BB7〕科技')
  expect(text).toContain('字库中没有的字符以码位印出：U+20BB7')
  expect(missingGlyphsInForm(samplePaper())).toEqual([])
})

test.each(['marking', 'watermark'])('a state secret mark as %s is refused', async (field) => {
  await expect(printForm(samplePaper({ [field]: '绝密★10年' }))).rejects.toMatchObject({
    code: 'state-secret-mark',
    field,
  })
})

test('an English form uses English words of the printer', async () => {
  const text = textOf(await printed({ language: 'en', opinions: [] }))
  expect(text).toMatch(/Page 1 of 1/)
  expect(text).toMatch(/No opinion yet/)
  expect(text).not.toMatch(/审批意见|盖章处|第 1 页/)
})

test('the same form gives the same bytes', async () => {
  const [first, second] = await Promise.all([printForm(samplePaper()), printForm(samplePaper())])
  expect(first.equals(second)).toBe(true)
})
