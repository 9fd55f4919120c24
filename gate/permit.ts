import type { GrantFacts } from './facts.ts'
import type { Question, Verb } from './question.ts'

/** Where a ledger leaf stands: lane and index. */
export interface LeafPosition {
  readonly lane: number
  readonly index: number
}

interface PermitContent<V extends Verb> {
  readonly verb: V
  readonly actor: string
  readonly customer: string | undefined
  readonly full: ReadonlySet<number>
  readonly masked: ReadonlySet<number>
  readonly grant: string | undefined
  readonly leaf: LeafPosition | undefined
  readonly at: number
}

/** Known only to this module: without it the constructor refuses, so that a permit cannot be made elsewhere. */
const mintKey: unique symbol = Symbol('mint')
const minted = new WeakSet<Permit>()

/**
 * The right to open exactly these fields of this customer, once, now. It exists only after the ledger entry that
 * records the decision is durable (readings) or stands in the same transaction (changes). The private `#minted`
 * makes a look-alike object a compile error; the WeakSet makes it a run-time error too.
 */
export class Permit<V extends Verb = Verb> {
  readonly #minted: true
  readonly verb: V
  readonly actor: string
  readonly customer: string | undefined
  readonly full: ReadonlySet<number>
  readonly masked: ReadonlySet<number>
  readonly grant: string | undefined
  readonly leaf: LeafPosition | undefined
  readonly at: number
  constructor(key: typeof mintKey, content: PermitContent<V>) {
    if (key !== mintKey) throw new ForgedPermit('a permit is minted by the gate only')
    this.#minted = true
    this.verb = content.verb
    this.actor = content.actor
    this.customer = content.customer
    this.full = content.full
    this.masked = content.masked
    this.grant = content.grant
    this.leaf = content.leaf
    this.at = content.at
    minted.add(this)
    Object.freeze(this)
  }
  /** True for a permit made by the gate; false for anything that only looks like one. */
  static isGenuine(value: unknown): value is Permit {
    return value instanceof Permit && minted.has(value) && value.#minted
  }
}

/** Somebody handed over something that only looks like a permit, or a permit for something else. */
export class ForgedPermit extends Error {
  override readonly name = 'ForgedPermit'
}

/** Only gate/ask.ts and gate/release.ts call this (checked by the tidy test). */
export function mintPermit<V extends Verb>(
  question: Question & { readonly verb: V },
  sights: { full: ReadonlySet<number>; masked: ReadonlySet<number> },
  leaf: LeafPosition | undefined,
  grant: GrantFacts | undefined,
): Permit<V> {
  return new Permit(mintKey, {
    verb: question.verb,
    actor: question.actor,
    customer: question.customer,
    full: sights.full,
    masked: sights.masked,
    grant: grant?.id,
    leaf,
    at: question.at,
  })
}
