import { describe, expect, test } from 'vitest'
import { type ActVerb, type Clause, forbid, MissingFact, permit, silent } from '../../../gate/index.ts'
import { p5_5_1_counted_by_another } from './p5_5_1_things.ts'
import { p5_5_2_stopped_by_another } from './p5_5_2_cards.ts'
import { p6_1_accepted_in_person, p6_1_appointed_by_another } from './p6_1_appointment.ts'

const judge = (clause: Clause, about: { subjectPerson?: string; applicant?: string }) => {
  const verb = clause.verbs[0] as ActVerb
  return clause.judge({ actor: 'lin', verb, fields: [], at: 0 }, { act: { verb, ...about } }, undefined)
}

describe('6.1 written appointments', () => {
  test.each([
    ['attack: he appoints himself', { subjectPerson: 'lin', applicant: 'he' }, forbid],
    ['attack: he signs what he proposed', { subjectPerson: 'he', applicant: 'lin' }, forbid],
    ['he signs what another proposed for a third', { subjectPerson: 'he', applicant: 'xie' }, silent],
  ])('%s', (_, about, answer) => {
    expect(judge(p6_1_appointed_by_another, about)).toBe(answer)
  })

  test('who is appointed accepts, and nobody for them', () => {
    expect(judge(p6_1_accepted_in_person, { subjectPerson: 'lin' })).toBe(permit)
    expect(judge(p6_1_accepted_in_person, { subjectPerson: 'he' })).toBe(silent)
  })
})

test('5.5.1 attack: the archivist records the return of what he himself was handed', () => {
  expect(judge(p5_5_1_counted_by_another, { subjectPerson: 'lin' })).toBe(forbid)
  expect(judge(p5_5_1_counted_by_another, { subjectPerson: 'he' })).toBe(silent)
})

test('5.5.2 attack: somebody says of his own door card that it is stopped', () => {
  expect(judge(p5_5_2_stopped_by_another, { subjectPerson: 'lin' })).toBe(forbid)
  expect(judge(p5_5_2_stopped_by_another, { subjectPerson: 'he' })).toBe(silent)
  expect(() => judge(p5_5_2_stopped_by_another, {})).toThrow(MissingFact)
})

test('a missing fact denies', () => {
  expect(() => judge(p6_1_appointed_by_another, { subjectPerson: 'he' })).toThrow(MissingFact)
  expect(() => judge(p6_1_appointed_by_another, { applicant: 'he' })).toThrow(MissingFact)
  expect(() => judge(p6_1_accepted_in_person, {})).toThrow(MissingFact)
  expect(() => judge(p5_5_1_counted_by_another, {})).toThrow(MissingFact)
})
