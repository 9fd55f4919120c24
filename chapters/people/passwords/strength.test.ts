import { expect, test } from 'vitest'
import { chineseWords } from './chinese.ts'
import { estimate, leastScore } from './strength.ts'

const own = { name: '张伟强', employeeNo: 'QS20260017', signInName: 'zwq', company: '青石贸易有限公司' }

test('the list holds well over three thousand entries of its own, each once', () => {
  const words = chineseWords()
  expect(words.length).toBeGreaterThan(3000)
  expect(new Set(words).size).toBe(words.length)
  for (const word of ['woaini', '5201314', 'woaini1314', 'zhangwei', 'wangfang', 'qazwsx123'])
    expect(words).toContain(word)
})

test.each([
  ['123456', 'topTen'],
  ['woaini1314520', 'chinese'],
  ['wangfang123456', 'chinese'],
  ['zhangweiqiang', 'own'],
  ['QS20260017', 'own'],
  ['qingshimaoyi', 'own'],
  ['qwertyuiop', 'topHundred'],
  ['aaaaaaaaaaaaaaa', 'simpleRepeat'],
])('%s is weak: %s', async (password, weakness) => {
  const found = await estimate(password, own)
  expect(found.score).toBeLessThan(leastScore)
  expect(found.weakness).toBe(weakness)
  expect(found.advice[0]).toBe('sentence')
})

test.each([
  'copper lantern by night',
  'gjdlwmrzptkvyc',
  '春江潮水连海平，海上明月共潮生',
  'seven grey herons on ice',
])('%s is strong, and there is nothing to say', async (password) => {
  expect(await estimate(password, own)).toMatchObject({ weakness: null, advice: [] })
})
