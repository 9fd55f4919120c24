import { createHmac, randomBytes } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { CustomerKeys } from '../../../floor/keyring/index.ts'
import type { Permit, RewrittenBlock, Rewriting, SealedFile } from '../../../gate/index.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Context } from '../context.ts'
import type { CustomerMaterial } from '../material.ts'
import {
  type ChangeKind,
  type ChangeRow,
  highestVersions,
  insertChange,
  replaceBlocks,
  setTokens,
  touchCustomer,
} from '../store/file.ts'

/** Commitment of one block in the ledger: HMAC over salt, level, version and the sealed bytes, in hex. */
export function blockCommitment(
  auditKey: Buffer,
  salt: Buffer,
  block: { readonly level: number; readonly version: number; readonly sealed: Buffer },
): string {
  const head = Buffer.alloc(8)
  head.writeInt32BE(block.level, 0)
  head.writeInt32BE(block.version, 4)
  return createHmac('sha256', auditKey).update(salt).update(head).update(block.sealed).digest('hex')
}

export interface Rewrite {
  readonly catalogue: Catalogue
  readonly material: CustomerMaterial
  readonly permit: Permit<'write' | 'change-level'>
  readonly changes: ReadonlyMap<number, string>
  /** The one field that goes to another level. Everything else stays sealed where it is, whatever the tables say. */
  readonly moving?: { readonly field: number; readonly to: number }
  readonly kind: ChangeKind
  /** Fields named in the history and the ledger. */
  readonly fields: readonly number[]
  /** Person in the history: who corrected, or who applied for the change. */
  readonly actorId: string
  readonly instanceId?: string
  /** A value that somebody else proposed and sealed, in place of `changes`; needs a permit to write. */
  readonly proposal?: { readonly permit: Permit<'write'>; readonly file: SealedFile }
}

/**
 * Seals a file anew after values or levels changed: past blocks kept, search hashes replaced, one line of history, and
 * a ledger entry that commits to the new blocks. The caller holds the customer's row lock. Resolves to the id of the line.
 */
export async function rewriteFile(context: Context, w: Writer, work: Rewrite): Promise<string> {
  const { material, permit, catalogue } = work
  const customerId = material.head.id
  const now = context.house.clock.now()
  const sealedAt = new Map(
    material.file.blocks.flatMap((block) => block.fields.map((id) => [id, block.level] as const)),
  )
  const levelOf = (field: number): number =>
    work.moving?.field === field
      ? work.moving.to
      : (sealedAt.get(field) ?? material.assignedLevel(field) ?? 0)
  const versions = await highestVersions(w, customerId)
  const collected = [...material.head.fields, ...work.fields]
  const keys = await context.house.keyring.customerKeys(w, customerId, [...new Set(collected.map(levelOf))])
  try {
    const how: Omit<Rewriting, 'changes'> = {
      levelOf,
      nextVersion: (level) => (versions.get(level) ?? 0) + 1,
      seal: (level, name, schema, plain) => keys.seal(level, name, schema, plain),
      tokensOf: (values) => context.tokens.ofFile(catalogue, material.head.kind, values),
    }
    const { gate } = context.house
    const { blocks, tokens } =
      work.proposal === undefined
        ? gate.rewrite(permit, material.file, { ...how, changes: work.changes })
        : gate.adopt(work.proposal.permit, { file: material.file, proposal: work.proposal.file }, how)
    await replaceBlocks(w, customerId, blocks, now)
    await setTokens(w, customerId, tokens)
    await touchCustomer(w, customerId, now)
    return await recordChange(context, w, work, keys, blocks, now)
  } finally {
    keys.release()
  }
}

async function recordChange(
  context: Context,
  w: Writer,
  work: Rewrite,
  keys: CustomerKeys,
  blocks: readonly RewrittenBlock[],
  now: Date,
): Promise<string> {
  const { kind, fields, actorId, instanceId } = work
  const line = { customerId: work.material.head.id, id: newId(), at: now, actorId, kind, fields, instanceId }
  const more = instanceId === undefined ? {} : { application: instanceId }
  return await recordBlocks(context, w, line, more, keys, blocks)
}

/** A line of the history and the ledger entry that commits to the new blocks. Resolves to the id of the line. */
export async function recordBlocks(
  context: Context,
  w: Writer,
  line: Omit<ChangeRow, 'detail'>,
  more: Readonly<Record<string, unknown>>,
  keys: CustomerKeys,
  blocks: readonly RewrittenBlock[],
): Promise<string> {
  const salt = randomBytes(16)
  const auditKey = keys.auditKey()
  const committed = blocks.map(({ level, version, sealed }) => ({
    level,
    version,
    commitment: sealed === undefined ? null : blockCommitment(auditKey, salt, { level, version, sealed }),
  }))
  auditKey.fill(0)
  await insertChange(w, { ...line, detail: { salt: salt.toString('hex') } })
  context.house.gate.note(w, 'custody-change', {
    actor: line.actorId,
    customer: line.customerId,
    change: line.id,
    what: line.kind,
    fields: line.fields,
    blocks: committed,
    ...more,
  })
  return line.id
}
