import type { FlowBody } from '../wire/flows.ts'
import { unknownPlaceholders } from './paper.ts'
import type { KnownPeople, Proposal } from './objections.ts'
import { whoKinds } from './rules.ts'

type RawNode = FlowBody['steps'][number]
type RawStep = Extract<RawNode, { sources: unknown }>
type RawSource = RawStep['sources'][number]
type RawWho = NonNullable<RawSource['otherwise']>[number]
type Object = (code: string, field: string, values?: Readonly<Record<string, string | number>>) => void

/** Flows inside flows at most: a form, its child, its grandchild. */
export const nestedMost = 3

/** Every step of a proposal, those in branches too. */
export const rawSteps = ({ steps }: Pick<FlowBody, 'steps'>): readonly RawStep[] =>
  steps.flatMap((node) => ('branches' in node ? node.branches.flatMap((branch) => branch.steps) : [node]))

/** Keys of the flows that a flow runs as steps of its own. */
export const subsOf = (body: Pick<FlowBody, 'steps'>): readonly string[] =>
  rawSteps(body).flatMap(({ sub }) => (sub === undefined ? [] : [sub.flow]))

/** A table of rules: every rule asks for something, and names people who can decide. */
export function objectionToRules(
  source: RawSource,
  whoIsWrong: (who: RawWho) => string | undefined,
): string | undefined {
  const rules = source.rules ?? []
  if (rules.length === 0) return 'rules-missing'
  if (rules.some(({ when }) => Object.values(when).every((part) => part === undefined)))
    return 'rule-without-condition'
  for (const { when, who } of rules) {
    if (
      when.customersFrom !== undefined &&
      when.customersTo !== undefined &&
      when.customersFrom > when.customersTo
    )
      return 'condition-never'
    const wrong = who.map(whoIsWrong).find((code) => code !== undefined)
    if (wrong !== undefined) return wrong
  }
  return (source.otherwise ?? []).map(whoIsWrong).find((code) => code !== undefined)
}

/** Is this a kind of person that a rule may name? */
export const isWhoKind = (by: string): boolean => (whoKinds as readonly string[]).includes(by)

/** Signature, rights and sub-flow of one step. */
export function checkFurther(
  step: RawStep,
  number: number,
  at: string,
  proposal: Pick<Proposal, 'form'>,
  known: KnownPeople,
  object: Object,
): void {
  const fields = known.fields.get(proposal.form) ?? []
  for (const [key, right] of Object.entries(step.fields ?? {})) {
    const field = fields.find((one) => one.key === key)
    if (field === undefined) object('unknown-field', `${at}.fields`, { step: number, key })
    else if (right === 'write' && field.narrows !== true)
      object('field-not-narrowed', `${at}.fields`, { step: number, key })
  }
  // Whoever sees nothing of a form cannot answer for a decision on it.
  if (fields.length > 1 && fields.every(({ key }) => step.fields?.[key] === 'hide'))
    object('hides-all', `${at}.fields`, { step: number })
  if (step.sub === undefined) return
  const own = step.sources.length > 0 || step.signature !== undefined || step.fields !== undefined
  if (own || step.pool === true || step.timeout !== undefined || step.opinion === 'required')
    object('sub-with-people', `${at}.sub`, { step: number })
}

/**
 * 子流程: a flow in force of the same form, for every level of this one, that does not lead back here, neither as it
 * stands nor through others, and not deeper than `nestedMost`.
 */
export function checkSubs(proposal: Proposal, known: KnownPeople, object: Object): void {
  const subs = subsOf(proposal)
  for (const key of subs) {
    const flow = known.flows.get(key)
    const values = { flow: key }
    if (flow === undefined && key !== proposal.key) object('sub-unknown', 'steps', values)
    else if (flow !== undefined && flow.form !== proposal.form) object('sub-form', 'steps', values)
    else if (flow !== undefined && !covers(flow.levels, proposal.levels))
      object('sub-levels', 'steps', values)
  }
  // Flows that run this one were drawn for the form and the levels it had.
  for (const [key, flow] of known.flows) {
    if (key === proposal.key || !flow.subs.includes(proposal.key)) continue
    if (flow.form !== proposal.form) object('used-by', 'form', { flow: key })
    else if (!covers(proposal.levels, flow.levels)) object('used-by', 'levels', { flow: key })
  }
  const next = (key: string): readonly string[] =>
    key === proposal.key ? subs : (known.flows.get(key)?.subs ?? [])
  // Those that run this one are as much deeper as this one is.
  const above = [...known.flows.keys()].filter((key) => key !== proposal.key)
  for (const start of [proposal.key, ...above]) {
    const deep = depthFrom(start, next, [])
    if (deep === 'cycle') return object('sub-cycle', 'steps', { flow: start })
    if (deep > nestedMost) return object('sub-too-deep', 'steps', { most: nestedMost })
  }
}

const covers = (levels: readonly number[], wanted: readonly number[]): boolean =>
  levels.length === 0 || (wanted.length > 0 && wanted.every((level) => levels.includes(level)))

/** Flows in a row from this one on; `cycle` when one comes again. */
function depthFrom(
  key: string,
  next: (key: string) => readonly string[],
  path: readonly string[],
): number | 'cycle' {
  if (path.includes(key)) return 'cycle'
  let deepest = 0
  for (const one of next(key)) {
    const below = depthFrom(one, next, [...path, key])
    if (below === 'cycle') return 'cycle'
    deepest = Math.max(deepest, below)
  }
  return deepest + 1
}

/** Numbering, title, summary and print template. */
export function checkPaper(proposal: Proposal, known: KnownPeople, object: Object): void {
  const { paper, form } = proposal
  if (paper === undefined) return
  const owner = paper.series === undefined ? undefined : known.series.get(paper.series)
  if (owner !== undefined && owner !== form)
    object('series-taken', 'paper.series', { series: paper.series ?? '' })
  for (const part of ['title', 'summary'] as const)
    for (const language of ['zh', 'en'] as const)
      for (const name of unknownPlaceholders(paper[part]?.[language] ?? ''))
        object('unknown-placeholder', `paper.${part}`, { name })
  const keys = (known.fields.get(form) ?? []).map(({ key }) => key)
  for (const key of paper.print?.leaveOut ?? [])
    if (!keys.includes(key)) object('unknown-field', 'paper.print', { step: 0, key })
  const columns = paper.print?.columns
  // A print without who decided what says nothing.
  if (columns !== undefined && !(columns.includes('person') && columns.includes('decision')))
    object('print-columns', 'paper.print', {})
}
