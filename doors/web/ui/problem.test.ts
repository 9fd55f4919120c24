import { describe, expect, test } from 'vitest'
import { ApiError, problemFromReply, problemOf } from './problem.ts'

describe('error replies', () => {
  test('a refusal keeps its clauses and takes its sentence from the first when it has none', () => {
    const clause = { number: '4.2.1', zh: '先申请。', en: 'Apply first.' }
    const problem = problemFromReply(403, { refused: true, because: [clause], faults: [], next: 'apply' })
    expect(problem).toMatchObject({
      kind: 'refusal',
      refusal: { because: [clause], next: 'apply', text: { zh: '先申请。', en: 'Apply first.' } },
    })
  })

  test('a refusal without a next step offers none', () => {
    expect(problemFromReply(403, { refused: true, because: ['4.1'] })).toMatchObject({
      refusal: { next: 'nothing', because: [{ number: '4.1' }] },
    })
  })

  test('a mistake keeps field and text', () => {
    const mistake = { code: 'too-long', field: 'until', values: { days: 30 }, text: { zh: '长', en: 'long' } }
    expect(problemFromReply(422, { mistake })).toEqual({ kind: 'mistake', mistake })
  })

  test.each([
    [404, 'missing'],
    [409, 'not-now'],
    [422, undefined],
  ])('status %i says what the reader cannot help: %s', (status, because) => {
    expect(problemFromReply(status, { mistake: { code: 'x' } })).toHaveProperty('mistake.code', 'x')
    const problem = problemFromReply(status, { mistake: { code: 'x' } })
    expect(problem.kind === 'mistake' && problem.mistake.because).toBe(because)
  })

  test('a fault shows its number only', () => {
    const reply = { fault: { id: 'F-7' }, stack: 'secret' }
    expect(problemFromReply(500, reply)).toEqual({ kind: 'fault', id: 'F-7' })
  })

  test.each([
    [401, { mistake: { code: 'x' } }, 'signed-out'],
    [502, '<html>bad gateway</html>', 'fault'],
    [403, null, 'fault'],
    [404, [], 'fault'],
  ])('status %i with %j is %s', (status, body, kind) => {
    expect(problemFromReply(status, body).kind).toBe(kind)
  })
})

test('anything caught that is not ours counts as our fault', () => {
  expect(problemOf(new Error('boom'))).toEqual({ kind: 'fault', id: '' })
  expect(problemOf(new ApiError({ kind: 'offline' }))).toEqual({ kind: 'offline' })
})
