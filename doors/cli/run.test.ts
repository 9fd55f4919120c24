import { describe, expect, test } from 'vitest'
import { Mistake } from '../../floor/errors.ts'
import { EXIT, languageOf, runCommand } from './run.ts'
import type { Commands, Terminal } from './run.ts'

const REPORT = {
  rows: 3,
  customers: 2,
  duplicates: 1,
  columns: [
    { sheet: '客户', header: '手机', type: 'phone', category: 'basic', level: '公司秘密', confidence: 0.98 },
  ],
  extraColumns: [{ sheet: '客户', header: '卡号', neededBy: [{ zh: '开票', en: 'Billing' }] }],
  errors: [{ sheet: '客户', row: 4, column: '手机', code: 'phone-length', message: '位数不对' }],
}

const ACCOUNT = { name: '王安', employeeNo: 'A002', signInName: 'A002', oneTimePassword: 'river-lamp-4821' }

/** Runs the words against commands that write down how they were called. */
async function type(argv: string[], replaced: Partial<Commands> = {}) {
  const calls: unknown[] = []
  const out: string[] = []
  const errors: string[] = []
  const note =
    <T>(name: string, result: T) =>
    async (options?: object): Promise<T> => {
      const { signal: _, ...rest } = { ...options } as { signal?: unknown }
      calls.push([name, rest])
      return result
    }
  const commands: Commands = {
    serve: note('serve', { url: 'http://127.0.0.1:8080', stop: note('stop', undefined) }),
    importFile: note('importFile', REPORT),
    exportLedger: note('exportLedger', { leaves: 5, root: 'abc' }),
    verifyLedger: note('verifyLedger', { whole: true, leaves: 5, root: 'abc' }),
    ledgerKey: note('ledgerKey', 'mifeng+1+key'),
    resetAccount: note('resetAccount', ACCOUNT),
    openPlaces: note('openPlaces', 2),
    sheetWorker: note('sheetWorker', undefined),
    ...replaced,
  }
  const terminal: Terminal = {
    out: (line) => void out.push(line),
    error: (line) => void errors.push(line),
    stopped: () => Promise.resolve(),
    environment: {},
  }
  return { code: await runCommand(argv, commands, terminal), calls, out, errors }
}

describe('what is typed', () => {
  const table: [string, unknown[]][] = [
    [
      'serve --demo --port 8080 --data x',
      [
        ['serve', { data: 'x', demo: true, port: 8080 }],
        ['stop', {}],
      ],
    ],
    [
      'serve',
      [
        ['serve', { demo: false }],
        ['stop', {}],
      ],
    ],
    ['import 台账.xlsx --dry-run --json', [['importFile', { file: '台账.xlsx', dryRun: true }]]],
    ['import a.csv --data d', [['importFile', { data: 'd', file: 'a.csv', dryRun: false }]]],
    ['ledger export out.json', [['exportLedger', { out: 'out.json' }]]],
    ['ledger verify', [['verifyLedger', {}]]],
    ['ledger key', [['ledgerKey', {}]]],
    ['account reset A002 --data d', [['resetAccount', { data: 'd', employeeNo: 'A002' }]]],
    ['places open --data d', [['openPlaces', { data: 'd' }]]],
    ['sheet-worker', [['sheetWorker', {}]]],
  ]
  test.each(table)('%s', async (words, calls) => {
    const typed = await type(words.split(' '))
    expect(typed.code).toBe(EXIT.done)
    expect(typed.calls).toEqual(calls)
  })
  test.each([
    'fly',
    'import',
    'import a b',
    'serve x',
    'ledger',
    'ledger burn',
    'account',
    'account reset',
    'account reset A B',
    'account delete A002',
    'serve --json',
    'import a --port 1',
    'serve --port x',
    'serve --nonsense',
  ])('"%s" is not understood and does nothing', async (words) => {
    const typed = await type(words.split(' '))
    expect([typed.code, typed.calls]).toEqual([EXIT.usage, []])
    expect(typed.errors.length).toBeGreaterThan(0)
  })
})

describe('what is printed', () => {
  test('serve prints exactly one line to standard output, when it can be used', async () => {
    const typed = await type(['serve'])
    expect(typed.out).toEqual(['Mifeng ready http://127.0.0.1:8080'])
  })
  test('import --json prints one JSON object with the fixed keys', async () => {
    const { out } = await type(['import', 'a.csv', '--json'])
    expect(out).toHaveLength(1)
    expect(JSON.parse(out[0]!)).toEqual(REPORT)
  })
  test('a person reads Chinese, or English when asked', async () => {
    expect((await type(['import', 'a.csv'])).out[0]).toContain('客户 2 个')
    expect((await type(['import', 'a.csv', '--lang', 'en'])).out[0]).toContain('2 customers')
    expect((await type(['--help'])).out[0]).toContain('用法')
    expect(languageOf(undefined, { LANG: 'en_US.UTF-8' })).toBe('en')
    expect(languageOf(undefined, { LANG: 'C.UTF-8' })).toBe('zh')
  })
  test('a reset prints the one-time password once, in either language and as JSON', async () => {
    for (const more of [[], ['--lang', 'en'], ['--json']]) {
      const { out, errors, code } = await type(['account', 'reset', 'A002', ...more])
      expect(out.join('').split(ACCOUNT.oneTimePassword)).toHaveLength(2)
      expect([code, errors]).toEqual([EXIT.done, []])
    }
  })
  test('a reset for a number that nobody has says so and ends with 3', async () => {
    const typed = await type(['account', 'reset', 'X9'], { resetAccount: () => Promise.resolve(undefined) })
    expect([typed.code, typed.out]).toEqual([EXIT.mistake, []])
    expect(typed.errors[0]).toContain('X9')
  })
  test('a ledger that is not whole names its first bad entry and ends with 1', async () => {
    const verifyLedger = async () => ({ whole: false, leaves: 5, root: 'abc', firstBad: '3' })
    const typed = await type(['ledger', 'verify'], { verifyLedger })
    expect([typed.code, typed.out[0]]).toEqual([EXIT.no, '账本不完整：首个错误 3'])
  })
  test('a mistake with --json is one JSON object on standard output, and ends with 3', async () => {
    const wrong = new Mistake('x.y', { field: 'data', values: { rows: 7 }, message: '没有 / none' })
    const typed = await type(['import', 'a.csv', '--json'], { importFile: () => Promise.reject(wrong) })
    expect([typed.code, typed.errors, typed.out.length]).toEqual([EXIT.mistake, [], 1])
    const told = { code: 'x.y', field: 'data', values: { rows: 7 }, text: '没有 / none' }
    expect(JSON.parse(typed.out[0]!)).toEqual({ mistake: told })
  })
  test('a mistake is explained and ends with 3, a fault with 70', async () => {
    const fail = (error: Error) => type(['ledger', 'key'], { ledgerKey: () => Promise.reject(error) })
    const mistaken = await fail(new Mistake('x', { field: 'data', message: '没有这个文件夹' }))
    expect([mistaken.code, mistaken.errors]).toEqual([EXIT.mistake, ['data: 没有这个文件夹']])
    expect((await fail(new Error('boom'))).code).toBe(EXIT.fault)
  })
})
