import { Fault, Mistake } from '../../../floor/errors.ts'
import { highestLevel } from './limits.ts'
import {
  type ActionDraft,
  type Candidate,
  countingRuns,
  type FlowState,
  type NoticeDraft,
  type Opening,
  type Run,
  type RunOutcome,
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

/** Changes some tasks of the draft. */
export function changeTasks(draft: Draft, which: (task: Task) => boolean, change: Partial<Task>): void {
  draft.state = {
    ...draft.state,
    tasks: draft.state.tasks.map((task) => (which(task) ? { ...task, ...change } : task)),
  }
}

/** Closes the open run, and what is still open in it with `rest`; timers end with their tasks. */
export function closeRun(draft: Draft, run: Run, outcome: RunOutcome, rest: TaskState): void {
  changeTasks(draft, (task) => task.runId === run.id && task.state === 'todo', { state: rest })
  draft.state = {
    ...draft.state,
    runs: draft.state.runs.map((one) => (one.id === run.id ? { ...one, closedAt: draft.at, outcome } : one)),
  }
}

/** People who approved the present snapshot on the present way. */
function alreadyApproved(state: FlowState): ReadonlySet<string> {
  const runs = new Set(countingRuns(state).map((run) => run.id))
  const agreed = state.tasks.filter(
    (task) => task.state === 'approved' && task.decidedHash === state.hash && runs.has(task.runId),
  )
  return new Set(agreed.map((task) => task.assignee))
}

/** Who still has to be asked in this step; an empty list means that the step is skipped. */
function toAsk(draft: Draft, index: number, opening: Opening, maySkip: boolean): readonly Candidate[] {
  const { state } = draft
  const step = state.steps[index]!
  if (!maySkip || !step.skipRepeated || state.level >= highestLevel) return opening.candidates
  const already = alreadyApproved(state)
  const left = opening.candidates.filter(({ person }) => !already.has(person))
  return step.mode === 'any' && left.length < opening.candidates.length ? [] : left
}

/**
 * Opens a step, or ends the form as approved behind the last one.
 * @throws Mistake when nobody at all could be found, not even an administrator: the event then does not happen
 */
export function openStep(draft: Draft, index: number, way: readonly Opening[], maySkip = true): void {
  const { state } = draft
  if (index >= state.steps.length) {
    draft.state = { ...state, status: 'approved', finishedAt: draft.at }
    draft.notices.push({ kind: 'approved', people: [state.applicant, ...state.cc] })
    return
  }
  const opening = way[index]
  if (opening === undefined || opening.candidates.length === 0)
    throw new Mistake('approval.nobody', { status: 409 })
  if (opening.candidates.some(({ person }) => person === state.applicant))
    throw new Fault('the applicant was named as approver')
  const step = state.steps[index]!
  const run: Run = { id: draft.newId(), step: index, stepId: step.id, mode: step.mode, openedAt: draft.at }
  const ask = toAsk(draft, index, opening, maySkip)
  if (ask.length === 0) {
    draft.state = { ...state, runs: [...state.runs, { ...run, closedAt: draft.at, outcome: 'skipped' }] }
    draft.actions.push({
      verb: 'skip',
      actor: draft.actor,
      opinion: '',
      hash: state.hash,
      before: `running:${step.id}`,
      after: `running:${step.id}`,
      detail: { step: step.id, people: opening.candidates.map(({ person }) => person) },
    })
    return openStep(draft, index + 1, way)
  }
  const tasks = ask.map((candidate) => newTask(draft, run.id, candidate, opening.due))
  draft.state = { ...state, status: 'running', runs: [...state.runs, run], tasks: [...state.tasks, ...tasks] }
  draft.notices.push({ kind: 'assigned', people: ask.map(({ person }) => person) })
}

function newTask(draft: Draft, runId: string, candidate: Candidate, due: Date): Task {
  return {
    id: draft.newId(),
    runId,
    assignee: candidate.person,
    origin: candidate.origin,
    ...(candidate.from === undefined ? {} : { fromPerson: candidate.from }),
    state: 'todo',
    createdAt: draft.at,
    dueAt: due,
  }
}
