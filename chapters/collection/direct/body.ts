import { createHash } from 'node:crypto'
import { canonical } from '../../../floor/ledger/index.ts'
import type { FormDraft, FormQuestion } from './wire.ts'

/** The hash of a version: SHA-256 over the canonical JSON of its content. */
export const hashOfBody = (body: FormDraft): string =>
  createHash('sha256')
    .update(canonical(JSON.parse(JSON.stringify(body))))
    .digest('hex')

/**
 * The questions that are asked, in their order, given these answers: a question under a condition is asked when the one
 * it depends on is itself asked and was answered by one of the values.
 */
export function askedQuestions(
  questions: readonly FormQuestion[],
  answers: Readonly<Record<string, string>>,
): readonly FormQuestion[] {
  const shown = new Set<string>()
  return questions.filter((question) => {
    const rule = question.showIf
    const asked =
      rule === undefined || (shown.has(rule.question) && rule.is.includes(answers[rule.question] ?? ''))
    if (asked) shown.add(question.id)
    return asked
  })
}
