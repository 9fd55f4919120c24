import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { articles, articlesOfClause, findClause, loadPolicy, locateShipped } from './index.ts'
import { citationText, lawTable } from './law.ts'

const numbers = loadPolicy().map((clause) => clause.number)

test('the shipped rule book has every clause of nine chapters, once', () => {
  expect(numbers).toHaveLength(66)
  expect(new Set(numbers).size).toBe(66)
  expect(new Set(loadPolicy().map((clause) => clause.chapter.zh)).size).toBe(9)
  expect(findClause('4.2.1')?.title.zh).toBe('填表申请，批准后使用')
  expect(findClause('4.2.9')).toBeUndefined()
})

test('no clause prints a state secret mark or sets an automatic fine', () => {
  for (const { text } of loadPolicy()) {
    expect(text.zh).not.toMatch(/★|(?<!公司)(?:绝密|机密)|罚款\d/)
  }
})

test('the Chinese texts use Chinese punctuation', () => {
  for (const { number, title, text, evidence } of loadPolicy()) {
    expect([number, ...`${title.zh}${text.zh}${evidence.zh}`.matchAll(/\p{Script=Han}[,;:?!()]/gu)]).toEqual([
      number,
    ])
  }
})

test('a file that is not shipped is a fault that names it', () => {
  expect(() => locateShipped(import.meta.url, ['nowhere/missing.bin'])).toThrow(/missing\.bin/)
})

test('every citation names existing clauses and stands once', () => {
  const keys = articles.map((article) => `${article.law} ${article.article} ${article.validFrom ?? ''}`)
  expect(new Set(keys).size).toBe(keys.length)
  for (const article of articles) {
    expect(numbers).toEqual(expect.arrayContaining([...article.clauses]))
    expect(new Set(article.clauses).size).toBe(article.clauses.length)
    if (article.validFrom && article.validTo) expect(article.validFrom <= article.validTo).toBe(true)
  }
})

const citedByLogClause = (day: string) =>
  articlesOfClause('5.3.4', day)
    .filter((article) => article.law === 'cybersecurity')
    .map((article) => citationText(article).zh)

test('a citation follows the renumbering of its law on the day it came into force', () => {
  expect(citedByLogClause('2025-12-31')).toEqual(['《网络安全法》第21条'])
  expect(citedByLogClause('2026-01-01')).toEqual(['《网络安全法》第23条'])
})

test('docs/law.md prints the citations as they are in the data', () => {
  const page = readFileSync(locateShipped(import.meta.url, ['docs/law.md']), 'utf8')
  expect(page).toContain(lawTable())
})

test.each([
  ['pipl', '23', '《个人信息保护法》第23条', 'Personal Information Protection Law, Art. 23'],
  ['criminal', '253之一', '《刑法》第253条之一', 'Criminal Law, Art. 253-1'],
  ['classifiedProtection', '8.1.4.3', 'GB/T 22239-2019 8.1.4.3', 'GB/T 22239-2019 8.1.4.3'],
  [
    'incidentReports',
    '*',
    '《国家网络安全事件报告管理办法》',
    'Measures for Reporting Cybersecurity Incidents',
  ],
] as const)('prints %s %s', (law, number, zh, en) => {
  const article = articles.find((candidate) => candidate.law === law && candidate.article === number)
  expect(article && citationText(article)).toEqual({ zh, en })
})
