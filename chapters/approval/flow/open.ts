import { Fault, Mistake } from '../../../floor/errors.ts'
import { changeRuns, changeTasks, type Draft, taskIn } from './draft.ts'
import type { Candidate, Opening, Way } from './events.ts'
import { highestLevel } from './limits.ts'
import { seatsOf, verdictOf } from './tally.ts'
import {
  approversIn,
  countingRuns,
  type FlowState,
  openRuns,
  type Run,
  type StepPlan,
  type Task,
} from './state.ts'

/** Steps that follow a step directly: the next of its branch, else the first ones of the next stage. */
export function nextSteps(steps: readonly StepPlan[], index: number): readonly number[] {
  const { stage, branch } = steps[index]!
  const inBranch = steps.findIndex((step, at) => at > index && step.stage === stage && step.branch === branch)
  return inBranch >= 0 ? [inBranch] : firstSteps(steps, stage + 1)
}

/** The first step of each branch of a stage. */
export const firstSteps = (steps: readonly StepPlan[], stage: number): readonly number[] =>
  steps.flatMap((step, at) =>
    step.stage === stage && steps.findIndex((one) => one.stage === stage && one.branch === step.branch) === at
      ? [at]
      : [],
  )

/** Steps that may open when these do: behind a step whose people may all be skipped come the next ones too. */
export function mayOpen(steps: readonly StepPlan[], from: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>()
  const look = (index: number): void => {
    if (found.has(index)) return
    found.add(index)
    if (steps[index]!.repeats !== 'ask' && steps[index]!.sub === undefined)
      nextSteps(steps, index).forEach(look)
  }
  from.forEach(look)
  return found
}

/** Opens all branches of a stage, or ends the form as approved behind the last one. */
export function openStage(draft: Draft, stage: number, way: Way, maySkip = true): void {
  const first = firstSteps(draft.state.steps, stage)
  if (first.length > 0) return first.forEach((index) => openStep(draft, index, way, maySkip))
  draft.state = { ...draft.state, status: 'approved', finishedAt: draft.at }
  draft.notices.push({ kind: 'approved', people: [...ownerOf(draft.state), ...draft.state.cc] })
}

/** Who is told how the form ended: of one inside another the applicant hears by the outer one, which it does not end. */
export const ownerOf = ({ applicant, parent }: FlowState): readonly string[] =>
  parent === undefined ? [applicant] : []

/** Goes on behind a step that has passed: back to whoever returned the form, along its branch, or to the next stage. */
export function progress(draft: Draft, index: number, way: Way): void {
  const { steps, back } = draft.state
  if (back !== undefined && back.to === index) {
    const { back: _, ...rest } = draft.state
    draft.state = rest
    return openStep(draft, back.from, way, false)
  }
  const { stage, branch } = steps[index]!
  const next = steps.findIndex((step, at) => at > index && step.stage === stage && step.branch === branch)
  if (next >= 0) openStep(draft, next, way)
  else if (isStageDone(draft.state, stage)) openStage(draft, stage + 1, way)
}

/** Every branch of the stage has passed its last step. */
function isStageDone(state: FlowState, stage: number): boolean {
  if (openRuns(state).some((run) => state.steps[run.step]!.stage === stage)) return false
  const passed = new Set(
    countingRuns(state)
      .filter((run) => run.outcome === 'approved' || run.outcome === 'skipped')
      .map((run) => run.step),
  )
  const inStage = state.steps.flatMap((step, at) => (step.stage === stage ? [at] : []))
  return inStage.every((at) => passed.has(at))
}

/** People whom the step need not ask again, since they approved this very text. */
function alreadyApproved(state: FlowState, index: number): ReadonlySet<string> {
  const { repeats, stage, branch, signature, fields } = state.steps[index]!
  // Where a signature is wanted nobody is passed over: it would be missing.
  if (repeats === 'ask' || state.level >= highestLevel || signature === 'required') return new Set()
  // Whoever approved without seeing an entry that this step shows has not approved what it asks about.
  const counting = countingRuns(state).filter((run) =>
    Object.entries(state.steps[run.step]?.fields ?? {}).every(
      ([key, right]) => right !== 'hide' || fields?.[key] === 'hide',
    ),
  )
  if (repeats === 'all') return new Set(approversIn(state, counting))
  const before = counting.filter((run) => {
    const step = state.steps[run.step]!
    return (
      step.stage === stage - 1 || (step.stage === stage && step.branch === branch && run.step === index - 1)
    )
  })
  return new Set(approversIn(state, before))
}

/**
 * Opens a step: one task for everybody who is asked; whoever approved this text before may be skipped, with a task
 * that says so.
 * @throws Mistake when nobody at all could be found, not even an administrator: the event then does not happen
 */
export function openStep(draft: Draft, index: number, way: Way, maySkip = true): void {
  const { state } = draft
  const step = state.steps[index]!
  if (step.sub !== undefined) return openChild(draft, index, way)
  const opening = openingAt(state, way, index)
  const run = newRun(draft, index, step)
  const skipped = maySkip ? skippable(state, index, opening) : []
  const asked = opening.candidates.filter((one) => !skipped.includes(one))
  draft.state = { ...state, status: 'running', runs: [...state.runs, run] }
  addTasks(draft, run, step, opening, asked)
  if (skipped.length > 0) skip(draft, run, opening, skipped)
  tellCopies(draft, opening.cc ?? [])
  if (skipped.length === 0 || verdictOf(step, seatsOf(draft.state, run)) !== 'passed') return
  changeTasks(draft, (task) => task.runId === run.id && task.state !== 'skipped', { state: 'closed' })
  changeRuns(draft, (one) => one.id === run.id, { closedAt: draft.at, outcome: 'skipped' })
  progress(draft, index, way)
}

/** 子流程: the step waits for another form, whose id is given here; nobody holds a task of this one. */
function openChild(draft: Draft, index: number, way: Way): void {
  const { state } = draft
  const run: Run = { ...newRun(draft, index, state.steps[index]!), child: draft.newId() }
  draft.state = { ...state, status: 'running', runs: [...state.runs, run] }
  tellCopies(draft, way[index]?.cc ?? [])
}

/** Those who need not be asked again; nobody is skipped when the step could then never pass. */
function skippable(state: FlowState, index: number, opening: Opening): readonly Candidate[] {
  const already = alreadyApproved(state, index)
  const skipped = opening.candidates.filter(({ person }) => already.has(person))
  if (skipped.length < opening.candidates.length) return skipped
  const seats = skipped.map(({ weight = 1, group }) => ({
    state: 'skipped' as const,
    weight,
    ...(group === undefined ? {} : { group }),
  }))
  return verdictOf(state.steps[index]!, seats) === 'passed' ? skipped : []
}

/** The first step that people decide themselves, no other form; it also confirms a revocation. */
export const firstOwnStep = (steps: readonly StepPlan[]): number =>
  Math.max(
    steps.findIndex(({ sub }) => sub === undefined),
    0,
  )

/** Opens the one run in which it is confirmed that an approval was given up. */
export function openRevocation(draft: Draft, way: Way): void {
  const first = firstOwnStep(draft.state.steps)
  const opening = openingAt(draft.state, way, first)
  const plan: StepPlan = { ...draft.state.steps[first]!, mode: 'any', pool: false }
  const run: Run = { ...newRun(draft, first, plan), kind: 'revocation' }
  draft.state = { ...draft.state, runs: [...draft.state.runs, run] }
  addTasks(draft, run, plan, opening, opening.candidates)
}

function openingAt(state: FlowState, way: Way, index: number): Opening {
  const opening = way[index]
  if (opening === undefined || opening.candidates.length === 0)
    throw new Mistake('approval.nobody', { status: 409 })
  if (opening.candidates.some(({ person }) => person === state.applicant))
    throw new Fault('the applicant was named as approver')
  return opening
}

const newRun = (draft: Draft, index: number, step: StepPlan): Run => ({
  id: draft.newId(),
  step: index,
  stepId: step.id,
  branch: step.branch,
  mode: step.mode,
  kind: 'approval',
  openedAt: draft.at,
  voided: false,
})

function addTasks(
  draft: Draft,
  run: Run,
  step: StepPlan,
  opening: Opening,
  asked: readonly Candidate[],
): void {
  const inTurn = step.mode === 'sequence'
  const tasks = asked.map((candidate, at): Task => {
    const place = inTurn && candidate.origin !== 'rescue' ? at : 0
    return {
      id: draft.newId(),
      runId: run.id,
      assignee: candidate.person,
      origin: candidate.origin,
      ...(candidate.from === undefined ? {} : { fromPerson: candidate.from }),
      ...(candidate.onBehalfOf === undefined ? {} : { onBehalfOf: candidate.onBehalfOf }),
      state: 'todo',
      weight: candidate.weight ?? 1,
      ...(candidate.group === undefined ? {} : { group: candidate.group }),
      place,
      createdAt: draft.at,
      dueAt: opening.due,
      reminders: 0,
    }
  })
  const first = Math.min(...tasks.map(({ place }) => place))
  const turned = tasks.map((task) => (task.place > first ? { ...task, state: 'pending' as const } : task))
  draft.state = { ...draft.state, tasks: [...draft.state.tasks, ...turned] }
  const told = turned.filter((task) => task.state === 'todo').map((task) => task.assignee)
  if (told.length > 0) draft.notices.push({ kind: 'assigned', people: told })
}

function skip(draft: Draft, run: Run, opening: Opening, skipped: readonly Candidate[]): void {
  const tasks = skipped.map((candidate): Task => ({
    id: draft.newId(),
    runId: run.id,
    assignee: candidate.person,
    origin: candidate.origin,
    state: 'skipped',
    weight: candidate.weight ?? 1,
    ...(candidate.group === undefined ? {} : { group: candidate.group }),
    place: 0,
    createdAt: draft.at,
    dueAt: opening.due,
    reminders: 0,
    decidedAt: draft.at,
  }))
  draft.state = { ...draft.state, tasks: [...draft.state.tasks, ...tasks] }
  draft.actions.push({
    verb: 'skip',
    actor: draft.actor,
    opinion: '',
    hash: draft.state.hash,
    before: `running:${run.stepId}`,
    after: `running:${run.stepId}`,
    detail: { step: run.stepId, people: skipped.map(({ person }) => person) },
  })
}

/** Puts people in the know, each once per form. */
export function tellCopies(draft: Draft, people: readonly string[]): readonly string[] {
  const { cc, applicant } = draft.state
  const fresh = [...new Set(people)].filter((id) => !cc.includes(id) && id !== applicant)
  if (fresh.length === 0) return fresh
  draft.state = { ...draft.state, cc: [...cc, ...fresh] }
  draft.notices.push({ kind: 'cc', people: fresh })
  return fresh
}

/** A task becomes one to act on; its time begins now. */
export function wake(draft: Draft, task: Task, due: Date | undefined): void {
  const span = task.dueAt === undefined ? 0 : task.dueAt.getTime() - task.createdAt.getTime()
  changeTasks(draft, (one) => one.id === task.id, {
    state: 'todo',
    dueAt: due ?? new Date(draft.at.getTime() + span),
    reminders: 0,
  })
  draft.notices.push({ kind: 'assigned', people: [taskIn(draft, task.id)!.assignee] })
}
