import { describe, expect, test } from 'vitest'
import {
  type ActFacts,
  type ActVerb,
  type Facts,
  forbid,
  MissingFact,
  permit,
  type Question,
  silent,
} from '../../../gate/index.ts'
import {
  p3_2_3_admitted,
  p3_2_3_applicant_decides_not,
  p3_2_3_not_for_oneself,
  p3_2_3_own_request,
  p3_2_3_room_keeper,
} from './p3_2_3_rooms.ts'

const ask = (verb: ActVerb): Question => ({ actor: 'wang', verb, fields: [], at: 1000 })
const facts = (verb: ActVerb, act: Partial<ActFacts>, ...roles: string[]): Facts => ({
  person: {
    id: 'wang', active: true, mustChangePassword: false, roles: new Set(roles), clearance: 3, scope: 'own',
    departments: new Set(), reach: 'everything', authority: 'everything', unmet: new Set<string>(),
  },
  act: { verb, ...act },
}) // prettier-ignore

describe('3.2.3 the keeper of the room and the offices named for it', () => {
  test.each([
    ['sign-entry', 'wang', '', permit],
    ['give-entry', 'wang', '', permit],
    ['decide-entry', 'wang', '', permit],
    ['sign-entry', 'gu', '', silent],
    ['sign-entry', 'gu', 'archivist', permit],
    ['sign-entry', 'gu', 'secrecy-office', permit],
    ['give-entry', 'gu', 'archivist', permit],
    ['give-entry', 'gu', 'secrecy-office', silent],
    ['decide-entry', 'gu', 'secrecy-office', permit],
    ['decide-entry', 'gu', 'archivist', silent],
    ['decide-entry', 'gu', 'system-admin', silent],
  ] as const)('%s in the room of %s with the office “%s”', (verb, keeper, role, ruling) => {
    expect(p3_2_3_room_keeper.judge(ask(verb), facts(verb, { keeper }, role), undefined)).toBe(ruling)
  })
  test('a room whose keeper is not known', () => {
    expect(() =>
      p3_2_3_room_keeper.judge(ask('sign-entry'), facts('sign-entry', {}, 'archivist'), undefined),
    ).toThrow(MissingFact)
  })
})

test('a request is one’s own, or nobody’s', () => {
  const judge = (act: Partial<ActFacts>) =>
    p3_2_3_own_request.judge(ask('apply-entry'), facts('apply-entry', act), undefined)
  expect(judge({ applicant: 'wang' })).toBe(permit)
  expect(judge({ applicant: 'li' })).toBe(silent)
  expect(() => judge({})).toThrow(MissingFact)
})

test.each(['edit-rooms', 'give-entry', 'decide-entry'] as const)('nobody does %s for himself', (verb) => {
  const judge = (act: Partial<ActFacts>) =>
    p3_2_3_not_for_oneself.judge(ask(verb), facts(verb, act), undefined)
  expect(judge({ subjectPerson: 'wang' })).toBe(forbid)
  expect(judge({ subjectPerson: 'li' })).toBe(silent)
  expect(() => judge({})).toThrow(MissingFact)
})

test('an applicant who decides about his own request is refused, the host being somebody else', () => {
  const judge = (act: Partial<ActFacts>) =>
    p3_2_3_applicant_decides_not.judge(ask('decide-entry'), facts('decide-entry', act), undefined)
  expect(judge({ applicant: 'wang', subjectPerson: 'li' })).toBe(forbid)
  expect(judge({ applicant: 'li' })).toBe(silent)
  expect(() => judge({})).toThrow(MissingFact)
})

test('nobody comes in by nothing', () => {
  const judge = (act: Partial<ActFacts>) =>
    p3_2_3_admitted.judge(ask('sign-entry'), facts('sign-entry', act), undefined)
  expect(judge({ admission: 'none' })).toBe(forbid)
  for (const admission of ['keeper', 'standing', 'approved', 'visitor', 'leaving'] as const)
    expect(judge({ admission })).toBe(silent)
  expect(() => judge({})).toThrow(MissingFact)
})
