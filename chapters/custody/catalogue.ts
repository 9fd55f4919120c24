import { type IdentifierType, isIdentifierType } from '../../floor/identifiers/index.ts'
import { type Reader, sql, type Writer } from '../../floor/database/index.ts'
import { fieldSeeds, levelPresets } from './presets.ts'

export interface Level {
  readonly rank: number
  readonly zh: string
  readonly en: string
  readonly tone: string
  readonly fullNeeds: 'reason' | 'grant'
  readonly secrecyYears: number | null
  readonly exportRowsMax: number
  /** An open-ended term; null where the term has years, or there is none. */
  readonly openTerm: 'long-term' | 'until-published' | null
  /** What reaches the end of its term falls to the lowest level by itself; two people arranged that. */
  readonly endsByItself: boolean
  /** Number of customers from which a collection of this level counts as one level higher; null = it never does. */
  readonly risesAt: number | null
}

export interface CatalogueField {
  readonly id: number
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly section: string
  readonly category: string
  readonly level: number
  readonly sensitive: boolean
  readonly type: IdentifierType
  readonly mask: string
  readonly searchable: 'none' | 'exact' | 'fragment'
  readonly appliesTo: 'person' | 'company' | 'both'
  readonly sort: number
  readonly retired: boolean
  readonly version: number
}

export interface Catalogue {
  readonly levels: ReadonlyMap<number, Level>
  readonly fields: ReadonlyMap<number, CatalogueField>
  readonly byCode: ReadonlyMap<string, CatalogueField>
}

/** Reads levels and fields; small tables, read whole. */
export async function loadCatalogue(r: Reader): Promise<Catalogue> {
  const levels = await r.rows<Level>(sql`
    select rank, zh, en, tone, full_needs as "fullNeeds", secrecy_years as "secrecyYears", export_rows_max as "exportRowsMax",
      open_term as "openTerm", ends_by_itself as "endsByItself", rises_at as "risesAt"
    from custody.level order by rank`)
  const fields = await r.rows<Omit<CatalogueField, 'type'> & { type: string }>(sql`
    select id, code, zh, en, section, category, level, sensitive, type, mask, searchable, applies_to as "appliesTo", sort,
      retired_at is not null as retired, version
    from custody.field order by sort, id`)
  const typed = fields.map((field) => ({
    ...field,
    type: isIdentifierType(field.type) ? field.type : ('text' as const),
  }))
  return {
    levels: new Map(levels.map((level) => [level.rank, level])),
    fields: new Map(typed.map((field) => [field.id, field])),
    byCode: new Map(typed.map((field) => [field.code, field])),
  }
}

/** Writes the chosen level preset and the default catalogue; only at first run, when there are none. */
export async function seedCatalogue(w: Writer, preset: string): Promise<void> {
  const levels = levelPresets[preset]
  if (levels === undefined) throw new RangeError(`no level preset ${preset}`)
  for (const level of levels) {
    await w.run(sql`
      insert into custody.level (rank, zh, en, tone, full_needs, secrecy_years, export_rows_max, rises_at)
      values (${level.rank}, ${level.zh}, ${level.en}, ${level.tone}, ${level.fullNeeds}, ${level.secrecyYears ?? null}, ${level.exportRowsMax},
        ${level.risesAt ?? null})`)
  }
  for (const [sort, field] of fieldSeeds.entries()) {
    await w.run(sql`
      insert into custody.field (code, zh, en, section, category, level, sensitive, type, mask, searchable, applies_to, sort)
      values (${field.code}, ${field.zh}, ${field.en}, ${field.section}, ${field.category}, ${field.level}, ${field.sensitive},
        ${field.type}, ${field.mask}, ${field.searchable}, ${field.appliesTo}, ${sort})`)
  }
}
