import type { Writer } from '../../../../floor/database/index.ts'
import { isRefusal, Mistake } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import { type NewCustomer, openBatch, plainFieldFacts } from '../../../custody/index.ts'
import { insertDuplicates } from '../../store/duplicates.ts'
import { type DuplicateKey, KeyReader } from '../keys.ts'
import { matchesOnFile } from '../matches.ts'
import { type About, askToTake, wouldBeTaken } from './ask.ts'
import { checkNew } from './check.ts'
import { attempt, type Common, type Desk, type Outcomes, statedOf, type Work } from './common.ts'
import { hashSent, packSent } from './sent.ts'
import { departmentsOf, insertReferences, noteCreated, referenceText } from './store.ts'

/** A delivery that becomes a file. */
interface Entrant {
  readonly work: Work
  readonly about: About
  readonly customer: Omit<NewCustomer, 'fileNo'>
  readonly keys: readonly DuplicateKey[]
}

/**
 * Files those who are not on file yet: asked one by one, written together. Resolves to the deliveries whose reference
 * somebody else put on record meanwhile: these are changes of a known customer now.
 */
export async function enter(
  desk: Desk,
  w: Writer,
  common: Common,
  works: readonly Work[],
  outcomes: Outcomes,
): Promise<readonly Work[]> {
  const entrants = await prepare(w, common, works, outcomes)
  const wanted = entrants.filter(({ work, about }) => {
    if (wouldBeTaken(desk.house, common, work, about)) return true
    const answer = askToTake(desk.house, w, common, work, about)
    if (!isRefusal(answer)) throw new TypeError('the gate foresaw a refusal and did not refuse')
    outcomes[work.place] = answer
    return false
  })
  const collided = await claim(desk, w, common, wanted)
  const taken = wanted.filter(({ work }) => !collided.includes(work))
  for (const { work, about } of taken) {
    const answer = askToTake(desk.house, w, common, work, about)
    if (isRefusal(answer)) throw new TypeError('the gate foresaw a permit and refused')
  }
  await write(desk, w, common, taken, outcomes)
  return collided
}

async function prepare(
  w: Writer,
  common: Common,
  works: readonly Work[],
  outcomes: Outcomes,
): Promise<Entrant[]> {
  const ownerOf = ({ input }: Work): string =>
    input.ownerId ?? common.people.get(input.actor)?.service?.owner ?? input.actor
  const homes = await departmentsOf(w, works.map(ownerOf))
  const fields = plainFieldFacts(common.catalogue)
  const lowest = Math.min(...common.catalogue.levels.keys())
  const keyReader = new KeyReader(common.catalogue)
  return works.flatMap((work) => {
    const { input, checked, place } = work
    const sound = attempt(outcomes, place, () => {
      if (input.expectedVersion !== undefined && input.expectedVersion !== 0)
        throw new Mistake('collection.not-known-yet', { field: 'if-match', status: 409 })
      checkNew(input, common.catalogue, checked)
      return true
    })
    if (sound === undefined) return []
    const values = new Map([...checked.values].filter(([, value]) => value !== ''))
    const ownerId = ownerOf(work)
    const home = input.departmentId ?? homes.get(ownerId)
    const id = newId(common.at)
    const level = input.level ?? lowest
    const about: About = {
      customer: {
        id, level, ownerId, status: 'active', quarantined: false, frozen: false, barred: {},
        ...(input.departmentId === undefined ? {} : { departmentId: input.departmentId }),
        ...(home === undefined ? {} : { homeId: home }),
      },
      fields,
      writes: [...values.keys()],
    } // prettier-ignore
    const customer = {
      id, kind: input.kind, level, ownerId, departmentId: input.departmentId, sourceId: input.sourceId,
      batchId: batchOf(input.pending), legalBasis: input.legalBasis, marketingRefused: input.marketingRefused, values,
      raised: checked.raised, createdBy: input.actor,
    } // prettier-ignore
    return [{ work, about, customer, keys: keyReader.keysOf({ kind: input.kind, values }) }]
  })
}

const batchOf = (pending: Work['input']['pending']): string | undefined => {
  if (pending === undefined || pending === false) return undefined
  return pending === true ? newId() : pending.batchId
}

/** Puts the references on record; whoever comes second with the same one is not filed again. */
async function claim(
  desk: Desk,
  w: Writer,
  common: Common,
  wanted: readonly Entrant[],
): Promise<readonly Work[]> {
  const keyed = desk.house.keyring.indexHash('intake/sent')
  const list = wanted.flatMap(({ work, customer }) => {
    const { reference } = work
    if (reference === undefined) return []
    const sent = packSent(hashSent(keyed, reference.key, work.checked.values, statedOf(work)))
    return [{ work, ...reference, customerId: customer.id, sent }]
  })
  const mine = await insertReferences(w, list, common.now)
  return list.filter((one) => !mine.has(referenceText(one))).map(({ work }) => work)
}

async function write(
  desk: Desk,
  w: Writer,
  common: Common,
  taken: readonly Entrant[],
  outcomes: Outcomes,
): Promise<void> {
  if (taken.length === 0) return
  const { custody, asked } = desk
  for (const id of new Set(taken.flatMap(({ customer }) => customer.batchId ?? [])))
    await openBatch(w, id, common.now)
  await offerDuplicates(desk, w, taken)
  const fileNos = await custody.nextFileNos(w, taken.length)
  await custody.insertCustomers(
    w,
    taken.map(({ customer }, at) => ({ ...customer, fileNo: fileNos[at]! })),
  )
  const files = taken.map(({ work, about, customer }) => ({
    customerId: customer.id,
    id: newId(common.at),
    actorId: work.input.actor,
    fields: about.writes,
  }))
  await noteCreated(w, files, common.now)
  await asked.recordOrigins(
    w,
    taken.map((one) => originOf(one)),
  )
  for (const { work, customer } of taken)
    if (work.input.consent !== undefined)
      await asked.consentIn(w, customer.id, work.input.consent, work.input.actor)
  await asked.tell(
    w,
    taken.map(({ work, about, customer }) => ({
      customerId: customer.id,
      created: true,
      fields: about.writes,
      version: 1,
      pending: customer.batchId !== undefined,
      system: work.reference?.system,
    })),
  )
  taken.forEach(({ work, about, customer }, at) => {
    outcomes[work.place] = {
      customerId: customer.id,
      fileNo: fileNos[at]!,
      created: true,
      changed: about.writes,
      version: 1,
      ...(customer.batchId === undefined ? {} : { batchId: customer.batchId }),
    }
  })
}

const originOf = ({ work: { input }, about, customer }: Entrant) => ({
  customerId: customer.id,
  fields: about.writes,
  kind: input.channel,
  sourceId: input.sourceId,
  batchId: customer.batchId,
  noticeVersionId: input.consent?.noticeVersionId,
  purposes: input.purposes,
  legalBasis: input.legalBasis,
  actorId: input.actor,
})

/** Whoever looks like somebody on file, or like one before him in this group, is offered for merging; the sender is not told. */
async function offerDuplicates(desk: Desk, w: Writer, taken: readonly Entrant[]): Promise<void> {
  const candidates = taken.map((one) => ({ draft: { kind: one.customer.kind }, keys: one.keys, one }))
  const onFile = await matchesOnFile(w, desk.custody, candidates)
  const before = new Map<string, string>()
  const pairs = candidates.flatMap((candidate) => {
    const { customer, keys } = candidate.one
    const match = onFile.get(candidate)
    const earlier = keys.find((key) => before.has(key.text))
    const found =
      match !== undefined
        ? { otherId: match.customer, reason: match.reason }
        : earlier === undefined
          ? undefined
          : { otherId: before.get(earlier.text)!, reason: earlier.reason }
    for (const key of keys) if (!before.has(key.text)) before.set(key.text, customer.id)
    return found === undefined ? [] : [{ id: newId(), customerId: customer.id, ...found }]
  })
  await insertDuplicates(w, null, pairs)
}
