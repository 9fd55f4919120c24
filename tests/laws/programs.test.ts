import { expect, test } from 'vitest'
import { statute } from '../../chapters/statute.ts'
import { type Decision, decide, type Facts, type PersonFacts, type Question } from '../../gate/index.ts'
import { randomCase, seeded } from './questions.ts'

/** Laws about programs (service accounts, and people's own tokens), over the same random world as the other laws. */

const cases = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const seed = 77_000 + i
    return { seed, ...randomCase(seeded(seed)) }
  })

/** The same question by somebody at a page, with all that the program's holder may. */
function atAPage(question: Question, facts: Facts): Decision {
  const { token: _through, ...asked } = question
  const { token: _limits, person, ...rest } = facts
  if (person === undefined) return decide(statute, asked, rest)
  const { service: _service, ...somebody } = person
  // An account's own files are its owner's.
  const holder: PersonFacts = { ...somebody, id: person.service?.owner ?? person.id }
  return decide(statute, asked, { ...rest, person: holder })
}

const rank = { hidden: 0, masked: 1, full: 2 }

test('a program is never shown a field better than its holder at a page would be', () => {
  let compared = 0
  for (const { seed, question, facts } of cases(15_000)) {
    if (question.token === undefined && facts.token === undefined && facts.person?.service === undefined)
      continue
    if (question.fields.length === 0) continue
    const program = decide(statute, question, facts)
    const holder = atAPage(question, facts)
    for (const [field, { sight }] of program.fields) {
      compared += 1
      const best = holder.fields.get(field)?.sight ?? 'hidden'
      expect(rank[sight], `seed ${seed} field ${field}: ${sight}, its holder ${best}`).toBeLessThanOrEqual(
        rank[best],
      )
    }
  }
  expect(compared).toBeGreaterThan(1000)
})

/** A service account that was charged with delivering, and asks about that. */
const delivers = (question: Question, facts: Facts): boolean =>
  ['take-in', 'write'].includes(question.verb) &&
  facts.person?.service?.intake !== undefined &&
  facts.token === undefined

test('a program never approves, administers, files, exports or makes tokens, whatever was set for it', () => {
  let refused = 0
  for (const { seed, question, facts } of cases(15_000)) {
    const limited = facts.token !== undefined || facts.person?.service !== undefined
    if (!(limited || question.token !== undefined) || ['list', 'search', 'read'].includes(question.verb))
      continue
    if (delivers(question, facts)) continue
    refused += 1
    expect(decide(statute, question, facts).verdict, `seed ${seed} ${question.verb}`).toBe('deny')
  }
  expect(refused).toBeGreaterThan(1000)
})

test('whoever asks through a token whose limits were not loaded is shown nothing', () => {
  for (const { seed, question, facts } of cases(10_000)) {
    const { token: _limits, ...rest } = facts
    if (rest.person?.service !== undefined) continue
    const decision = decide(statute, { ...question, token: 't1' }, rest)
    expect(decision.verdict, `seed ${seed}`).toBe('deny')
    expect(decision.fields.size, `seed ${seed}`).toBe(0)
  }
})

test('outside its fields nothing is shown, and in full nothing where it is confined to masks', () => {
  for (const { seed, question, facts } of cases(15_000)) {
    const all = [facts.token, facts.person?.service].filter((one) => one !== undefined)
    if (all.length === 0 || delivers(question, facts)) continue
    for (const [field, { sight }] of decide(statute, question, facts).fields) {
      if (all.some((limits) => !limits.fields.has(field))) expect(sight, `seed ${seed}`).toBe('hidden')
      if (all.some((limits) => limits.maskedOnly)) expect(sight, `seed ${seed}`).not.toBe('full')
    }
  }
})

test('a program delivers nothing outside what its account was charged with, and never through a person’s token', () => {
  let [within, outside] = [0, 0]
  for (const { seed, question, facts } of cases(60_000)) {
    const intake = facts.person?.service?.intake
    if (!['take-in', 'write'].includes(question.verb)) continue
    if (facts.person?.service === undefined && question.token === undefined) continue
    const decision = decide(statute, question, facts)
    const takes = facts.act?.takes
    const fits =
      question.verb === 'write'
        ? question.fields.every(
            (id) => intake?.fields.has(id) === true || decision.fields.get(id)?.sight !== 'full',
          )
        : intake !== undefined &&
          takes?.system === intake.system &&
          takes.source === intake.source &&
          takes.channel === intake.channel &&
          takes.fields.every((id) => intake.fields.has(id)) &&
          takes.purposes.every((code) => intake.purposes.has(code))
    if (decision.verdict === 'permit') within += 1
    else outside += 1
    if (!fits || intake === undefined || facts.token !== undefined)
      expect(decision.verdict, `seed ${seed}`).toBe('deny')
  }
  expect(Math.min(within, outside)).toBeGreaterThan(5)
})
