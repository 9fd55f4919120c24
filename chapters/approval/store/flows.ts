import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { Definition, FlowNode, FlowRules } from '../definition.ts'
import { usualRules } from '../definition.ts'
import type { FlowPaper } from '../definition/paper.ts'
import { storedSteps } from '../definition/reading.ts'

/** A stored version of a flow. */
export interface StoredDefinition extends Definition {
  readonly active: boolean
  readonly createdBy?: string
  readonly createdAt: Date
  readonly retiredAt?: Date
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
  body: { steps: FlowNode[]; paper?: FlowPaper; inner?: boolean }
  rules: FlowRules | null
  active: boolean
  createdBy: string | null
  createdAt: Date
  retiredAt: Date | null
}

const columns = sql`id, key, version, form, name_zh as zh, name_en as en, levels, actions, priority, body, rules, active,
  created_by as "createdBy", created_at as "createdAt", retired_at as "retiredAt"`

function definitionOf({ body, createdBy, retiredAt, rules, ...rest }: Row): StoredDefinition {
  return {
    ...rest,
    steps: storedSteps(body),
    ...(body.paper === undefined ? {} : { paper: body.paper }),
    ...(body.inner === true ? { inner: true } : {}),
    rules: rules ?? usualRules,
    ...(createdBy === null ? {} : { createdBy }),
    ...(retiredAt === null ? {} : { retiredAt }),
  }
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
    insert into approval.definition (id, key, version, form, name_zh, name_en, levels, actions, priority, body, rules, active, created_by, created_at)
    values (${one.id}, ${one.key}, ${one.version}, ${one.form}, ${one.zh}, ${one.en}, ${one.levels}, ${one.actions},
            ${one.priority}, ${sql.json({ steps: one.steps, ...(one.paper === undefined ? {} : { paper: one.paper }), ...(one.inner === true ? { inner: true } : {}) })}, ${sql.json(one.rules)}, true, ${one.createdBy ?? null}, ${one.createdAt})`)
}

/** Takes a flow out of force without a successor; resolves to whether one was in force. */
export async function retireDefinition(w: Writer, key: string, at: Date): Promise<boolean> {
  return (
    (await w.run(
      sql`update approval.definition set active = false, retired_at = ${at} where key = ${key} and active`,
    )) > 0
  )
}
