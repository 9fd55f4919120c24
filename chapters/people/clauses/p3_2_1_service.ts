import {
  actVerbs,
  type Clause,
  dataVerbs,
  type FieldFacts,
  forbidAll,
  forbidFull,
  type LimitFacts,
  need,
  type Question,
  type Ruling,
  silent,
} from '../../../gate/index.ts'

/** All that a program may ever be allowed: it looks things up. It decides nothing, files nothing, takes nothing out. */
export const programVerbs: readonly string[] = ['list', 'search', 'read']

/**
 * 3.2.1: a service account, and a person's own token, see the fields and do the acts that were set for them, for the
 * purpose they were set up for, and nothing else of what their owner may.
 */
export const p3_2_1_service: Clause = {
  number: '3.2.1',
  name: 'program-within-its-limits',
  verbs: [...dataVerbs, ...actVerbs],
  judge: (question, facts, field) => {
    const { service } = need(facts.person, 'person')
    // Whoever asks through a token has limits, the account's or the token's: a desk that forgot them gets nothing.
    const token =
      question.token === undefined || service !== undefined ? facts.token : need(facts.token, 'token')
    const ruling = service === undefined ? silent : within(service, question, field)
    if (token === undefined || ruling === forbidAll) return ruling
    const narrower = within(token, question, field)
    return narrower === silent ? ruling : narrower
  },
}

function within(limits: LimitFacts, question: Question, field: FieldFacts | undefined): Ruling {
  if (!programVerbs.includes(question.verb) || !limits.verbs.has(question.verb)) return forbidAll
  if (question.purpose !== undefined && limits.purpose !== undefined && question.purpose !== limits.purpose)
    return forbidAll
  if (!limits.fields.has(need(field, 'field').id)) return forbidAll
  return limits.maskedOnly ? forbidFull : silent
}
