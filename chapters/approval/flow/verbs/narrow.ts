import { Mistake } from '../../../../floor/errors.ts'
import { changeRuns, closeAll, conflict, type Draft, without, write } from '../draft.ts'
import type { Of } from '../events.ts'
import { decidable, needReason } from '../guards.ts'
import { openStage } from '../open.ts'
import { about, taskDetail } from './decide.ts'

/**
 * An approver with the right to write leaves something out or shortens it. What was approved before was another text
 * (invariant 4): every earlier approval is void, and every step is asked again about the narrower one.
 */
export function narrow(draft: Draft, event: Of<'narrow'>): 'repeated' | void {
  const before = draft.state
  if (before.hash === event.narrowed && event.hash !== event.narrowed) return 'repeated'
  const held = decidable(draft, event)
  const { task, run, plan } = held
  if (run.kind === 'revocation' || before.parent !== undefined) throw conflict('approval.not-allowed')
  if (task.under?.as === 'delegate') throw conflict('approval.only-advise')
  needReason(event)
  if (event.fields.length === 0 || event.narrowed === before.hash)
    throw new Mistake('approval.narrow-nothing', { field: 'change' })
  const closed = event.fields.find((field) => plan.fields?.[field] !== 'write')
  if (closed !== undefined)
    throw new Mistake('approval.narrow-not-allowed', { field: `change.${closed}`, values: { field: closed } })
  const asked = before.tasks.map((one) => one.assignee)
  closeAll(draft, 'narrowed', 'cancelled')
  changeRuns(draft, () => true, { voided: true })
  const { back: _back, ...rest } = without(draft.state, 'request')
  draft.state = { ...rest, hash: event.narrowed }
  openStage(draft, 0, event.way)
  draft.notices.push({ kind: 'narrowed', people: [before.applicant, ...asked] })
  write(draft, event, before, {
    ...about(task),
    detail: { ...taskDetail(task, run), fields: event.fields, was: before.hash },
  })
}
