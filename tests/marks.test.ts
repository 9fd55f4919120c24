import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { markOf } from '../floor/print/index.ts'

/** Papers and workbooks that hold no customer's data, or only masked values, and why they carry no mark. */
const unmarked: Readonly<Record<string, string>> = {
  'chapters/collection/desk/views.ts': 'error list of an import: places and masked values',
  'chapters/collection/purposes/record-paper.ts': 'record of processing: purposes and figures',
  'chapters/supervision/rights/copy-file.ts': 'the customer’s own copy, handed to the customer',
  'chapters/supervision/rights/paper.ts': 'form 24: names the request and the file by number',
  'chapters/people/exit/letter.ts': 'exit letter: about a member of staff',
  'chapters/people/desk/handover-paper.ts': 'handover list: names things by number',
  'chapters/people/appointments/paper.ts': 'letter of appointment: about a member of staff',
  'chapters/people/routes/organisation.ts': 'template for the list of people',
}

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files(path)
    return path.endsWith('.ts') && !/test\.ts$|testing|fixture/.test(path) ? [path] : []
  })

const root = join(import.meta.dirname, '..')
const writers = files(join(root, 'chapters'))
  .map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => /\b(?:printForm|writeWorkbook|writeCsv)\(/.test(text))

describe('2.3.3 the mark is on every print and export', () => {
  test.each(writers.map(({ path }) => path))('%s', (path) => {
    const { text } = writers.find((one) => one.path === path)!
    const marked = /\bmarking\b|\bstamp\b|\bmarkOf\(/.test(text)
    expect(marked || unmarked[path] !== undefined, 'marks what it writes, or says here why not').toBe(true)
  })
  test('nothing is excused that is gone', () =>
    expect(Object.keys(unmarked).filter((path) => !writers.some((one) => one.path === path))).toEqual([]))
})

describe('the mark', () => {
  const level = { zh: '公司机密', en: 'Company secret' }
  test.each([
    [{ years: 5 }, 'zh', '商业秘密·公司机密　期限：5 年　权属：示例公司'],
    [
      { years: 5, until: '2031-11-24' },
      'zh',
      '商业秘密·公司机密　期限：5 年（至 2031-11-24）　权属：示例公司',
    ],
    [{ openTerm: 'until-published' }, 'zh', '商业秘密·公司机密　期限：公布前　权属：示例公司'],
    [{}, 'zh', '商业秘密·公司机密　权属：示例公司'],
    [{ years: 1 }, 'en', 'Trade secret: Company secret | Term: 1 year | Owner: 示例公司'],
    [{ until: '2031-11-24' }, 'en', 'Trade secret: Company secret | Term: to 2031-11-24 | Owner: 示例公司'],
  ] as const)('%j in %s', (period, language, text) =>
    expect(markOf(level, period, '示例公司', language)).toBe(text),
  )
  test.each(['绝密', '机密★', '秘密级', '★绝密'])(
    'attack: a level named %s is never printed as a state secret',
    (zh) => {
      const mark = markOf({ zh, en: 'x' }, { years: 10 }, '示例公司', 'zh')
      expect(mark).not.toContain('★')
      expect(mark).not.toMatch(/·(?:绝密|机密|秘密)/)
    },
  )
})
