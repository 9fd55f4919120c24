import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { statute } from '../../chapters/statute.ts'
import {
  type Clause,
  clauseKey,
  decide,
  defaultDeny,
  forbidAll,
  inScope,
  isWithinReach,
  isDataVerb,
  permitFull,
  rowFilter,
  statuteOf,
  type Verb,
} from '../../gate/index.ts'
import { now, randomCase, seeded } from './questions.ts'

const cases = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((seed) => randomCase(seeded(seed)))
const shuffled = <T>(list: readonly T[], seed: number): T[] => {
  const dice = seeded(seed)
  return list
    .map((item) => ({ item, at: dice() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
const rule = (name: string, verb: Verb, judge: Clause['judge']): Clause => ({
  number: '0.0',
  name,
  verbs: [verb],
  judge,
})
const sights = (decision: ReturnType<typeof decide>): unknown => [
  decision.verdict,
  [...decision.fields]
    .sort(([a], [b]) => a - b)
    .map(([id, field]) => [id, field.sight, [...field.because].sort()]),
]

describe('laws of deciding', () => {
  test('default deny: with no rules nothing is permitted', () => {
    const empty = statuteOf([])
    fc.assert(
      fc.property(cases, ({ question, facts }) => {
        const decision = decide(empty, question, facts)
        expect(decision.verdict).toBe('deny')
        expect([...decision.fields.values()].every((field) => field.sight === 'hidden')).toBe(true)
      }),
    )
  })

  test('one forbid beats any number of permits, wherever it stands', () => {
    fc.assert(
      fc.property(cases, fc.nat(40), fc.nat(), ({ question, facts }, permits, seed) => {
        const rules = Array.from({ length: permits }, (_, i) =>
          rule(`yes-${i}`, question.verb, () => permitFull),
        )
        const withNo = shuffled([...rules, rule('no', question.verb, () => forbidAll)], seed)
        expect(decide(statuteOf(withNo), question, facts).verdict).toBe('deny')
      }),
    )
  })

  test('a rule that throws denies the whole question, and is named', () => {
    fc.assert(
      fc.property(cases, ({ question, facts }) => {
        if (isDataVerb(question.verb) && question.fields.length === 0) return
        const broken = rule('broken', question.verb, () => {
          throw new Error('bug')
        })
        const decision = decide(
          statuteOf([rule('yes', question.verb, () => permitFull), broken]),
          question,
          facts,
        )
        expect(decision.verdict).toBe('deny')
        expect(decision.faults.length).toBe(1)
      }),
    )
  })

  test('the order of the clauses does not change what is decided, nor the set of reasons', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ question, facts }, seed) => {
        const other = statuteOf(shuffled(statute.clauses, seed))
        expect(sights(decide(other, question, facts))).toEqual(sights(decide(statute, question, facts)))
      }),
      { numRuns: 2000 },
    )
  })

  test('every decision gives a reason: a clause, default-deny, or a fault', () => {
    const keys = new Set([...statute.clauses.map(clauseKey), defaultDeny])
    fc.assert(
      fc.property(cases, ({ question, facts }) => {
        const decision = decide(statute, question, facts)
        expect(decision.because.length + decision.faults.length).toBeGreaterThan(0)
        for (const key of decision.because) expect(keys.has(key)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('taking a fact away never opens anything', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom('person', 'customer', 'grants', 'purposes', 'quota', 'act'),
        ({ question, facts }, fact) => {
          const before = decide(statute, question, facts)
          const { [fact as keyof typeof facts]: _gone, ...fewer } = facts
          const after = decide(statute, question, fewer)
          if (before.verdict === 'deny') expect(after.verdict).toBe('deny')
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('laws of the statute in force', () => {
  test('nobody without clearance for the field sees it, masked or whole, whatever was approved', () => {
    fc.assert(
      fc.property(cases, ({ question, facts }) => {
        for (const [id, field] of decide(statute, question, facts).fields) {
          if (field.sight !== 'hidden' && question.verb !== 'write')
            expect(facts.fields!.get(id)!.level).toBeLessThanOrEqual(facts.person!.clearance)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('a whole value of a field that needs a grant is never shown without one that runs', () => {
    fc.assert(
      fc.property(cases, ({ question, facts }) => {
        if (question.verb === 'write') return
        for (const [id, decision] of decide(statute, question, facts).fields) {
          const field = facts.fields!.get(id)!
          if (decision.sight !== 'full' || field.fullNeeds === 'reason' || field.mask === 'none') continue
          const covering = facts.grants!.filter(
            (g) => g.fields.has(id) && !g.revoked && g.from <= now && now < g.until && g.left !== 0,
          )
          expect(covering.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('administrators see no customer data, and nobody decides on the own application', () => {
    fc.assert(
      fc.property(cases, ({ question, facts }) => {
        const decision = decide(statute, question, facts)
        if (decision.verdict === 'deny') return
        if (isDataVerb(question.verb)) {
          for (const role of ['system-admin', 'security-admin', 'audit-admin'])
            expect(facts.person!.roles.has(role)).toBe(false)
        }
        if (question.verb === 'approve') expect(facts.act!.applicant).not.toBe(question.actor)
        if (['give-role', 'set-clearance', 'confirm-right'].includes(question.verb))
          expect(facts.act!.subjectPerson).not.toBe(question.actor)
      }),
      { numRuns: 5000 },
    )
  })

  test('every row that the filter lets through can be read alone, masked at least', () => {
    let listed = 0
    fc.assert(
      fc.property(cases, ({ question, facts }) => {
        const { person, customer } = facts
        if (person === undefined || customer === undefined) return
        // What a program is shown of a row depends on its fields: see programs.test.ts.
        if (question.token !== undefined || facts.token !== undefined || person.service !== undefined) return
        const { purpose: code } = question
        if (code !== undefined && facts.marketing === undefined) return
        const purpose =
          code === undefined ? undefined : { code, marketing: facts.marketing?.has(code) === true }
        const filter = rowFilter(person, question.at, 'list', purpose)
        if (filter.rows === 'none') return
        const bars = [code, ...(purpose?.marketing === true ? ['marketing'] : [])].map((key) =>
          key === undefined ? undefined : customer.barred[key],
        )
        const granted = (facts.grants ?? []).some((g) => !g.revoked && g.from <= now && now < g.until)
        const mine =
          filter.everywhere ||
          (filter.owner !== '' && customer.ownerId === filter.owner) ||
          (customer.departmentId !== undefined && filter.departments.includes(customer.departmentId))
        const passes =
          customer.level >= 1 &&
          customer.level <= filter.levelMax &&
          customer.status === 'active' &&
          !customer.quarantined &&
          bars.every((from) => from === undefined || from > filter.at) &&
          !customer.frozen &&
          customer.frozenFields?.has(1) !== true &&
          (filter.within === undefined ||
            (customer.homeId === undefined
              ? filter.within.homeless
              : filter.within.departments.includes(customer.homeId))) &&
          (mine || granted)
        if (!passes) return
        listed += 1
        const name = {
          id: 1,
          level: 1,
          category: 'basic',
          sensitive: false,
          fullNeeds: 'reason' as const,
          type: 'person-name',
          mask: 'person-name',
        }
        const alone = decide(
          statute,
          { ...question, verb: 'list', fields: [1] },
          { ...facts, grants: facts.grants ?? [], fields: new Map([[1, name]]) },
        )
        expect(alone.verdict).toBe('permit')
        expect(mine ? inScope(person, customer) : granted).toBe(true)
        expect(isWithinReach(person, customer)).toBe(true)
      }),
      { numRuns: 5000 },
    )
    expect(listed).toBeGreaterThan(100)
  })
})
