import { canonical, queryTokens, searchTokensOf, tokenFamilies } from '../../floor/identifiers/index.ts'
import type { Sealer } from '../../floor/keyring/index.ts'
import type { FileTokens, IdentifierToken } from '../../gate/index.ts'
import type { Catalogue, CatalogueField } from './catalogue.ts'
import { isUnfit, nameField } from './values.ts'

/** What a person typed, hashed: a file is found by any of the identifiers, or by all hashes of any set of parts. */
export interface QueryTokens {
  readonly identifiers: readonly bigint[]
  readonly parts: readonly (readonly number[])[]
}

type Type = CatalogueField['type']
type Kind = 'person' | 'company'

/** Families of whole values that are no identifiers: half a company may bear one of a few hundred names. */
const notIdentifying: ReadonlySet<string> = new Set(['name', 'company', 'address'])
/** Families by which two files are compared, together with the name on the file. */
const compared: ReadonlySet<string> = new Set(['phone', 'document', 'organisation'])

/** Names of all index keys that hashes are made with. */
export const indexNames: readonly string[] = [
  'search',
  'identifier+name',
  ...tokenFamilies.filter((family) => !notIdentifying.has(family)).map((family) => `identifier/${family}`),
]

const familyOf = (whole: string): string => whole.slice(0, whole.indexOf('='))
const isWhole = (text: string): boolean => /^[a-z]+=/.test(text)
/** The whole value with its family (`phone=…`); undefined when a value of this type is not searched for. */
const wholeOf = (type: Type, value: string): string | undefined =>
  searchTokensOf(type, canonical(type, value)).exact[0]
/** The name that tells customers of this kind apart. */
const wholeName = (kind: Kind, name: string): string | undefined =>
  wholeOf(kind === 'person' ? 'person-name' : 'company-name', name)

/** The first 64 bits of a digest, signed as an int8 column has them. */
const firstBits = (hex: string): bigint => BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`))

/**
 * Blind index: keyed hashes by which the database finds a file without knowing a value. The keys live in the keyring.
 * - Parts (pairs of characters, last four digits of a telephone) have 32 bits. Collisions are possible and wanted, they
 *   blur frequencies; whoever searches opens the candidates and compares.
 * - Identifiers (telephone, document, credit code, account …) have 64 bits and a key for each kind, so that among a
 *   hundred million of them two different ones do not meet in practice, and an equal text of another kind looks different.
 */
export class Tokens {
  readonly #keyring: Pick<Sealer, 'indexHash'>
  readonly #seen = new Map<string, number>()
  readonly #bound = Buffer.alloc(8)
  constructor(keyring: Pick<Sealer, 'indexHash'>) {
    this.#keyring = keyring
  }

  /** The keyed hash of one part, as a signed 32-bit integer for an int4 column. */
  part(text: string): number {
    // Pairs of characters repeat all the time during an import; a bounded memory of them saves most of the work.
    const known = this.#seen.get(text)
    if (known !== undefined) return known
    const hash = Number.parseInt(this.#keyring.indexHash('search').hex(text).slice(0, 8), 16) | 0
    if (this.#seen.size >= 65_536) this.#seen.clear()
    this.#seen.set(text, hash)
    return hash
  }

  /** Hashes of all values of one file. The name that marks its identifiers is the one of its kind. */
  ofFile(catalogue: Catalogue, kind: Kind, values: ReadonlyMap<number, string>): FileTokens {
    const parts = new Set<number>()
    const identifiers = new Map<bigint, IdentifierToken>()
    const named = catalogue.byCode.get(nameField(kind))
    const name = wholeName(kind, (named && values.get(named.id)) ?? '')
    const unfit: number[] = []
    for (const [id, value] of values) {
      const field = catalogue.fields.get(id)
      if (field !== undefined && isUnfit(field.type, value)) unfit.push(id)
      if (field === undefined || field.searchable === 'none') continue
      const { exact, fragments } = searchTokensOf(field.type, value)
      for (const text of exact) {
        const token = this.#identifier(text)
        if (token !== undefined)
          identifiers.set(token, { token, named: this.#named(text, token, name) ?? null })
        else if (!isWhole(text)) parts.add(this.part(text))
      }
      if (field.searchable === 'fragment') for (const text of fragments) parts.add(this.part(text))
    }
    return { parts: [...parts], identifiers: [...identifiers.values()], unfit }
  }

  /** Hashes of what a person typed; nothing in either list = nothing to search for. */
  ofQuery(text: string): QueryTokens {
    const identifiers = new Set<bigint>()
    const parts: number[][] = []
    for (const guess of queryTokens(text).guesses) {
      for (const exact of guess.exact) {
        const token = this.#identifier(exact)
        if (token === undefined) parts.push([this.part(exact)])
        else identifiers.add(token)
      }
      if (guess.fragments.length > 0) parts.push(guess.fragments.map((fragment) => this.part(fragment)))
    }
    return { identifiers: [...identifiers], parts }
  }

  /** The token that two files share when they have the same identifier of this type. */
  ofIdentifier(type: Type, value: string): bigint | undefined {
    const whole = wholeOf(type, value)
    return whole === undefined ? undefined : this.#identifier(whole)
  }

  /** The token that two files of this kind share when they have the same identifier and the same name. */
  ofNamed(type: Type, value: string, kind: Kind, name: string): bigint | undefined {
    const whole = wholeOf(type, value)
    const token = whole === undefined ? undefined : this.#identifier(whole)
    return token === undefined ? undefined : this.#named(whole!, token, wholeName(kind, name))
  }

  /** Undefined for what is no identifier: the end of a number, a name. */
  #identifier(text: string): bigint | undefined {
    if (!isWhole(text)) return undefined
    const family = familyOf(text)
    if (notIdentifying.has(family)) return undefined
    return firstBits(this.#keyring.indexHash(`identifier/${family}`).hex(text))
  }

  /** Bound to the identifier, so that the column does not tell which files bear the same name. */
  #named(identifier: string, token: bigint, name: string | undefined): bigint | undefined {
    if (name === undefined || !compared.has(familyOf(identifier))) return undefined
    this.#bound.writeBigInt64BE(token)
    return firstBits(this.#keyring.indexHash('identifier+name').hex(name, this.#bound))
  }
}
