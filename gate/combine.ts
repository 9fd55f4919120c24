import { ForgedPermit, Permit } from './permit.ts'
import { type FileTokens, reseal, type RewrittenBlock, type Rewriting } from './rewrite.ts'
import { type SealedFile, unpackFields } from './sealed.ts'
import type { Opener } from './unseal.ts'

/**
 * Merges two files of one customer: what the file that stays lacks, and what somebody chose, is taken from the one that goes. Both are opened in
 * here, sealed again in here, and nothing but sealed blocks, search hashes and the ids of the filled fields comes out.
 * @throws ForgedPermit unless there is a genuine permit to merge for each of the two files
 */
export function combine(
  open: Opener,
  permits: { readonly stays: Permit<'merge'>; readonly goes: Permit<'merge'> },
  files: { readonly stays: SealedFile; readonly goes: SealedFile },
  work: Omit<Rewriting, 'changes'> & {
    /** Fields that both files have and whose value is taken from the one that goes. */
    readonly take?: ReadonlySet<number>
  },
): { blocks: RewrittenBlock[]; tokens: FileTokens; filled: number[] } {
  for (const side of ['stays', 'goes'] as const) {
    const permit = permits[side]
    if (!Permit.isGenuine(permit) || permit.verb !== 'merge')
      throw new ForgedPermit('not a permit to merge of this gate')
    if (permit.customer !== files[side].customer) throw new ForgedPermit('the permit names another customer')
  }
  const values = valuesOf(open, files.stays)
  const changes = new Map(
    [...valuesOf(open, files.goes)].filter(([id]) => !values.has(id) || work.take?.has(id) === true),
  )
  const merged = new Map([...values, ...changes])
  return { ...reseal(files.stays, merged, { ...work, changes }), filled: [...changes.keys()] }
}

function valuesOf(open: Opener, file: SealedFile): Map<number, string> {
  const values = new Map<number, string>()
  for (const block of file.blocks)
    for (const [id, value] of unpackFields(open(file.customer, block))) values.set(id, value)
  return values
}

/**
 * Gives a file the values of its past blocks back: both are opened in here, and what differs is sealed again under new
 * versions, since an old block must never fit in its old place.
 * @throws ForgedPermit unless there is a genuine permit to merge for this file
 */
export function restore(
  open: Opener,
  permit: Permit<'merge'>,
  files: { readonly now: SealedFile; readonly past: SealedFile },
  work: Omit<Rewriting, 'changes'>,
): { blocks: RewrittenBlock[]; tokens: FileTokens; changed: number[] } {
  if (!Permit.isGenuine(permit) || permit.verb !== 'merge')
    throw new ForgedPermit('not a permit to merge of this gate')
  if (permit.customer !== files.now.customer || permit.customer !== files.past.customer)
    throw new ForgedPermit('the permit names another customer')
  const [now, past] = [valuesOf(open, files.now), valuesOf(open, files.past)]
  const ids = [...new Set([...now.keys(), ...past.keys()])].filter((id) => now.get(id) !== past.get(id))
  const changes = new Map(ids.map((id) => [id, past.get(id) ?? '']))
  return { ...reseal(files.now, past, { ...work, changes }), changed: ids }
}
