import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { CategoryBody, CustomerType, FileCategory, TypeBody } from './wire.ts'

/** Customer types in their order, the one for what is not classified first. */
export const listTypes = (r: Reader): Promise<CustomerType[]> =>
  r.rows<CustomerType>(sql`
    select code, zh, en, applies_to as "appliesTo", number_code as "numberCode", required, stale_months as "staleMonths", sort,
      retired_at is not null as retired, version
    from custody.customer_type order by (code <> ''), sort, code`)

/** Categories of files in their order. */
export const listCategories = (r: Reader): Promise<FileCategory[]> =>
  r.rows<FileCategory>(sql`
    select code, zh, en, number_code as "numberCode", sort, retired_at is not null as retired, version
    from custody.file_category order by (code <> ''), sort, code`)

/** Writes a type; a new one has version 0. False when another version is on file. */
export async function saveType(w: Writer, t: TypeBody, now: Date): Promise<boolean> {
  const retired = t.retired ? now : null
  const rows =
    t.version === 0
      ? await w.run(sql`
          insert into custody.customer_type (code, zh, en, applies_to, number_code, required, stale_months, sort, retired_at)
          values (${t.code}, ${t.zh}, ${t.en}, ${t.appliesTo}, ${t.numberCode}, ${t.required}::text[], ${t.staleMonths}, ${t.sort}, ${retired})
          on conflict (code) do nothing`)
      : await w.run(sql`
          update custody.customer_type set zh = ${t.zh}, en = ${t.en}, applies_to = ${t.appliesTo}, number_code = ${t.numberCode},
            required = ${t.required}::text[], stale_months = ${t.staleMonths}, sort = ${t.sort},
            retired_at = case when ${t.retired} then coalesce(retired_at, ${now}) end, version = version + 1
          where code = ${t.code} and version = ${t.version}`)
  return rows === 1
}

/** Writes a category; a new one has version 0. False when another version is on file. */
export async function saveCategory(w: Writer, c: CategoryBody, now: Date): Promise<boolean> {
  const retired = c.retired ? now : null
  const rows =
    c.version === 0
      ? await w.run(sql`
          insert into custody.file_category (code, zh, en, number_code, sort, retired_at)
          values (${c.code}, ${c.zh}, ${c.en}, ${c.numberCode}, ${c.sort}, ${retired}) on conflict (code) do nothing`)
      : await w.run(sql`
          update custody.file_category set zh = ${c.zh}, en = ${c.en}, number_code = ${c.numberCode}, sort = ${c.sort},
            retired_at = case when ${c.retired} then coalesce(retired_at, ${now}) end, version = version + 1
          where code = ${c.code} and version = ${c.version}`)
  return rows === 1
}

/**
 * @throws Mistake `filing.no-type`, `filing.no-category` for classes that do not exist or are retired, `filing.type-other-kind`
 *   when the type is not for this kind of customer
 */
export async function mustBeClasses(
  r: Reader,
  kind: 'person' | 'company',
  wanted: { readonly typeCode?: string | undefined; readonly categoryCode?: string | undefined },
): Promise<void> {
  if (wanted.typeCode !== undefined) {
    const type = await r.row<{ appliesTo: string }>(sql`
      select applies_to as "appliesTo" from custody.customer_type where code = ${wanted.typeCode} and code <> '' and retired_at is null
      for share`)
    if (type === undefined) throw new Mistake('filing.no-type', { field: 'typeCode' })
    if (type.appliesTo !== 'both' && type.appliesTo !== kind)
      throw new Mistake('filing.type-other-kind', { field: 'typeCode' })
  }
  if (wanted.categoryCode === undefined) return
  const category = await r.row(sql`
    select 1 from custody.file_category where code = ${wanted.categoryCode} and code <> '' and retired_at is null for share`)
  if (category === undefined) throw new Mistake('filing.no-category', { field: 'categoryCode' })
}

/** Classifies a file; what is left out stays as it is. */
export async function setClasses(
  w: Writer,
  customerId: string,
  wanted: { readonly typeCode?: string | undefined; readonly categoryCode?: string | undefined },
): Promise<void> {
  await w.run(sql`update custody.customer set type_code = coalesce(${wanted.typeCode ?? null}, type_code),
      category_code = coalesce(${wanted.categoryCode ?? null}, category_code) where id = ${customerId}`)
}
