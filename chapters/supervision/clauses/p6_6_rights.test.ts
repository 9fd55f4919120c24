import { describe, expect, test } from 'vitest'
import {
  type Clause,
  type Facts,
  forbid,
  type Question,
  permit,
  permitFull,
  silent,
} from '../../../gate/index.ts'
import { p6_6_holder_confirms, p6_6_identity_proven, p6_6_own_data, p6_6_two_erase } from './p6_6_rights.ts'

const ask = (verb: Question['verb'], more: Partial<Question> = {}): Question => ({
  actor: 'xu', verb, customer: 'c1', fields: [], at: 0, ...more,
}) // prettier-ignore
const judged = (clause: Clause, question: Question, facts: Facts): unknown =>
  clause.judge(question, facts, undefined)

describe('6.6', () => {
  test('nothing is granted before it was proved who asks; not knowing denies', () => {
    const of = (act: object): unknown =>
      judged(p6_6_identity_proven, ask('grant-rights-request'), {
        act: { verb: 'grant-rights-request', ...act },
      })
    expect(of({ proven: true })).toBe(silent)
    expect(of({ proven: false })).toBe(forbid)
    expect(() => of({})).toThrow('proven')
  })

  test('nobody erases what they proposed, or what is held; not knowing denies', () => {
    const of = (act: object): unknown =>
      judged(p6_6_two_erase, ask('erase-file'), { act: { verb: 'erase-file', ...act } })
    expect(of({ applicant: 'gu', held: false })).toBe(silent)
    expect(of({ applicant: 'xu', held: false })).toBe(forbid)
    expect(of({ applicant: 'gu', held: true })).toBe(forbid)
    expect(() => of({ held: false })).toThrow('applicant')
    expect(() => of({ applicant: 'gu' })).toThrow('held')
  })

  test('only the holder confirms; not knowing denies', () => {
    const of = (act: object): unknown =>
      judged(p6_6_holder_confirms, ask('confirm-destruction'), {
        act: { verb: 'confirm-destruction', ...act },
      })
    expect(of({ subjectPerson: 'xu' })).toBe(permit)
    expect(of({ subjectPerson: 'gu' })).toBe(silent)
    expect(() => of({})).toThrow('subjectPerson')
  })

  test('the own file is handed out whole to a proven customer, by whoever answers, for that alone', () => {
    const own = { customer: 'c1', handler: 'xu', proven: true }
    const of = (facts: Facts, more: Partial<Question> = {}): unknown =>
      judged(p6_6_own_data, ask('export', { purpose: 'own-data', ...more }), facts)
    expect(of({ own })).toBe(permitFull)
    expect(of({})).toBe(silent)
    expect(of({ own: { ...own, customer: 'c2' } })).toBe(silent)
    expect(of({ own: { ...own, handler: 'gu' } })).toBe(silent)
    expect(of({ own: { ...own, proven: false } })).toBe(silent)
    expect(of({ own }, { purpose: 'service' })).toBe(silent)
  })
})
