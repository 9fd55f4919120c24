import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accuracyPage } from '../floor/identifiers/labelled/page.ts'
import {
  measureCells,
  measureColumns,
  measureTexts,
  type Miss,
  precisionOf,
  recallOf,
} from '../floor/identifiers/labelled/measure.ts'

/**
 * `npx tsx tools/accuracy.ts [--misses]`: measures every detector and the recognition of columns on the labelled set
 * and rewrites docs/detectors.md. With `--misses` each example that was recognised otherwise is listed.
 */
const listed = process.argv.includes('--misses')
for (const [name, measure] of [
  ['cells', measureCells],
  ['texts', measureTexts],
  ['columns', measureColumns],
] as const) {
  const misses: string[] = []
  const miss: Miss = ({ expected, got, value }) => misses.push(`  ${expected} -> ${got || '—'}: ${value}`)
  console.log(`\n${name}`)
  for (const [type, score] of measure(miss))
    console.log(
      `  ${type.padEnd(24)} ${String(score.examples).padStart(5)}  P ${precisionOf(score).toFixed(3)}  R ${recallOf(score).toFixed(3)}`,
    )
  console.log(`  ${misses.length} otherwise than labelled`)
  if (listed) console.log(misses.join('\n'))
}
writeFileSync(join(import.meta.dirname, '../docs/detectors.md'), accuracyPage())
