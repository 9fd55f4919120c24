/** A sentence in both languages, as the server sends it. */
export interface BothTexts {
  zh: string
  en: string
}

/** The policy said no (HTTP 403). */
export interface RefusalReply {
  refused: true
  /** Clauses of the rule book, the deciding one first. */
  because: ({ number: string } & BothTexts)[]
  faults: string[]
  /** One of `apply`, `ask-manager`, `sign-pledge`, `change-password`, `enrol-factor`, `step-up`, `wait`, `nothing`. */
  next: string
  text: BothTexts
}

/** The input cannot be used (HTTP 4xx); `field` is the path of the field in the request, or empty. */
export interface MistakeReply {
  code: string
  field: string
  values: Record<string, string | number>
  text: BothTexts
  /** Nothing that was typed is wrong: it is not there (404), or cannot be done as things stand (409). */
  because?: 'missing' | 'not-now'
}

/** Everything that can be wrong with a reply; the page shows it with `ProblemNotice`. */
export type Problem =
  | { kind: 'refusal'; refusal: RefusalReply }
  | { kind: 'mistake'; mistake: MistakeReply }
  | { kind: 'fault'; id: string }
  | { kind: 'signed-out' }
  | { kind: 'offline' }

/** Thrown by every function of `api.ts`; carries no customer value. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.kind)
    this.problem = problem
  }
}

/** The problem in anything caught: what is not an ApiError counts as our fault. */
export const problemOf = (error: unknown): Problem =>
  error instanceof ApiError ? error.problem : { kind: 'fault', id: '' }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const word = (value: unknown, otherwise = ''): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise

const both = (value: unknown, otherwise: string): BothTexts =>
  isRecord(value) && typeof value['zh'] === 'string' && typeof value['en'] === 'string'
    ? { zh: value['zh'], en: value['en'] }
    : typeof value === 'string'
      ? { zh: value, en: value }
      : { zh: otherwise, en: otherwise }

const clausesOf = (value: unknown): RefusalReply['because'] =>
  Array.isArray(value)
    ? value.map((clause: unknown) =>
        isRecord(clause)
          ? { number: word(clause['number']), ...both(clause, '') }
          : { number: String(clause), zh: '', en: '' },
      )
    : []

/**
 * Reads an error reply of the server.
 * @param status HTTP status
 * @param body parsed JSON, or anything else when the reply was not ours
 */
export function problemFromReply(status: number, body: unknown): Problem {
  if (status === 401) return { kind: 'signed-out' }
  if (isRecord(body) && body['refused'] === true) {
    const faults = Array.isArray(body['faults']) ? body['faults'].map(String) : []
    const because = clausesOf(body['because'])
    const refusal = { refused: true as const, because, faults, next: word(body['next'], 'nothing') }
    const first = because[0]
    const text = both(body['text'], '')
    return { kind: 'refusal', refusal: { ...refusal, text: text.zh === '' && first ? first : text } }
  }
  const mistake = isRecord(body) ? body['mistake'] : undefined
  if (isRecord(mistake)) {
    const code = word(mistake['code'])
    const values = isRecord(mistake['values']) ? (mistake['values'] as MistakeReply['values']) : {}
    const field = word(mistake['field'])
    const because = status === 404 ? 'missing' : status === 409 ? 'not-now' : undefined
    return {
      kind: 'mistake',
      mistake: {
        code,
        field,
        values,
        text: both(mistake['text'], code),
        ...(because === undefined ? {} : { because }),
      },
    }
  }
  const fault = isRecord(body) ? body['fault'] : undefined
  return { kind: 'fault', id: isRecord(fault) ? word(fault['id']) : '' }
}
