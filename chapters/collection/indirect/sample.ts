import { createHash } from 'node:crypto'

/**
 * Sample sizes by size of the lot: ISO 2859-1:1999 (GB/T 2828.1), general inspection level II, single sampling. From the
 * first column on (files in the batch), so many are looked at; smaller batches are looked at whole.
 */
const table: readonly (readonly [from: number, size: number])[] = [
  [2, 2], [9, 3], [16, 5], [26, 8], [51, 13], [91, 20], [151, 32], [281, 50], [501, 80], [1201, 125], [3201, 200],
  [10_001, 315], [35_001, 500], [150_001, 800], [500_001, 1250],
] // prettier-ignore

export interface SamplePlan {
  readonly size: number
  /** More bad files than this, and the batch cannot be released. */
  readonly mostBad: number
}

/** How many files of a batch are looked at, and how many of them may be bad. A company may look at more, never at fewer. */
export function samplePlan(
  files: number,
  rule: { readonly sampleLeast: number; readonly badPermille: number },
): SamplePlan {
  const byTable = table.findLast(([from]) => files >= from)?.[1] ?? 1
  const size = Math.min(files, Math.max(byTable, rule.sampleLeast))
  return { size, mostBad: Math.floor((size * rule.badPermille) / 1000) }
}

/** The order in which files are drawn by a seed: whoever has the seed and the ids draws the same sample again. */
export const drawKey = (seed: string, customerId: string): string =>
  createHash('sha256').update(seed).update(customerId).digest('hex')
