import type { Writer } from '../../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../../floor/errors.ts'
import type { CustomerFacts, Facts, FieldFacts, House, Permit } from '../../../../gate/index.ts'
import { askToWrite } from '../../../custody/index.ts'
import type { Common, Work } from './common.ts'

/** The file a delivery is about, as the rules look at it. */
export interface About {
  readonly customer: CustomerFacts
  readonly fields: ReadonlyMap<number, FieldFacts>
  /** Fields that are written. */
  readonly writes: readonly number[]
}

const asked = ({ input }: Work, customer: string, at: number) => ({
  actor: input.actor,
  ...(input.token === undefined ? {} : { token: input.token }),
  customer,
  at,
})

function factsOf(common: Common, { input }: Work, about: About): Facts {
  const person = common.people.get(input.actor)
  return {
    ...(person === undefined ? {} : { person }),
    ...(input.limits === undefined ? {} : { token: input.limits }),
    customer: about.customer,
    fields: about.fields,
    grants: [],
    act: {
      verb: 'take-in',
      sourceKnown: input.sourceId !== undefined && common.sources.has(input.sourceId),
      // An unknown source is refused by 2.2.1 alone.
      sourceState: common.sources.get(input.sourceId ?? '') ?? 'usable',
      legalBasis: input.legalBasis,
      takes: {
        fields: [...input.values.keys()],
        purposes: input.purposes,
        channel: input.channel,
        ...(input.sourceId === undefined ? {} : { source: input.sourceId }),
        ...(input.reference === undefined ? {} : { system: input.reference.system }),
      },
    },
  }
}

const questions = (work: Work, about: About, at: number) => ({
  takes: { ...asked(work, about.customer.id, at), verb: 'take-in', fields: [] } as const,
  writes: { ...asked(work, about.customer.id, at), verb: 'write', fields: about.writes } as const,
})

/** Whether the gate would let this delivery in, for what is to be done before it is asked; records nothing. */
export function wouldBeTaken(
  { gate }: Pick<House, 'gate'>,
  common: Common,
  work: Work,
  about: About,
): boolean {
  const { takes, writes } = questions(work, about, common.at)
  const facts = factsOf(common, work, about)
  if (gate.foresee(takes, facts).verdict === 'deny') return false
  const sights = gate.foresee(writes, facts).fields
  return about.writes.every((id) => sights.get(id)?.sight === 'full')
}

/**
 * Asks the gate: taking something in needs a basis, a source and the office (take-in), holding it needs responsibility
 * and clearance for each field (write). What is answered stands in the ledger with the transaction.
 */
export function askToTake(
  house: Pick<House, 'gate'>,
  w: Writer,
  common: Common,
  work: Work,
  about: About,
): Permit<'write'> | Refusal {
  const { takes, writes } = questions(work, about, common.at)
  const facts = factsOf(common, work, about)
  const { input } = work
  const taken = house.gate.askIn(w, takes, facts, {
    detail: {
      basis: input.legalBasis,
      purposes: input.purposes,
      channel: input.channel,
      ...(input.sourceId === undefined ? {} : { source: input.sourceId }),
      ...(input.reference === undefined ? {} : { system: input.reference.system }),
      ...(input.consent === undefined ? {} : { notice: input.consent.noticeVersionId }),
    },
  })
  return isRefusal(taken) ? taken : askToWrite(house, w, writes, facts)
}
