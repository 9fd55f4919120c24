import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { Condition } from './condition.ts'
import type { LevelRule } from './rule.ts'
import type { ruleStates } from './wire.ts'

/** One version of a rule of the company. */
export interface RuleRow extends LevelRule {
  readonly retired: boolean
  readonly state: (typeof ruleStates)[number]
  readonly lowers: boolean
  readonly writtenBy: string
  readonly writtenAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

const columns = sql`id, version, name, priority, effect, condition as conditions, level, category, sensitive, retired, state,
  lowers, written_by as "writtenBy", written_at as "writtenAt", decided_by as "decidedBy", decided_at as "decidedAt"`

/** Keeps two people from writing the same rule, or deciding about it, at once. */
export async function lockRules(w: Writer): Promise<void> {
  await w.rows(sql`select id from custody.level_setting where id = 1 for update`)
}

/** The rules that suggest levels now. */
export async function rulesInForce(r: Reader): Promise<RuleRow[]> {
  return await r.rows<RuleRow>(
    sql`select ${columns} from custody.level_rule where state = 'in-force' and not retired order by priority, id`,
  )
}

/** Every version of one rule, newest first. */
export async function ruleVersions(r: Reader, id: string): Promise<RuleRow[]> {
  return await r.rows<RuleRow>(
    sql`select ${columns} from custody.level_rule where id = ${id} order by version desc`,
  )
}

const orders = {
  'priority.asc': sql`priority`,
  'priority.desc': sql`priority desc`,
  'name.asc': sql`name`,
  'name.desc': sql`name desc`,
  'writtenAt.asc': sql`written_at`,
  'writtenAt.desc': sql`written_at desc`,
} as const
export type RuleOrder = keyof typeof orders

/** One page of the rules; the newest version of each, unless a state is asked for. */
export async function listRules(
  r: Reader,
  q: {
    readonly page: number
    readonly size: number
    readonly state?: string | undefined
    readonly sort?: RuleOrder | undefined
  },
): Promise<{ total: number; rows: RuleRow[] }> {
  const where =
    q.state === undefined
      ? sql`not exists (select from custody.level_rule n where n.id = level_rule.id and n.version > level_rule.version)`
      : sql`state = ${q.state}`
  const counted = await r.row<{ total: number }>(
    sql`select count(*)::int as total from custody.level_rule where ${where}`,
  )
  const rows = await r.rows<RuleRow>(sql`
    select ${columns} from custody.level_rule where ${where}
    order by ${orders[q.sort ?? 'priority.asc']}, id, version desc limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: counted!.total, rows }
}

/** Number of rules that are in force or wait. */
export async function countRules(r: Reader): Promise<number> {
  const row = await r.row<{ n: number }>(sql`
    select count(distinct id)::int as n from custody.level_rule where state in ('waiting', 'in-force') and not retired`)
  return row!.n
}

/** A new version; the one that waited before it, if any, is over. */
export async function insertRule(
  w: Writer,
  rule: Omit<RuleRow, 'decidedBy' | 'decidedAt' | 'conditions'> & {
    readonly conditions: readonly Condition[]
  },
): Promise<void> {
  if (rule.state === 'in-force') await replaceInForce(w, rule.id)
  await w.run(sql`
    insert into custody.level_rule (id, version, name, priority, effect, condition, level, category, sensitive, retired, state,
      lowers, written_by, written_at)
    values (${rule.id}, ${rule.version}, ${rule.name}, ${rule.priority}, ${rule.effect}, ${sql.json(rule.conditions)},
      ${rule.level}, ${rule.category}, ${rule.sensitive}, ${rule.retired}, ${rule.state}, ${rule.lowers},
      ${rule.writtenBy}, ${rule.writtenAt})`)
}

const replaceInForce = (w: Writer, id: string): Promise<number> =>
  w.run(sql`update custody.level_rule set state = 'replaced' where id = ${id} and state = 'in-force'`)

/** Ends a waiting version because its writer wrote another. */
export async function replaceWaiting(w: Writer, id: string): Promise<void> {
  await w.run(sql`update custody.level_rule set state = 'replaced' where id = ${id} and state = 'waiting'`)
}

/** What a second person said of a waiting version; false when it no longer waits. */
export async function decideRule(
  w: Writer,
  rule: Pick<RuleRow, 'id' | 'version'>,
  decision: { readonly confirm: boolean; readonly by: string; readonly at: Date },
): Promise<boolean> {
  if (decision.confirm) await replaceInForce(w, rule.id)
  const touched = await w.run(sql`
    update custody.level_rule set state = ${decision.confirm ? 'in-force' : 'rejected'}, decided_by = ${decision.by},
      decided_at = ${decision.at}
    where id = ${rule.id} and version = ${rule.version} and state = 'waiting'`)
  return touched === 1
}
