import { type Clause, clauseKey } from './clause.ts'
import { type Facts, type FieldFacts, MissingFact } from './facts.ts'
import { isDataVerb, type Question, type Sight, type Verb } from './question.ts'

/** The clauses in force, prepared for deciding: grouped by verb, in policy order. */
export interface Statute {
  readonly clauses: readonly Clause[]
  readonly byVerb: ReadonlyMap<Verb, readonly PreparedClause[]>
}
interface PreparedClause {
  readonly clause: Clause
  readonly key: string
}

export interface FieldDecision {
  readonly sight: Sight
  /** Keys of the clauses that decided: the permitting ones when something is shown, else the forbidding ones. */
  readonly because: readonly string[]
}

export interface Decision {
  readonly verdict: 'permit' | 'deny'
  readonly fields: ReadonlyMap<number, FieldDecision>
  /** Clause keys that decided the question as a whole; for a denial the forbidding ones, `default-deny` when none spoke. */
  readonly because: readonly string[]
  /** What was missing or broke; any entry means deny. */
  readonly faults: readonly string[]
}

export const defaultDeny = 'default-deny'

/** Groups the clauses by verb; refuses two clauses with the same key. */
export function statuteOf(clauses: readonly Clause[]): Statute {
  const keys = new Set<string>()
  const byVerb = new Map<Verb, PreparedClause[]>()
  for (const clause of clauses) {
    const key = clauseKey(clause)
    if (keys.has(key)) throw new Error(`clause ${key} is registered twice`)
    keys.add(key)
    for (const verb of clause.verbs) {
      const list = byVerb.get(verb) ?? []
      list.push({ clause, key })
      byVerb.set(verb, list)
    }
  }
  return { clauses, byVerb }
}

const nobody: readonly PreparedClause[] = []
const noFaults: readonly string[] = []
const noFields: ReadonlyMap<number, FieldDecision> = new Map()

/**
 * Decides one question. Pure: no clock, no I/O, no memory of earlier questions.
 * Laws (tests/laws): no rule means no; one forbid beats any number of permits; a missing fact or a throwing rule
 * denies the whole question; the order of the clauses changes only the order in which reasons are named.
 */
export function decide(statute: Statute, question: Question, facts: Facts): Decision {
  const rules = statute.byVerb.get(question.verb) ?? nobody
  try {
    return isDataVerb(question.verb)
      ? decideFields(rules, question, facts)
      : decideAct(rules, question, facts)
  } catch (error) {
    return { verdict: 'deny', fields: noFields, because: [defaultDeny], faults: [faultOf(error)] }
  }
}

/** The same decision where a masked sight is worth nothing: unless every field is seen in full, all is refused. */
export function wholeOrNothing(decision: Decision): Decision {
  const short = [...decision.fields.values()].find((field) => field.sight !== 'full')
  if (decision.verdict === 'deny' || short === undefined) return decision
  const because = [defaultDeny, ...short.because]
  const fields = new Map([...decision.fields.keys()].map((id) => [id, { sight: 'hidden' as const, because }]))
  return { verdict: 'deny', fields, because, faults: decision.faults }
}

const faultOf = (error: unknown): string =>
  error instanceof MissingFact
    ? `missing:${error.fact}`
    : `rule-failed:${error instanceof RuleFailed ? error.key : 'unknown'}`

class RuleFailed extends Error {
  readonly key: string
  constructor(key: string) {
    super(key)
    this.key = key
  }
}

/** Rulings of the question being decided; deciding never awaits, so one row serves all questions in turn. */
let rulings = new Uint8Array(64)

/** Lets every rule judge; the combined bits are returned, the single rulings stand in `rulings`. */
function judgeAll(
  rules: readonly PreparedClause[],
  question: Question,
  facts: Facts,
  field: FieldFacts | undefined,
): number {
  if (rules.length > rulings.length) rulings = new Uint8Array(rules.length)
  let bits = 0
  let at = 0
  try {
    for (; at < rules.length; at += 1) {
      const ruling = rules[at]!.clause.judge(question, facts, field)
      rulings[at] = ruling
      bits |= ruling
    }
  } catch (error) {
    throw error instanceof MissingFact ? error : new RuleFailed(rules[at]!.key)
  }
  return bits
}

function decideFields(rules: readonly PreparedClause[], question: Question, facts: Facts): Decision {
  const fields = new Map<number, FieldDecision>()
  let shown: FieldDecision | undefined
  let refused: FieldDecision | undefined
  for (const id of question.fields) {
    const field = facts.fields?.get(id)
    if (field === undefined) throw new MissingFact(`field ${id}`)
    const decision = decideField(rules, question, facts, field)
    fields.set(id, decision)
    if (decision.sight === 'hidden') refused ??= decision
    else if (shown === undefined || (shown.sight === 'masked' && decision.sight === 'full')) shown = decision
  }
  if (shown !== undefined) return { verdict: 'permit', fields, because: shown.because, faults: noFaults }
  return { verdict: 'deny', fields, because: refused?.because ?? [defaultDeny], faults: noFaults }
}

function decideField(
  rules: readonly PreparedClause[],
  question: Question,
  facts: Facts,
  field: FieldFacts,
): FieldDecision {
  const bits = judgeAll(rules, question, facts, field)
  const sight = sightOf(bits)
  return { sight, because: reasons(rules, bits, sight) }
}

/** Forbid beats permit at each of the two sights; no permit means hidden. */
function sightOf(bits: number): Sight {
  if ((bits & 8) !== 0 || (bits & 1) === 0) return 'hidden'
  return (bits & 2) !== 0 && (bits & 4) === 0 ? 'full' : 'masked'
}

function reasons(rules: readonly PreparedClause[], bits: number, sight: Sight): readonly string[] {
  // Hidden: who forbade everything. Masked: who permitted it, and who kept it from being full. Full: who permitted that.
  const wanted = sight === 'full' ? 2 : sight === 'masked' ? 1 | 4 : 8
  const keys: string[] = []
  for (let i = 0; i < rules.length; i += 1) if ((rulings[i]! & wanted) !== 0) keys.push(rules[i]!.key)
  if (keys.length === 0 || (sight === 'hidden' && (bits & 8) === 0)) keys.push(defaultDeny)
  return keys
}

function decideAct(rules: readonly PreparedClause[], question: Question, facts: Facts): Decision {
  const permits: string[] = []
  const forbids: string[] = []
  judgeAll(rules, question, facts, undefined)
  for (let i = 0; i < rules.length; i += 1) {
    if ((rulings[i]! & 8) !== 0) forbids.push(rules[i]!.key)
    else if ((rulings[i]! & 2) !== 0) permits.push(rules[i]!.key)
  }
  if (forbids.length > 0) return { verdict: 'deny', fields: noFields, because: forbids, faults: noFaults }
  if (permits.length > 0) return { verdict: 'permit', fields: noFields, because: permits, faults: noFaults }
  return { verdict: 'deny', fields: noFields, because: [defaultDeny], faults: noFaults }
}
