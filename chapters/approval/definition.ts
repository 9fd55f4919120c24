import { Mistake } from '../../floor/errors.ts'
import { highestLevel, opinionFromLevel, usualDays } from './flow/limits.ts'
import type { Mode } from './flow/state.ts'

/** Where the people of a step come from. */
export type Source =
  | { readonly by: 'direct-manager' }
  | { readonly by: 'department-head' }
  | { readonly by: 'role'; readonly role: string }
  | { readonly by: 'person'; readonly person: string }

export interface FlowStep {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly mode: Mode
  readonly sources: readonly Source[]
  /** Working days for a decision. */
  readonly days: number
  readonly skipRepeated: boolean
}

/** A flow as it is chosen and run; a saved version never changes. */
export interface Definition {
  readonly id: string
  readonly key: string
  readonly version: number
  readonly form: string
  readonly zh: string
  readonly en: string
  /** Empty: every level. */
  readonly levels: readonly number[]
  /** Empty: every action. */
  readonly actions: readonly string[]
  readonly priority: number
  readonly steps: readonly FlowStep[]
}

/** What an administrator types in, before it is known to be usable. */
export interface Proposal {
  readonly key: string
  readonly form: string
  readonly zh: string
  readonly en: string
  readonly levels: readonly number[]
  readonly actions: readonly string[]
  readonly priority: number
  readonly steps: readonly {
    readonly id: string
    readonly zh: string
    readonly en: string
    readonly mode: string
    readonly sources: readonly {
      readonly by: string
      readonly role?: string | undefined
      readonly person?: string | undefined
    }[]
    readonly days?: number | undefined
    readonly skipRepeated?: boolean | undefined
  }[]
}

/** Why a proposal is refused: code of the sentence and the place. */
export interface Objection {
  readonly code: string
  readonly field: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** What the check needs to know about the organisation. */
export interface KnownPeople {
  /** Role codes of the catalogue; `true` for the three administrators, who decide on no customer's data. */
  readonly roles: ReadonlyMap<string, { readonly separated: boolean; readonly holders: number }>
  readonly activePersons: ReadonlySet<string>
  readonly forms: ReadonlySet<string>
}

const breadth = (list: readonly unknown[]): number => (list.length === 0 ? 1000 : list.length)

/**
 * The flow for a form: the highest priority wins, then the more specific one (levels and actions named, fewer of
 * them), then the key in alphabetical order, so that the choice never depends on chance.
 */
export function chooseDefinition<D extends Definition>(
  definitions: readonly D[],
  wanted: { form: string; level: number; action: string },
): D | undefined {
  const fitting = definitions.filter(
    (one) =>
      one.form === wanted.form &&
      (one.levels.length === 0 || one.levels.includes(wanted.level)) &&
      (one.actions.length === 0 || one.actions.includes(wanted.action)),
  )
  return fitting.toSorted(
    (a, b) =>
      b.priority - a.priority ||
      breadth(a.levels) - breadth(b.levels) ||
      breadth(a.actions) - breadth(b.actions) ||
      (a.key < b.key ? -1 : 1),
  )[0]
}

const isManager = (by: string): boolean => by === 'direct-manager' || by === 'department-head'
const executiveRoles = ['executive', 'general-manager']

type CheckedStep = {
  readonly mode: string
  readonly sources: readonly { readonly by: string; readonly role?: string | undefined }[]
}

/** Does somebody of this kind decide in the step, whatever way it goes? In 或签 every one of them must be of the kind. */
const demands = (step: CheckedStep, kind: (source: CheckedStep['sources'][number]) => boolean): boolean =>
  step.sources.length > 0 && (step.mode === 'all' ? step.sources.some(kind) : step.sources.every(kind))

/**
 * What a flow lacks at a level: from the third rank on a manager decides, at the highest an executive in another
 * step's place beside them. Checked when a flow is saved and again when it is used.
 */
export function belowMinimum(
  steps: readonly CheckedStep[],
  level: number,
): 'manager' | 'executive' | undefined {
  const hasManager = steps.some((step) => demands(step, (source) => isManager(source.by)))
  if (level >= opinionFromLevel && !hasManager) return 'manager'
  const hasExecutive = steps.some((step) =>
    demands(step, (source) => source.by === 'role' && executiveRoles.includes(source.role ?? '')),
  )
  if (level >= highestLevel && !hasExecutive) return 'executive'
  return undefined
}

/** Everything that is wrong with a proposal; an empty list means that it may be saved. */
export function objectionsTo(proposal: Proposal, known: KnownPeople): readonly Objection[] {
  const found: Objection[] = []
  const object = (code: string, field: string, values?: Objection['values']): void =>
    void found.push({ code: `approval.flow-${code}`, field, ...(values === undefined ? {} : { values }) })
  if (!known.forms.has(proposal.form)) object('unknown-form', 'form')
  if (proposal.steps.length === 0) object('never-decides', 'steps')
  const ids = proposal.steps.map((step) => step.id)
  if (new Set(ids).size !== ids.length) object('step-twice', 'steps')
  proposal.steps.forEach((step, index) => {
    const at = `steps.${index}`
    if (step.mode !== 'all' && step.mode !== 'any') object('unknown-mode', `${at}.mode`, { mode: step.mode })
    if (step.sources.length === 0) object('names-nobody', `${at}.sources`, { step: index + 1 })
    step.sources.forEach((source, place) => {
      const wrong = objectionToSource(source, known)
      if (wrong !== undefined)
        object(wrong, `${at}.sources.${place}`, { step: index + 1, role: source.role ?? '' })
    })
  })
  const levels = proposal.levels.length === 0 ? [highestLevel] : proposal.levels
  for (const level of levels) {
    const lacking = belowMinimum(proposal.steps, level)
    if (lacking !== undefined) object(`below-minimum-${lacking}`, 'levels', { level })
  }
  return found
}

function objectionToSource(
  source: Proposal['steps'][number]['sources'][number],
  known: KnownPeople,
): string | undefined {
  switch (source.by) {
    case 'direct-manager':
    case 'department-head':
      return undefined
    case 'applicant':
      return 'applicant-decides'
    case 'person':
      return known.activePersons.has(source.person ?? '') ? undefined : 'unknown-person'
    case 'role': {
      const role = known.roles.get(source.role ?? '')
      if (role === undefined) return 'unknown-role'
      if (role.separated) return 'administrator-decides'
      return role.holders === 0 ? 'nobody-holds-role' : undefined
    }
    default:
      return 'unknown-source'
  }
}

/** The steps of a proposal without objections, with the usual values filled in. */
export function stepsOf(proposal: Proposal): readonly FlowStep[] {
  return proposal.steps.map((step) => ({
    id: step.id,
    zh: step.zh,
    en: step.en,
    mode: step.mode === 'any' ? 'any' : 'all',
    sources: step.sources.map(sourceOf),
    days: step.days ?? usualDays,
    skipRepeated: step.skipRepeated ?? false,
  }))
}

function sourceOf(source: Proposal['steps'][number]['sources'][number]): Source {
  if (source.by === 'role') return { by: 'role', role: source.role ?? '' }
  if (source.by === 'person') return { by: 'person', person: source.person ?? '' }
  if (source.by === 'direct-manager' || source.by === 'department-head') return { by: source.by }
  throw new Mistake('approval.flow-unknown-source', { field: 'steps' })
}
