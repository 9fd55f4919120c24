import {
  actVerbs,
  type Clause,
  dataVerbs,
  type Facts,
  type FieldFacts,
  forbidAll,
  forbidFull,
  type IntakeLimits,
  type LimitFacts,
  need,
  type PersonFacts,
  type Question,
  type Ruling,
  silent,
  type TakesFacts,
} from '../../../gate/index.ts'

/**
 * All that a program may ever be allowed with what is on file: it looks things up. It decides nothing and takes nothing
 * out; a service account may besides deliver what it was charged with delivering.
 */
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
    const ruling = service === undefined ? silent : ofAccount(service, question, facts, field)
    if (token === undefined || ruling === forbidAll) return ruling
    const narrower = within(token, question, field)
    return narrower === silent ? ruling : narrower
  },
}

const delivers: readonly string[] = ['take-in', 'write']

function ofAccount(
  service: NonNullable<PersonFacts['service']>,
  question: Question,
  facts: Facts,
  field: FieldFacts | undefined,
): Ruling {
  if (!delivers.includes(question.verb)) return within(service, question, field)
  const { intake } = service
  if (intake === undefined) return forbidAll
  if (question.verb === 'write') return intake.fields.has(need(field, 'field').id) ? silent : forbidAll
  return delivered(intake, need(facts.act?.takes, 'takes')) ? silent : forbidAll
}

const delivered = (limits: IntakeLimits, takes: TakesFacts): boolean =>
  takes.system === limits.system &&
  takes.source === limits.source &&
  takes.channel === limits.channel &&
  takes.fields.every((id) => limits.fields.has(id)) &&
  takes.purposes.every((code) => limits.purposes.has(code))

function within(limits: LimitFacts, question: Question, field: FieldFacts | undefined): Ruling {
  if (!programVerbs.includes(question.verb) || !limits.verbs.has(question.verb)) return forbidAll
  if (question.purpose !== undefined && limits.purpose !== undefined && question.purpose !== limits.purpose)
    return forbidAll
  if (!limits.fields.has(need(field, 'field').id)) return forbidAll
  return limits.maskedOnly ? forbidFull : silent
}
