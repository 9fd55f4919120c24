import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Permit } from '../../../gate/index.ts'
import { collectingOf, type Context, fileOf } from '../context.ts'
import {
  closeMerged,
  highestVersions,
  insertChange,
  lockCustomer,
  replaceBlocks,
  setFieldLevel,
  setTokens,
  touchCustomer,
} from '../store/file.ts'
import { insertMerge, mustLoseNothing, stateBefore, takeStricter } from '../store/merges.ts'
import { carrySources } from '../frozen.ts'
import { recordBlocks } from './rewriting.ts'

/** A permit for each of the two files. */
export interface MergePermits {
  readonly stays: Permit<'merge'>
  readonly goes: Permit<'merge'>
}

/**
 * Merges two files of the same customer: empty fields of the one that stays are filled from the one that goes, which
 * then has the status `merged`, keeps its sealed values and is named in the history of both, so that it can be undone.
 * `take` names fields that both have and whose value comes from the one that goes. Levels and refusals go to the stricter side.
 * @throws Mistake `custody.changed-meanwhile` when one of them is no longer in use, or they differ in kind;
 *   `custody.merge-attachments` when something hangs on the one that goes that cannot move
 */
export async function mergeFiles(
  context: Context,
  w: Writer,
  permits: MergePermits,
  stays: string,
  goes: string,
  take: ReadonlySet<number> = new Set(),
): Promise<{ id: string }> {
  // In the order of their ids, so that two people merging crosswise wait for each other instead of dying.
  for (const id of [stays, goes].toSorted()) await lockCustomer(w, id)
  const { catalogue, material: kept } = await fileOf(context, stays, w)
  const { material: gone } = await fileOf(context, goes, w)
  if (kept.head.status !== 'active' || gone.head.status !== 'active' || kept.head.kind !== gone.head.kind)
    throw new Mistake('custody.changed-meanwhile', { status: 409 })
  // What came from a withdrawn source stays where it can be told apart.
  const isHeld = ({ facts }: typeof kept): boolean =>
    facts.quarantined || facts.frozen || (facts.frozenFields?.size ?? 0) > 0
  if (isHeld(kept) || isHeld(gone)) throw new Mistake('custody.changed-meanwhile', { status: 409 })
  await mustLoseNothing(w, goes)
  const now = context.house.clock.now()
  const before = await stateBefore(w, stays)
  const sealedAt = new Map<number, number>()
  // A value is sealed at the higher of the two levels: a merge lowers nothing.
  for (const block of [...gone.file.blocks, ...kept.file.blocks])
    for (const id of block.fields) sealedAt.set(id, Math.max(sealedAt.get(id) ?? 0, block.level))
  const levelOf = (field: number): number =>
    Math.max(sealedAt.get(field) ?? 0, kept.assignedLevel(field) ?? 0)
  const versions = await highestVersions(w, stays)
  const levels = [...new Set([...kept.head.fields, ...gone.head.fields].map(levelOf))]
  const keys = await context.house.keyring.customerKeys(w, stays, levels)
  try {
    const { blocks, tokens, filled } = context.house.gate.combine(
      permits,
      { stays: kept.file, goes: gone.file },
      {
        levelOf,
        nextVersion: (level) => (versions.get(level) ?? 0) + 1,
        seal: (level, name, schema, plain) => keys.seal(level, name, schema, plain),
        tokensOf: (values) => context.tokens.ofFile(catalogue, kept.head.kind, values),
        take,
      },
    )
    await replaceBlocks(w, stays, blocks, now)
    for (const field of filled)
      if (levelOf(field) !== catalogue.fields.get(field)?.level)
        await setFieldLevel(w, stays, field, levelOf(field))
    await takeStricter(w, stays, goes)
    await carrySources(w, stays, goes, filled)
    await setTokens(w, stays, tokens)
    await touchCustomer(w, stays, now)
    await closeMerged(w, goes, stays, now)
    const by = { at: now, actorId: permits.stays.actor, kind: 'merged' as const }
    await insertChange(w, { ...by, customerId: goes, id: newId(), fields: [], detail: { into: stays } })
    const line = { ...by, customerId: stays, id: newId(), fields: filled }
    await recordBlocks(context, w, line, { from: goes }, keys, blocks)
    const { sourceId, batchId, legalBasis } = gone.head
    await collectingOf(context).recordOrigin(w, {
      customerId: stays,
      fields: filled,
      kind: 'merge',
      sourceId,
      batchId,
      from: goes,
      legalBasis,
      actorId: permits.stays.actor,
    })
    const id = newId(now.getTime())
    await insertMerge(w, { id, stays, goes, before, by: permits.stays.actor, at: now })
    return { id }
  } finally {
    keys.release()
  }
}
