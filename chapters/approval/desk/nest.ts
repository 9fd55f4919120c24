import type { Reader, Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { planFor } from '../definition/conditions.ts'
import { nestedMost } from '../definition/objections-more.ts'
import type { FlowEvent, Turn } from '../flow/events.ts'
import { firstSteps, mayOpen, nextSteps } from '../flow/open.ts'
import { approversIn, countingRuns, type FlowState, type Run } from '../flow/state.ts'
import { readVersions } from '../store/flows.ts'
import {
  insertInstance,
  lineOf,
  lockLine,
  readChildren,
  readFlow,
  readInstance,
  type StoredFlow,
} from '../store/instances.ts'
import type { Instance } from '../types.ts'
import { copiesOf, wantedFor, wayAhead } from './approvers.ts'
import type { DeskContext, Paper } from './context.ts'
import { fittingPicks } from './picks.ts'
import { caseOf } from './route.ts'

/** 子流程: forms that decide a step of another form. */

type Work = (
  context: DeskContext,
  w: Writer,
  flow: StoredFlow,
  event: FlowEvent,
  address: string,
) => Promise<Turn>

interface Nesting {
  readonly context: DeskContext
  readonly w: Writer
  readonly flow: StoredFlow
  readonly after: FlowState
  readonly event: FlowEvent
  readonly address: string
  readonly paper: Paper | undefined
  readonly work: Work
}

const isOpen = (run: Run | undefined): boolean => run !== undefined && run.closedAt === undefined

/**
 * What an event on a form means for the forms inside it: steps that were closed end theirs undecided, steps that were
 * opened begin theirs, and they rest while the form rests.
 */
export async function nest(nesting: Nesting): Promise<void> {
  const { context, w, flow, after, event, address, work } = nesting
  const old = new Map(flow.state.runs.map((run) => [run.id, run]))
  const { actor, at } = event
  for (const run of after.runs.filter(({ child }) => child !== undefined)) {
    const was = old.get(run.id)
    if (was === undefined) await begin(nesting, run)
    else if (isOpen(was) && !isOpen(run)) {
      const child = await inside(w, run)
      if (child !== undefined) await work(context, w, child, { verb: 'parent-ended', actor, at }, address)
    } else if (isOpen(run) && (event.verb === 'suspend' || event.verb === 'resume')) {
      const child = await inside(w, run)
      if (child?.state.status === 'running') await work(context, w, child, event, address)
    }
  }
}

/** The locked form of a step; its line is locked from the outside in. */
async function inside(w: Writer, { child }: Run): Promise<StoredFlow | undefined> {
  const instance = child === undefined ? undefined : (await lockLine(w, child)).at(-1)
  return instance === undefined ? undefined : await readFlow(w, instance)
}

/**
 * Hands in the form that decides a step: the same text, applicant and level, a number under the parent's, and the flow
 * as it is in force now.
 * @throws Mistake `approval.sub-too-deep`, `approval.sub-gone`, `approval.flow-too-weak`: the event does not happen
 */
async function begin(
  { context, w, flow, after, event, address, paper, work }: Nesting,
  run: Run,
): Promise<void> {
  const { instance } = flow
  const key = flow.steps[run.step]?.sub?.flow ?? ''
  if ((await lineOf(w, instance.id)).length >= nestedMost)
    throw new Mistake('approval.sub-too-deep', { status: 409, values: { most: nestedMost } })
  const versions = await readVersions(w, key)
  const definition = versions.find(({ active }) => active) ?? versions[0]
  if (definition?.form !== instance.form)
    throw new Mistake('approval.sub-gone', { status: 409, values: { flow: key } })
  const { level, action, applicant: applicantId } = { ...instance, applicant: after.applicant }
  const about = { ...(await caseOf(w, { form: instance.form, level, action, applicantId })), ...flow.about }
  const plan = planFor(definition.steps, about)
  if (!plan.some(({ sub }) => sub === undefined))
    throw new Mistake('approval.flow-too-weak', { status: 409, values: { level } })
  const { at } = event
  const { snapshot, title, summary } = paper ?? instance
  const picks = await fittingPicks(context, w, plan, after.picks)
  const wanted = { applicant: applicantId, level, at, snapshot, picks, about }
  const way = await wayAhead(context.people, w, plan, wanted, mayOpen(plan, firstSteps(plan, 0)))
  const number = `${instance.number}-${(await readChildren(w, instance.id)).size + 1}`
  await insertInstance(w, {
    id: run.child!, number, form: instance.form, definitionId: definition.id, applicantId, title, snapshot,
    snapshotHash: after.hash, level, action, at, plan, rules: definition.rules, about, picks, copyOf: null, summary,
    parent: { instance: instance.id, run: run.id },
  }) // prettier-ignore
  const child = await readFlow(w, (await readInstance(w, run.child!))!)
  await work(context, w, child, { verb: 'submit', actor: applicantId, at, hash: after.hash, way }, address)
  context.house.gate.note(w, 'submitted', {
    actor: applicantId, application: run.child, number, form: instance.form, level, snapshot: after.hash,
    flow: definition.id, parent: instance.id,
  }) // prettier-ignore
}

/** A form inside another has ended: its step passes, or the form fails with it. */
export async function tellParent(o: {
  readonly context: DeskContext
  readonly w: Writer
  readonly instance: Instance
  readonly parent: StoredFlow
  readonly at: Date
  readonly work: Work
}): Promise<void> {
  const { context, w, instance, parent, at, work } = o
  const run = parent.state.runs.find(({ id }) => id === instance.parentRun)
  if (run === undefined || !isOpen(run)) return
  const { steps } = parent
  const wanted = wantedFor(parent, at)
  const next = parent.state.back?.to === run.step ? [parent.state.back.from] : nextSteps(steps, run.step)
  const event: FlowEvent = {
    verb: 'child-ended',
    actor: '00000000-0000-0000-0000-000000000000',
    at,
    runId: run.id,
    approved: instance.state === 'approved',
    way: await wayAhead(context.people, w, steps, wanted, mayOpen(steps, next)),
    cc: await copiesOf(context.people, w, steps[run.step]!, 'passed', wanted),
  }
  await work(context, w, parent, event, '')
}

/** Who approved the present text of a form, in its own steps and in the forms that decided others. */
export async function approversThrough(r: Reader, instance: Instance): Promise<readonly string[]> {
  const { state } = await readFlow(r, instance)
  const found = new Set(approversIn(state))
  for (const { child, outcome } of countingRuns(state)) {
    if (child === undefined || outcome !== 'approved') continue
    const one = await readInstance(r, child)
    if (one?.snapshotHash === instance.snapshotHash)
      for (const person of await approversThrough(r, one)) found.add(person)
  }
  return [...found]
}
