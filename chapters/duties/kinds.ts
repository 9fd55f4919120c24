/** A kind of thing that somebody owes by a day. Chapters say at the start which kinds they have. */
export interface DutyKind {
  /** Word with dots, e.g. `tidying.overdue`; stands in the ledger and in addresses. */
  readonly code: string
  /** Number of the clause of POLICY.md that asks for it. */
  readonly clause: string
  readonly name: { readonly zh: string; readonly en: string }
  /** Working days before the due day on which the owner is reminded, e.g. `[5, 1]`. */
  readonly remindDaysBefore: readonly number[]
  /** Working days after the due moment at which it goes up. */
  readonly escalateAfterDays: number
  /** `manager` = the owner's manager or head; else the code of a role. */
  readonly escalateTo: string
}

export interface NewDuty {
  readonly kind: string
  /** Id or code of what it is about: never a name, a value or a number of a customer. */
  readonly subject: string
  readonly ownerId: string
  readonly dueAt: Date
  /** Page where it is done. */
  readonly link: string
  /** Counts and codes for the words on the page. */
  readonly values?: Readonly<Record<string, string | number>>
}

/** How a duty was met: by whom, and the id of what proves it. */
export interface Settled {
  readonly by?: string
  readonly evidence?: string
}

/** Kinds by code. */
export type DutyKinds = Map<string, DutyKind>

/**
 * Adds a kind.
 * @throws RangeError when there is one of this code, or its days are no days
 */
export function addKind(kinds: DutyKinds, kind: DutyKind): void {
  if (kinds.has(kind.code)) throw new RangeError(`two kinds of duty are called ${kind.code}`)
  const days = [...kind.remindDaysBefore, kind.escalateAfterDays]
  if (days.some((day) => !Number.isInteger(day) || day < 0 || day > 250))
    throw new RangeError(`${kind.code}: days are whole and between 0 and 250`)
  kinds.set(kind.code, kind)
}

/** @throws RangeError when no chapter has said that there is such a kind */
export function kindOf(kinds: DutyKinds, code: string): DutyKind {
  const kind = kinds.get(code)
  if (kind === undefined) throw new RangeError(`no kind of duty is called ${code}`)
  return kind
}
