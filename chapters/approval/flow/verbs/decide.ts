import { Mistake } from '../../../../floor/errors.ts'
import { changeTasks, closeAll, closeRun, type Draft, taskIn, write } from '../draft.ts'
import type { ActionDraft, FlowEvent, Of } from '../events.ts'
import { decidable } from '../guards.ts'
import { nextSteps } from '../open.ts'
import { fail, settle } from '../settle.ts'
import type { FlowState, Run, Task } from '../state.ts'

type Decision = Of<'approve' | 'reject' | 'return' | 'advise'>

/** What the action of a decision says about the task: step, origin, where it came from. */
export const taskDetail = (task: Task, run: Run): ActionDraft['detail'] => ({
  step: run.stepId,
  origin: task.origin,
  ...(task.fromPerson === undefined ? {} : { from: task.fromPerson }),
})

/** Task and principal of an action. */
export const about = (task: Task): Pick<ActionDraft, 'taskId' | 'onBehalfOf'> => ({
  taskId: task.id,
  ...(task.onBehalfOf === undefined ? {} : { onBehalfOf: task.onBehalfOf }),
})

/** The person's own decision of this kind on this very snapshot stands already: a second click. */
export const isRepeat = (
  state: FlowState,
  event: FlowEvent & { readonly taskId: string; readonly hash: string },
  done: readonly Task['state'][],
): boolean =>
  state.tasks.some(
    (task) =>
      task.id === event.taskId &&
      task.assignee === event.actor &&
      done.includes(task.state) &&
      task.voided !== true &&
      task.decidedHash === event.hash,
  )

/** Marks the task as decided on the snapshot the person saw. */
export const decided = (draft: Draft, event: Decision, state: Task['state']): void =>
  changeTasks(draft, (task) => task.id === event.taskId, {
    state,
    decidedAt: draft.at,
    decidedHash: event.hash,
    draft: '',
    ...(event.signature === undefined ? {} : { signature: event.signature }),
  })

/** 同意. */
export function approve(draft: Draft, event: Of<'approve'>): 'repeated' | void {
  const before = draft.state
  if (isRepeat(before, event, ['approved', 'approving'])) return 'repeated'
  const { task, run } = decidable(draft, event)
  decided(draft, event, 'approved')
  if (event.picks !== undefined) draft.state = { ...draft.state, picks: { ...before.picks, ...event.picks } }
  settle(draft, run.id, event)
  needPicks(draft, event, run)
  write(draft, event, before, {
    ...about(task),
    detail: { ...taskDetail(task, run), ...signedIn(event), ...pickedIn(event) },
  })
}

/** The signature that came with a decision. */
export const signedIn = ({ signature }: { readonly signature?: string }): Record<string, string> =>
  signature === undefined ? {} : { signature }

const pickedIn = ({ picks }: Of<'approve'>): Record<string, readonly string[]> =>
  picks === undefined ? {} : { picked: Object.values(picks).flat() }

/** When the step passed, the people of the next one must have been picked. */
function needPicks(draft: Draft, event: Of<'approve'>, run: Run): void {
  const closed = draft.state.runs.find((one) => one.id === run.id)?.closedAt !== undefined
  if (!closed || run.kind === 'revocation') return
  const { steps, picks } = draft.state
  const open = nextSteps(steps, run.step).map((index) => steps[index]!.id)
  const lacking = open.find(
    (id) => event.picked?.includes(id) === true && (picks[id] === undefined || picks[id].length === 0),
  )
  if (lacking !== undefined) throw new Mistake('approval.pick-needed', { field: `picks.${lacking}` })
}

/** 拒绝: in 票签 and without a veto a vote against, otherwise the end of the form. */
export function reject(draft: Draft, event: Of<'reject'>): 'repeated' | void {
  const before = draft.state
  if (isRepeat(before, event, ['rejected'])) return 'repeated'
  const { task, run } = decidable(draft, event)
  decided(draft, event, 'rejected')
  // Nobody's rejection is lost: one by an added signer, who has no vote, ends the form.
  if (task.under !== undefined && task.under.as !== 'peer') fail(draft, run)
  else settle(draft, run.id, event)
  write(draft, event, before, { ...about(task), detail: { ...taskDetail(task, run), ...signedIn(event) } })
}

/** 委派的答复: advice, no decision; the turn goes back to whoever asked. */
export function advise(draft: Draft, event: Of<'advise'>): 'repeated' | void {
  const before = draft.state
  if (isRepeat(before, event, ['advised'])) return 'repeated'
  const { task, run } = decidable(draft, event)
  if (task.under?.as !== 'delegate') throw new Mistake('approval.not-asked-for-advice', { status: 409 })
  decided(draft, event, 'advised')
  settle(draft, run.id, { way: [], due: event.due })
  const owner = taskIn(draft, task.under.task)?.assignee
  if (owner !== undefined) draft.notices.push({ kind: 'advised', people: [owner] })
  write(draft, event, before, { ...about(task), detail: taskDetail(task, run) })
}

/** Closes every open run of the form and says so in the task that ended it. */
export function endBy(draft: Draft, event: Decision, run: Run, state: Task['state']): void {
  decided(draft, event, state)
  closeRun(draft, run, 'returned', 'cancelled')
  closeAll(draft, 'returned', 'cancelled')
}
