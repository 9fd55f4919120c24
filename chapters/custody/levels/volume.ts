/** What the company set for volume: from how many customers a level counts as the next one. */
export type RisesAt = ReadonlyMap<number, number | null>

export interface Collected {
  /** The level that the collection as a whole counts as. */
  readonly level: number
  /** Set when the volume raised it. */
  readonly raised?: {
    /** The level whose number was reached. */
    readonly from: number
    readonly customers: number
    readonly at: number
  }
}

/**
 * The level of a collection (an import, an export, a list, a batch): that of its highest part, or the one above a level
 * of which it holds as many customers as the company set. It rises by one level, never further than the highest one.
 * @param counts how many customers are held at each level or above
 */
export function collectionLevel(
  content: number,
  counts: (level: number) => number,
  risesAt: RisesAt,
): Collected {
  const ranks = [...risesAt.keys()].sort((a, b) => a - b)
  let best: Collected = { level: content }
  for (const [i, rank] of ranks.entries()) {
    const next = ranks[i + 1]
    const at = risesAt.get(rank)
    if (next === undefined || at === null || at === undefined || rank > content) continue
    const customers = counts(rank)
    if (customers >= at && next > best.level) best = { level: next, raised: { from: rank, customers, at } }
  }
  return best
}

/** The highest step reached that an earlier count had not; undefined when none is new. */
export function alarmAt(before: number, after: number, steps: readonly number[]): number | undefined {
  return steps.filter((step) => before < step && after >= step).sort((a, b) => b - a)[0]
}
