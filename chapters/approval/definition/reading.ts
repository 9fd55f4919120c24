import { Mistake } from '../../../floor/errors.ts'
import { escalateAfterDays, usualDays } from '../flow/limits.ts'
import type { FlowNode, FlowStep, Source, Timeout } from '../definition.ts'
import type { Who } from './rules.ts'
import type { FlowBody } from '../wire/flows.ts'

type RawStep = Extract<FlowBody['steps'][number], { sources: unknown }>
type RawSource = RawStep['sources'][number]
type RawWho = NonNullable<RawSource['otherwise']>[number]

/** What happens to a task that nobody decides, unless the flow says otherwise. */
export const usualTimeout: Timeout = {
  reminders: 2,
  everyHours: 4,
  deed: 'escalate',
  afterDays: escalateAfterDays,
}

/** The steps of a proposal without objections, with the usual values filled in. */
export const stepsOf = (body: Pick<FlowBody, 'steps'>): readonly FlowNode[] =>
  body.steps.map((node) =>
    'branches' in node
      ? { ...node, branches: node.branches.map((branch) => ({ ...branch, steps: branch.steps.map(stepOf) })) }
      : stepOf(node),
  ) as readonly FlowNode[]

function stepOf(step: RawStep): FlowStep {
  const { due, repeats, sources, cc, ...rest } = step
  return {
    ...rest,
    sources: sources.map(sourceOf),
    due: due ?? { amount: usualDays, unit: 'working-days' },
    repeats: repeats ?? 'ask',
    ...(cc === undefined ? {} : { cc: { ...cc, sources: cc.sources.map(sourceOf) } }),
  } as FlowStep
}

const weighed = ({ weight, group }: RawSource): { weight?: number; group?: string } => ({
  ...(weight === undefined ? {} : { weight }),
  ...(group === undefined ? {} : { group }),
})

/** A source as it is kept; parts that do not belong to its kind are dropped. */
export function sourceOf(source: RawSource): Source {
  const more = weighed(source)
  const { by, role, n, post, person, people = [], entry = '' } = source
  switch (by) {
    case 'direct-manager':
    case 'department-head':
      return { by, ...more }
    case 'manager':
      return { by, n: n ?? 1, ...more }
    case 'managers':
      return { by, n: n ?? 1, ...(role === undefined ? {} : { role }), ...more }
    case 'role':
      return { by, role: role ?? '', ...more }
    case 'post':
      return { by, post: post ?? '', ...more }
    case 'person':
      return { by, person: person ?? '', ...more }
    case 'group':
      return { by, people, ...more }
    case 'applicant-picks':
    case 'previous-picks':
      return { by, choice: source.choice ?? { roles: [], people: [], most: 1 }, ...more }
    case 'form-person':
    case 'form-department-head':
      return { by, entry, ...more }
    case 'rules':
      return {
        by,
        rules: (source.rules ?? []).map(({ when, who }) => ({ when, who: who.map(whoOf) })),
        otherwise: (source.otherwise ?? []).map(whoOf),
        ...more,
      } as Source
    default:
      throw new Mistake('approval.flow-unknown-source', { field: 'steps' })
  }
}

/** A step as an earlier version of the program kept it. */
interface OldStep {
  readonly days?: number
  readonly skipRepeated?: boolean
}

/** Somebody a rule names, as it is kept. */
function whoOf({ by, role, post, person, department, n }: RawWho): Who {
  switch (by) {
    case 'direct-manager':
    case 'department-head':
      return { by }
    case 'manager':
      return { by, n: n ?? 1 }
    case 'role':
      return { by, role: role ?? '' }
    case 'post':
      return { by, post: post ?? '' }
    case 'person':
      return { by, person: person ?? '' }
    case 'head-of':
      return { by, department: department ?? '' }
    default:
      throw new Mistake('approval.flow-unknown-source', { field: 'steps' })
  }
}

/** The steps of a stored version, also of one that was saved before there were branches. */
export function storedSteps(body: { steps: readonly (FlowNode & OldStep)[] }): readonly FlowNode[] {
  return body.steps.map((node) => {
    if ('branches' in node || node.due !== undefined) return node
    const { days, skipRepeated, ...rest } = node as FlowStep & OldStep
    return {
      ...rest,
      due: { amount: days ?? usualDays, unit: 'working-days' },
      repeats: skipRepeated === true ? 'all' : 'ask',
    }
  })
}
