import type { Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Context, fileOf } from '../context.ts'
import {
  highestVersions,
  insertChange,
  lockCustomer,
  replaceBlocks,
  setTokens,
  touchCustomer,
} from '../store/file.ts'
import {
  blocksBefore,
  isUntouched,
  lockMerge,
  markUndone,
  mergeById,
  reopenMerged,
  restoreState,
  type StoredMerge,
} from '../store/merges.ts'
import type { MergePermits } from './merging.ts'
import { recordBlocks } from './rewriting.ts'

const gone = (): Mistake => new Mistake('custody.merge-final', { status: 409 })

/** The two files of a merge, held in the order of their ids. @throws Mistake `custody.not-found`, `custody.merge-final` */
export async function holdMerge(w: Writer, id: string): Promise<StoredMerge> {
  const found = await mergeById(w, id)
  if (found === undefined) throw new Mistake('custody.not-found', { status: 404 })
  for (const one of [found.stays, found.goes].toSorted()) await lockCustomer(w, one)
  const merge = await lockMerge(w, id)
  if (merge === undefined || merge.undoneAt !== null || !(await isUntouched(w, merge))) throw gone()
  return merge
}

/**
 * Undoes a merge that `holdMerge` holds: the file that stayed gets its values, levels and refusals back, the other one
 * is in use again. History and ledger of both say so.
 * @throws Mistake `custody.merge-final` when its blocks of then are no longer whole
 */
export async function unmergeFiles(
  context: Context,
  w: Writer,
  permits: MergePermits,
  merge: StoredMerge,
): Promise<void> {
  const now = context.house.clock.now()
  const { catalogue, material } = await fileOf(context, merge.stays, w)
  const past = await blocksBefore(w, merge)
  if (past.length !== merge.before.blocks.length) throw gone()
  const sealedAt = new Map(material.file.blocks.flatMap((b) => b.fields.map((id) => [id, b.level] as const)))
  for (const block of past) for (const id of block.fields) sealedAt.set(id, block.level)
  const levelOf = (field: number): number => sealedAt.get(field) ?? 0
  const versions = await highestVersions(w, merge.stays)
  const keys = await context.house.keyring.customerKeys(w, merge.stays, [...new Set(sealedAt.values())])
  try {
    const { blocks, tokens, changed } = context.house.gate.restore(
      permits.stays,
      { now: material.file, past: { customer: merge.stays, blocks: past } },
      {
        levelOf,
        nextVersion: (level) => (versions.get(level) ?? 0) + 1,
        seal: (level, name, schema, plain) => keys.seal(level, name, schema, plain),
        tokensOf: (values) => context.tokens.ofFile(catalogue, material.head.kind, values),
      },
    )
    await replaceBlocks(w, merge.stays, blocks, now)
    await markUndone(w, merge.id, permits.stays.actor, now)
    await restoreState(w, merge)
    await setTokens(w, merge.stays, tokens)
    await touchCustomer(w, merge.stays, now)
    await reopenMerged(w, merge.goes, now)
    const by = { at: now, actorId: permits.stays.actor, kind: 'unmerged' as const }
    await insertChange(w, {
      ...by,
      customerId: merge.goes,
      id: newId(),
      fields: [],
      detail: { from: merge.stays },
    })
    const line = { ...by, customerId: merge.stays, id: newId(), fields: changed }
    await recordBlocks(context, w, line, { from: merge.goes }, keys, blocks)
  } finally {
    keys.release()
  }
}
