import { Mistake } from '../../../floor/errors.ts'
import type { FlowEvent, Of } from '../flow/events.ts'
import { firstSteps, mayOpen } from '../flow/open.ts'
import { isLive } from '../flow/state.ts'
import type { Deed } from '../types.ts'
import { wantedFor, wayAhead } from './approvers.ts'
import { hashOf, type Paper } from './context.ts'
import { type Doing, proxyOver } from './events.ts'
import { writableIn } from './rights.ts'

type Narrow = Extract<Deed, { verb: 'narrow' }>

/**
 * An approver narrows the form: the event for the state machine, and the text as it becomes. The form's own chapter
 * says whether each part is narrower than what stands there; the step says whether it may be touched at all.
 * @throws Mistake `approval.narrow-not-offered`, or what the chapter has against the change
 */
export async function narrowing(doing: Doing, deed: Narrow): Promise<{ event: Of<'narrow'>; paper?: Paper }> {
  const { context, w, flow, actor, at } = doing
  const { instance, steps } = flow
  const fields = Object.keys(deed.change)
  const task = flow.state.tasks.find((one) => one.id === deed.taskId)
  // What the form says of a change would tell outsiders, and people from whom an entry is hidden, what stands in it.
  if (task === undefined || task.assignee !== actor || !isLive(task)) {
    const { change: _change, ...rest } = deed
    // Nor does the record of their try keep words of theirs.
    return { event: { ...rest, actor, at, narrowed: '', fields: [], way: [] } }
  }
  const writable = writableIn(flow, task)
  const closed = fields.find((field) => !writable.has(field))
  if (closed !== undefined)
    throw new Mistake('approval.narrow-not-allowed', { field: `change.${closed}`, values: { field: closed } })
  const form = context.forms.get(instance.form)
  if (form?.narrowed === undefined) throw new Mistake('approval.narrow-not-offered', { status: 409 })
  const { change, ...rest } = deed
  const { snapshot, title } = await form.narrowed(w, instance, change)
  const narrowed = hashOf(snapshot)
  const wanted = { ...wantedFor(flow, at), snapshot }
  const way = await wayAhead(context.people, w, steps, wanted, mayOpen(steps, firstSteps(steps, 0)))
  const event: FlowEvent = {
    ...rest,
    actor,
    at,
    narrowed,
    fields,
    way,
    ...(await proxyOver(doing, deed.taskId)),
  }
  const { summary } = instance
  return { event, paper: { snapshot, snapshotHash: narrowed, title, summary } }
}
