import { createHmac, randomBytes } from 'node:crypto'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { isWithinReach, type Permit, type Reading, type ReadingRequest } from '../../../gate/index.ts'
import type { Catalogue, CustomerMaterial } from '../../custody/index.ts'
import { type Context, factsAbout, usedCatalogue } from '../context.ts'
import {
  listDuplicates,
  lockDuplicate,
  repointDuplicates,
  settleDuplicate,
  type StoredDuplicate,
} from '../store/duplicates.ts'
import type { DuplicateRow, DuplicateSide } from '../wire.ts'

/** Pairs with both files side by side as this person may see them: masked, decided and recorded like any list. */
export async function viewDuplicates(
  ctx: Context,
  person: string,
  q: { page: number; size: number; state: string; import?: string | undefined },
): Promise<{ total: number; rows: DuplicateRow[] }> {
  const { house, custody } = ctx
  const { total, rows } = await house.db.read((r) => listDuplicates(r, q))
  const ids = [...new Set(rows.flatMap((row) => [row.customerId, row.otherId]))]
  const materials = await custody.material(ids)
  const near = await nearTo(ctx, person)
  const isApart = (id: string): boolean => materials.has(id) && !near(materials.get(id)!)
  const digests = new Map<string, ReadonlyMap<number, string>>()
  const readings = await readMasked(ctx, person, [...materials.values()], digests)
  const catalogue = await usedCatalogue(ctx)
  const side = (id: string): DuplicateSide => sideOf(id, catalogue, materials.get(id), readings.get(id))
  return {
    total,
    // That a sister company knows the same person is that company's own business.
    rows: rows
      .filter((row) => !isApart(row.customerId) && !isApart(row.otherId))
      .map((row) => {
        const [older, newer] = inOrder(row, materials)
        const { id, importId, reason, state } = row
        const differs = differing(digests.get(older), digests.get(newer))
        return { id, import: importId, reason, state, older: side(older), newer: side(newer), differs }
      }),
  }
}

/** Which files are of a legal entity that this person may reach. */
async function nearTo(ctx: Context, person: string): Promise<(material: CustomerMaterial) => boolean> {
  const { person: known } = await ctx.house.db.read((r) => factsAbout(ctx, person, undefined, r))
  return (material) => known !== undefined && isWithinReach(known, material.facts)
}

async function readMasked(
  ctx: Context,
  person: string,
  materials: readonly CustomerMaterial[],
  digests: Map<string, ReadonlyMap<number, string>>,
): Promise<ReadonlyMap<string, Reading>> {
  const { house } = ctx
  // Good for this one look: masked, two different values may look alike, and whoever merges has to know.
  const key = randomBytes(32)
  if (materials.length === 0) return new Map()
  const facts = await house.db.read((r) => factsAbout(ctx, person, undefined, r))
  const at = house.clock.now().getTime()
  const requests = materials.map((material): ReadingRequest => ({
    question: {
      actor: person,
      verb: 'list',
      at,
      customer: material.head.id,
      fields: material.head.fields,
    },
    facts: { ...facts, customer: material.facts, fields: material.fields, grants: [] },
    file: material.file,
    keep: (values) => {
      digests.set(material.head.id, new Map([...values].map(([id, value]) => [id, digestOf(key, id, value)])))
      return true
    },
  }))
  const act = { actor: person, verb: 'list' as const, fields: [], rows: requests.length, at }
  const answer = await house.gate.readMany(requests, act, { detail: { what: 'duplicates' } })
  return isRefusal(answer) ? new Map() : new Map(answer.map((one) => [one.opened.customer, one]))
}

const digestOf = (key: Buffer, field: number, value: string): string =>
  createHmac('sha256', key).update(`${field}=${value}`).digest('base64')

/** Fields that both files have with different values; the values themselves are not told. */
const differing = (
  one: ReadonlyMap<number, string> | undefined,
  other: ReadonlyMap<number, string> | undefined,
): number[] =>
  [...(one ?? [])].flatMap(([id, digest]) => {
    const held = other?.get(id)
    return held === undefined || held === digest ? [] : [id]
  })

function sideOf(
  id: string,
  catalogue: Catalogue,
  material: CustomerMaterial | undefined,
  reading: Reading | undefined,
): DuplicateSide {
  const head = material?.head
  const collected = new Set(head?.fields ?? [])
  const fields = [...catalogue.fields.values()].flatMap(({ id: field, code, zh, en }) => {
    if (!collected.has(field)) return []
    const full = reading?.opened.full.get(field)
    const masked = reading?.opened.masked.get(field)
    const sight: DuplicateSide['fields'][number]['sight'] =
      full !== undefined ? 'full' : masked !== undefined ? 'masked' : 'hidden'
    return [{ id: field, code, zh, en, sight, text: full ?? masked ?? '' }]
  })
  return {
    customer: id,
    fileNo: head?.fileNo ?? '',
    level: head?.level ?? 0,
    status: head?.status ?? 'erased',
    createdAt: head?.createdAt.toISOString() ?? '',
    version: head?.version ?? 0,
    fields,
  }
}

/** The file that stays first: the one with the lower file number, which is the older one. */
function inOrder(
  row: Pick<StoredDuplicate, 'customerId' | 'otherId'>,
  materials: ReadonlyMap<string, CustomerMaterial>,
): [stays: string, goes: string] {
  const [a, b] = [materials.get(row.customerId)?.head, materials.get(row.otherId)?.head]
  if (a === undefined || b === undefined) return [row.otherId, row.customerId]
  const before = a.createdAt.getTime() - b.createdAt.getTime()
  const first = before < 0 || (before === 0 && a.fileNo < b.fileNo)
  return first ? [a.id, b.id] : [b.id, a.id]
}

/** What somebody chose for a merge: which file stays, and which fields are taken from the other although both have them. */
export interface MergeChoice {
  readonly stays?: string | undefined
  readonly take?: readonly number[] | undefined
}

function chosenOrder(
  pair: Pick<StoredDuplicate, 'customerId' | 'otherId'>,
  materials: ReadonlyMap<string, CustomerMaterial>,
  choice: MergeChoice,
): [stays: string, goes: string] {
  const [older, newer] = inOrder(pair, materials)
  if (choice.stays === undefined || choice.stays === older) return [older, newer]
  if (choice.stays !== newer) throw new Mistake('collection.not-open', { field: 'stays', status: 409 })
  return [newer, older]
}

/**
 * Decides about one pair. Merging needs the gate's permit for each of the two files; the older file number stays
 * unless the other is chosen. The refusal is recorded and returned.
 * @throws Mistake `collection.not-open` when it was decided already or a file changed hands
 */
export async function decideDuplicate(
  ctx: Context,
  person: string,
  id: string,
  decision: 'merge' | 'keep',
  choice: MergeChoice = {},
): Promise<{ done: true } | Refusal> {
  const { house, custody } = ctx
  return await house.db.transact(async (w) => {
    const pair = await lockDuplicate(w, id)
    if (pair?.state !== 'open') throw new Mistake('collection.not-open', { status: 409 })
    const materials = await custody.material([pair.customerId, pair.otherId], w)
    const [stays, goes] = chosenOrder(pair, materials, choice)
    const files = { stays, goes, materials }
    const permits = await askMerge(ctx, w, person, files, { pair: id, decision })
    if ('refused' in permits) return permits
    const at = house.clock.now()
    if (decision === 'keep') {
      await settleDuplicate(w, id, 'kept', person, at)
      return { done: true as const }
    }
    const active = [stays, goes].every((one) => materials.get(one)?.head.status === 'active')
    if (!active || stays === goes) throw new Mistake('collection.not-open', { status: 409 })
    const take = new Set(choice.take ?? [])
    const given = new Set(materials.get(goes)!.head.fields)
    if ([...take].some((field) => !given.has(field)))
      throw new Mistake('tidying.take-unknown', { field: 'take' })
    const merge = await custody.merge(w, permits, stays, goes, take)
    await settleDuplicate(w, id, 'merged', person, at, merge.id)
    await repointDuplicates(w, goes, stays, person, at)
    return { done: true as const }
  })
}

/** The two files of a pair, and what is known of them. */
export interface Files {
  readonly stays: string
  readonly goes: string
  readonly materials: ReadonlyMap<string, CustomerMaterial>
}

/** Both files are asked about, so that neither can be merged by somebody who may only touch the other. */
export async function askMerge(
  ctx: { readonly house: Context['house']; readonly people: Pick<Context['people'], 'personFacts'> },
  w: Writer,
  person: string,
  { stays, goes, materials }: Files,
  detail: Readonly<Record<string, unknown>>,
): Promise<{ stays: Permit<'merge'>; goes: Permit<'merge'> } | Refusal> {
  const facts = await factsAbout(ctx, person, { verb: 'merge' }, w)
  const at = ctx.house.clock.now().getTime()
  const ask = (customer: string, other: string): Permit<'merge'> | Refusal => {
    const file = materials.get(customer)?.facts
    return ctx.house.gate.askIn(
      w,
      { actor: person, verb: 'merge', customer, fields: [], at },
      { ...facts, ...(file === undefined ? {} : { customer: file }) },
      { subject: other, detail },
    )
  }
  const first = ask(stays, goes)
  if (isRefusal(first)) return first
  const second = ask(goes, stays)
  return isRefusal(second) ? second : { stays: first, goes: second }
}

/** Decides about many pairs alike; each is its own act, so that one that cannot be decided stops no other. */
export async function decideMany(
  ctx: Context,
  person: string,
  ids: readonly string[],
  decision: 'merge' | 'keep',
): Promise<{ decided: number; refused: number }> {
  let decided = 0
  for (const id of new Set(ids)) {
    try {
      if (!isRefusal(await decideDuplicate(ctx, person, id, decision))) decided++
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
    }
  }
  return { decided, refused: new Set(ids).size - decided }
}
