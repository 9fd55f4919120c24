import { closeAll, closeRun, conflict, type Draft, without, write } from '../draft.ts'
import type { Of } from '../events.ts'
import { progress, tellCopies } from '../open.ts'
import { fail } from '../settle.ts'
import { isLive } from '../state.ts'

/** 子流程: the form that decides a step has ended. Only its approval lets the step pass. */
export function childEnded(draft: Draft, event: Of<'child-ended'>): 'repeated' | void {
  const before = draft.state
  const run = before.runs.find((one) => one.id === event.runId && one.closedAt === undefined)
  if (run?.child === undefined || before.status !== 'running') return 'repeated'
  if (event.approved) {
    // A form that rests gets no further, also when the one inside was woken alone.
    if (before.suspendedAt !== undefined) throw conflict('approval.suspended')
    closeRun(draft, run, 'approved', 'closed')
    tellCopies(draft, event.cc ?? [])
    progress(draft, run.step, event.way)
  } else {
    draft.state = without(before, 'suspendedAt')
    fail(draft, run)
  }
  write(draft, event, before, {
    detail: { step: run.stepId, child: run.child, outcome: event.approved ? 'approved' : 'rejected' },
  })
}

/** The step for which this form decides is open no more: it ends undecided, and its people are told. */
export function parentEnded(draft: Draft, event: Of<'parent-ended'>): 'repeated' | void {
  const before = draft.state
  if (before.parent === undefined || (before.status !== 'running' && before.status !== 'returned'))
    return 'repeated'
  const waiting = before.tasks.filter(isLive).map((task) => task.assignee)
  closeAll(draft, 'terminated', 'cancelled')
  draft.state = { ...without(draft.state, 'suspendedAt'), status: 'terminated', finishedAt: draft.at }
  draft.notices.push({ kind: 'terminated', people: waiting })
  write(draft, event, before)
}
