import { describe, expect, test } from 'vitest'
import {
  type Clause,
  type Facts,
  forbid,
  MissingFact,
  permit,
  type PersonFacts,
  type Question,
  silent,
} from '../../../gate/index.ts'
import {
  p3_2_1_approver_cleared,
  p4_2_1_concerned_may_comment,
  p4_2_1_not_own,
  p4_2_1_own_application,
  p4_2_1_task_holder,
} from './p4_2_1_decide.ts'

const question: Question = { actor: 'qin', verb: 'approve', fields: [], at: 0 }
const qin: PersonFacts = {
  id: 'qin',
  active: true,
  mustChangePassword: false,
  roles: new Set(),
  clearance: 3,
  scope: 'own',
  departments: new Set(),
  reach: 'everything' as const,
  authority: 'everything' as const,
  unmet: new Set<string>(),
}
const act = (more: Partial<NonNullable<Facts['act']>>): Facts => ({
  person: qin,
  act: { verb: 'approve', ...more },
})

describe.each<[Clause, readonly [string, Facts, number | 'missing'][]]>([
  [
    p4_2_1_task_holder,
    [
      ['holds the open task', act({ holdsTask: true }), permit],
      ['holds none', act({ holdsTask: false }), silent],
      ['not known', act({}), 'missing'],
    ],
  ],
  [
    p4_2_1_not_own,
    [
      ['the own form', act({ applicant: 'qin' }), forbid],
      ["somebody else's form", act({ applicant: 'su' }), silent],
      ['not known', act({}), 'missing'],
    ],
  ],
  [
    p3_2_1_approver_cleared,
    [
      ['below the level', act({ level: 4 }), forbid],
      ['at the level', act({ level: 3 }), silent],
      ['level not known', act({}), 'missing'],
      ['person not known', { act: { verb: 'approve', level: 3 } }, 'missing'],
    ],
  ],
  [
    p4_2_1_own_application,
    [
      ['the own form', act({ applicant: 'qin' }), permit],
      ["somebody else's form", act({ applicant: 'su' }), silent],
      ['not known', act({}), 'missing'],
    ],
  ],
  [
    p4_2_1_concerned_may_comment,
    [
      ['concerned', act({ taskChain: ['su', 'qin'] }), permit],
      ['not concerned', act({ taskChain: ['su'] }), silent],
      ['not known', act({}), 'missing'],
    ],
  ],
])('$number/$name', (clause, cases) => {
  test.each(cases)('%s', (_name, facts, ruling) => {
    const judge = (): number => clause.judge(question, facts, undefined)
    if (ruling === 'missing') expect(judge).toThrow(MissingFact)
    else expect(judge()).toBe(ruling)
  })
})
