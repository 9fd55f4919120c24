import type { Reader, Writer } from '../../../../floor/database/index.ts'

type Both = { readonly zh: string; readonly en: string }

/** One right that somebody holds, as the quarterly review sees it. Ids, codes and numbers, no customer's data. */
export interface RightHeld {
  readonly personId: string
  /** Names this right among those of its kind; it changes when the right becomes another one. */
  readonly reference: string
  readonly title: Both
  /** Since when it is held and who gave it; null = not known. */
  readonly since: Date | null
  readonly givenBy: string | null
  /** From when disuse is counted where `since` is not known. */
  readonly countsFrom?: Date
  /** Set when the right is one of the three administrators' own offices. */
  readonly office?: string
  /** Verbs that, once permitted, count as using it. */
  readonly verbs: readonly string[]
  /** Counts only uses under this grant. */
  readonly grant?: string
  /** A use that the chapter itself knows of. */
  readonly usedAt?: Date | null
}

/** What a kind of thing that people hold (desk/holdings.ts) tells the quarterly review about the rights in it. */
export interface Reviewed {
  /** Rights of these people that are in force or to come, of everybody when none are named: a few statements, not one per person. */
  list(r: Reader, personIds: readonly string[] | undefined): Promise<readonly RightHeld[]>
  /**
   * Ends one right under the guards that hold elsewhere, and announces it. The person is locked already.
   * @returns false when it is not there any more as it was listed
   * @throws Mistake when it has to stay, e.g. `people.last-holder`
   */
  remove(
    w: Writer,
    right: { readonly personId: string; readonly reference: string },
    by: string,
  ): Promise<boolean>
}

/** Asks when somebody last did one of these acts, or used this grant, at or after `since`. */
export interface UseAsked {
  readonly personId: string
  readonly verbs: readonly string[]
  readonly grant: string | null
  readonly since: Date
}

/** Tells from the record of use when rights were last used; whoever keeps that record gives it to this chapter. */
export interface UseMeter {
  /** Afterwards everything recorded up to now counts. */
  settle(): Promise<void>
  /** In the order asked; undefined = not used since. */
  lastUses(r: Reader, asked: readonly UseAsked[]): Promise<readonly (Date | undefined)[]>
}

/** Puts a notice on people's desks, in that transaction. */
export type Notify = (
  w: Writer,
  personIds: readonly string[],
  kind: string,
  o: { readonly link: string; readonly values: Readonly<Record<string, string | number>> },
) => Promise<void>

/** What other chapters give to the review. */
export interface ReviewSupport {
  readonly meter: UseMeter
  readonly notify: Notify
}

/** Until other chapters give something: nothing counts as used, and nobody is told. */
export const noSupport = (): ReviewSupport => ({
  meter: {
    settle: () => Promise.resolve(),
    lastUses: (_r, asked) => Promise.resolve(asked.map(() => undefined)),
  },
  notify: () => Promise.resolve(),
})
