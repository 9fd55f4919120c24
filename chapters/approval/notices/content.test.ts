import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf, storedContent } from './content.ts'
import { topicOf } from './kinds.ts'
import { compose, sentences } from './words.ts'
import { quietLeft, wallIn } from './zone.ts'

/** A customer's data in every place in which a careless caller could put it. */
const canaries = ['王小红', '13800138000', '110105194912310038', '北京市朝阳区建国路1号', '示例客户有限公司']
const more = { baseUrl: 'https://mifeng.example', moment: '2026-11-24 10:00' }
const formName = { zh: '客户资料使用申请表', en: 'Application' }

describe('a canary put into any part of any kind of notice does not leave', () => {
  const kinds = [...Object.keys(sentences), 'some-kind-of-a-later-chapter']
  test.each(kinds)('%s', (kind) => {
    for (const canary of canaries)
      for (const language of ['zh', 'en'] as const) {
        const values = {
          number: canary,
          form: canary,
          count: canary,
          customer: canary,
          title: canary,
          open: Number(canary) || canary,
          due: canary,
        }
        for (const link of [
          canary,
          `/customers/${canary}`,
          `/customers?q=${canary}`,
          `https://x/${canary}`,
        ]) {
          const message = compose('id', kind, contentOf({ link, values }), { language, formName, ...more })
          expect(JSON.stringify(message)).not.toContain(canary)
        }
      }
  })

  test('nor does any other string that is put in', () => {
    const safe = /^[A-Z]{1,6}-\d{4}-\d{4,8}$/
    fc.assert(
      fc.property(fc.string({ minLength: 3, unit: 'binary' }), (text) => {
        fc.pre(!safe.test(text) && !/^[a-z-]+$/.test(text))
        const content = contentOf({ link: text, values: { number: text, form: text, extra: text } })
        return content.number === '' && content.form === '' && !JSON.stringify(content).includes(text)
      }),
    )
  })

  test('a telephone number is no count and no form number', () => {
    const { counts, number } = contentOf({
      link: '',
      values: { count: 13_800_138_000, number: '13800138000' },
    })
    expect([counts, number]).toEqual([{}, ''])
  })

  test('a row of the outbox that somebody altered by hand is checked again before it is sent', () => {
    const stored = { number: '王小红', form: 'use', counts: { open: 1, phone: 13_800 }, link: '/x?y=1' }
    expect(storedContent(stored)).toEqual({ number: '', form: 'use', counts: { open: 1 }, link: '' })
  })
})

describe('what is said', () => {
  const content = contentOf({
    link: '/approvals/01900000-0000-7000-8000-000000000000',
    values: { number: 'SY-2026-0001', form: 'use' },
  })
  test('in Chinese, with the form, its number and a link', () => {
    const message = compose('id', 'assigned', content, { language: 'zh', formName, ...more })
    expect(message.subject).toBe('[密封] 客户资料使用申请表 SY-2026-0001 等您审批。')
    expect(message.link?.url).toBe('https://mifeng.example/approvals/01900000-0000-7000-8000-000000000000')
  })
  test('in English', () => {
    const message = compose('id', 'assigned', content, { language: 'en', formName, ...more })
    expect(message.subject).toBe('[Mifeng] Application SY-2026-0001 waits for your decision.')
  })
  test('without an address of the program there is no link', () => {
    expect(compose('id', 'assigned', content, { language: 'zh', ...more, baseUrl: '' }).link).toBeUndefined()
  })
  test('every kind belongs to a topic, also one that nobody thought of', () => {
    expect(['assigned', 'approved', 'cc', 'grant-issued', 'digest', 'later'].map(topicOf)).toEqual([
      'task',
      'result',
      'copy',
      'grant',
      'digest',
      'other',
    ])
  })
})

describe('quiet hours', () => {
  const night = { from: 22 * 60, until: 7 * 60 + 30 }
  const noon = { from: 12 * 60, until: 13 * 60 }
  test.each([
    ['before the night', 22 * 60 - 1, night, 0],
    ['as the night begins', 22 * 60, night, 9 * 60 + 30],
    ['after midnight', 30, night, 7 * 60],
    ['in the last minute', 7 * 60 + 29, night, 1],
    ['as it ends', 7 * 60 + 30, night, 0],
    ['within the day', 12 * 60 + 30, noon, 30],
    ['equal ends are no quiet', 12 * 60, { from: 12 * 60, until: 12 * 60 }, 0],
  ])('%s', (_what, minutes, quiet, left) => {
    expect(quietLeft(minutes, quiet)).toBe(left)
  })
  test('none were chosen', () => {
    expect(quietLeft(0, undefined)).toBe(0)
  })
  test('the company’s clocks count', () => {
    expect(wallIn('Asia/Shanghai', new Date('2026-11-24T16:30:00Z'))).toEqual({
      day: '2026-11-25',
      minutes: 30,
      text: '2026-11-25 00:30',
    })
  })
})
