import { newId } from '../../../floor/ids.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Context } from '../context.ts'
import { headersOf } from '../reading/options.ts'
import { readImport } from '../store/imports.ts'
import { insertSource, insertTemplate, listSources, listTemplates } from '../store/sources.ts'
import type { SourceRow } from '../wire.ts'
import { notFound } from './imports.ts'

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

/** Puts a source on record; recorded in the ledger by id, since its name may be a person's. */
export async function addSource(
  ctx: Context,
  person: string,
  body: { name: string; kind: SourceRow['kind']; legalBasis: string; note: string },
): Promise<{ id: string }> {
  const { house } = ctx
  const id = newId()
  await house.db.transact(async (w) => {
    await insertSource(w, { id, ...body, createdBy: person, at: house.clock.now() })
    house.gate.note(w, 'source-registered', {
      actor: person,
      source: id,
      what: body.kind,
      basis: body.legalBasis,
    })
  })
  return { id }
}

export async function viewSources(
  ctx: Context,
  q: { page: number; size: number },
): Promise<{ total: number; rows: SourceRow[] }> {
  const { total, rows } = await ctx.house.db.read((r) => listSources(r, q))
  const shown = rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    closedAt: iso(row.closedAt),
  }))
  return { total, rows: shown }
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
