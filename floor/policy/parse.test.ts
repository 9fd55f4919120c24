import { describe, expect, test } from 'vitest'
import { compareClauseNumbers, parsePolicy, PolicyError } from './parse.ts'

const good = `# Title
Anything may stand here.

## 一 总则 / 1 General
### 1.1 目的 / Purpose
公司制定本制度，
目的明确。

The company adopts
this policy.

- status: planned
- kind: recorded
- who: company, secrecy-office
- evidence: 发布文件 / the published policy

### 1.2 范围 / Scope
所有人员。

Everyone.
- status: live
- kind: enforced
- who: staff
- evidence: 对照表 / list
`

/** The line of the error that parsing the changed text gives. */
function lineOfError(change: (text: string) => string): { line: number; message: string } {
  const changed = change(good)
  expect(changed).not.toBe(good)
  try {
    parsePolicy(changed)
  } catch (error) {
    if (error instanceof PolicyError) return { line: error.line, message: error.message }
    throw error
  }
  throw new Error('it was accepted')
}

test('reads chapter, titles, texts and properties', () => {
  expect(parsePolicy(good)[0]).toEqual({
    number: '1.1',
    chapter: { zh: '总则', en: 'General' },
    title: { zh: '目的', en: 'Purpose' },
    text: { zh: '公司制定本制度，目的明确。', en: 'The company adopts this policy.' },
    status: 'planned',
    kind: 'recorded',
    who: ['company', 'secrecy-office'],
    evidence: { zh: '发布文件', en: 'the published policy' },
  })
})

describe('a clause that is in force only partly', () => {
  const partly = good.replace('status: planned', 'status: partly')
  test('says what it lacks', () => {
    const stated = partly.replace('published policy\n', 'published policy\n- missing: 任命 / appointments\n')
    expect(parsePolicy(stated)[0]).toMatchObject({ missing: { zh: '任命', en: 'appointments' } })
  })
  test('is refused when it does not say', () =>
    expect(() => parsePolicy(partly)).toThrow(/needs "- missing:/))
  test('is the only one that may', () => {
    const planned = good.replace('published policy\n', 'published policy\n- missing: 任命 / appointments\n')
    expect(() => parsePolicy(planned)).toThrow(/nothing may follow "- evidence:"/)
  })
})

test('reads the same from a file saved on Windows with a byte order mark', () => {
  expect(parsePolicy(`\uFEFF${good.replaceAll('\n', '\r\n')}`)).toEqual(parsePolicy(good))
})

describe('names the line that does not fit', () => {
  const cases: [string, string | RegExp, string, number, RegExp][] = [
    ['a status it does not know', 'status: live', 'status: alive', 21, /"alive" is not one of/],
    ['a kind it does not know', 'kind: enforced', 'kind: forced', 22, /"forced" is not one of/],
    ['a party it does not know', 'who: staff', 'who: nobody', 23, /"nobody" is not one of/],
    ['an empty party', 'who: staff', 'who: staff,', 23, /"" is not one of/],
    [
      'properties out of order',
      '- kind: enforced\n- who: staff',
      '- who: staff\n- kind: enforced',
      22,
      /kind/,
    ],
    ['a missing property', '- evidence: 对照表 / list\n', '', 17, /lacks "- evidence:"/],
    ['evidence in one language', '对照表 / list', '对照表', 24, /evidence must read/],
    ['a property too many', '对照表 / list', '对照表 / list\n- note: x', 25, /nothing may follow/],
    ['text after the properties', '对照表 / list', '对照表 / list\n\nMore.', 26, /nothing may follow/],
    ['no English', '\nEveryone.', '', 17, /Chinese and an English/],
    [
      'the languages the wrong way round',
      '所有人员。\n\nEveryone.',
      'Everyone.\n\n所有人员。',
      18,
      /must be Chinese/,
    ],
    ['a third paragraph', 'Everyone.\n', 'Everyone.\n\nAnd more.\n', 22, /this is a third/],
    ['a clause number used twice', '### 1.2', '### 1.1', 17, /must not follow/],
    ['a clause of another chapter', '### 1.2', '### 2.2', 17, /stands in chapter 1/],
    ['a heading without English', ' / Scope', '', 17, /clause heading must read/],
    ['a chapter heading without English', ' / 1 General', '', 4, /chapter heading must read/],
    ['a numeral that is another number', '## 一', '## 二', 4, /different chapter numbers/],
    ['a chapter left out', '## 一 总则 / 1', '## 二 总则 / 2', 4, /should/],
    ['text between chapter and clause', '1 General\n', '1 General\nloose\n', 5, /outside a clause/],
    ['a clause without properties', /- status: live[^]*$/, '', 17, /no "- status:"/],
  ]
  test.each(cases)('%s', (_name, from, to, line, message) => {
    const error = lineOfError((text) => text.replace(from, to))
    expect(error.line).toBe(line)
    expect(error.message).toMatch(message)
  })

  test('a text without any chapter', () => {
    expect(() => parsePolicy('# Title\n')).toThrow(/there is no chapter/)
  })

  test('a chapter without any clause', () => {
    expect(() => parsePolicy('## 一 总则 / 1 General\n')).toThrow(/there is no clause/)
  })
})

test('orders clause numbers by value, not by letters', () => {
  expect(['4.10.1', '4.2.1', '10.1', '4.2', '1.1'].sort(compareClauseNumbers)).toEqual([
    '1.1',
    '4.2',
    '4.2.1',
    '4.10.1',
    '10.1',
  ])
})
