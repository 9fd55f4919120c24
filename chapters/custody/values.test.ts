import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { refusedFor, troubleCodes } from '../../floor/documents/index.ts'
import { Mistake } from '../../floor/errors.ts'
import { identifierTypes, maskChoices } from '../../floor/identifiers/index.ts'
import { legalBases as ruledBases } from '../collection/clauses/p2_1_1_legal_basis.ts'
import { maskExample, searchableUpTo } from './desk/catalogue.ts'
import { fieldSeeds, levelPresets } from './presets.ts'
import { mistakes } from './texts.ts'
import { checkedValue } from './values.ts'
import { legalBases, sections } from './wire.ts'

const field = (code: string) => {
  const seed = fieldSeeds.find((one) => one.code === code)!
  return { ...seed, id: 7, sort: 0, retired: false, version: 1 }
}
const outcome = (code: string, text: string): string => {
  try {
    return checkedValue(field(code), text)
  } catch (error) {
    return error instanceof Mistake ? error.code : 'thrown'
  }
}

describe('a typed value', () => {
  test.each([
    ['mobile', ' 138-0013 8000 ', '13800138000'],
    ['mobile', '１３８００１３８０００', '13800138000'],
    ['mobile', '1380013800', 'custody.value-unfit'],
    ['mobile', '1.38E+10', 'custody.value-damaged'],
    ['mobile', '   ', ''],
    ['id-card', '11010519491231002x', '11010519491231002X'],
    ['id-card', '110105194912310021', 'custody.value-unfit'],
    ['id-card', '110105194912310000', 'custody.value-damaged'],
    ['bank-card', '6.22202E+18', 'custody.value-damaged'],
    ['uscc', '91350100m000100y43', '91350100M000100Y43'],
    ['uscc', '91350100M000100Y44', 'custody.value-unfit'],
    ['email', 'li@example', 'custody.value-unfit'],
    ['passport', 'E12345678', 'E12345678'],
    ['passport', '没有', 'custody.value-unfit'],
    ['person-name', ' 阿卜杜拉 · 买买提 ', expect.stringContaining('买买提')],
    ['company-name', '示例　科技', '示例 科技'],
    ['quote', '面议', '面议'],
    ['remark', '第一行\r\n第二行 ', '第一行\n第二行'],
    ['remark', 'x'.repeat(20_001), 'custody.value-long'],
    ['address', 'x'.repeat(501), 'custody.value-long'],
  ])('%s %j becomes %j', (code, text, expected) => {
    expect(outcome(code, text)).toEqual(expected)
  })
})

describe('the chapter agrees with itself', () => {
  test('every mistake it makes has a text in both languages', () => {
    const codes = new Set<string>()
    for (const folder of ['', 'desk', 'routes', 'rooms', 'filing', 'store', 'levels', 'documents'])
      for (const name of readdirSync(join(import.meta.dirname, folder)))
        if (name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'texts.ts')
          for (const [code] of readFileSync(join(import.meta.dirname, folder, name), 'utf8').matchAll(
            /(?<=')(?:custody|rooms|filing)\.[a-z-]+(?=')/g,
          ))
            if (
              !/move-field|retoken|sweep-files|look-through|expire-uploads|read-document|customer$|identifier$|custody\.rooms$|custody\.level-terms$/.test(
                code,
              )
            )
              codes.add(code)
    // Made of a reason: why a document is turned away, and why it cannot be shown.
    for (const reason of [...refusedFor, 'infected']) codes.add(`custody.attachment-${reason}`)
    for (const trouble of troubleCodes) codes.add(`custody.preview-${trouble}`)
    expect([...codes].filter((code) => mistakes[code] === undefined)).toEqual([])
    expect(Object.keys(mistakes).filter((code) => !codes.has(code))).toEqual([])
  })
  test('the form offers exactly the legal bases that the rule knows', () => {
    expect([...legalBases]).toEqual([...ruledBases])
  })
  test('every field of the default catalogue may have its mask and its search', () => {
    const rank = { none: 0, exact: 1, fragment: 2 }
    for (const seed of fieldSeeds) {
      expect(maskChoices[seed.type].allowed, seed.code).toContain(seed.mask)
      expect(rank[seed.searchable], seed.code).toBeLessThanOrEqual(rank[searchableUpTo(seed.type)])
      expect(sections, seed.code).toContain(seed.section)
    }
  })
  test('an example of every mask hides something unless the mask is none', () => {
    expect(identifierTypes.filter((type) => maskExample(type, 'all').includes('示例'))).toEqual([])
    expect(maskExample('id-card', 'first-1-last-1')).toBe('1****************X')
  })
  test('no preset uses the words of state secrets', () => {
    for (const levels of Object.values(levelPresets))
      for (const { zh } of levels) expect(zh).not.toMatch(/^(绝密|机密|秘密)$|★/)
  })
})
