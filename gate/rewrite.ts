import { ForgedPermit, Permit } from './permit.ts'
import {
  blockName,
  blockSchemaVersion,
  packFields,
  type SealedBlock,
  type SealedFile,
  unpackFields,
} from './sealed.ts'
import type { Opener } from './unseal.ts'

/** One identifier of a file (telephone, document, credit code …), hashed. */
export interface IdentifierToken {
  /** The same wherever the same identifier is on file. */
  readonly token: bigint
  /** The same wherever identifier and name agree; null when the file has no name or the identifier is not compared. */
  readonly named: bigint | null
}

/** Keyed hashes of all values of a file, for the blind index. */
export interface FileTokens {
  readonly parts: readonly number[]
  readonly identifiers: readonly IdentifierToken[]
  /** Ids of fields whose value does not have the shape of its type. */
  readonly unfit: readonly number[]
}

export interface Rewriting {
  /** New text by field id; empty text removes the value. */
  readonly changes: ReadonlyMap<number, string>
  /** Level at which a field is to be sealed from now on. */
  levelOf(field: number): number
  /** A number that no block of this level has had yet, also none that is gone: an old block must never fit again. */
  nextVersion(level: number): number
  /** Seals one block; given by custody with the customer's keys. */
  seal(level: number, name: string, schemaVersion: number, plain: Buffer): Buffer
  /** Keyed search hashes of all values of the file; sees the values, returns hashes only. */
  tokensOf(values: ReadonlyMap<number, string>): FileTokens
}

export interface RewrittenBlock {
  readonly level: number
  readonly version: number
  readonly fields: readonly number[]
  /** Absent when nothing is left at this level: the block is to be removed. */
  readonly sealed?: Buffer
}

/**
 * Corrects values, or moves them to another level, without letting the other values of the file out of the gate: old
 * blocks are opened, changed and sealed again in here. The permit decides which fields may change.
 * @throws ForgedPermit when a changed field is not among those the permit opens
 */
export function rewrite(
  open: Opener,
  permit: Permit<'write' | 'change-level'>,
  file: SealedFile,
  work: Rewriting,
): { blocks: RewrittenBlock[]; tokens: FileTokens } {
  if (!Permit.isGenuine(permit)) throw new ForgedPermit('not a permit of this gate')
  if (permit.customer !== file.customer) throw new ForgedPermit('the permit names another customer')
  if (permit.verb !== 'write' && permit.verb !== 'change-level')
    throw new ForgedPermit('the permit is for something else')
  if (permit.verb === 'change-level' && work.changes.size > 0)
    throw new ForgedPermit('a change of level changes no value')
  for (const id of work.changes.keys()) {
    if (!permit.full.has(id)) throw new ForgedPermit('the permit does not cover this field')
  }
  const values = new Map<number, string>()
  for (const block of file.blocks)
    for (const [id, value] of unpackFields(open(file.customer, block))) values.set(id, value)
  for (const [id, value] of work.changes) {
    if (value === '') values.delete(id)
    else values.set(id, value)
  }
  return reseal(file, values, work)
}

/** A proposal names, beside the field, words about it under this number, which is no field's. */
const wordsOfProposal = 0

/**
 * Puts a value into a file that somebody else proposed and sealed: it is opened in here and goes nowhere else. The permit
 * is one to write the field.
 * @throws ForgedPermit when it does not cover the field, or the proposal is about another customer's file
 */
export function adopt(
  open: Opener,
  permit: Permit<'write'>,
  files: { readonly file: SealedFile; readonly proposal: SealedFile },
  work: Omit<Rewriting, 'changes'>,
): { blocks: RewrittenBlock[]; tokens: FileTokens } {
  const { file, proposal } = files
  if (proposal.customer !== file.customer) throw new ForgedPermit('the proposal is about another customer')
  if (!Permit.isGenuine(permit) || permit.verb !== 'write')
    throw new ForgedPermit('not a permit to write of this gate')
  const changes = new Map<number, string>()
  for (const block of proposal.blocks) {
    // Asked before anything is opened.
    for (const id of block.fields)
      if (id !== wordsOfProposal && !permit.full.has(id))
        throw new ForgedPermit('the permit does not cover this field')
    for (const [id, value] of unpackFields(open(file.customer, block)))
      if (id !== wordsOfProposal) changes.set(id, value)
  }
  return rewrite(open, permit, file, { ...work, changes })
}

/** Seals again every block that is not what it should be for these values; only gate/ calls this. */
export function reseal(
  file: SealedFile,
  values: ReadonlyMap<number, string>,
  work: Rewriting,
): { blocks: RewrittenBlock[]; tokens: FileTokens } {
  const wanted = groupByLevel(values, (id) => work.levelOf(id))
  const blocks = changedLevels(file.blocks, wanted, work).map((level): RewrittenBlock => {
    const group = wanted.get(level)
    const version = work.nextVersion(level)
    if (group === undefined) return { level, version, fields: [] }
    const sealed = work.seal(level, blockName(version), blockSchemaVersion, packFields(group))
    return { level, version, fields: [...group.keys()], sealed }
  })
  return { blocks, tokens: work.tokensOf(values) }
}

/**
 * Search hashes of the whole file, for building the index anew; values never leave the gate, only hashes do.
 * @throws ForgedPermit when the permit is not one for this customer's file
 */
export function retoken(
  open: Opener,
  permit: Permit<'edit-catalogue'>,
  file: SealedFile,
  tokensOf: Rewriting['tokensOf'],
): FileTokens {
  if (!Permit.isGenuine(permit)) throw new ForgedPermit('not a permit of this gate')
  if (permit.verb !== 'edit-catalogue' || permit.customer !== file.customer)
    throw new ForgedPermit('the permit is for something else')
  const values = new Map<number, string>()
  for (const block of file.blocks)
    for (const [id, value] of unpackFields(open(file.customer, block))) values.set(id, value)
  return tokensOf(values)
}

function groupByLevel(
  values: ReadonlyMap<number, string>,
  levelOf: (id: number) => number,
): Map<number, Map<number, string>> {
  const groups = new Map<number, Map<number, string>>()
  for (const [id, value] of values) {
    const level = levelOf(id)
    const group = groups.get(level) ?? new Map<number, string>()
    group.set(id, value)
    groups.set(level, group)
  }
  return groups
}

/** Levels whose block is not what it should be: a value changed, arrived or left. */
function changedLevels(
  old: readonly SealedBlock[],
  wanted: ReadonlyMap<number, ReadonlyMap<number, string>>,
  work: Rewriting,
): number[] {
  const levels = new Set<number>()
  for (const id of work.changes.keys()) levels.add(work.levelOf(id))
  for (const block of old)
    for (const id of block.fields)
      if (work.levelOf(id) !== block.level) levels.add(block.level).add(work.levelOf(id))
  for (const block of old) if (block.fields.some((id) => work.changes.has(id))) levels.add(block.level)
  for (const level of levels)
    if (!wanted.has(level) && !old.some((block) => block.level === level)) levels.delete(level)
  return [...levels]
}
