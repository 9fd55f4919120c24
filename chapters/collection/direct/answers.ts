import { Mistake } from '../../../floor/errors.ts'
import type { Catalogue } from '../../custody/index.ts'
import { askedQuestions } from './body.ts'
import type { NoticeInForce } from './context.ts'
import type { FormDraft, FormQuestion, SubmitBody } from './wire.ts'

type FieldQuestion = Extract<FormQuestion, { kind: 'field' }>

/** What a customer gave, after everything that can be said without looking at anybody's file. */
export interface Given {
  /** Text by field id. */
  readonly values: ReadonlyMap<number, string>
  /** The questions behind it. */
  readonly questions: readonly FormQuestion[]
}

const fault = (question: string, code: string, label?: { zh: string; en: string }): Mistake =>
  new Mistake(code, {
    field: question === '' ? '' : `answers.${question}`,
    ...(label === undefined ? {} : { values: { zh: label.zh, en: label.en || label.zh } }),
  })

const labelOf = (question: FormQuestion, catalogue: Catalogue): { zh: string; en: string } => {
  const field = question.kind === 'field' ? catalogue.byCode.get(question.field) : undefined
  return {
    zh: question.label.zh || (field?.zh ?? question.id),
    en: question.label.en || (field?.en ?? question.id),
  }
}

/**
 * Holds the answers against the very version that was shown: nothing that was not asked, nothing that was hidden,
 * nothing compulsory missing. @throws Mistake naming `answers.<question>`, never a value
 */
export function givenAnswers(
  draft: FormDraft,
  body: Pick<SubmitBody, 'answers' | 'files'>,
  catalogue: Catalogue,
): Given {
  const asked = askedQuestions(draft.questions, body.answers)
  const byId = new Map(asked.map((question) => [question.id, question]))
  const known = new Set(draft.questions.map((question) => question.id))
  for (const id of [...Object.keys(body.answers), ...body.files.map((file) => file.question)]) {
    if (!known.has(id)) throw fault('', 'form.unknown-answer')
    if (!byId.has(id)) throw fault(id, 'form.hidden-answer')
  }
  const values = new Map<number, string>()
  const questions: FormQuestion[] = []
  for (const question of asked) {
    const label = labelOf(question, catalogue)
    const count = body.files.filter((file) => file.question === question.id).length
    const text = (body.answers[question.id] ?? '').trim()
    if (question.kind !== 'field') {
      if (text !== '') throw fault('', 'form.unknown-answer')
      if (question.kind === 'section') continue
      if (question.required && count === 0) throw fault(question.id, 'form.required', label)
      if (count > question.most) throw fault(question.id, 'form.too-many-files', label)
      if (count > 0) questions.push(question)
      continue
    }
    if (count > 0) throw fault('', 'form.unknown-answer')
    if (text === '') {
      if (question.required) throw fault(question.id, 'form.required', label)
      continue
    }
    values.set(fieldIdOf(question, text, catalogue, label), text)
    questions.push(question)
  }
  return { values, questions }
}

function fieldIdOf(
  question: FieldQuestion,
  text: string,
  catalogue: Catalogue,
  label: { zh: string; en: string },
): number {
  const field = catalogue.byCode.get(question.field)
  // Retired since the form was published: nobody can answer it any more, and the form has to be published anew.
  if (field === undefined || field.retired) throw fault(question.id, 'form.field-gone', label)
  if (question.choices.length > 0 && !question.choices.some((choice) => choice.value === text))
    throw fault(question.id, 'form.choice', label)
  return field.id
}

/**
 * Every box of the notice answered once, and those agreed to without which nothing may be taken in.
 * @throws Mistake `form.consent-boxes`, `form.consent-needed`, `form.sensitive`, `form.guardian`
 */
export function checkConsent(
  body: Pick<SubmitBody, 'items' | 'minor' | 'guardian'>,
  given: Given,
  o: { readonly notice: NoticeInForce; readonly catalogue: Catalogue; readonly needed: boolean },
): void {
  const boxes = body.items.map((one) => one.item)
  const whole = boxes.length === o.notice.items.length && o.notice.items.every((item) => boxes.includes(item))
  if (!whole || new Set(boxes).size !== boxes.length)
    throw new Mistake('form.consent-boxes', { field: 'items' })
  const agreed = (item: string): boolean => body.items.some((one) => one.item === item && one.given)
  if (o.needed && !agreed('general')) throw new Mistake('form.consent-needed', { field: 'items.general' })
  if (body.minor && body.guardian === null) throw new Mistake('form.guardian', { field: 'guardian' })
  for (const question of given.questions) {
    const field = question.kind === 'field' ? o.catalogue.byCode.get(question.field) : undefined
    if (field?.sensitive === true && !agreed('sensitive'))
      throw fault(question.id, 'form.sensitive', labelOf(question, o.catalogue))
  }
}
