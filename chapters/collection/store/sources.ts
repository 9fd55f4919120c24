import { isUniqueViolation, type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { ImportOptions } from '../wire.ts'

export interface StoredSource {
  readonly id: string
  readonly name: string
  readonly kind: 'direct' | 'partner' | 'public' | 'legacy'
  readonly legalBasis: string
  readonly note: string
  readonly createdAt: Date
  readonly closedAt: Date | null
}

const columns = sql`s.id, s.name, s.kind, s.legal_basis as "legalBasis", s.note, s.created_at as "createdAt", s.closed_at as "closedAt"`

export async function readSource(r: Reader, id: string): Promise<StoredSource | undefined> {
  return await r.row<StoredSource>(sql`select ${columns} from collection.source s where s.id = ${id}`)
}

export async function sourceByName(r: Reader, name: string): Promise<StoredSource | undefined> {
  return await r.row<StoredSource>(sql`select ${columns} from collection.source s where s.name = ${name}`)
}

/** @throws Mistake `collection.source-taken` when there is one of that name */
export async function insertSource(
  w: Writer,
  source: Omit<StoredSource, 'createdAt' | 'closedAt'> & { createdBy: string; at: Date },
): Promise<void> {
  try {
    await w.run(sql`
      insert into collection.source (id, name, kind, legal_basis, note, state, created_by, created_at)
      values (${source.id}, ${source.name}, ${source.kind}, ${source.legalBasis}, ${source.note},
        ${source.kind === 'partner' ? 'draft' : 'usable'}, ${source.createdBy}, ${source.at})`)
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Mistake('collection.source-taken', {
        field: 'name',
        status: 409,
        values: { name: source.name },
      })
    throw error
  }
}

export interface StoredTemplate {
  readonly id: string
  readonly name: string
  readonly headers: readonly string[]
  readonly mapping: ImportOptions
  readonly createdAt: Date
  readonly usedAt: Date | null
}

const templateColumns = sql`id, name, headers, mapping, created_at as "createdAt", used_at as "usedAt"`

/** @throws Mistake `collection.template-taken` */
export async function insertTemplate(
  w: Writer,
  t: {
    id: string
    name: string
    headers: readonly string[]
    mapping: ImportOptions
    createdBy: string
    at: Date
  },
): Promise<void> {
  try {
    await w.run(sql`
      insert into collection.template (id, name, headers, mapping, created_by, created_at)
      values (${t.id}, ${t.name}, ${[...t.headers]}::text[], ${sql.json(t.mapping)}, ${t.createdBy}, ${t.at})`)
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Mistake('collection.template-taken', { field: 'name', status: 409, values: { name: t.name } })
    throw error
  }
}

export async function listTemplates(
  r: Reader,
  q: { page: number; size: number },
): Promise<{ total: number; rows: StoredTemplate[] }> {
  const counted = await r.row<{ n: number }>(sql`select count(*)::int as n from collection.template`)
  const rows = await r.rows<StoredTemplate>(sql`
    select ${templateColumns} from collection.template order by coalesce(used_at, created_at) desc, id
    limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted?.n ?? 0, rows }
}

/** The template last used for exactly these headers. */
export async function templateFor(
  r: Reader,
  headers: readonly string[],
): Promise<StoredTemplate | undefined> {
  return await r.row<StoredTemplate>(sql`
    select ${templateColumns} from collection.template where headers = ${[...headers]}::text[]
    order by coalesce(used_at, created_at) desc limit 1`)
}

export async function readTemplate(r: Reader, id: string): Promise<StoredTemplate | undefined> {
  return await r.row<StoredTemplate>(sql`select ${templateColumns} from collection.template where id = ${id}`)
}

export async function touchTemplate(w: Writer, id: string, at: Date): Promise<void> {
  await w.run(sql`update collection.template set used_at = ${at} where id = ${id}`)
}
