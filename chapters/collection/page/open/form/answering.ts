import type { OpenForm, OpenQuestion } from '../../../wire.ts'

export interface Filled {
  readonly answers: Readonly<Record<string, string>>
  readonly ticks: Readonly<Record<string, boolean>>
  readonly minor: boolean
  readonly guardian: { readonly name: string; readonly relation: string }
  readonly files: Readonly<Record<string, readonly File[]>>
}

export const emptyFilled: Filled = {
  answers: {},
  ticks: {},
  minor: false,
  guardian: { name: '', relation: '' },
  files: {},
}

/** The questions that are asked, given these answers; the server decides the same. */
export function askedNow(form: OpenForm, answers: Filled['answers']): OpenQuestion[] {
  const shown = new Set<string>()
  return form.questions.filter((question) => {
    const rule = question.showIf
    const asked =
      rule === null || (shown.has(rule.question) && rule.is.includes(answers[rule.question] ?? ''))
    if (asked) shown.add(question.id)
    return asked
  })
}

/** What still needs something: key of a text by the id of the question, or `items.general`, `guardian`. */
export function openPlaces(form: OpenForm, filled: Filled): Record<string, string> {
  const found: Record<string, string> = {}
  for (const question of askedNow(form, filled.answers)) {
    const text = (filled.answers[question.id] ?? '').trim()
    const count = filled.files[question.id]?.length ?? 0
    const empty = question.kind === 'file' ? count === 0 : text === ''
    if (question.kind === 'section') continue
    if (question.required && empty)
      found[question.id] = question.choices.length > 0 ? 'collection.open.pick' : 'collection.open.fill'
    else if (!empty && question.sensitive && filled.ticks['sensitive'] !== true)
      found[question.id] = 'collection.open.agree-sensitive'
  }
  if (form.consentNeeded && filled.ticks['general'] !== true) found['items.general'] = 'collection.open.agree'
  if (filled.minor && (filled.guardian.name.trim() === '' || filled.guardian.relation.trim() === ''))
    found['guardian'] = 'collection.open.guardian-needed'
  return found
}

/** Letters and digits that are not mistaken for one another; 100 bits drawn by lot. */
export function newReceipt(): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  return [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => alphabet[byte % 32]!).join('')
}

/** The body that is sent, without answers to questions that are not asked, and the files in their order. */
export function bodyOf(form: OpenForm, filled: Filled, receipt: string, language: 'zh' | 'en') {
  const asked = askedNow(form, filled.answers)
  const answers = Object.fromEntries(
    asked.flatMap((question) => {
      const text = (filled.answers[question.id] ?? '').trim()
      return question.kind === 'field' && text !== '' ? [[question.id, text]] : []
    }),
  )
  const files = asked.flatMap((question) =>
    (question.kind === 'file' ? (filled.files[question.id] ?? []) : []).map((file) => ({ question, file })),
  )
  return {
    body: {
      version: form.version.id,
      hash: form.version.hash,
      notice: { version: form.notice.versionId, hash: form.notice.hash },
      receipt,
      language,
      answers,
      items: form.notice.items.map((item) => ({ item, given: filled.ticks[item] === true })),
      minor: filled.minor,
      guardian: filled.minor ? filled.guardian : null,
      files: files.map(({ question, file }) => ({
        question: question.id,
        name: file.name.slice(0, 200),
        size: file.size,
      })),
    },
    files: files.map(({ file }) => file),
  }
}

const draftDays = 7
const keyOf = (code: string): string => `mifeng.open.form.${code}`

/** A draft on this device, kept only where the customer wished it; gone after a week. */
export function readDraft(code: string): Pick<Filled, 'answers'> | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(code)) ?? 'null') as {
      until: number
      answers: Record<string, string>
    } | null
    if (kept === null) return undefined
    if (kept.until > Date.now()) return { answers: kept.answers }
    localStorage.removeItem(keyOf(code))
  } catch {
    // A draft that cannot be read is none.
  }
  return undefined
}

/** Keeps the answers; ticks, guardian and files are never kept. */
export function keepDraft(code: string, answers: Filled['answers']): void {
  try {
    localStorage.setItem(keyOf(code), JSON.stringify({ until: Date.now() + draftDays * 86_400_000, answers }))
  } catch {
    // A full or forbidden store costs a draft, nothing else.
  }
}

/** Deletes the draft. */
export function forgetDraft(code: string): void {
  try {
    localStorage.removeItem(keyOf(code))
  } catch {
    // Where nothing can be stored nothing is.
  }
}
