import type { Barred } from '../../../gate/index.ts'
import type { ConsentItem, ConsentState } from '../wire/consent.ts'

/** One consent as far as it decides what is barred. Moments in milliseconds since the epoch. */
export interface Given {
  readonly id: string
  readonly at: number
  readonly items: readonly { readonly item: ConsentItem; readonly given: boolean }[]
  /** Purposes that were agreed to, of those that rest on consent. */
  readonly purposes: readonly string[]
  /** All purposes of the notice that rest on consent, and those among its purposes that are marketing. */
  readonly asked: readonly string[]
  readonly marketing: readonly string[]
  readonly expiresAt?: number
}
/** One withdrawal, refusal or restriction. */
export interface Ended {
  readonly id: string
  readonly at: number
  readonly keys: readonly string[]
  /** From when they are barred; the moment of the withdrawal unless it says a later one. */
  readonly from: number
}

interface Spoken {
  readonly at: number
  /** Undefined: free. */
  readonly from: number | undefined
}

/**
 * What a customer's history bars: for each key the last word counts, by the moment at which it was spoken and not by the
 * moment at which somebody filed it. So a paper of last year that is found today lifts no withdrawal of last month. Of a
 * withdrawal and a consent of the same moment the withdrawal counts.
 */
export function barsOf(consents: readonly Given[], ends: readonly Ended[]): Record<string, number> {
  const last = new Map<string, Spoken>()
  const say = (key: string, at: number, from: number | undefined, stronger: boolean): void => {
    const before = last.get(key)
    if (before === undefined || at > before.at || (at === before.at && stronger)) last.set(key, { at, from })
  }
  for (const one of consents.toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id)))
    for (const { item, given } of one.items)
      for (const key of keysOf(one, item)) {
        const agreed = given && (item !== 'general' || one.purposes.includes(key))
        say(key, one.at, agreed ? one.expiresAt : one.at, true)
      }
  for (const one of ends) for (const key of one.keys) say(key, one.at, one.from, true)
  const barred: Record<string, number> = {}
  for (const key of [...last.keys()].toSorted()) {
    const { from } = last.get(key)!
    if (from !== undefined) barred[key] = from
  }
  return barred
}

/** What an answer to one box opens or bars. */
const keysOf = (one: Given, item: ConsentItem): readonly string[] => {
  if (item === 'general') return one.asked
  return item === 'marketing' ? ['marketing', ...one.marketing] : [item]
}

/**
 * How a customer stands: by the latest consent, and whether what it gave is still open. Undefined: nothing is on record.
 */
export function stateOf(
  consents: readonly Given[],
  barred: Barred,
  ends: readonly Ended[],
  at: number,
): Exclude<ConsentState, 'missing' | 'not-needed'> | undefined {
  const latest = consents.toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id)).at(-1)
  if (latest === undefined) return ends.length > 0 ? 'refused' : undefined
  const given = latest.items.filter((one) => one.given).flatMap(({ item }) => givenKeys(latest, item))
  if (given.length === 0) return 'refused'
  const isOpen = (key: string): boolean => barred[key] === undefined || at < barred[key]
  if (given.some(isOpen)) return 'given'
  return latest.expiresAt !== undefined && latest.expiresAt <= at && !ends.some((end) => end.at >= latest.at)
    ? 'expired'
    : 'withdrawn'
}

const givenKeys = (one: Given, item: ConsentItem): readonly string[] =>
  item === 'general' ? one.purposes : keysOf(one, item)
