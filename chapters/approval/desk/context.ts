import { createHash } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { House } from '../../../gate/index.ts'
import type { FlowEvent, Turn } from '../flow/events.ts'
import { advance } from '../flow/flow.ts'
import type { InstanceState } from '../flow/state.ts'
import type { Organisation } from '../organisation.ts'
import { announce } from '../outside/events.ts'
import { lockLine, readInstance, readFlow, replaceSnapshot, type StoredFlow } from '../store/instances.ts'
import { insertCc, insertNotices } from '../store/log.ts'
import { saveState } from '../store/tasks.ts'
import type { ApprovalForm, Both, Instance, Json } from '../types.ts'
import { nest, tellParent } from './nest.ts'

/** What the parts of this desk share. */
export interface DeskContext {
  readonly house: House
  readonly people: Organisation
  readonly forms: ReadonlyMap<string, ApprovalForm>
  /** The mark of a level on paper; given by the chapter that keeps levels. */
  readonly marks?: { of?: LevelMark }
}

/** Words for the mark of a level: the company's own, with its term and owner. */
export type LevelMark = (rank: number, company: string, language: 'zh' | 'en') => Promise<string | undefined>

/** A form's text where an event changes it. */
export interface Paper {
  readonly snapshot: Json
  readonly snapshotHash: string
  readonly title: Both
  readonly summary: Both
}

/** Stands in the action log for what the clock did; nobody's id. */
export const clockwork = '00000000-0000-0000-0000-000000000000'

/** What an approval is about: SHA-256 of the canonical JSON, lower-case hex. */
export const hashOf = (snapshot: Json): string =>
  createHash('sha256').update(canonical(snapshot)).digest('hex')

const ended = new Set(['rejected', 'withdrawn', 'terminated', 'expired'])

/**
 * Works one event in on a locked form and writes everything that follows: rows, action log, copies, notices, and at
 * the end what the form itself does. All of it commits with the event, or nothing does.
 */
export async function work(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  event: FlowEvent,
  address: string,
  paper?: Paper,
): Promise<Turn> {
  const { instance, state } = flow
  // One after the other in time, so that tasks made together keep their order.
  let made = 0
  const turn = advance(state, event, () => newId(event.at.getTime() + made++))
  if (turn.repeated) return turn
  await saveState(w, instance.id, state, turn.state, { actions: turn.actions, at: event.at, address })
  if (paper !== undefined) await replaceSnapshot(w, instance.id, paper)
  const copied = turn.state.cc.filter((person) => !state.cc.includes(person))
  await insertCc(w, instance.id, copied, { by: event.actor, at: event.at })
  for (const { kind, people } of turn.notices)
    await insertNotices(w, people, {
      kind,
      instanceId: instance.id,
      link: `/approvals/${instance.id}`,
      values: { number: instance.number, form: instance.form },
      at: event.at,
    })
  await nest({ context, w, flow, after: turn.state, event, address, paper, work })
  await announce(context.people, w, { instance, before: state, after: turn.state, at: event.at })
  if (turn.state.status !== state.status) await finish(context, w, instance.id, state.status, event)
  return turn
}

/** What the form itself does when it ends, or when an approval is given up. */
async function finish(
  context: DeskContext,
  w: Writer,
  id: string,
  before: InstanceState,
  event: FlowEvent,
): Promise<void> {
  const instance = await readInstance(w, id)
  if (instance === undefined) return
  const form = context.forms.get(instance.form)
  const { state } = instance
  if (instance.parentId !== undefined) {
    // What was applied for is the parent's: this form gives nothing, it lets a step pass or not.
    if (state !== 'approved' && !ended.has(state)) return
    noteEnd(context, w, id, state, instance.snapshotHash)
    const parent = await lockFlow(w, instance.parentId)
    if (parent !== undefined) await tellParent({ context, w, instance, parent, at: event.at, work })
    return
  }
  // An approval whose revocation was not confirmed stands as before; it gives nothing a second time.
  if (state === 'approved' && before !== 'revoking') {
    noteEnd(context, w, id, state, instance.snapshotHash)
    await form?.onApproved(w, instance)
  } else if (ended.has(state)) {
    noteEnd(context, w, id, state, instance.snapshotHash)
    await form?.onEnded?.(w, instance)
  } else if (state === 'revoking' || state === 'revoked') {
    noteEnd(context, w, id, state, instance.snapshotHash)
    const revocation = form?.revocation
    if (revocation !== undefined && revocation.atOnce === (state === 'revoking'))
      await revocation.revoke(w, instance, event.actor)
  }
}

const noteEnd = (context: DeskContext, w: Writer, application: string, state: string, hash: string): void =>
  context.house.gate.note(w, 'approval-ended', { application, state, snapshot: hash })

/** Locks a form, and those whose steps it decides, with everything that belongs to it. */
export async function lockFlow(w: Writer, id: string): Promise<StoredFlow | undefined> {
  let instance: Instance | undefined
  // From the outermost form inwards, so that two deeds on a form and on one inside it never wait for each other.
  for (const one of await lockLine(w, id)) instance = one
  return instance === undefined ? undefined : await readFlow(w, instance)
}

/** The calendar year at a moment in the company's time zone. */
export const yearIn = (timeZone: string, at: Date): number =>
  Number(new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(at))
