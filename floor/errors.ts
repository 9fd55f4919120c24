/**
 * The three ways in which something can go wrong, and what the person is told.
 * - Refusal: the policy said no. It is a value that is returned, never thrown, because its ledger leaf must
 *   commit with the transaction in which it was decided.
 * - Mistake: the input cannot be used. It names the field or row and the remedy. Thrown.
 * - Fault: ours. The reply shows only an incident id; details go to the log, never customer values. Thrown.
 */

/** Stable codes of mistakes; texts in Chinese and English live in doors/web/texts and docs/refusals.md. */
export type MistakeCode = string

export class Mistake extends Error {
  override readonly name = 'Mistake'
  readonly code: MistakeCode
  /** Path of the field in the request, for example `fields.2` or `row 17`; empty when it is the whole request. */
  readonly field: string
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429
  /** Plain values for the text, never customer data. */
  readonly values: Readonly<Record<string, string | number>>
  constructor(
    code: MistakeCode,
    options: {
      field?: string
      status?: Mistake['status']
      values?: Record<string, string | number>
      message?: string
    } = {},
  ) {
    super(options.message ?? code)
    this.code = code
    this.field = options.field ?? ''
    this.status = options.status ?? 422
    this.values = options.values ?? {}
  }
}

export class Fault extends Error {
  override readonly name: string = 'Fault'
}

/** The ledger's state is not known (an append may or may not be durable): stop writing until it is reloaded. */
export class LedgerUncertain extends Fault {
  override readonly name = 'LedgerUncertain'
}

/** This one append cannot be made now; the ledger itself is sound. */
export class LedgerBusy extends Fault {
  override readonly name = 'LedgerBusy'
}

/** A policy refusal, as it travels to the page: which clauses said no, and what would help. */
export interface Refusal {
  readonly refused: true
  /** Clause numbers of POLICY.md, the deciding one first, e.g. `4.2.1`. */
  readonly because: readonly string[]
  /** Facts that were missing or rules that failed; any entry means deny. */
  readonly faults: readonly string[]
  /** What the person may do next; the page turns it into a button. */
  readonly next:
    | 'apply'
    | 'ask-manager'
    | 'sign-pledge'
    | 'change-password'
    | 'enrol-factor'
    | 'step-up'
    | 'wait'
    | 'nothing'
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true
