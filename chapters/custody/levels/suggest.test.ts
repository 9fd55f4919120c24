import { describe, expect, test } from 'vitest'
import { contentOf, largestAmount, suggestLevel } from './suggest.ts'
import type { Condition } from './condition.ts'
import type { LevelRule } from './rule.ts'

let made = 0
const rule = (conditions: Condition[], more: Partial<LevelRule> = {}): LevelRule => ({
  id: `r${++made}`, version: 1, name: '规则', priority: 100, effect: 'at-least', conditions, level: 4, category: null, sensitive: false, ...more,
}) // prettier-ignore

describe('what the detectors suggest', () => {
  test.each([
    ['今天天气不错', 1, []],
    ['请打 13800138000', 2, ['mobile']],
    ['身份证 11010519491231002X', 3, ['id-card']],
    ['卡号 6222020200112233446', 3, ['bank-card']],
  ] as const)('%s → %i', (text, level, types) => {
    const said = suggestLevel(text, [])
    expect(said.level).toBe(level)
    expect(said.because.flatMap((one) => (one.by === 'identifier' ? one.type : []))).toEqual(types)
  })

  test('health, religion, minors: level 3 and sensitive', () =>
    expect(suggestLevel('客户确诊糖尿病', [])).toMatchObject({
      level: 3,
      sensitive: true,
      because: [{ by: 'sensitive', kind: 'health' }],
    }))

  test('many persons raise it by one level', () => {
    const text = Array.from({ length: 260 }, (_, i) => `1380013${String(8000 + i)}`).join('\n')
    const risesAt = new Map([
      [1, 2500],
      [2, 250],
      [3, 25],
      [4, null],
    ])
    expect(suggestLevel(text, [], { risesAt })).toMatchObject({ level: 3 })
    expect(suggestLevel(text.slice(0, 12 * 100), [], { risesAt })).toMatchObject({ level: 2 })
  })

  test('a suggestion holds no value', () =>
    expect(JSON.stringify(suggestLevel('张三 13800138000', []))).not.toMatch(/1380|张三/))
})

describe('what the rules of a company suggest', () => {
  test.each<[string, Condition, string | { header?: string; field?: string }, boolean]>([
    ['a word of the heading', { on: 'header', words: ['底价'] }, { header: '项目底价(万)' }, true],
    ['another heading', { on: 'header', words: ['底价'] }, { header: '报价' }, false],
    ['a field', { on: 'field', codes: ['remark'] }, { field: 'remark' }, true],
    ['a keyword', { on: 'keyword', words: ['绝对保密'], atLeast: 1 }, '此事绝对保密', true],
    ['too few', { on: 'keyword', words: ['配方', '工艺'], atLeast: 3 }, '配方与工艺', false],
    ['enough together', { on: 'keyword', words: ['配方', '工艺'], atLeast: 3 }, '配方与工艺，新配方', true],
    ['a pattern', { on: 'pattern', pattern: 'XM-\\d{4}' }, '项目 XM-2026', true],
    ['an identifier', { on: 'identifier', type: 'mobile', atLeast: 2 }, '13800138000 13900139000', true],
    ['one of two', { on: 'identifier', type: 'mobile', atLeast: 2 }, '13800138000', false],
    ['persons', { on: 'persons', atLeast: 2 }, '13800138000 13800138000', false],
    ['an amount', { on: 'amount', atLeast: 1_000_000 }, '合同金额 120 万元', true],
    ['a small amount', { on: 'amount', atLeast: 1_000_000 }, '定金 5000 元', false],
    ['a kind', { on: 'sensitive', kinds: ['religion'] }, '客户信佛', true],
  ])('%s', (_, one, content, expected) => {
    const input = typeof content === 'string' ? content : { findings: [], ...content }
    expect(suggestLevel(input, [rule([one])]).because.some(({ by }) => by === 'rule')).toBe(expected)
  })

  test('all conditions of a rule must hold', () => {
    const both = rule([
      { on: 'keyword', words: ['报价'], atLeast: 1 },
      { on: 'amount', atLeast: 1000 },
    ])
    expect(suggestLevel('报价 2000 元', [both]).level).toBe(4)
    expect(suggestLevel('报价待定', [both]).level).toBe(1)
  })

  test('a rule that says exactly may lower; a later at-least has the last word', () => {
    const exactly = rule([{ on: 'keyword', words: ['公开'], atLeast: 1 }], { effect: 'exactly', level: 1 })
    const floor = rule([{ on: 'keyword', words: ['公开'], atLeast: 1 }], { level: 2, priority: 200 })
    expect(suggestLevel('公开电话 13800138000', [exactly]).level).toBe(1)
    expect(suggestLevel('公开电话 13800138000', [floor, exactly]).level).toBe(2)
  })

  test('attack: rules that take for ever stop, and raise rather than let through', () => {
    const slow = Array.from({ length: 100 }, () => rule([{ on: 'pattern', pattern: '.{0,60}b.{0,60}c' }]))
    const lowering = rule([{ on: 'pattern', pattern: '.{0,60}b.{0,59}c' }], {
      effect: 'exactly',
      level: 1,
      priority: 900,
    })
    const began = performance.now()
    const said = suggestLevel('adeb'.repeat(50_000), [...slow, lowering], { effort: 3_000_000 })
    expect(performance.now() - began).toBeLessThan(3000)
    expect(said.level).toBe(4)
    expect(said.because.some((one) => one.by === 'rule' && one.unfinished === true)).toBe(true)
  })
})

test.each([
  ['120 万元', 1_200_000],
  ['￥3,500.50', 3500.5],
  ['1.2亿', 120_000_000],
  ['13800138000', 0],
  ['共 500 元，另 20 元', 500],
])('amount %s', (text, yuan) => expect(largestAmount(text)).toBe(yuan))

test('the same person named twice counts once', () =>
  expect(contentOf('13800138000，再打 138 0013 8000').persons).toBe(1))
