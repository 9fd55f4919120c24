import type { Writer } from '../../../floor/database/index.ts'
import { Fault, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { firstSteps, mayOpen } from '../flow/open.ts'
import { readDefinition } from '../store/flows.ts'
import {
  changeRoute,
  insertInstance,
  nextNumber,
  readFlow,
  readInstance,
  type StoredFlow,
} from '../store/instances.ts'
import type { Approval, ApprovalForm, Both, Instance, Resubmission } from '../types.ts'
import { wayAhead } from './approvers.ts'
import { type DeskContext, hashOf, lockFlow, work, yearIn } from './context.ts'
import { checkPicks, ownPicks } from './picks.ts'
import { earlierRights } from './rights.ts'
import { routeFor } from './route.ts'
import { namesFor, seriesOf } from './naming.ts'

const titleMax = 120

function checkTitle(title: Both): void {
  if (title.zh.length > titleMax || title.en.length > titleMax)
    throw new Fault('the title of a form is too long')
}

/** Starts a form: chooses its flow, gives it its number, freezes what is applied for and opens the first step. */
export async function submit(
  context: DeskContext,
  w: Writer,
  input: Parameters<Approval['submit']>[1],
): Promise<{ id: string; number: string }> {
  const { house, people } = context
  const form = context.forms.get(input.form)
  if (form === undefined) throw new Fault(`no chapter has registered the form ${input.form}`)
  checkTitle(input.title)
  if (input.copyOf !== undefined) await checkCopy(w, input.copyOf, input)
  const { definition, rules, plan, about } = await routeFor(w, input)
  const picks = ownPicks(plan, input.picks ?? {})
  await checkPicks(context, w, plan, picks, 'applicant-picks')
  const at = house.clock.now()
  const id = input.id ?? newId(at.getTime())
  const { snapshot, level, action, applicantId } = input
  const snapshotHash = hashOf(snapshot)
  const wanted = { applicant: applicantId, level, at, snapshot, picks, about }
  const way = await wayAhead(people, w, plan, wanted, mayOpen(plan, firstSteps(plan, 0)))
  const number = await nextNumber(w, seriesOf(definition, form), yearIn(house.timeZone, at))
  const named = { number, form, definition, about, applicantId, level, at, title: input.title }
  const { title, summary } = await namesFor(context, w, named)
  await insertInstance(w, {
    id, number, form: input.form, definitionId: definition.id, applicantId, title, snapshot, snapshotHash, level, action, at,
    plan, rules, about, picks, copyOf: input.copyOf ?? null, summary,
  }) // prettier-ignore
  const flow = await readFlow(w, await existing(w, id))
  const event = { verb: 'submit', actor: applicantId, at, hash: snapshotHash, way } as const
  await work(context, w, flow, event, input.address)
  noteSubmission(context, w, await existing(w, id))
  if (input.cc !== undefined && input.cc.length > 0) {
    const submitted = await readFlow(w, await existing(w, id))
    const cc = { verb: 'cc', actor: applicantId, at, people: await known(context, w, input.cc) } as const
    await work(context, w, submitted, cc, input.address)
  }
  return { id, number }
}

/** Only an own form that ended without an approval is made into a new one. */
async function checkCopy(w: Writer, id: string, input: { form: string; applicantId: string }): Promise<void> {
  const old = await readInstance(w, id)
  if (old === undefined || old.applicantId !== input.applicantId || old.form !== input.form)
    throw new Mistake('approval.not-found', { status: 404, field: 'copyOf' })
  if (!isEnded(old)) throw new Mistake('approval.copy-not-ended', { status: 409, field: 'copyOf' })
}

/** Can the form be handed in again as a new one? */
export const isEnded = ({ state, parentId }: Pick<Instance, 'state' | 'parentId'>): boolean =>
  parentId === undefined && ['withdrawn', 'rejected', 'terminated', 'expired', 'revoked'].includes(state)

/** Only people who are there can be put in the know. */
export async function known(
  context: DeskContext,
  w: Writer,
  ids: readonly string[],
): Promise<readonly string[]> {
  const facts = await context.people.personFacts(ids, w)
  const missing = ids.findIndex((id) => {
    const one = facts.get(id)
    return one?.active !== true || one.service !== undefined
  })
  if (missing >= 0) throw new Mistake('approval.no-person', { field: `people.${missing}` })
  return ids
}

async function existing(w: Writer, id: string): Promise<Instance> {
  const instance = await readInstance(w, id)
  if (instance === undefined) throw new Fault('the form that was just written is not there')
  return instance
}

function noteSubmission(context: DeskContext, w: Writer, instance: Instance): void {
  context.house.gate.note(w, 'submitted', {
    actor: instance.applicantId,
    application: instance.id,
    number: instance.number,
    form: instance.form,
    level: instance.level,
    snapshot: instance.snapshotHash,
    flow: instance.definitionId,
  })
}

/**
 * Hands a returned form in again; it keeps its number. Corrected or not, every step is asked again, on the way that
 * fits it now; `straight` and unchanged, it goes back to whoever returned it, since nothing that was approved moved.
 */
export async function resubmit(
  context: DeskContext,
  w: Writer,
  instanceId: string,
  input: Resubmission,
): Promise<{ id: string; number: string }> {
  const locked = await lockFlow(w, instanceId)
  if (locked === undefined || locked.instance.applicantId !== input.applicantId)
    throw new Mistake('approval.not-found', { status: 404 })
  const straight = input.straight === true
  const again = locked.state.status === 'returned' && !straight
  const flow = again ? await rerouted(context, w, locked, input) : locked
  if (input.title !== undefined) checkTitle(input.title)
  const hash = hashOf(input.snapshot)
  const at = context.house.clock.now()
  const { level } = flow.instance
  const { picks, back, applicant } = flow.state
  const wanted = { applicant, level, at, snapshot: input.snapshot, picks, about: flow.about }
  const opens = straight && back !== undefined ? [back.from] : firstSteps(flow.steps, 0)
  const way = await wayAhead(context.people, w, flow.steps, wanted, mayOpen(flow.steps, opens))
  const opinion = input.opinion ?? ''
  const event = { verb: 'resubmit', actor: input.applicantId, at, hash, opinion, way, straight } as const
  const paper = {
    snapshot: input.snapshot,
    snapshotHash: hash,
    ...(await renamed(context, w, flow, input.title, at)),
  }
  const turn = await work(context, w, flow, event, input.address, paper)
  if (!turn.repeated) noteSubmission(context, w, await existing(w, instanceId))
  return { id: instanceId, number: flow.instance.number }
}

/** Title and summary of a corrected form: by the rule of its flow, where it has one. */
async function renamed(
  context: DeskContext,
  w: Writer,
  { instance, about }: StoredFlow,
  title: Both | undefined,
  at: Date,
): Promise<{ title: Both; summary: Both }> {
  const definition = await readDefinition(w, instance.definitionId)
  const form: ApprovalForm | undefined = context.forms.get(instance.form)
  if (definition === undefined || form === undefined)
    return { title: title ?? instance.title, summary: instance.summary }
  const { number, applicantId, level } = instance
  return await namesFor(context, w, {
    number, form, definition, about, applicantId, level, at, title: title ?? instance.title,
  }) // prettier-ignore
}

/** The way of the corrected form: of its own version of the flow, or of another flow when level or action changed. */
async function rerouted(
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  input: Resubmission,
): Promise<StoredFlow> {
  const { instance } = flow
  const same = input.level === instance.level && input.action === instance.action
  // Without a word about it the case is what it was.
  const about = input.about ?? flow.about
  const { level, action } = input
  const wish = { form: instance.form, level, action, applicantId: instance.applicantId, about }
  if (same && input.about === undefined && input.picks === undefined) return flow
  const own = same ? await readDefinition(w, instance.definitionId) : undefined
  const route = await routeFor(w, wish, own)
  const picks = ownPicks(route.plan, input.picks ?? flow.state.picks)
  await checkPicks(context, w, route.plan, picks, 'applicant-picks')
  const earlier = earlierRights(flow)
  await changeRoute(w, instance.id, {
    ...route,
    about: { ...route.about, ...(Object.keys(earlier).length === 0 ? {} : { earlier }) },
    definitionId: route.definition.id,
    level,
    action,
    picks,
  })
  return await readFlow(w, await existing(w, instance.id))
}
