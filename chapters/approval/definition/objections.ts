import type { Choice, FlowNode } from '../definition.ts'
import { allSteps, sourceKinds } from '../definition.ts'
import { highestLevel, opinionFromLevel, remindersMost } from '../flow/limits.ts'
import { modes } from '../flow/state.ts'
import type { FlowBody } from '../wire/flows.ts'
import { alwaysDecides, belowMinimum } from './minimum.ts'
import { checkFurther, checkPaper, checkSubs, isWhoKind, objectionToRules } from './objections-more.ts'
import { stepsOf } from './reading.ts'

/** What an administrator drew, before it is known to be usable. */
export type Proposal = Omit<FlowBody, 'follows'>
type RawNode = Proposal['steps'][number]
type RawStep = Extract<RawNode, { sources: unknown }>
type RawBlock = Exclude<RawNode, RawStep>
type RawSource = RawStep['sources'][number]
type RawWho = NonNullable<RawSource['otherwise']>[number]

/** Why a proposal is refused: code of the sentence and the place. */
export interface Objection {
  readonly code: string
  readonly field: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** What the check needs to know about the organisation. */
export interface KnownPeople {
  /** Role codes of the catalogue; `separated` for the three administrators, who decide on no customer's data. */
  readonly roles: ReadonlyMap<string, { readonly separated: boolean; readonly holders: number }>
  readonly activePersons: ReadonlySet<string>
  /** Active people of these who are one of the three administrators. */
  readonly administrators: ReadonlySet<string>
  /** Posts that somebody active is in. */
  readonly posts: ReadonlySet<string>
  readonly forms: ReadonlySet<string>
  /** Departments that are there. */
  readonly departments: ReadonlySet<string>
  /** Entries of each form whose rights a step may set. */
  readonly fields: ReadonlyMap<string, readonly { readonly key: string; readonly narrows?: boolean }[]>
  /** Flows in force by key, with the flows they run themselves. */
  readonly flows: ReadonlyMap<
    string,
    { readonly form: string; readonly levels: readonly number[]; readonly subs: readonly string[] }
  >
  /** Series of numbers in use, each with the form it belongs to. */
  readonly series: ReadonlyMap<string, string>
}

type Object = (code: string, field: string, values?: Objection['values']) => void

/** Everything that is wrong with a proposal; an empty list means that it may be saved. */
export function objectionsTo(proposal: Proposal, known: KnownPeople): readonly Objection[] {
  const found: Objection[] = []
  const object: Object = (code, field, values) =>
    void found.push({ code: `approval.flow-${code}`, field, ...(values === undefined ? {} : { values }) })
  if (!known.forms.has(proposal.form)) object('unknown-form', 'form')
  const ids = proposal.steps.flatMap(idsOf)
  if (new Set(ids).size !== ids.length) object('step-twice', 'steps')
  let number = 0
  proposal.steps.forEach((node, index) => {
    const at = `steps.${index}`
    if (!('branches' in node)) checkStep(node, ++number, at, proposal, known, object)
    else {
      checkBlock(node, at, object)
      node.branches.forEach((branch, place) =>
        branch.steps.forEach((step, line) =>
          checkStep(step, ++number, `${at}.branches.${place}.steps.${line}`, proposal, known, object),
        ),
      )
    }
  })
  if (number === 0) object('never-decides', 'steps')
  else if (isReadable(proposal)) checkWays(proposal, stepsOf(proposal), object)
  checkSubs(proposal, known, object)
  checkPaper(proposal, known, object)
  return found
}

const idsOf = (node: RawNode): readonly string[] =>
  'branches' in node
    ? [node.id, ...node.branches.flatMap((branch) => branch.steps.map((step) => step.id))]
    : [node.id]

/** Only known kinds of approvers can be followed through the ways. */
const isReadable = (proposal: Proposal): boolean =>
  proposal.steps
    .flatMap((node) => ('branches' in node ? node.branches.flatMap((branch) => branch.steps) : [node]))
    .every((step) => [...step.sources, ...(step.cc?.sources ?? [])].every(isReadableSource))

const isReadableSource = (source: RawSource): boolean =>
  isKnownKind(source) &&
  [...(source.rules ?? []).flatMap(({ who }) => who), ...(source.otherwise ?? [])].every(({ by }) =>
    isWhoKind(by),
  )

const isKnownKind = ({ by }: { readonly by: string }): boolean =>
  (sourceKinds as readonly string[]).includes(by)

/** Somebody decides on every way, the minimum of every level is met on every way, and picks come in time. */
function checkWays(proposal: Proposal, nodes: readonly FlowNode[], object: Object): void {
  const levels = proposal.levels.length === 0 ? [1, 2, opinionFromLevel, highestLevel] : [...proposal.levels]
  const lonely = levels.find((level) => !alwaysDecides(nodes, level))
  if (lonely !== undefined) object('may-decide-nothing', 'steps', { level: lonely })
  for (const level of levels) {
    const lacking = proposal.inner === true ? undefined : belowMinimum(nodes, level)
    if (lacking === undefined) continue
    object(`below-minimum-${lacking}`, 'levels', { level })
    if (proposal.levels.length === 0) break
  }
  // Who picks has to have decided before: never in the first step, and never behind a step that may be left out.
  const first = nodes[0]
  const early = first === undefined ? [] : allSteps([first]).filter(({ sources }) => sources.some(isPicked))
  if (early.length > 0) object('nobody-picks', 'steps', { step: 1 })
}

const isPicked = ({ by }: { readonly by: string }): boolean => by === 'previous-picks'

function checkBlock(block: RawBlock, at: string, object: Object): void {
  if (block.kind === 'choice') {
    const open = block.branches.findIndex((branch) => branch.when === undefined)
    if (open < 0) object('no-otherwise', at)
    else if (open < block.branches.length - 1) object('branch-never-taken', `${at}.branches.${open + 1}`)
  } else if (block.branches.some((branch) => branch.steps.length === 0)) object('branch-empty', at)
  if (block.kind === 'parallel' && block.branches.some((branch) => branch.when !== undefined))
    object('parallel-condition', at)
}

function checkStep(
  step: RawStep,
  number: number,
  at: string,
  proposal: Proposal,
  known: KnownPeople,
  object: Object,
): void {
  const { mode, sources } = step
  if (!(modes as readonly string[]).includes(mode)) object('unknown-mode', `${at}.mode`, { mode })
  checkFurther(step, number, at, proposal, known, object)
  if (sources.length === 0 && step.sub === undefined)
    object('names-nobody', `${at}.sources`, { step: number })
  sources.forEach((source, place) => {
    const wrong = objectionToSource(source, known)
    if (wrong !== undefined)
      object(wrong, `${at}.sources.${place}`, {
        step: number,
        role: source.role ?? '',
        post: source.post ?? '',
      })
  })
  const { when } = step
  if (
    when?.customersFrom !== undefined &&
    when.customersTo !== undefined &&
    when.customersFrom > when.customersTo
  )
    object('condition-never', `${at}.when`, { step: number })
  if (mode === 'vote') checkVote(step, number, at, object)
  if (mode === 'groups') checkGroups(step, number, at, object)
  if (step.pool === true && mode !== 'any') object('pool-mode', `${at}.pool`, { step: number })
  if (step.timeout !== undefined) checkTimeout(step.timeout, number, at, known, object)
  step.cc?.sources.forEach((source, place) => {
    if (isPicked(source) || !isKnownKind(source) || source.by === 'rules')
      object('unknown-source', `${at}.cc.sources.${place}`, { step: number })
  })
}

function checkVote({ vote, sources }: RawStep, number: number, at: string, object: Object): void {
  if (vote === undefined) return object('vote-missing', `${at}.vote`, { step: number })
  const { rule, threshold } = vote
  if (rule !== 'weight' && threshold < 1) object('vote-threshold', `${at}.vote.threshold`, { step: number })
  if (rule === 'ratio' && threshold > 100) object('vote-threshold', `${at}.vote.threshold`, { step: number })
  // Named people have known weights; a threshold above their sum can never be reached.
  if (sources.every(({ by }) => by === 'person')) {
    const sum = sources.reduce((total, { weight }) => total + (weight ?? 1), 0)
    if ((rule === 'weight' && threshold >= sum) || (rule === 'count' && threshold > sources.length))
      object('never-reached', `${at}.vote.threshold`, { step: number })
  }
}

function checkGroups({ groups = [], sources }: RawStep, number: number, at: string, object: Object): void {
  if (groups.length === 0) return object('groups-missing', `${at}.groups`, { step: number })
  for (const { group, needed } of groups) {
    const members = sources.filter((source) => source.group === group)
    if (members.length === 0) object('group-empty', `${at}.groups`, { step: number, group })
    else if (members.every(({ by }) => by === 'person') && needed > members.length)
      object('never-reached', `${at}.groups`, { step: number })
  }
  if (sources.some((source) => !groups.some(({ group }) => group === source.group)))
    object('group-unknown', `${at}.sources`, { step: number })
}

function checkTimeout(
  timeout: NonNullable<RawStep['timeout']>,
  number: number,
  at: string,
  known: KnownPeople,
  object: Object,
): void {
  const field = `${at}.timeout`
  if (!['escalate', 'reassign', 'close', 'wait'].includes(timeout.deed))
    object(['pass', 'approve'].includes(timeout.deed) ? 'passes-by-itself' : 'unknown-timeout', field, {
      step: number,
    })
  if (timeout.reminders > remindersMost) object('too-many-reminders', field, { step: number })
  if (timeout.deed === 'reassign' && !known.activePersons.has(timeout.to ?? ''))
    object('unknown-person', `${field}.to`, { step: number })
}

function objectionToSource(source: RawSource, known: KnownPeople): string | undefined {
  switch (source.by) {
    case 'direct-manager':
    case 'department-head':
    case 'manager':
    case 'form-person':
    case 'form-department-head':
      return source.by.startsWith('form-') && (source.entry ?? '') === '' ? 'entry-missing' : undefined
    case 'managers':
      return source.role === undefined ? undefined : objectionToRole(source.role, known)
    case 'applicant':
    case 'initiator':
      return 'applicant-decides'
    case 'person':
      return objectionToPeople([source.person ?? ''], known)
    case 'group':
      return (source.people ?? []).length === 0
        ? 'names-nobody'
        : objectionToPeople(source.people ?? [], known)
    case 'post':
      return known.posts.has(source.post ?? '') ? undefined : 'nobody-in-post'
    case 'role':
      return objectionToRole(source.role ?? '', known)
    case 'rules':
      return objectionToRules(source, (who) => objectionToWho(who, known))
    case 'applicant-picks':
    case 'previous-picks':
      return objectionToChoice(source.choice, known)
    default:
      return 'unknown-source'
  }
}

function objectionToWho(who: RawWho, known: KnownPeople): string | undefined {
  if (who.by === 'head-of')
    return known.departments.has(who.department ?? '') ? undefined : 'unknown-department'
  if (!isWhoKind(who.by))
    return ['applicant', 'initiator'].includes(who.by) ? 'applicant-decides' : 'unknown-source'
  return objectionToSource(who, known)
}

function objectionToPeople(people: readonly string[], known: KnownPeople): string | undefined {
  if (people.some((id) => !known.activePersons.has(id))) return 'unknown-person'
  return people.some((id) => known.administrators.has(id)) ? 'administrator-decides' : undefined
}

function objectionToRole(code: string, known: KnownPeople): string | undefined {
  const role = known.roles.get(code)
  if (role === undefined) return 'unknown-role'
  if (role.separated) return 'administrator-decides'
  return role.holders === 0 ? 'nobody-holds-role' : undefined
}

/** Who may be picked is always a stated set: a choice of anybody would let the applicant name a friend. */
function objectionToChoice(choice: Choice | undefined, known: KnownPeople): string | undefined {
  if (choice === undefined || (choice.roles.length === 0 && choice.people.length === 0)) return 'choice-open'
  for (const code of choice.roles) {
    const wrong = objectionToRole(code, known)
    if (wrong !== undefined) return wrong
  }
  return objectionToPeople(choice.people, known)
}
