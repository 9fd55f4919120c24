export interface Both {
  readonly zh: string
  readonly en: string
}

/** Anything but success: `status` 0 = no answer came at all. */
export class MifengError extends Error {
  override readonly name: string = 'MifengError'
  readonly status: number
  /** Stable code, e.g. `collection.not-needed`, `refused`, `fault`. */
  readonly code: string
  /** What to do next, in Chinese and English. */
  readonly remedy: Both
  constructor(status: number, code: string, remedy: Both) {
    super(`${code}: ${remedy.en}`)
    this.status = status
    this.code = code
    this.remedy = remedy
  }
}

/** The content cannot be used as it is: `field` says where. Sending it again unchanged does not help. */
export class MifengMistake extends MifengError {
  override readonly name = 'MifengMistake'
  readonly field: string
  constructor(status: number, code: string, remedy: Both, field: string) {
    super(status, code, remedy)
    this.field = field
  }
}

/** The rule book says no; `because` holds the numbers of its clauses. */
export class MifengRefusal extends MifengError {
  override readonly name = 'MifengRefusal'
  readonly because: readonly string[]
  constructor(remedy: Both, because: readonly string[]) {
    super(403, 'refused', remedy)
    this.because = because
  }
}

interface Answered {
  readonly mistake?: { readonly code: string; readonly field: string; readonly text: Both }
  readonly refused?: boolean
  readonly because?: readonly { readonly number: string }[]
  readonly text?: Both
  readonly fault?: { readonly id: string; readonly reason: string }
}

/** The error that stands in a reply; a reply of something between (a proxy) is told by its status alone. */
export async function errorOf(response: Response): Promise<MifengError> {
  const answered = (await response.json().catch(() => ({}))) as Answered
  const { mistake, fault } = answered
  if (mistake !== undefined)
    return new MifengMistake(response.status, mistake.code, mistake.text, mistake.field)
  if (answered.refused === true)
    return new MifengRefusal(
      answered.text ?? { zh: '', en: '' },
      (answered.because ?? []).map((one) => one.number),
    )
  const id = fault === undefined ? '' : ` (${fault.id})`
  return new MifengError(response.status, fault === undefined ? 'http' : 'fault', {
    zh: `服务器未能处理（${response.status}）${id}，请稍后重试。`,
    en: `The server did not handle it (${response.status})${id}; try again later.`,
  })
}
