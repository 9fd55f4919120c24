import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { sql } from './index.ts'
import { asStatement } from './sql.ts'

test('values become numbered parameters, nested statements are spliced and renumbered', () => {
  const inner = sql`b = ${2} and c = ${'3'}`
  const outer = sql`select ${1} where ${inner} or d = ${4}`
  expect(outer.text).toBe('select $1 where b = $2 and c = $3 or d = $4')
  expect(outer.values).toEqual([1, 2, '3', 4])
})

test('a statement spliced twice, an empty one, and a list', () => {
  const one = sql`x = ${1}`
  expect(sql`${one} or ${one}${sql.empty}`.text).toBe('x = $1 or x = $2')
  const list = sql.join([sql`${'a'}`, sql`${'b'}`, sql.identifier('t.c')])
  expect(list.text).toBe('$1, $2, "t"."c"')
  expect(list.values).toEqual(['a', 'b'])
  expect(sql.join([one, one, one], sql` and `).text).toBe('x = $1 and x = $2 and x = $3')
  expect(sql.join([]).text).toBe('')
})

test('attack: text in a value, or an object from a request that looks like a statement, stays a parameter', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const lookAlike = { text, values: [], strings: [text] }
      const statement = sql`select ${text}, ${lookAlike}`
      expect(statement.text).toBe('select $1, $2')
      expect(statement.values).toEqual([text, lookAlike])
    }),
  )
})

test('attack: an object that was not made by the tag is not run', () => {
  expect(() => asStatement({ text: 'drop table people.person', values: [] })).toThrow(
    'only statements made by',
  )
})

test.each(['', 'Name', 'a b', 'a;b', 'a"b', '1a', 'a.', '.a', 'a..b', 'a\nb', '名'])(
  '%j is no identifier',
  (name) => {
    expect(() => sql.identifier(name)).toThrow('not an SQL identifier')
  },
)

test('an undefined parameter is a mistake of ours, not a null', () => {
  expect(() => sql`select ${undefined}`).toThrow('undefined')
})

test('a named statement keeps text and values; json is one parameter', () => {
  const named = sql.named('by_id', sql`select ${7}`)
  expect([named.name, named.text, named.values]).toEqual(['by_id', 'select $1', [7]])
  const json = sql`insert ${sql.json([1, '二'])}`
  expect([json.text, json.values]).toEqual(['insert $1::jsonb', ['[1,"二"]']])
})
