import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { Mistake } from '../../../floor/errors.ts'
import { customersIn, readLine } from './lines.ts'

/** The texts of a body that arrives in pieces of so many bytes. */
async function texts(body: string, pieces = 7, most = 100): Promise<string[]> {
  const bytes = Buffer.from(body)
  const chunks = Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, at) =>
    bytes.subarray(at * pieces, (at + 1) * pieces),
  )
  const found: string[] = []
  for await (const text of customersIn(Readable.from(chunks), most)) found.push(text)
  return found
}

describe('customers in a body that arrives in pieces', () => {
  test.each([
    ['lines', '{"a":1}\n{"b":"王"}\n', ['{"a":1}', '{"b":"王"}']],
    [
      'lines of Windows, empty ones and none at the end',
      '{"a":1}\r\n\r\n  \n{"b":2}',
      ['{"a":1}\r', '{"b":2}'],
    ],
    ['a list', '[{"a":1},\n {"b":"王"}]', ['{"a":1}', '{"b":"王"}']],
    [
      'a list with brackets and quotes in its texts',
      '[{"a":"]}\\"{"},{"b":{"c":[1]}}]',
      ['{"a":"]}\\"{"}', '{"b":{"c":[1]}}'],
    ],
    ['an empty list', ' [ ] ', []],
    ['nothing', '', []],
  ])('%s', async (_, body, expected) => {
    for (const pieces of [1, 2, 3, 1000]) expect(await texts(body, pieces)).toEqual(expected)
  })

  test.each([
    ['a list that does not end', '[{"a":1}', 'collection.bulk-shape'],
    ['a list of numbers', '[1,2]', 'collection.bulk-shape'],
    ['something behind the list', '[{}]x', 'collection.bulk-shape'],
    ['a line of a gigabyte', 'x'.repeat(500), 'collection.line-long'],
    ['an element of a gigabyte', `[{"a":"${'x'.repeat(500)}"}]`, 'collection.line-long'],
  ])('%s', async (_, body, code) => {
    await expect(texts(body)).rejects.toMatchObject({ code })
  })

  test('a line without end is given up after its limit: the rest is not even read', async () => {
    let read = 0
    const endless = Readable.from(
      (function* () {
        for (;;) {
          read += 65_536
          yield Buffer.alloc(65_536, 'x')
        }
      })(),
    )
    const all = (async () => {
      for await (const text of customersIn(endless, 100_000)) expect(text).toBe('')
    })()
    await expect(all).rejects.toBeInstanceOf(Mistake)
    expect(read).toBeLessThan(4_000_000)
  })

  test.each(['{"__proto__":1}', '{"values":{"constructor":"x"}}', '{"prototype":{}}', '{', '\ufffd', ''])(
    '%j is not read',
    (text) => expect(() => readLine(text)).toThrow(Mistake),
  )
})
