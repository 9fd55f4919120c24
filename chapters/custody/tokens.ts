import { createHmac } from 'node:crypto'
import { canonical, queryTokens, searchTokensOf } from '../../floor/identifiers/index.ts'
import type { Keyring } from '../../floor/keyring/index.ts'
import type { CatalogueField } from './catalogue.ts'

/**
 * Blind index: 32-bit keyed hashes of normalised values and of character pairs, so that the database can find a
 * customer without knowing a value. The key lives in the keyring only. Collisions are possible and wanted (they blur
 * frequencies); whoever searches opens the candidates and compares.
 */
export class Tokens {
  readonly #key: Buffer
  readonly #seen = new Map<string, number>()
  constructor(keyring: Keyring) {
    this.#key = keyring.indexKey('search')
  }

  /** The keyed hash of one token text, as a signed 32-bit integer for an int4 column. */
  hash(text: string): number {
    // Pairs of characters repeat all the time during an import; a bounded memory of them saves most of the work.
    const known = this.#seen.get(text)
    if (known !== undefined) return known
    const hash = createHmac('sha256', this.#key).update(text, 'utf8').digest().readInt32BE(0)
    if (text.length <= 12) {
      if (this.#seen.size >= 65_536) this.#seen.clear()
      this.#seen.set(text, hash)
    }
    return hash
  }

  /** Tokens of one stored value; none when the field is not searchable. */
  ofValue(field: CatalogueField, value: string): number[] {
    if (field.searchable === 'none') return []
    const { exact, fragments } = searchTokensOf(field.type, value)
    return [...exact, ...(field.searchable === 'fragment' ? fragments : [])].map((text) => this.hash(text))
  }

  /** Token sets of what a person typed: a file matches when it holds all tokens of any set. Empty = nothing to search for. */
  ofQuery(text: string): number[][] {
    const sets: number[][] = []
    for (const guess of queryTokens(text).guesses) {
      for (const exact of guess.exact) sets.push([this.hash(exact)])
      if (guess.fragments.length > 0) sets.push(guess.fragments.map((fragment) => this.hash(fragment)))
    }
    return sets
  }

  /** The token that two files share when they have the same identifier of this type. */
  ofIdentifier(type: CatalogueField['type'], value: string): number | undefined {
    const [whole] = searchTokensOf(type, canonical(type, value)).exact
    return whole === undefined ? undefined : this.hash(whole)
  }
}
