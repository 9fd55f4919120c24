import { NaturalBatch } from '../../../../floor/batch.ts'
import type { Writer } from '../../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../../floor/errors.ts'
import type { House, PersonFacts } from '../../../../gate/index.ts'
import { singleSourceStates } from '../../../custody/index.ts'
import { change } from './change.ts'
import { checkInput } from './check.ts'
import { attempt, type Common, type Desk, type Outcomes, type Work } from './common.ts'
import { enter } from './enter.ts'
import { lockReferences, referenceText, type ReferenceKey } from './store.ts'
import type { Outcome, TakeInInput, TakenIn } from './types.ts'

export type * from './types.ts'
export { forgetSent } from './store.ts'

/** The one way by which a single customer enters or is brought up to date: forms, the counter, other systems. */
export interface TakeIn {
  /**
   * In the caller's transaction: decided, recorded, written, or refused.
   * @throws Mistake naming field and remedy; the caller's transaction then rolls back
   */
  one(w: Writer, input: TakeInInput): Promise<TakenIn | Refusal>
  /** The same for many at once; each has an outcome of its own, in the order of the inputs. `known`: facts of the actors. */
  many(
    w: Writer,
    inputs: readonly TakeInInput[],
    known?: ReadonlyMap<string, PersonFacts>,
  ): Promise<readonly Outcome[]>
  /** In a transaction that it may share with others who come at the same moment. @throws as `one` */
  alone(input: TakeInInput): Promise<TakenIn | Refusal>
}

/** Hash of an outside reference as it is kept; nothing but the same reference gives it again. */
export function hashReference(
  { keyring }: Pick<House, 'keyring'>,
  system: string,
  key: string,
): ReferenceKey {
  return { system, key: Buffer.from(keyring.indexHash('intake/reference').hex(`${system}\n${key}`), 'hex') }
}

/** Opens the desk. Values are checked, asked about and written in one transaction; refusals are recorded in it. */
export function openTakeIn(desk: Desk): TakeIn {
  const many: TakeIn['many'] = (w, inputs, known) => takeInMany(desk, w, inputs, known)
  const batch = new NaturalBatch<TakeInInput, Outcome | { readonly fault: unknown }>(
    (inputs) => together(desk, inputs),
    { most: 100 },
  )
  return {
    many,
    one: async (w, input) => settled((await many(w, [input]))[0]!),
    alone: async (input) => {
      const outcome = await batch.get(input)
      if ('fault' in outcome) throw outcome.fault
      return settled(outcome)
    },
  }
}

function settled(outcome: Outcome): TakenIn | Refusal {
  if (outcome instanceof Mistake) throw outcome
  return outcome
}

/** One transaction for all who came at the same moment; where it fails, each has one of its own, and its own fault. */
async function together(
  desk: Desk,
  inputs: readonly TakeInInput[],
): Promise<readonly (Outcome | { readonly fault: unknown })[]> {
  const { db } = desk.house
  try {
    return await db.transact((w) => takeInMany(desk, w, inputs))
  } catch (error) {
    if (inputs.length === 1) return [error instanceof Mistake ? error : { fault: error }]
  }
  const outcomes: (Outcome | { readonly fault: unknown })[] = []
  for (const input of inputs) outcomes.push(...(await together(desk, [input])))
  return outcomes
}

/** See `TakeIn.many`. */
export async function takeInMany(
  desk: Desk,
  w: Writer,
  inputs: readonly TakeInInput[],
  known?: ReadonlyMap<string, PersonFacts>,
): Promise<readonly Outcome[]> {
  if (inputs.length === 0) return []
  const outcomes: Outcomes = inputs.map(() => undefined)
  const common = await commonOf(desk, w, inputs, known)
  let waiting = await checkedWorks(desk, w, common, inputs, outcomes)
  while (waiting.length > 0) {
    const { now, later } = oneEach(waiting)
    const found = await lockReferences(
      w,
      now.flatMap(({ reference }) => reference ?? []),
    )
    const changes = now.flatMap((work) => {
      const reference = work.reference && found.get(referenceText(work.reference))
      const customerId = reference?.customerId ?? work.input.customerId
      return customerId === undefined ? [] : [{ work, customerId, reference }]
    })
    const fresh = now.filter((work) => !changes.some((one) => one.work === work))
    const collided = await enter(desk, w, common, fresh, outcomes)
    await change(desk, w, common, changes, outcomes)
    waiting = [...collided, ...later]
  }
  return outcomes.map((outcome) => {
    if (outcome === undefined) throw new TypeError('a delivery without an outcome')
    return outcome
  })
}

async function commonOf(
  { house, people, custody, asked }: Desk,
  w: Writer,
  inputs: readonly TakeInInput[],
  known: ReadonlyMap<string, PersonFacts> | undefined,
): Promise<Common> {
  const now = house.clock.now()
  return {
    catalogue: await custody.catalogue(),
    people: known ?? (await people.personFacts([...new Set(inputs.map((input) => input.actor))], w)),
    register: await asked.purposes(w),
    sources: await singleSourceStates(
      w,
      inputs.flatMap((input) => input.sourceId ?? []),
    ),
    now,
    at: now.getTime(),
  }
}

async function checkedWorks(
  { house, asked }: Desk,
  w: Writer,
  common: Common,
  inputs: readonly TakeInInput[],
  outcomes: Outcomes,
): Promise<Work[]> {
  const works: Work[] = []
  for (const [place, input] of inputs.entries()) {
    const work = attempt(outcomes, place, () => ({
      place,
      input,
      checked: checkInput(input, common.catalogue, common.register, asked.unneeded),
      reference: input.reference && hashReference(house, input.reference.system, input.reference.key),
    }))
    if (work === undefined) continue
    try {
      if (input.consent !== undefined) await asked.checkConsent(w, input.consent)
      works.push(work)
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      outcomes[place] = error
    }
  }
  return works
}

/** Of deliveries with the same reference the first; the others come after it. */
function oneEach(waiting: readonly Work[]): { now: Work[]; later: Work[] } {
  const seen = new Set<string>()
  const [now, later]: [Work[], Work[]] = [[], []]
  for (const work of waiting) {
    const text = work.reference && referenceText(work.reference)
    if (text !== undefined && seen.has(text)) later.push(work)
    else now.push(work)
    if (text !== undefined) seen.add(text)
  }
  return { now, later }
}
