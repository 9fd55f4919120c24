import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Mistake } from '../../../floor/errors.ts'
import { checkPassword, type Demands, passwordLength } from './rules.ts'

const own = { name: '张伟强', employeeNo: 'QS20260017', signInName: 'zwq', company: '青石贸易有限公司' }
const beside: Demands = { least: passwordLength.second, classRule: false }
function verdict(password: string, demands = beside): string {
  try {
    checkPassword(password, own, demands)
    return 'good'
  } catch (error) {
    if (error instanceof Mistake) return error.code.replace('people.password-', '')
    throw error
  }
}

describe('what is refused, and why', () => {
  test.each([
    ['short one 1', 'short'],
    ['密码十一个字还差一个', 'short'],
    ['password1234', 'common'],
    ['Password@2026', 'common'],
    ['P@ssw0rd!2026', 'common'],
    ['woaini5201314', 'common'],
    ['WoAiNi1314520', 'common'],
    ['qwertyuiop123', 'common'],
    ['1qaz2wsx3edc4rfv', 'common'],
    ['123456789012', 'common'],
    ['aaaaaaaaaaaaaaaa', 'common'],
    ['abcabcabcabcabc', 'common'],
    ['Admin123Admin123', 'common'],
    ['13800138000abc', 'common'],
    ['19900512iloveyou', 'common'],
    ['zhangweiqiang1', 'own'],
    ['ZhangWeiqiang@2026', 'own'],
    ['qingshi20260017', 'own'],
    ['QS20260017QS20260017', 'own'],
    ['青石贸易青石贸易张伟强', 'short'],
    ['青石贸易张伟强2026年', 'own'],
    ['qingshimaoyi888', 'own'],
    ['x'.repeat(129), 'long'],
  ])('%s: %s', (password, code) => {
    expect(verdict(password)).toBe(code)
  })
})

describe('what is accepted without any class of characters', () => {
  test.each([
    'copper lantern by night',
    'gjdlwmrzptkvyc',
    '春江潮水连海平，海上明月共潮生',
    'correct horse battery staple',
    'my cat was born on 2019-05-06 in the rain',
    'tortoise-umbrella-ninety',
    'x'.repeat(4) + 'gvmdkqpwotr',
  ])('%s', (password) => {
    expect(verdict(password)).toBe('good')
  })
})

test('random passwords of twelve letters and digits are practically never refused, nor cut off', () => {
  const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'.split(''))
  let refused = 0
  fc.assert(
    fc.property(fc.array(letters, { minLength: 12, maxLength: 12, size: 'max' }), (chosen) => {
      if (verdict(chosen.join('')) !== 'good') refused += 1
    }),
    { numRuns: 500, seed: 7, endOnFailure: true },
  )
  expect(refused).toBeLessThan(25)
})

describe('names in pinyin, whoever’s, and what people in China choose', () => {
  test.each([
    'sunkexin2024',
    'wangxiaoming1990',
    'zhaoliyingzhaoliying',
    'woaini5201314woaini',
    'zhangsanlisiwangwu',
    'liuyifei888888liu',
    'gongxifacai2026',
    'qazwsxedc147258369',
  ])('%s', (password) => expect(verdict(password)).toBe('common'))
})

describe('what each profile of the rules of sign-in demands', () => {
  test.each([
    ['alone, fourteen', 'gjdlwmrzptkvyc', { least: 15, classRule: false }, 'short'],
    ['alone, fifteen', 'gjdlwmrzptkvycb', { least: 15, classRule: false }, 'good'],
    ['beside a factor, twelve', 'gjdlwmrzptkv', { least: 12, classRule: false }, 'good'],
    ['two kinds of characters', 'slow boats upon the lake', { least: 15, classRule: true }, 'classes'],
    ['three kinds of characters', 'slow boats upon the 7 lakes', { least: 15, classRule: true }, 'good'],
    ['a hundred characters', 'gvm dkq pwo trl zbn '.repeat(5), { least: 15, classRule: false }, 'good'],
  ])('%s', (_, password, asked, code) => expect(verdict(password, asked)).toBe(code))
})
