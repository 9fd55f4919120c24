import type { Writer } from '../../../floor/database/index.ts'
import { Fault, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { belowMinimum, chooseDefinition } from '../definition.ts'
import { readActiveDefinitions, type StoredDefinition } from '../store/flows.ts'
import {
  changeRoute,
  insertInstance,
  nextNumber,
  readFlow,
  readInstance,
  replaceSnapshot,
  type StoredFlow,
} from '../store/instances.ts'
import type { Approval, Both, Instance, Resubmission } from '../types.ts'
import { wayAhead } from './approvers.ts'
import { type DeskContext, hashOf, lockFlow, work, yearIn } from './context.ts'

const titleMax = 120

function checkTitle(title: Both): void {
  if (title.zh.length > titleMax || title.en.length > titleMax)
    throw new Fault('the title of a form is too long')
}

/** The flow in force for this case; never one that falls below the minimum of its level. */
async function definitionFor(
  w: Writer,
  input: { form: string; level: number; action: string },
): Promise<StoredDefinition> {
  const definition = chooseDefinition(await readActiveDefinitions(w, input.form), input)
  if (definition === undefined) throw new Mistake('approval.no-flow', { values: { level: input.level } })
  if (definition.steps.length === 0 || belowMinimum(definition.steps, input.level) !== undefined)
    throw new Mistake('approval.flow-too-weak', { values: { level: input.level } })
  return definition
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
  const definition = await definitionFor(w, input)
  const at = house.clock.now()
  const id = input.id ?? newId(at.getTime())
  const snapshotHash = hashOf(input.snapshot)
  const wanted = { applicant: input.applicantId, level: input.level, at }
  const way = await wayAhead(people, w, definition.steps, wanted)
  const number = await nextNumber(w, form.series, yearIn(house.timeZone, at))
  await insertInstance(w, {
    id,
    number,
    form: input.form,
    definitionId: definition.id,
    applicantId: input.applicantId,
    title: input.title,
    snapshot: input.snapshot,
    snapshotHash,
    level: input.level,
    action: input.action,
    at,
  })
  const flow = await readFlow(w, await existing(w, id))
  await work(
    context,
    w,
    flow,
    { verb: 'submit', actor: input.applicantId, at, hash: snapshotHash, way },
    input.address,
  )
  noteSubmission(context, w, await existing(w, id))
  if (input.cc !== undefined && input.cc.length > 0) {
    const submitted = await readFlow(w, await existing(w, id))
    const cc = {
      verb: 'cc',
      actor: input.applicantId,
      at,
      people: await known(context, w, input.cc),
    } as const
    await work(context, w, submitted, cc, input.address)
  }
  return { id, number }
}

/** Only people who are there can be put in the know. */
export async function known(
  context: DeskContext,
  w: Writer,
  ids: readonly string[],
): Promise<readonly string[]> {
  const facts = await context.people.personFacts(ids, w)
  const missing = ids.findIndex((id) => facts.get(id)?.active !== true)
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
 * Hands a returned form in again, corrected or not; it keeps its number, and every step is asked again. It keeps its
 * flow too, unless the correction made it another kind of case: then the flow is chosen anew.
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
  const flow = locked.state.status === 'returned' ? await rerouted(w, locked, input) : locked
  const title = input.title ?? flow.instance.title
  checkTitle(title)
  const hash = hashOf(input.snapshot)
  const at = context.house.clock.now()
  const wanted = { applicant: input.applicantId, level: flow.instance.level, at }
  const way = await wayAhead(context.people, w, flow.steps, wanted)
  const event = {
    verb: 'resubmit',
    actor: input.applicantId,
    at,
    hash,
    opinion: input.opinion ?? '',
    way,
  } as const
  const turn = await work(context, w, flow, event, input.address)
  if (!turn.repeated) {
    await replaceSnapshot(w, instanceId, { snapshot: input.snapshot, snapshotHash: hash, title })
    noteSubmission(context, w, await existing(w, instanceId))
  }
  return { id: instanceId, number: flow.instance.number }
}

async function rerouted(w: Writer, flow: StoredFlow, input: Resubmission): Promise<StoredFlow> {
  const { instance } = flow
  if (input.level === instance.level && input.action === instance.action) return flow
  const definition = await definitionFor(w, { ...input, form: instance.form })
  await changeRoute(w, instance.id, { definitionId: definition.id, level: input.level, action: input.action })
  return await readFlow(w, await existing(w, instance.id))
}
