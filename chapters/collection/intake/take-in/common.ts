import { Mistake } from '../../../../floor/errors.ts'
import type { House, PersonFacts, SourceState } from '../../../../gate/index.ts'
import type { Catalogue, Custody } from '../../../custody/index.ts'
import type { PeopleAsked } from '../../context.ts'
import type { Checked } from './check.ts'
import type { ReferenceKey } from './store.ts'
import type { Outcome, PartsAsked, PurposeAsked, TakeInInput } from './types.ts'

/** What the desk of taking in works with. */
export interface Desk {
  readonly house: House
  readonly people: Pick<PeopleAsked, 'personFacts'>
  readonly custody: Custody
  readonly asked: PartsAsked
}

/** What a group of deliveries has in common, read once for all of them. */
export interface Common {
  readonly catalogue: Catalogue
  readonly people: ReadonlyMap<string, PersonFacts>
  readonly register: readonly PurposeAsked[]
  /** Sources that are open, and how each stands for a single customer. */
  readonly sources: ReadonlyMap<string, SourceState>
  readonly now: Date
  /** The same in milliseconds. */
  readonly at: number
}

/** One delivery on its way. */
export interface Work {
  /** Place among the inputs. */
  readonly place: number
  readonly input: TakeInInput
  readonly checked: Checked
  readonly reference: ReferenceKey | undefined
}

export type Outcomes = (Outcome | undefined)[]

/** Does a step for one delivery; a mistake in it is that delivery's outcome and nobody else's. */
export function attempt<T>(outcomes: Outcomes, place: number, step: () => T): T | undefined {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    outcomes[place] = error
    return undefined
  }
}

/** Basis, purposes and way of a delivery as compared with the one before. */
export const statedOf = ({ input }: Work): string[] => [
  input.legalBasis,
  input.sourceId ?? '',
  input.channel,
  ...input.purposes.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
]
