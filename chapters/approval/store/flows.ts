import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { Definition, FlowStep } from '../definition.ts'

/** A stored version of a flow. */
export interface StoredDefinition extends Definition {
  readonly active: boolean
  readonly createdBy?: string
  readonly createdAt: Date
}

interface Row {
  id: string
  key: string
  version: number
  form: string
  zh: string
  en: string
  levels: number[]
  actions: string[]
  priority: number
  body: { steps: FlowStep[] }
  active: boolean
  createdBy: string | null
  createdAt: Date
}

const columns = sql`id, key, version, form, name_zh as zh, name_en as en, levels, actions, priority, body, active,
  created_by as "createdBy", created_at as "createdAt"`

function definitionOf({ body, createdBy, ...rest }: Row): StoredDefinition {
  return { ...rest, steps: body.steps, ...(createdBy === null ? {} : { createdBy }) }
}

/** The versions in force, by form and key. */
export async function readActiveDefinitions(r: Reader, form?: string): Promise<StoredDefinition[]> {
  const rows = await r.rows<Row>(sql`
    select ${columns} from approval.definition
     where active and (${form ?? null}::text is null or form = ${form ?? null}) order by form, key`)
  return rows.map(definitionOf)
}

/** Every version of one flow, the newest first. */
export async function readVersions(r: Reader, key: string): Promise<StoredDefinition[]> {
  const rows = await r.rows<Row>(
    sql`select ${columns} from approval.definition where key = ${key} order by version desc`,
  )
  return rows.map(definitionOf)
}

/** One version by its id. */
export async function readDefinition(r: Reader, id: string): Promise<StoredDefinition | undefined> {
  const row = await r.row<Row>(sql`select ${columns} from approval.definition where id = ${id}`)
  return row === undefined ? undefined : definitionOf(row)
}

/** Takes the version in force out of force and adds the next; running forms keep the one they started with. */
export async function insertDefinition(
  w: Writer,
  one: Definition & { createdBy?: string; createdAt: Date },
): Promise<void> {
  await w.run(sql`update approval.definition set active = false where key = ${one.key} and active`)
  await w.run(sql`
    insert into approval.definition (id, key, version, form, name_zh, name_en, levels, actions, priority, body, active, created_by, created_at)
    values (${one.id}, ${one.key}, ${one.version}, ${one.form}, ${one.zh}, ${one.en}, ${one.levels}, ${one.actions},
            ${one.priority}, ${sql.json({ steps: one.steps })}, true, ${one.createdBy ?? null}, ${one.createdAt})`)
}
