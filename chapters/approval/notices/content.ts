import type { Json } from '../types.ts'

/**
 * What may leave the program about a notice: the form's number and code, counts and a link, each only in its own shape.
 * Whoever writes a notice may put more into it by mistake; whatever does not fit here stays inside. That is the rule
 * "no customer data in any notice" as code, and it does not trust the writer.
 */
export interface Content {
  readonly number: string
  /** Code of a registered form. */
  readonly form: string
  readonly counts: Readonly<Record<string, number>>
  /** Path within the program. */
  readonly link: string
}

const formNumber = /^[A-Z]{1,6}-\d{4}-\d{4,8}$/
const formCode = /^[a-z][a-z-]{0,39}$/
const path =
  /^\/(?:[a-z-]{1,30}(?:\/[a-z-]{1,30}){0,2}(?:\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?)?$/
const countNames = ['count', 'days', 'open', 'due', 'ending'] as const
/** More than anybody counts in a notice, and fewer digits than anything that identifies somebody. */
const largestCount = 99_999

const fitting = (value: unknown, shape: RegExp): string =>
  typeof value === 'string' && shape.test(value) ? value : ''

/** The part of a notice that may leave. */
export function contentOf(notice: {
  readonly link: string
  readonly values: Readonly<Record<string, unknown>>
}): Content {
  const counts: Record<string, number> = {}
  for (const name of countNames) {
    const value = notice.values[name]
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largestCount)
      counts[name] = value
  }
  return {
    number: fitting(notice.values['number'], formNumber),
    form: fitting(notice.values['form'], formCode),
    counts,
    link: fitting(notice.link, path),
  }
}

/** A stored content as it was written; it is checked again, since a table may be changed by hand. */
export function storedContent(stored: Json): Content {
  const { number, form, counts, link } = (stored ?? {}) as unknown as Partial<Content>
  return contentOf({ link: link ?? '', values: { ...counts, number, form } })
}
