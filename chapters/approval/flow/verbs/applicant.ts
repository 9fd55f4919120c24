import { closeAll, conflict, type Draft, without, write } from '../draft.ts'
import type { Of } from '../events.ts'
import { needReason } from '../guards.ts'
import { openRevocation } from '../open.ts'
import { isLive, type TaskState } from '../state.ts'

const decidedStates: readonly TaskState[] = ['approved', 'approving', 'rejected', 'returned']

/** 撤回, as far as the flow lets the applicant. */
export function withdraw(draft: Draft, event: Of<'withdraw'>): 'repeated' | void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  if (before.parent !== undefined) throw conflict('approval.child-own')
  if (before.status === 'withdrawn') return 'repeated'
  if (before.status !== 'running' && before.status !== 'returned') throw conflict('approval.processed')
  if (before.rules.withdraw === 'never') throw conflict('approval.withdraw-never')
  const begun = before.tasks.some((task) => decidedStates.includes(task.state))
  if (before.rules.withdraw === 'before-first-decision' && begun) throw conflict('approval.withdraw-late')
  // The number stays in its series; the reason says why nothing came of it.
  needReason(event)
  const waiting = before.tasks.filter(isLive).map((task) => task.assignee)
  closeAll(draft, 'withdrawn', 'cancelled')
  draft.state = { ...without(draft.state, 'suspendedAt'), status: 'withdrawn', finishedAt: draft.at }
  draft.notices.push({ kind: 'withdrawn', people: waiting })
  write(draft, event, before)
}

const dayMs = 86_400_000

/** 通过后撤销: the applicant gives up what was approved; somebody confirms it. */
export function revoke(draft: Draft, event: Of<'revoke'>): 'repeated' | void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  if (before.status === 'revoking' || before.status === 'revoked') return 'repeated'
  if (before.parent !== undefined) throw conflict('approval.child-own')
  if (before.status !== 'approved') throw conflict('approval.revoke-not-approved')
  if (before.rules.revokeDays === 0) throw conflict('approval.revoke-not-allowed')
  const since = event.at.getTime() - (before.finishedAt ?? event.at).getTime()
  if (since > before.rules.revokeDays * dayMs) throw conflict('approval.revoke-late')
  needReason(event)
  draft.state = { ...before, status: 'revoking', revocation: { atOnce: event.atOnce } }
  openRevocation(draft, event.way)
  draft.notices.push({ kind: 'revoking', people: before.cc })
  write(draft, event, before, { detail: { atOnce: event.atOnce ? 1 : 0 } })
}
