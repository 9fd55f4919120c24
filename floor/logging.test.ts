import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { openLog, safeError, safeValues } from './logging.ts'

/** Values of an invented customer, in the forms in which code might carry them about. */
const CANARIES = [
  '张伟',
  '13800138000',
  '110101199003074514',
  '91310000MA1FL0000X',
  '6222021234567890123',
  'wei@example.cn',
]

const written = (use: (log: ReturnType<typeof openLog>) => void): string => {
  const lines: string[] = []
  use(openLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } }))
  return lines.join('')
}

describe('no customer value reaches the log', () => {
  test.each(CANARIES)('%s as event, known value, unknown value, nested value, or number', (canary) => {
    const text = written((log) => {
      log.info(canary, { code: canary, personId: canary, route: `/customers/${canary}`, job: canary })
      log.warn('list', { [canary]: canary, name: canary, nested: { code: canary } } as object)
      log.info('number', { count: Number(canary), rows: Number(canary.slice(0, 11)) })
      log.debug('address', { address: canary })
    })
    expect(text.split('\n')).toHaveLength(5)
    for (const piece of [canary, canary.slice(0, 8)]) expect(text).not.toContain(piece)
  })

  test.each(CANARIES)(
    '%s in an error message, its detail, its name, its cause and a forged stack line',
    (canary) => {
      const error = new Error(
        `duplicate key (phone)=(${canary})\n    at ${canary} (floor/${canary}.ts:1:1)`,
        {
          cause: new Error(canary),
        },
      )
      Object.assign(error, { code: canary, detail: canary, name: canary })
      const text = written((log) => log.error('database', { code: canary }, error))
      expect(text).toContain('"event":"database"')
      expect(text).not.toContain(canary)
    },
  )

  test('an error whose message was changed after it was made reports no place at all', () => {
    const error = new Error('first\n    at x (floor/Zhang.Wei.ts:1:1)')
    expect(error.stack).toContain('Zhang') // the stack is written down here, before the change
    error.message = 'second'
    expect(safeError(error).at).toEqual([])
  })

  test('whatever the values are, only listed names with their shape remain', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.string(), (others, text) => {
        const kept = safeValues({ ...others, code: text, address: text, route: text })
        for (const [name, value] of Object.entries(kept)) {
          expect(['code', 'address', 'route']).toContain(name)
          expect(String(value)).toMatch(/^[\x21-\x7e]{1,120}$/)
          expect(String(value)).not.toMatch(/\d{6}/)
        }
      }),
    )
  })
})

describe('what an operator needs is there', () => {
  test('names with their shapes pass', () => {
    const values = {
      requestId: '0198f3c0-1111-7abc-8def-0123456789ab',
      route: '/api/v1/applications/:id',
      status: 200,
      milliseconds: 12.5,
      clause: '4.2.1',
      code: '23505',
      address: '192.168.1.20',
      demo: true,
      dueAt: '2026-11-23T06:05:00.000Z',
    }
    expect(safeValues(values)).toEqual(values)
  })

  test('an error tells its kind, its code and where in our code it came from', () => {
    const error = safeError(Object.assign(new TypeError('x'), { code: 'ENOSPC' }))
    expect(error).toMatchObject({ kind: 'TypeError', code: 'ENOSPC' })
    expect(error.at[0]).toMatch(/^floor\/logging\.test\.ts:\d+:\d+$/)
  })

  test('each line is one JSON object with UTC time and level', () => {
    const line = JSON.parse(written((log) => log.warn('slow', { milliseconds: 2000 }))) as Record<
      string,
      unknown
    >
    expect(line).toMatchObject({ level: 'warn', event: 'slow', milliseconds: 2000 })
    expect(String(line['time'])).toMatch(/Z$/)
  })
})
