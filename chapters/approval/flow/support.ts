import { Mistake } from '../../../floor/errors.ts'
import { advance } from './flow.ts'
import type { FlowEvent, Opening } from './events.ts'
import { type FlowState, openTasks, type StepPlan } from './state.ts'

/** A clerk applies; a manager, a secrecy officer and an executive decide. Ids are names, time is a number of hours. */
export const hashA = 'a'.repeat(64)
export const hashB = 'b'.repeat(64)
/** That many hours into the story. */
export const hour = (n: number): Date => new Date(Date.UTC(2026, 10, 24, 1) + n * 3_600_000)
export const due = hour(48)

let count = 0
/** Ids that count up. */
export const newId = (): string => `id${++count}`

/** A step of a story: its settings, and who is found for it. */
export interface ShapeStep extends Partial<Omit<StepPlan, 'id'>> {
  readonly people: readonly string[]
  readonly rescue?: boolean
  /** 分组会签: the group of each person; 票签: their weights. */
  readonly groupOf?: Readonly<Record<string, string>>
  readonly weightOf?: Readonly<Record<string, number>>
  /** Somebody stands in for this person. */
  readonly proxyOf?: Readonly<Record<string, string>>
}
export interface Shape {
  readonly steps: readonly ShapeStep[]
  readonly level?: number
  readonly rules?: FlowState['rules']
}
const plans = (shape: Shape): readonly StepPlan[] =>
  shape.steps.map(({ people: _p, rescue: _r, groupOf: _g, weightOf: _w, proxyOf: _x, ...step }, index) => ({
    id: `step${index}`,
    stage: index,
    branch: 0,
    mode: 'any',
    repeats: 'ask',
    ...step,
  }))
/** Who decides in each step of the shape. */
export const wayOf = (shape: Shape): readonly Opening[] =>
  shape.steps.map(({ people, rescue, groupOf = {}, weightOf = {}, proxyOf = {} }) => ({
    candidates: people.map((person) => ({
      person,
      origin: rescue === true ? 'rescue' : proxyOf[person] === undefined ? 'step' : 'proxy',
      ...(groupOf[person] === undefined ? {} : { group: groupOf[person] }),
      ...(weightOf[person] === undefined ? {} : { weight: weightOf[person] }),
      ...(proxyOf[person] === undefined ? {} : { from: proxyOf[person], onBehalfOf: proxyOf[person] }),
    })),
    due,
  }))
/** A form of this shape before it is handed in. */
export const draftOf = (shape: Shape): FlowState => ({
  status: 'draft',
  applicant: 'clerk',
  level: shape.level ?? 2,
  hash: hashA,
  steps: plans(shape),
  rules: shape.rules ?? { withdraw: 'any-time', revokeDays: 30 },
  runs: [],
  tasks: [],
  picks: {},
  urgeCount: 0,
  cc: [],
})

export type Loose = { verb: FlowEvent['verb']; actor: string; [key: string]: unknown }

/** Tells a story on one form, event by event; a decision finds the actor's open task and the present hash by itself. */
export function story(shape: Shape) {
  let state = draftOf(shape)
  let at = 0
  const tell = (loose: Loose) => {
    const task = openTasks(state).find((one) => one.assignee === loose.actor)
    const event = {
      at: hour(++at),
      opinion: 'fine',
      hash: state.hash,
      taskId: task?.id ?? 'none',
      way: wayOf(shape),
      due,
      byAdministrator: false,
      mode: 'all',
      atOnce: true,
      accept: true,
      ...loose,
    } as unknown as FlowEvent
    const turn = advance(state, event, newId)
    state = turn.state
    return turn
  }
  tell({ verb: 'submit', actor: 'clerk' })
  return {
    tell,
    state: () => state,
    task: (person: string) => openTasks(state).find((one) => one.assignee === person)!,
    mistake: (loose: Loose): string => {
      try {
        tell(loose)
      } catch (error) {
        if (error instanceof Mistake) return error.code
        throw error
      }
      return 'none'
    },
  }
}
/** People who are added to a task. */
export const targets = (...people: readonly string[]) => ({
  targets: people.map((person) => ({ person, active: true, cleared: true, administrator: false })),
})
/** Somebody a task can be handed to. */
export const target = (person: string, more: object = {}) => ({
  target: { person, active: true, cleared: true, administrator: false, ...more },
})
export const chain: Shape = {
  steps: [
    { mode: 'any', people: ['manager'] },
    { mode: 'any', people: ['officer', 'deputy'] },
    { mode: 'all', people: ['officer', 'boss'] },
  ],
}
