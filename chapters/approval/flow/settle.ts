import { changeTasks, closeAll, closeRun, type Draft } from './draft.ts'
import type { Way } from './events.ts'
import { ownerOf, progress, tellCopies, wake } from './open.ts'
import { childrenOf, isLive, type Run, type StepPlan, type Task } from './state.ts'
import { seatsOf, verdictOf } from './tally.ts'

/** What a run is judged by: its step, or for a revocation one signature of any of them. */
export const planOf = (draft: Draft, run: Run): StepPlan => {
  const step = draft.state.steps[run.step]!
  return run.kind === 'revocation' ? { ...step, mode: 'any', veto: true } : { ...step, mode: run.mode }
}

const open = (task: Task): boolean => isLive(task) && task.state !== 'pending'

interface After {
  readonly way: Way
  /** When a task that opens inside the present step is due. */
  readonly due?: Date | undefined
  /** Who is told when the step has passed. */
  readonly cc?: readonly string[] | undefined
}

/**
 * Draws the conclusions after something in a run was decided or taken away: added signers who are through give the
 * turn back, the next in line is asked, and the run passes, fails or waits.
 */
export function settle(draft: Draft, runId: string, after: After): void {
  settleAdded(draft, runId, after.due)
  const run = draft.state.runs.find((one) => one.id === runId)
  if (run === undefined || run.closedAt !== undefined) return
  const seats = seatsOf(draft.state, run)
  const verdict = verdictOf(planOf(draft, run), seats)
  // While an administrator still has to name somebody, the count is not complete.
  const incomplete = seats.some((task) => task.origin === 'rescue' && isLive(task))
  if (verdict === 'failed' && !(incomplete && !seats.some((task) => task.state === 'rejected')))
    return fail(draft, run)
  if (verdict === 'passed') return pass(draft, run, after)
  nextInLine(draft, seats, after.due)
}

function pass(draft: Draft, run: Run, after: After): void {
  closeRun(draft, run, 'approved', 'closed')
  if (run.kind === 'revocation') return endRevocation(draft)
  tellCopies(draft, after.cc ?? [])
  progress(draft, run.step, after.way)
}

function endRevocation(draft: Draft): void {
  draft.state = { ...draft.state, status: 'revoked', finishedAt: draft.at }
  draft.notices.push({ kind: 'revoked', people: [draft.state.applicant, ...draft.state.cc] })
}

/**
 * A run fails, and with it the form. A revocation that is not confirmed leaves the approval in force, unless what it
 * gave was taken back at once: that never comes back by itself.
 */
export function fail(draft: Draft, run: Run): void {
  closeRun(draft, run, 'rejected', run.mode === 'any' ? 'closed' : 'cancelled')
  const { applicant, cc, revocation } = draft.state
  if (run.kind === 'revocation') {
    if (revocation?.atOnce !== false) return endRevocation(draft)
    draft.state = { ...draft.state, status: 'approved' }
    draft.notices.push({ kind: 'approved', people: [applicant] })
    return
  }
  closeAll(draft, 'rejected', 'cancelled')
  draft.state = { ...draft.state, status: 'rejected', finishedAt: draft.at }
  draft.notices.push({ kind: 'rejected', people: [...ownerOf(draft.state), ...cc] })
}

/** 依次会签: when nobody is being asked, those with the next place are. */
function nextInLine(draft: Draft, seats: readonly Task[], due: Date | undefined): void {
  const waiting = seats.filter((task) => task.state === 'pending')
  if (waiting.length === 0 || seats.some(open)) return
  const place = Math.min(...waiting.map((task) => task.place))
  for (const task of waiting.filter((one) => one.place === place)) wake(draft, task, due)
}

/** Added signers and advisers: who is next among them, and whose turn it is again when they are through. */
function settleAdded(draft: Draft, runId: string, due: Date | undefined): void {
  for (const parent of draft.state.tasks.filter((task) => task.runId === runId)) {
    const kind = waitsFor(parent)
    if (kind === undefined) continue
    const children = childrenOf(draft.state, parent).filter((child) => child.under?.as === kind)
    if (children.length === 0) continue
    // Only what was said just now: an earlier round of added signers is over.
    const done = children.some((child) => child.state === 'approved' && child.decidedAt === draft.at)
    if (done && children[0]!.under?.mode === 'any')
      for (const child of children.filter(isLive)) closeWithAdvisers(draft, child, 'closed')
    const left = children.map((child) => draft.state.tasks.find((one) => one.id === child.id)!).filter(isLive)
    if (left.length > 0) nextInLine(draft, left, due)
    else if (kind === 'after') changeTasks(draft, (one) => one.id === parent.id, { state: 'approved' })
    else wake(draft, parent, due)
  }
}

const waitsFor = (task: Task): 'before' | 'after' | 'delegate' | undefined =>
  task.state === 'waiting'
    ? 'before'
    : task.state === 'approving'
      ? 'after'
      : task.state === 'delegated'
        ? 'delegate'
        : undefined

/** Ends a task together with those whom its holder had asked. */
export function closeWithAdvisers(draft: Draft, task: Task, state: 'closed' | 'cancelled'): void {
  for (const child of childrenOf(draft.state, task).filter(isLive)) closeWithAdvisers(draft, child, state)
  changeTasks(draft, (one) => one.id === task.id, { state })
}
