import type { Draft } from './draft.ts'
import type { FlowEvent, Of, Turn } from './events.ts'
import type { FlowState } from './state.ts'
import { add, remove } from './verbs/add.ts'
import { revoke, withdraw } from './verbs/applicant.ts'
import { advise, approve, isRepeat, reject } from './verbs/decide.ts'
import { giveBack, submit, takeBack } from './verbs/give-back.ts'
import {
  claim,
  delegate,
  escalate,
  handover,
  release,
  remind,
  transfer,
  wasHandedTo,
} from './verbs/hand-on.ts'
import { confirm, expire, jump, reassign, resume, suspend, terminate } from './verbs/office.ts'
import { narrow } from './verbs/narrow.ts'
import { childEnded, parentEnded } from './verbs/nest.ts'
import { askMaterial, comment, copyTo, giveMaterial, save, urge, viewed } from './verbs/talk.ts'

type Verbs = {
  readonly [V in FlowEvent['verb']]: (draft: Draft, event: Of<V>) => 'repeated' | void
}

const verbs: Verbs = {
  submit,
  resubmit: submit,
  approve,
  reject,
  return: giveBack,
  advise,
  'take-back': takeBack,
  narrow,
  'child-ended': childEnded,
  'parent-ended': parentEnded,
  transfer,
  delegate,
  add,
  remove,
  claim,
  release,
  handover,
  'proxy-back': handover,
  save,
  'ask-material': askMaterial,
  material: giveMaterial,
  comment,
  cc: copyTo,
  urge,
  viewed,
  withdraw,
  revoke,
  jump,
  reassign,
  confirm,
  terminate,
  suspend,
  resume,
  remind,
  escalate,
  expire,
}

/**
 * One event on one form. Pure: who may do it has been decided by the gate, who is next was looked up before.
 * Nothing here approves by itself: time only reminds, hands on and closes, and a step without people stays open.
 * @throws Mistake naming what is in the way; the state is then unchanged
 */
export function advance(state: FlowState, event: FlowEvent, newId: () => string): Turn {
  const draft: Draft = { state, actor: event.actor, at: event.at, newId, actions: [], notices: [] }
  const work = verbs[event.verb] as (draft: Draft, event: FlowEvent) => 'repeated' | void
  const repeated = work(draft, event) === 'repeated'
  return repeated
    ? { state, actions: [], notices: [], repeated }
    : { state: draft.state, actions: draft.actions, notices: draft.notices, repeated }
}

/** The very same deed stands already, so that a second click is answered like the first and asks nobody. */
export function isRepeated(state: FlowState, event: FlowEvent): boolean {
  switch (event.verb) {
    case 'approve':
      return isRepeat(state, event, ['approved', 'approving'])
    case 'reject':
      return isRepeat(state, event, ['rejected'])
    case 'return':
      return isRepeat(state, event, ['returned'])
    case 'advise':
      return isRepeat(state, event, ['advised'])
    case 'transfer':
      return wasHandedTo(state, event, 'transfer') && (event.byAdministrator || held(state, event))
    case 'withdraw':
      return state.status === 'withdrawn' && state.applicant === event.actor
    case 'revoke':
      return ['revoking', 'revoked'].includes(state.status) && state.applicant === event.actor
    default:
      return false
  }
}

const held = (state: FlowState, event: FlowEvent & { readonly taskId: string }): boolean =>
  state.tasks.some((task) => task.id === event.taskId && task.assignee === event.actor)
