import type { Writer } from '../../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../../floor/errors.ts'
import { type CustomerMaterial, markBorrowed } from '../../../custody/index.ts'
import { askToTake, wouldBeTaken } from './ask.ts'
import { checkChange } from './check.ts'
import { type Common, type Desk, type Outcomes, statedOf, type Work } from './common.ts'
import { changedSince, hashSent, packSent, readSent } from './sent.ts'
import { type KnownReference, setSent } from './store.ts'
import type { TakenIn } from './types.ts'

/** A delivery for a customer who is on file. */
export interface Known {
  readonly work: Work
  readonly customerId: string
  readonly reference: KnownReference | undefined
}

/** Brings known customers up to date, one after another; what was sent before is not written again. */
export async function change(
  desk: Desk,
  w: Writer,
  common: Common,
  list: readonly Known[],
  outcomes: Outcomes,
): Promise<void> {
  if (list.length === 0) return
  const material = await desk.custody.material([...new Set(list.map((one) => one.customerId))], w)
  const written = new Set<string>()
  for (const known of list) {
    const { place } = known.work
    // Two deliveries of one group for one file (by two references): the second looks at what the first left.
    const found = written.has(known.customerId)
      ? (await desk.custody.material([known.customerId], w)).get(known.customerId)
      : material.get(known.customerId)
    try {
      const outcome = await changeOne(desk, w, common, known, found)
      if (!isRefusal(outcome) && outcome.changed.length > 0) written.add(known.customerId)
      outcomes[place] = outcome
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      outcomes[place] = error
    }
  }
}

async function changeOne(
  desk: Desk,
  w: Writer,
  common: Common,
  { work, customerId, reference }: Known,
  material: CustomerMaterial | undefined,
): Promise<TakenIn | Refusal> {
  const { input, checked } = work
  if (material === undefined) throw erased()
  const all = { customer: material.facts, fields: material.fields, writes: [...checked.values.keys()] }
  const { head } = material
  // Who may not bring this file up to date learns nothing of it, not even that it is gone or has another version.
  if (!wouldBeTaken(desk.house, common, work, head.status === 'erased' ? { ...all, writes: [] } : all)) {
    const answer = askToTake(desk.house, w, common, work, all)
    if (isRefusal(answer)) return answer
  }
  if (head.status === 'erased') throw erased()
  if (head.kind !== input.kind) throw new Mistake('collection.kind-differs', { field: 'kind' })
  if (input.expectedVersion !== undefined && input.expectedVersion !== head.version)
    throw new Mistake('custody.changed-meanwhile', { field: 'if-match', status: 409 })
  const sent = reference === undefined ? undefined : compare(desk, work, reference)
  const changes =
    sent === undefined
      ? checked.values
      : new Map(sent.fields.map((id) => [id, checked.values.get(id)!] as const))
  const about = { customer: material.facts, fields: material.fields, writes: [...changes.keys()] }
  const done = { customerId, fileNo: head.fileNo, created: false, changed: about.writes }
  // Said before: nothing happens, so nothing is recorded.
  if (changes.size === 0 && sent?.statement !== true && input.consent === undefined)
    return { ...done, version: head.version }
  checkChange(common.catalogue, head.kind, changes, (id) => material.fields.get(id)?.level, checked)
  const permit = askToTake(desk.house, w, common, work, changes.size === 0 ? all : about)
  if (isRefusal(permit)) return permit
  if (changes.size > 0) {
    await desk.custody.write(w, permit, customerId, changes, head.version)
    if (input.sourceId !== undefined) await markBorrowed(w, customerId, input.sourceId, [...changes.keys()])
  }
  const version = head.version + (changes.size > 0 ? 1 : 0)
  if (reference !== undefined && sent !== undefined) await setSent(w, reference, sent.packed, common.now)
  await keep(desk, w, work, { ...done, version })
  return { ...done, version }
}

const erased = (): Mistake => new Mistake('collection.customer-erased', { field: 'reference', status: 409 })

function compare({ house }: Desk, work: Work, reference: KnownReference) {
  const before = readSent(reference.sent)
  const keyed = house.keyring.indexHash('intake/sent')
  const now = hashSent(keyed, reference.key, work.checked.values, statedOf(work))
  return { ...changedSince(before, now), packed: packSent(new Map([...before, ...now])) }
}

/** Origin, consent and the word to whoever listens. */
async function keep(desk: Desk, w: Writer, { input, reference }: Work, done: TakenIn): Promise<void> {
  const { customerId, changed: fields, version } = done
  await desk.asked.recordOrigins(w, [
    {
      customerId,
      fields: fields.length > 0 ? fields : [...input.values.keys()],
      kind: input.channel,
      sourceId: input.sourceId,
      noticeVersionId: input.consent?.noticeVersionId,
      purposes: input.purposes,
      legalBasis: input.legalBasis,
      actorId: input.actor,
    },
  ])
  if (input.consent !== undefined) await desk.asked.consentIn(w, customerId, input.consent, input.actor)
  await desk.asked.tell(w, [{ customerId, created: false, fields, version, system: reference?.system }])
}
