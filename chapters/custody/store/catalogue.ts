import { sql, type Writer } from '../../../floor/database/index.ts'
import type { CatalogueField } from '../catalogue.ts'

export type FieldContent = Omit<CatalogueField, 'id' | 'version' | 'retired'>

/** A new field of the catalogue; resolves to its number. */
export async function insertField(w: Writer, field: FieldContent): Promise<number> {
  const row = await w.row<{ id: number }>(sql`
    insert into custody.field (code, zh, en, section, category, level, sensitive, type, mask, searchable, applies_to, sort)
    values (${field.code}, ${field.zh}, ${field.en}, ${field.section}, ${field.category}, ${field.level}, ${field.sensitive},
      ${field.type}, ${field.mask}, ${field.searchable}, ${field.appliesTo}, ${field.sort})
    returning id`)
  return row!.id
}

/** Everything of a field that may be edited; its level, code and type are not among it. False when the version is old. */
export async function updateField(
  w: Writer,
  id: number,
  field: Omit<FieldContent, 'level' | 'code' | 'type'> & { readonly retired: boolean },
  expectedVersion: number,
  now: Date,
): Promise<boolean> {
  return (
    (await w.run(sql`
      update custody.field set zh = ${field.zh}, en = ${field.en}, section = ${field.section}, category = ${field.category},
        sensitive = ${field.sensitive}, mask = ${field.mask}, searchable = ${field.searchable},
        applies_to = ${field.appliesTo}, sort = ${field.sort},
        retired_at = case when ${field.retired} then coalesce(retired_at, ${now}) end, version = version + 1
      where id = ${id} and version = ${expectedVersion}`)) === 1
  )
}

export interface LevelContent {
  readonly rank: number
  readonly zh: string
  readonly en: string
  readonly tone: string
  readonly secrecyYears: number | null
  readonly exportRowsMax: number
}

/** Names and figures of one level; rank and what a full view needs stay. */
export async function updateLevel(w: Writer, level: LevelContent): Promise<void> {
  await w.run(sql`
    update custody.level set zh = ${level.zh}, en = ${level.en}, tone = ${level.tone}, secrecy_years = ${level.secrecyYears},
      open_term = case when ${level.secrecyYears}::int is null then open_term end,
      export_rows_max = ${level.exportRowsMax} where rank = ${level.rank}`)
}
