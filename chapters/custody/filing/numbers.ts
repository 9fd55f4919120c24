import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { type NumberRule, numberWith, prefixOf } from './rule.ts'

export interface StoredRule extends NumberRule {
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string | null
}

/** The rule in force: the newest. */
export async function ruleInForce(r: Reader): Promise<StoredRule> {
  const row = await r.row<StoredRule>(sql`
    select version, template, fonds, created_at as "createdAt", created_by as "createdBy" from custody.numbering
    order by version desc limit 1`)
  return row!
}

/** Puts a rule in force; false when somebody else has just put one in force. */
export async function insertRule(
  w: Writer,
  rule: NumberRule & { readonly version: number; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const rows = await w.run(sql`
    insert into custody.numbering (version, template, fonds, created_by, created_at)
    values (${rule.version}, ${rule.template}, ${rule.fonds}, ${rule.by}, ${rule.at}) on conflict do nothing`)
  return rows === 1
}

/** What a new file is numbered by; absent = not classified. */
export interface Classed {
  readonly typeCode?: string | undefined
  readonly categoryCode?: string | undefined
}

/**
 * Reserves so many numbers for files of one class, without a gap for each text before the serial: the locked row makes
 * concurrent filers wait for one another, and a transaction that is rolled back gives its numbers back.
 */
export async function nextFileNos(
  w: Writer,
  count: number,
  year: number,
  classed: Classed = {},
): Promise<string[]> {
  if (count === 0) return []
  const rule = await ruleInForce(w)
  const codes = await w.row<{ type: string; category: string }>(sql`select
    (select number_code from custody.customer_type where code = ${classed.typeCode ?? ''}) as type,
    (select number_code from custody.file_category where code = ${classed.categoryCode ?? ''}) as category`)
  const { prefix, digits } = prefixOf(rule, { type: codes!.type, category: codes!.category, year })
  const row = await w.row<{ next: number }>(sql`
    insert into custody.file_series (prefix, next) values (${prefix}, ${count + 1})
    on conflict (prefix) do update set next = custody.file_series.next + ${count}
    returning next`)
  const first = row!.next - count
  return Array.from({ length: count }, (_, i) => numberWith(prefix, digits, first + i))
}

/** The next number of that class, without taking it; for the preview of a rule. */
export async function previewNumber(
  r: Reader,
  rule: NumberRule,
  codes: { readonly type: string; readonly category: string },
  year: number,
): Promise<string> {
  const { prefix, digits } = prefixOf(rule, { ...codes, year })
  const row = await r.row<{ next: number }>(
    sql`select next from custody.file_series where prefix = ${prefix}`,
  )
  return numberWith(prefix, digits, row?.next ?? 1)
}

/** Keeps the numbers of files that are no more, with the reason: a number is never given twice. */
export async function voidNumbers(
  w: Writer,
  customers: readonly string[],
  reason: 'import-cancelled' | 'renumbered',
  more: { readonly note: string; readonly by: string | null; readonly at?: Date },
): Promise<void> {
  await w.run(sql`
    insert into custody.voided_number (number, customer_id, reason, note, voided_by, voided_at)
    select file_no, id, ${reason}, ${more.note}, ${more.by}, coalesce(${more.at ?? null}, now()) from custody.customer
    where id = any(${[...customers]}::uuid[]) on conflict (number) do nothing`)
}

export interface VoidedRow {
  readonly number: string
  readonly customerId: string | null
  readonly reason: string
  readonly note: string
  readonly voidedBy: string | null
  readonly voidedAt: Date
}

/** Numbers that no file bears any more, the latest first. */
export async function listVoided(
  r: Reader,
  q: { readonly page: number; readonly size: number; readonly number?: string | undefined },
): Promise<{ total: number; rows: VoidedRow[] }> {
  const where = q.number === undefined ? sql`true` : sql`number = ${q.number}`
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from custody.voided_number where ${where}`,
  )
  const rows = await r.rows<VoidedRow>(sql`
    select number, customer_id as "customerId", reason, note, voided_by as "voidedBy", voided_at as "voidedAt"
    from custody.voided_number where ${where} order by voided_at desc, number limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted!.total, rows }
}
