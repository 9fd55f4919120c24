import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { refusedAct } from '../indirect/context.ts'
import { addStep } from '../indirect/store/sources.ts'
import { headersOf } from '../reading/options.ts'
import { readImport } from '../store/imports.ts'
import { insertSource, insertTemplate, listTemplates } from '../store/sources.ts'
import type { SourceRow } from '../wire.ts'
import { notFound } from './imports.ts'

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

interface NewSource {
  readonly name: string
  readonly kind: SourceRow['kind']
  readonly legalBasis: string
  readonly note: string
}

/**
 * Puts a source on record, as its collector asks: the gate decides. A third party begins as a draft, which is of no use
 * before its papers were checked.
 * @throws Mistake `collection.source-taken`
 */
export async function registerSource(
  ctx: Context,
  caller: Caller,
  body: NewSource,
): Promise<{ id: string } | Refusal> {
  const id = newId()
  return await ctx.house.db.transact(async (w) => {
    const detail = { step: 'registered', what: body.kind, basis: body.legalBasis }
    const refusal = await refusedAct(ctx, w, caller, 'register-source', {}, { subject: id, detail })
    if (refusal !== undefined) return refusal
    await write(ctx, w, caller.personId, id, body)
    return { id }
  })
}

/** The same for the program itself: the command line and the demo company. */
export async function addSource(ctx: Context, person: string, body: NewSource): Promise<{ id: string }> {
  const id = newId()
  await ctx.house.db.transact((w) => write(ctx, w, person, id, body))
  return { id }
}

/** Recorded in the ledger by id, since its name may be a person's. */
async function write(ctx: Context, w: Writer, person: string, id: string, body: NewSource): Promise<void> {
  const { house } = ctx
  const at = house.clock.now()
  await insertSource(w, { id, ...body, createdBy: person, at })
  await addStep(w, id, {
    step: 'registered', version: 1, content: { kind: body.kind, basis: body.legalBasis }, hash: '', note: '', actorId: person, at,
  }) // prettier-ignore
  house.gate.note(w, 'source-registered', {
    actor: person,
    source: id,
    what: body.kind,
    basis: body.legalBasis,
  })
}

/** Saves the mapping of an import under a name; it is proposed again for files with the same headers. */
export async function saveTemplate(
  ctx: Context,
  person: string,
  body: { name: string; import: string },
): Promise<{ id: string }> {
  const { house } = ctx
  const id = newId()
  await house.db.transact(async (w) => {
    const stored = await readImport(w, body.import)
    if (stored === undefined) throw notFound()
    const { check, options } = stored
    if (check === null || options === null) throw new Mistake('collection.no-mapping', { status: 409 })
    const headers = headersOf(check)
    await insertTemplate(w, {
      id,
      name: body.name,
      headers,
      mapping: options,
      createdBy: person,
      at: house.clock.now(),
    })
  })
  return { id }
}

export async function viewTemplates(
  ctx: Context,
  q: { page: number; size: number },
): Promise<{
  total: number
  rows: { id: string; name: string; headers: string[]; createdAt: string; usedAt: string | null }[]
}> {
  const { total, rows } = await ctx.house.db.read((r) => listTemplates(r, q))
  return {
    total,
    rows: rows.map(({ id, name, headers, createdAt, usedAt }) => ({
      id,
      name,
      headers: [...headers],
      createdAt: createdAt.toISOString(),
      usedAt: iso(usedAt),
    })),
  }
}
