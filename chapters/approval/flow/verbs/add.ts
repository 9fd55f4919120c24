import { Mistake } from '../../../../floor/errors.ts'
import { changeTasks, conflict, type Draft, taskIn, write } from '../draft.ts'
import type { Of } from '../events.ts'
import { allowed, decidable, fitTarget, type Held, isNested } from '../guards.ts'
import { closeWithAdvisers, settle } from '../settle.ts'
import { childrenOf, isLive, type Task } from '../state.ts'
import { about, signedIn, taskDetail } from './decide.ts'
import { addUnder } from './hand-on.ts'

/** The same people were added to this task in the same way already. */
const isRepeatOf = (children: readonly Task[], event: Of<'add'>): boolean =>
  event.targets.length > 0 &&
  event.targets.every(({ person }) =>
    children.some((one) => one.assignee === person && one.under?.as === event.where && isLive(one)),
  )

/**
 * 前加签: the added decide first, then it is the holder's turn again. 后加签: the holder agrees, and the step waits
 * for the added. 并加签: the added sign beside the holder and count among all.
 */
export function add(draft: Draft, event: Of<'add'>): 'repeated' | void {
  const before = draft.state
  const known = before.tasks.find((one) => one.id === event.taskId)
  if (known?.assignee === event.actor && isRepeatOf(childrenOf(before, known), event)) return 'repeated'
  // Asked before whether the task is open: somebody who waits for added signers learns that, not that it is decided.
  if (known !== undefined && known.assignee === event.actor && isNested(before, known))
    throw conflict('approval.add-nested')
  const held = decidable(draft, event)
  const { task, run } = held
  checkAdding(held, event)
  for (const target of event.targets) fitTarget(before, run, target, event.actor, 'add')
  const people = event.targets.map(({ person }) => person)
  if (new Set(people).size !== people.length) throw new Mistake('approval.add-approver', { field: 'people' })
  addUnder(draft, held, people, { as: event.where, mode: event.mode, due: event.due })
  if (event.where === 'before') changeTasks(draft, (one) => one.id === task.id, { state: 'waiting' })
  if (event.where === 'after')
    changeTasks(draft, (one) => one.id === task.id, {
      state: 'approving',
      decidedAt: draft.at,
      decidedHash: event.hash,
      draft: '',
      ...(event.signature === undefined ? {} : { signature: event.signature }),
    })
  const first = event.mode === 'sequence' && event.where !== 'peer' ? people.slice(0, 1) : people
  draft.notices.push({ kind: 'added', people: first })
  write(draft, event, before, {
    ...about(task),
    detail: { ...taskDetail(task, run), ...signedIn(event), where: event.where, mode: event.mode, people },
  })
}

function checkAdding(held: Held, event: Of<'add'>): void {
  const { run, plan } = held
  allowed(held, 'add')
  if (run.kind === 'revocation') throw conflict('approval.not-allowed')
  if (event.targets.length === 0) throw new Mistake('approval.add-nobody', { field: 'people' })
  // Where not everybody must sign, people brought along could outvote those whom the flow names.
  if (event.where === 'peer' && plan.mode !== 'all' && plan.mode !== 'sequence')
    throw new Mistake('approval.add-peer-mode', { field: 'where' })
}

/** 减签: takes back somebody who was added, or asked for advice, and has not acted. */
export function remove(draft: Draft, event: Of<'remove'>): 'repeated' | void {
  const before = draft.state
  const task = before.tasks.find((one) => one.id === event.taskId)
  if (task === undefined) throw new Mistake('approval.no-task', { field: 'taskId', status: 404 })
  const parent = task.under === undefined ? undefined : taskIn(draft, task.under.task)
  if (task.under === undefined || parent === undefined) throw conflict('approval.remove-configured')
  if (parent.assignee !== event.actor) throw conflict('approval.not-your-task')
  if (before.suspendedAt !== undefined) throw conflict('approval.suspended')
  if (task.state === 'cancelled') return 'repeated'
  const acted = childrenOf(before, task).some((one) => !isLive(one) && one.state !== 'cancelled')
  if (!isLive(task) || acted || task.state === 'approving') throw conflict('approval.remove-acted')
  const run = before.runs.find((one) => one.id === task.runId)!
  closeWithAdvisers(draft, task, 'cancelled')
  settle(draft, run.id, { way: event.way, due: event.due })
  write(draft, event, before, {
    ...about(parent),
    detail: { ...taskDetail(parent, run), people: [task.assignee] },
  })
}
