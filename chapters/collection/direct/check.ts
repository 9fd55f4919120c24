import type { Catalogue } from '../../custody/index.ts'
import { legalBases } from '../clauses/p2_1_1_legal_basis.ts'
import type { PurposeAsked } from '../intake/take-in/types.ts'
import type { NoticeInForce } from './context.ts'
import type { FormDraft, FormProblem, FormQuestion } from './wire.ts'

/** What a draft is measured against. */
export interface Measure {
  readonly catalogue: Catalogue
  readonly purposes: readonly PurposeAsked[]
  readonly unneeded: (fields: Iterable<number>, purposes: readonly PurposeAsked[]) => readonly number[]
  readonly notice: NoticeInForce | undefined
  readonly sourceOpen: boolean
  /** The responsible person is active and charged with collecting. */
  readonly responsibleCollects: boolean
}

const bases: ReadonlySet<string> = new Set(legalBases)
const problem = (field: string, code: string, values: Record<string, string> = {}): FormProblem => ({
  field,
  code,
  values,
})

/** The purposes a draft names, as they are on the register. */
export const purposesOf = (
  draft: Pick<FormDraft, 'purposes'>,
  register: readonly PurposeAsked[],
): PurposeAsked[] => register.filter((purpose) => purpose.open && draft.purposes.includes(purpose.code))

/** Ids of the catalogue's fields that a form asks for, retired and unknown ones left out. */
export const fieldsOf = (questions: readonly FormQuestion[], catalogue: Catalogue): number[] =>
  questions.flatMap((question) => {
    const field = question.kind === 'field' ? catalogue.byCode.get(question.field) : undefined
    return field === undefined || field.retired ? [] : [field.id]
  })

/** Fields that none of the form's purposes needs (2.1.2); without purposes every field is one too many. */
export function needless(
  draft: FormDraft,
  m: Pick<Measure, 'catalogue' | 'purposes' | 'unneeded'>,
): number[] {
  const chosen = purposesOf(draft, m.purposes)
  const fields = fieldsOf(draft.questions, m.catalogue)
  return chosen.length === 0 ? fields : [...m.unneeded(fields, chosen)]
}

/** Everything that keeps a draft from being published, each with its place; none = it may be. */
export function problemsOf(draft: FormDraft, m: Measure): FormProblem[] {
  return [...headProblems(draft, m), ...questionProblems(draft, m), ...needlessProblems(draft, m)]
}

function headProblems(draft: FormDraft, m: Measure): FormProblem[] {
  const found: FormProblem[] = []
  const chosen = purposesOf(draft, m.purposes)
  if (draft.title.zh === '') found.push(problem('title', 'title'))
  if (draft.purposes.length === 0) found.push(problem('purposes', 'purposes'))
  else if (chosen.length !== draft.purposes.length) found.push(problem('purposes', 'purpose-closed'))
  if (!bases.has(draft.legalBasis)) found.push(problem('legalBasis', 'legal-basis'))
  if (m.notice === undefined) found.push(problem('notice', 'notice'))
  if (!m.sourceOpen) found.push(problem('source', 'source'))
  if (!m.responsibleCollects) found.push(problem('responsible', 'responsible'))
  if (draft.startsAt !== null && draft.endsAt !== null && draft.startsAt >= draft.endsAt)
    found.push(problem('endsAt', 'period'))
  return found
}

function questionProblems(draft: FormDraft, m: Measure): FormProblem[] {
  const { questions } = draft
  const found: FormProblem[] = []
  const seen = new Map<string, FormQuestion>()
  const fields = new Set<string>()
  for (const [at, question] of questions.entries()) {
    const place = `questions.${at}`
    if (seen.has(question.id)) found.push(problem(place, 'same-id'))
    const rule = question.showIf
    const on = rule === undefined ? undefined : seen.get(rule.question)
    const values = on?.kind === 'field' ? on.choices.map((choice) => choice.value) : []
    if (rule !== undefined && (values.length === 0 || rule.is.some((value) => !values.includes(value))))
      found.push(problem(place, 'condition'))
    if (question.kind === 'field') {
      found.push(...fieldProblems(question, place, draft, m))
      if (fields.has(question.field)) found.push(problem(place, 'same-field'))
      fields.add(question.field)
    } else if (question.label.zh === '') found.push(problem(place, 'label'))
    seen.set(question.id, question)
  }
  const name = draft.kind === 'person' ? 'person-name' : 'company-name'
  const named = questions.some(
    (one) => one.kind === 'field' && one.field === name && one.required && one.showIf === undefined,
  )
  if (!named) found.push(problem('questions', 'name'))
  return found
}

function fieldProblems(
  question: Extract<FormQuestion, { kind: 'field' }>,
  place: string,
  draft: FormDraft,
  m: Measure,
): FormProblem[] {
  const field = m.catalogue.byCode.get(question.field)
  if (field === undefined || field.retired) return [problem(place, 'field')]
  const words = { zh: field.zh, en: field.en }
  const found: FormProblem[] = []
  if (field.appliesTo !== 'both' && field.appliesTo !== draft.kind) found.push(problem(place, 'kind', words))
  if (field.sensitive && m.notice !== undefined && !m.notice.items.includes('sensitive'))
    found.push(problem(place, 'sensitive', words))
  if (new Set(question.choices.map((choice) => choice.value)).size !== question.choices.length)
    found.push(problem(place, 'choices', words))
  return found
}

const needlessProblems = (draft: FormDraft, m: Measure): FormProblem[] =>
  needless(draft, m).map((id) => {
    const field = m.catalogue.fields.get(id)!
    const at = draft.questions.findIndex((one) => one.kind === 'field' && one.field === field.code)
    return problem(`questions.${at}`, 'needless', { zh: field.zh, en: field.en })
  })
