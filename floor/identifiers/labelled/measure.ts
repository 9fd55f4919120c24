import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recogniseColumn } from '../columns.ts'
import { detectors } from '../detectors.ts'
import { scanText } from '../scan.ts'

/** How well something is recognised, counted over labelled examples. */
export interface Score {
  /** Examples that are of this type. */
  readonly examples: number
  readonly found: number
  /** Said to be of this type and are not. */
  readonly wrong: number
}

export type Scores = ReadonlyMap<string, Score>

/** Share of what was said that is right, 0–1; 1 when nothing was said. */
export const precisionOf = ({ found, wrong }: Score): number =>
  found + wrong === 0 ? 1 : found / (found + wrong)
/** Share of what there is that was found, 0–1. */
export const recallOf = ({ examples, found }: Score): number => (examples === 0 ? 1 : found / examples)

const lines = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))

class Tally {
  readonly #scores = new Map<string, { examples: number; found: number; wrong: number }>()
  of(type: string): { examples: number; found: number; wrong: number } {
    const score = this.#scores.get(type) ?? { examples: 0, found: 0, wrong: 0 }
    this.#scores.set(type, score)
    return score
  }
  get sorted(): Scores {
    return new Map([...this.#scores].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** Something that was recognised otherwise than it is labelled, for whoever improves a detector. */
export type Miss = (what: { readonly expected: string; readonly got: string; readonly value: string }) => void

/** The day on which the labels hold: birth dates after it are no birth dates. */
export const labelledOn = '20261124'

/**
 * Single values, each asked of every detector that needs no context. A value that several types share (an address and
 * its region) counts for the labelled one; another strong match counts against the other type.
 */
export function measureCells(miss: Miss = () => undefined): Scores {
  const tally = new Tally()
  const alone = detectors.filter((one) => !one.needsContext || one.type === 'bank-card')
  for (const line of lines('cells.tsv')) {
    const [expected, value] = line.split('\t') as [string, string]
    const known = alone.some((one) => one.type === expected)
    if (known) tally.of(expected).examples += 1
    for (const { type, check } of alone) {
      // Column-level types are told apart by their columns.
      if (type === 'phone' || (type === 'region' && expected === 'address')) continue
      const match = check(value, { today: labelledOn })
      if (match === undefined) {
        if (type === expected) miss({ expected, got: '', value })
      } else if (type === expected) tally.of(type).found += 1
      else if (match.strength !== 'weak') {
        tally.of(type).wrong += 1
        miss({ expected, got: type, value })
      }
    }
  }
  return tally.sorted
}

const marked = /⟦([a-z-]+)\|([^⟧]*)⟧/g

/** Identifiers within texts; found means the same type over the same place. Words of trade secrets are no part of it. */
export function measureTexts(miss: Miss = () => undefined): Scores {
  const tally = new Tally()
  for (const line of lines('texts.tsv')) {
    const wanted: { type: string; start: number; end: number; value: string }[] = []
    let text = ''
    let from = 0
    for (const { index, 0: whole, 1: type, 2: value } of line.matchAll(marked)) {
      text += line.slice(from, index)
      wanted.push({ type: type!, start: text.length, end: text.length + value!.length, value: value! })
      text += value!
      from = index + whole.length
    }
    text += line.slice(from)
    const findings = scanText(text).filter((one) => measured.has(one.type))
    const matched = new Set<unknown>()
    for (const { type, start, end, value } of wanted) {
      tally.of(type).examples += 1
      const hit = findings.find((one) => one.type === type && one.start < end && one.end > start)
      if (hit !== undefined) {
        tally.of(type).found += 1
        matched.add(hit)
      } else miss({ expected: type, got: '', value: text.replace(value, `⟦${value}⟧`) })
    }
    for (const one of findings) {
      if (matched.has(one)) continue
      tally.of(one.type).wrong += 1
      miss({ expected: 'none', got: one.type, value: `${text} [${text.slice(one.start, one.end)}]` })
    }
  }
  return tally.sorted
}

const measured: ReadonlySet<string> = new Set([
  'mobile', 'landline', 'id-card', 'residence-permit', 'foreign-permanent-card', 'passport', 'home-return-permit',
  'taiwan-permit', 'exit-permit', 'uscc', 'organisation-code', 'business-licence', 'bank-card', 'bank-account', 'email',
  'wechat', 'qq', 'plate', 'address', 'company-name', 'person-name', 'ip', 'mac', 'imei',
]) // prettier-ignore

/** Whole columns by heading and content. */
export function measureColumns(miss: Miss = () => undefined): Scores {
  const tally = new Tally()
  for (const line of lines('columns.tsv')) {
    const [expected, header, cells] = line.split('\t') as [string, string, string]
    tally.of(expected).examples += 1
    const { type } = recogniseColumn({ header, samples: cells.split('¦') })
    if (type === expected) tally.of(expected).found += 1
    else {
      tally.of(type).wrong += 1
      miss({ expected, got: type, value: `${header}: ${cells.slice(0, 60)}` })
    }
  }
  return tally.sorted
}

/** Examples in all, for the page. */
export const labelledCounts = (): { cells: number; texts: number; columns: number } => ({
  cells: lines('cells.tsv').length,
  texts: lines('texts.tsv').length,
  columns: lines('columns.tsv').length,
})
