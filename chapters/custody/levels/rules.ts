import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Writer } from '../../../floor/database/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { loadCatalogue } from '../catalogue.ts'
import { type Context, notFound } from '../context.ts'
import { peopleReply } from '../routes/reply.ts'
import { contentHash, keepsRules, refusedLevelAct } from './act.ts'
import { mustCompile } from './rule.ts'
import {
  countRules,
  decideRule,
  insertRule,
  listRules,
  lockRules,
  replaceWaiting,
  type RuleOrder,
  type RuleRow,
  rulesInForce,
  ruleVersions,
} from './store-rules.ts'
import { type Suggestion, suggestLevel } from './suggest.ts'
import { risesAtOf } from './terms-of-levels.ts'
import { scanText } from '../../../floor/identifiers/index.ts'
import type { RuleContent, RuleEdit, LevelRuleReply, RulesReply, TryBody } from './wire.ts'

/** Most rules in force or waiting at once; each is tried on every text. */
export const rulesMost = 200

interface Saved {
  readonly id: string
  readonly version: number
  readonly state: 'waiting' | 'in-force'
}

/** Writes a new rule. One that only raises begins at once, one that may lower waits for a second person. */
export async function writeRule(
  context: Context,
  caller: Caller,
  content: RuleContent,
): Promise<Saved | Refusal> {
  return await context.house.db.transact(async (w) => {
    const id = newId()
    const lowers = content.effect === 'exactly'
    const refusal = await refusedLevelAct(
      context,
      w,
      caller,
      { verb: 'edit-level-rules' },
      { subject: `level-rule/${id}`, detail: { version: 1, lowers, hash: contentHash(content) } },
    )
    if (refusal !== undefined) return refusal
    await lockRules(w)
    if ((await countRules(w)) >= rulesMost)
      throw new Mistake('custody.rules-many', { values: { most: rulesMost } })
    return await store(context, w, caller, { ...content, id, version: 1, retired: false, lowers })
  })
}

/**
 * Writes another version of a rule, or retires it. What could let a level be lower than the rule in force does waits for
 * a second person; until then the one in force goes on.
 * @throws Mistake `custody.changed-meanwhile` when somebody wrote a newer version
 */
export async function rewriteRule(
  context: Context,
  caller: Caller,
  id: string,
  { version, ...edit }: RuleEdit,
): Promise<Saved | Refusal> {
  return await context.house.db.transact(async (w) => {
    await lockRules(w)
    const versions = await ruleVersions(w, id)
    const newest = versions[0]
    if (newest === undefined) throw notFound()
    const inForce = versions.find((one) => one.state === 'in-force' && !one.retired)
    const lowers = mayLower(inForce, edit)
    const refusal = await refusedLevelAct(
      context,
      w,
      caller,
      { verb: 'edit-level-rules' },
      {
        subject: `level-rule/${id}`,
        detail: { version: newest.version + 1, lowers, hash: contentHash(edit) },
      },
    )
    if (refusal !== undefined) return refusal
    if (newest.version !== version) throw new Mistake('custody.changed-meanwhile', { status: 409 })
    await replaceWaiting(w, id)
    return await store(context, w, caller, { ...edit, id, version: version + 1, lowers })
  })
}

/** Whether levels may be lower under the new version than under the one in force. */
export function mayLower(
  before: Pick<RuleRow, 'effect' | 'conditions' | 'level' | 'priority' | 'sensitive'> | undefined,
  after: Omit<RuleEdit, 'version'>,
): boolean {
  if (before === undefined) return !after.retired && after.effect === 'exactly'
  if (after.retired) return true
  if (before.effect === 'exactly' || after.effect === 'exactly') return true
  // With the same conditions and order, a higher level (or a mark beside it) can only raise.
  const same =
    JSON.stringify(before.conditions) === JSON.stringify(after.conditions) &&
    before.priority === after.priority
  return !same || (after.level ?? 0) < (before.level ?? 0) || (before.sensitive && !after.sensitive)
}

async function store(
  context: Context,
  w: Writer,
  caller: Caller,
  rule: RuleContent & Pick<RuleRow, 'id' | 'version' | 'retired' | 'lowers'>,
): Promise<Saved> {
  const catalogue = await loadCatalogue(w)
  mustCompile(rule.conditions)
  if (rule.level !== null && !catalogue.levels.has(rule.level))
    throw new Mistake('custody.no-level', { field: 'level' })
  if (rule.level === null && rule.category === null && !rule.sensitive)
    throw new Mistake('custody.rule-says-nothing', { field: 'level' })
  for (const [i, one] of rule.conditions.entries())
    if (one.on === 'field' && one.codes.some((code) => !catalogue.byCode.has(code)))
      throw new Mistake('custody.no-field', { field: `conditions.${i}.codes` })
  const state = rule.lowers ? ('waiting' as const) : ('in-force' as const)
  await insertRule(w, {
    ...rule,
    state,
    writtenBy: caller.personId,
    writtenAt: context.house.clock.now(),
  })
  return { id: rule.id, version: rule.version, state }
}

/** A second person confirms, or rejects, a version that waits; never whoever wrote it. */
export async function decideAboutRule(
  context: Context,
  caller: Caller,
  { id, version }: { readonly id: string; readonly version: number },
  confirm: boolean,
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    await lockRules(w)
    const rule = (await ruleVersions(w, id)).find((one) => one.version === version)
    if (rule === undefined) throw notFound()
    const refusal = await refusedLevelAct(
      context,
      w,
      caller,
      { verb: 'confirm-level-rules', applicant: rule.writtenBy },
      { subject: `level-rule/${id}`, detail: { version, confirm, lowers: rule.lowers } },
    )
    if (refusal !== undefined) return refusal
    const decision = { confirm, by: caller.personId, at: context.house.clock.now() }
    if (!(await decideRule(w, rule, decision))) throw new Mistake('custody.rule-decided', { status: 409 })
    return { done: true as const }
  })
}

/** One page of the rules, with who wrote and who confirmed them. */
export async function showRules(
  context: Context,
  caller: Caller,
  query: { page: number; size: number; state?: string | undefined; sort?: RuleOrder | undefined },
): Promise<RulesReply> {
  const { total, rows } = await context.house.db.read((r) => listRules(r, query))
  return { total, rows: await repliesOf(context, caller, rows) }
}

/** Every version of one rule. @throws Mistake `custody.not-found` */
export async function showRule(context: Context, caller: Caller, id: string): Promise<RulesReply> {
  const rows = await context.house.db.read((r) => ruleVersions(r, id))
  if (rows.length === 0) throw notFound()
  return { total: rows.length, rows: await repliesOf(context, caller, rows) }
}

async function repliesOf(
  context: Context,
  caller: Caller,
  rows: readonly RuleRow[],
): Promise<LevelRuleReply[]> {
  const person = await peopleReply(
    context,
    rows.flatMap((row) => [row.writtenBy, ...(row.decidedBy === null ? [] : [row.decidedBy])]),
  )
  return rows.map(({ writtenBy, writtenAt, decidedBy, decidedAt, conditions, ...row }) => ({
    ...row,
    category: row.category as LevelRuleReply['category'],
    conditions: [...conditions],
    writtenBy: person(writtenBy),
    writtenAt: writtenAt.toISOString(),
    decidedBy: decidedBy === null ? null : person(decidedBy),
    decidedAt: decidedAt?.toISOString() ?? null,
    mayDecide: row.state === 'waiting' && writtenBy !== caller.personId && keepsRules(caller),
  }))
}

/** What the detectors and the rules in force suggest for a text that somebody tries; the text is kept nowhere. */
export async function trySuggestion(context: Context, { text, header, draft }: TryBody): Promise<Suggestion> {
  const rules = await context.house.db.read(rulesInForce)
  const catalogue = await context.catalogue()
  const ranks = [...catalogue.levels.keys()]
  if (draft !== undefined) mustCompile(draftOf(draft).conditions)
  return suggestLevel(
    { text, ...(header === undefined ? {} : { header }), findings: scanText(text) },
    [...rules, ...(draft === undefined ? [] : [draftOf(draft)])],
    { lowest: Math.min(...ranks), highest: Math.max(...ranks), risesAt: risesAtOf(catalogue) },
  )
}

const draftOf = (draft: NonNullable<TryBody['draft']>) => ({
  ...draft,
  id: 'draft',
  version: 0,
  conditions: draft.conditions.map((one) =>
    one.on === 'keyword' || one.on === 'identifier' ? { ...one, atLeast: one.atLeast ?? 1 } : one,
  ),
})
