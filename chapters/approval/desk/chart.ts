import type { FlowStep } from '../definition.ts'
import type { Opening, Way } from '../flow/events.ts'
import { isLive, type FlowState, type Run, type Task } from '../flow/state.ts'
import { seatsOf } from '../flow/tally.ts'
import type { StoredFlow } from '../store/instances.ts'
import type { Both } from '../types.ts'
import type { ChartStep, Person } from '../wire.ts'

type Named = (id: string) => Person

/** Forms that decide steps, by id, and the names of the flows they go by key. */
export interface Inside {
  readonly children: ReadonlyMap<string, NonNullable<ChartStep['child']>>
  readonly flows: ReadonlyMap<string, Both>
}

const iso = (at: Date | undefined): string | null => at?.toISOString() ?? null

/**
 * The whole way as a chart: steps that are behind with everybody's part, open ones with who is asked, and those ahead
 * with who would be asked now.
 */
export function chartOf(
  flow: StoredFlow,
  way: Way,
  viewer: string,
  person: Named,
  inside: Inside,
): ChartStep[] {
  const { steps, state } = flow
  return steps.map((step, index) => {
    const rounds = state.runs.filter((run) => run.stepId === step.id && run.kind === 'approval')
    const last = rounds.findLast((run) => !run.voided && run.step === index)
    return {
      index,
      id: step.id,
      step: { zh: step.zh, en: step.en },
      mode: step.mode,
      stage: step.stage,
      branch: step.branch,
      state: stateOf(state, last),
      rounds: rounds.length,
      people: last === undefined ? foreseen(way[index], person) : peopleOf(state, last, person),
      child: last?.child === undefined ? null : (inside.children.get(last.child) ?? null),
      sub:
        step.sub === undefined
          ? null
          : (inside.flows.get(step.sub.flow) ?? { zh: step.sub.flow, en: step.sub.flow }),
      tally: last === undefined ? null : tallyOf(state, step, last, viewer),
    }
  })
}

function stateOf(state: FlowState, run: Run | undefined): ChartStep['state'] {
  if (run === undefined) return 'ahead'
  switch (run.outcome) {
    case undefined:
      return 'open'
    case 'approved':
      return 'passed'
    case 'skipped':
    case 'rejected':
    case 'returned':
      return state.status === 'returned' || run.outcome !== 'returned' ? run.outcome : 'ahead'
    default:
      return 'stopped'
  }
}

const foreseen = (opening: Opening | undefined, person: Named): ChartStep['people'] =>
  (opening?.candidates ?? []).map((one) => ({
    taskId: null,
    person: person(one.person),
    state: 'foreseen',
    origin: one.origin,
    from: one.from === undefined ? null : person(one.from),
    onBehalfOf: one.onBehalfOf === undefined ? null : person(one.onBehalfOf),
    under: null,
    group: one.group ?? null,
    dueAt: null,
    viewedAt: null,
    claimedAt: null,
    decidedAt: null,
  }))

const peopleOf = (state: FlowState, run: Run, person: Named): ChartStep['people'] =>
  state.tasks
    .filter((task) => task.runId === run.id && task.voided !== true)
    .map((task) => ({
      taskId: task.id,
      person: person(task.assignee),
      state: task.state,
      origin: task.origin,
      from: task.fromPerson === undefined ? null : person(task.fromPerson),
      onBehalfOf: task.onBehalfOf === undefined ? null : person(task.onBehalfOf),
      under: task.under === undefined ? null : { taskId: task.under.task, as: task.under.as },
      group: task.group ?? null,
      dueAt: isLive(task) ? iso(task.dueAt) : null,
      viewedAt: iso(task.viewedAt),
      claimedAt: iso(task.claimedAt),
      decidedAt: iso(task.decidedAt),
    }))

/** How the votes stand. Whoever has not voted yet is not shown how the others did. */
function tallyOf(state: FlowState, step: FlowStep, run: Run, viewer: string): ChartStep['tally'] {
  if (step.mode !== 'vote') return null
  const seats = seatsOf(state, run)
  const own = seats.find((task) => task.assignee === viewer)
  if (run.closedAt === undefined && own !== undefined && isLive(own)) return null
  const sum = (which: (task: Task) => boolean): number =>
    seats.filter(which).reduce((total, task) => total + (step.vote?.rule === 'count' ? 1 : task.weight), 0)
  return {
    agree: sum((task) => task.state === 'approved' || task.state === 'skipped'),
    against: sum((task) => task.state === 'rejected'),
    all: sum(() => true),
  }
}
