import { Mistake } from '../../../floor/errors.ts'
import type { ActionDraft, FlowEvent, NoticeDraft } from './events.ts'
import {
  type FlowState,
  openRuns,
  type Run,
  type RunOutcome,
  standing,
  type Task,
  type TaskState,
} from './state.ts'

/** The state while an event is being worked in; `newId` stands for randomness. */
export interface Draft {
  state: FlowState
  readonly actor: string
  readonly at: Date
  readonly newId: () => string
  readonly actions: ActionDraft[]
  readonly notices: NoticeDraft[]
}

/** Something that does not fit the state the form is in. */
export const conflict = (code: string): Mistake => new Mistake(code, { status: 409 })

/** Changes some tasks of the draft. */
export function changeTasks(draft: Draft, which: (task: Task) => boolean, change: Partial<Task>): void {
  draft.state = {
    ...draft.state,
    tasks: draft.state.tasks.map((task) => (which(task) ? { ...task, ...change } : task)),
  }
}

/** The task as the draft has it now. */
export const taskIn = (draft: Draft, id: string): Task | undefined =>
  draft.state.tasks.find((task) => task.id === id)

/** Changes some runs of the draft. */
export function changeRuns(draft: Draft, which: (run: Run) => boolean, change: Partial<Run>): void {
  draft.state = {
    ...draft.state,
    runs: draft.state.runs.map((run) => (which(run) ? { ...run, ...change } : run)),
  }
}

const live: readonly TaskState[] = ['pending', 'waiting', 'todo', 'approving', 'delegated']

/** Closes an open run, and what is still open in it with `rest`; timers end with their tasks. */
export function closeRun(draft: Draft, run: Run, outcome: RunOutcome, rest: TaskState): void {
  changeTasks(draft, (task) => task.runId === run.id && live.includes(task.state), { state: rest })
  changeRuns(draft, (one) => one.id === run.id, { closedAt: draft.at, outcome })
}

/** Closes every open run of the form. */
export function closeAll(draft: Draft, outcome: RunOutcome, rest: TaskState): void {
  for (const run of openRuns(draft.state)) closeRun(draft, run, outcome, rest)
}

/** Leaves a part out of the state that is there no more. */
export function without<K extends keyof FlowState>(state: FlowState, key: K): Omit<FlowState, K> {
  const { [key]: _, ...rest } = state
  return rest
}

/** Writes the action of this event, after the state has changed; skips that followed from it come later. */
export function write(
  draft: Draft,
  event: FlowEvent,
  before: FlowState,
  more: Partial<ActionDraft> = {},
): void {
  draft.actions.unshift({
    verb: event.verb,
    actor: event.actor,
    opinion: 'opinion' in event ? event.opinion : '',
    hash: draft.state.hash,
    before: standing(before),
    after: standing(draft.state),
    detail: {},
    ...more,
  })
}
