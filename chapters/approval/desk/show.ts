import type { z } from 'zod'
import type { Reader } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Caller, isAdministrator, refuse } from '../../../gate/index.ts'
import type { FlowStep } from '../definition.ts'
import { opinionFromLevel, urgeCooldownMs } from '../flow/limits.ts'
import { type FlowState, openRun, openTasks, type Opening, type Task } from '../flow/state.ts'
import { readDefinition } from '../store/flows.ts'
import { readActions, readFlow, readInstance, type StoredFlow } from '../store/instances.ts'
import type { Action, Both, FormView, Instance } from '../types.ts'
import type { ApprovalReply, Person, personShape } from '../wire.ts'
import { concernedIn } from './act.ts'
import { isStuck, wayAhead } from './approvers.ts'
import { clockwork, type DeskContext } from './context.ts'

/** Everything the page and the print of one form need, read at one moment. */
export interface Shown {
  readonly flow: StoredFlow
  readonly actions: readonly Action[]
  readonly view: FormView | null
  readonly person: (id: string) => Person
}

const isoOrNull = (at: Date | undefined): string | null => at?.toISOString() ?? null

/**
 * Loads a form for somebody. Outsiders are refused, and that they tried is recorded; whether the form exists is not
 * told to them in any other way than to those whom it concerns.
 */
export async function load(context: DeskContext, caller: Caller, id: string): Promise<Shown | Refusal> {
  const { db, gate } = context.house
  const instance = await db.read((r) => readInstance(r, id))
  if (instance === undefined) throw new Mistake('approval.not-found', { status: 404 })
  const flow = await db.read((r) => readFlow(r, instance))
  if (!(await mayLook(context, flow, caller.personId))) {
    await db.transact(async (w) => {
      gate.note(w, 'refused', { actor: caller.personId, application: id, verb: 'view', because: ['4.2.1'] })
      await Promise.resolve()
    })
    return refuse('4.2.1', 'nothing')
  }
  const actions = await db.read((r) => readActions(r, id))
  const form = context.forms.get(instance.form)
  const withheld = isAdministrator(new Set(caller.roles))
  const view = form === undefined || withheld ? null : await form.view(instance, caller)
  const ids = new Set([...concernedIn(flow.state), ...actions.flatMap(peopleIn)])
  return { flow, actions, view, person: await labels(context, [...ids]) }
}

async function mayLook(context: DeskContext, { state }: StoredFlow, person: string): Promise<boolean> {
  if (concernedIn(state).has(person)) return true
  return (await stuckTask(context, state, person, context.house.clock.now())) !== undefined
}

const peopleIn = (action: Action): readonly string[] => [
  action.actorId,
  ...(action.onBehalfOf === undefined ? [] : [action.onBehalfOf]),
  ...told(action),
]

const told = (action: Action): readonly string[] => {
  const { people, to } = action.detail
  if (Array.isArray(people)) return people as readonly string[]
  return (action.verb === 'transfer' || action.verb === 'escalate') && typeof to === 'string' ? [to] : []
}

/** Names by id; somebody unknown has an empty name. */
export async function labels(
  context: DeskContext,
  ids: readonly string[],
): Promise<(id: string) => z.infer<typeof personShape>> {
  const names = await context.people.names([...new Set(ids)].filter((id) => id !== clockwork))
  return (id) => {
    const one = names.get(id)
    return {
      id,
      name: one?.name ?? '',
      employeeNo: one?.employeeNo ?? '',
      department: one?.department ?? '',
      post: one?.post ?? '',
    }
  }
}

/** The name of a step; one of an earlier flow shows its code. */
export const stepName = (steps: readonly FlowStep[], id: string): Both => {
  const step = steps.find((one) => one.id === id)
  return step === undefined ? { zh: id, en: id } : { zh: step.zh, en: step.en }
}

/** The page of one form: what it says, what was said about it, where it stands, who is next, what this person may do. */
export async function show(
  context: DeskContext,
  caller: Caller,
  id: string,
): Promise<ApprovalReply | Refusal> {
  const shown = await load(context, caller, id)
  if ('refused' in shown) return shown
  const { house, people } = context
  const { flow } = shown
  const { instance, state, steps } = flow
  const at = house.clock.now()
  const run = openRun(state)
  const { way, definition, company } = await house.db.read(async (r) => ({
    way: await predicted(context, r, flow, at),
    definition: await readDefinition(r, instance.definitionId),
    company: await people.company(r),
  }))
  const extra = await labels(
    context,
    way.flatMap(({ candidates }) => candidates.map(({ person }) => person)),
  )
  const form = context.forms.get(instance.form)
  const task = await taskFor(context, flow, caller.personId, at)
  return {
    ...head(instance, company?.name ?? ''),
    form: {
      code: instance.form,
      name: form?.name ?? { zh: instance.form, en: instance.form },
      formNumber: form?.formNumber ?? '',
    },
    applicant: shown.person(instance.applicantId),
    flow: {
      key: definition?.key ?? '',
      version: definition?.version ?? 0,
      name: { zh: definition?.zh ?? '', en: definition?.en ?? '' },
    },
    view: shown.view as ApprovalReply['view'],
    timeline: timelineOf(shown),
    now: openTasks(state).map((one) => nowOf(one, flow, shown.person)),
    ahead: way.slice(run === undefined ? 0 : run.step + 1).map((opening, index) => {
      const step = steps[(run === undefined ? 0 : run.step + 1) + index]!
      return {
        step: { zh: step.zh, en: step.en },
        mode: step.mode,
        people: opening.candidates.map(({ person, origin }) => ({ person: extra(person), origin })),
      }
    }),
    cc: state.cc.map(shown.person),
    may: mayOf(state, caller.personId, task),
    taskId: task?.task.id ?? null,
    opinionNeeded: state.level >= opinionFromLevel,
    urgeAgainAt:
      state.urgedAt === undefined ? null : new Date(state.urgedAt.getTime() + urgeCooldownMs).toISOString(),
    returnTo: returnTargets(state, steps),
  }
}

const head = (instance: Instance, company: string) => ({
  id: instance.id,
  number: instance.number,
  company,
  title: instance.title,
  level: instance.level,
  action: instance.action,
  state: instance.state,
  hash: instance.snapshotHash,
  submittedAt: instance.submittedAt.toISOString(),
  finishedAt: isoOrNull(instance.finishedAt),
})

/** The way as it would be now; nothing lies ahead of a form that has ended. */
async function predicted(
  context: DeskContext,
  r: Reader,
  { state, steps }: StoredFlow,
  at: Date,
): Promise<readonly Opening[]> {
  if (state.status !== 'running' && state.status !== 'returned') return []
  return await wayAhead(context.people, r, steps, { applicant: state.applicant, level: state.level, at })
}

function nowOf(task: Task, flow: StoredFlow, person: (id: string) => Person): ApprovalReply['now'][number] {
  const run = flow.state.runs.find(({ id }) => id === task.runId)!
  return {
    taskId: task.id,
    step: stepName(flow.steps, run.stepId),
    mode: run.mode,
    person: person(task.assignee),
    origin: task.origin,
    from: task.fromPerson === undefined ? null : person(task.fromPerson),
    dueAt: isoOrNull(task.dueAt),
    viewedAt: isoOrNull(task.viewedAt),
    escalatedAt: isoOrNull(task.escalatedAt),
  }
}

/** The log as the page shows it; that something was merely seen or reminded of stays in the log. */
export function timelineOf({ flow, actions, person }: Shown): ApprovalReply['timeline'] {
  return actions
    .filter((action) => action.verb !== 'viewed')
    .map((action) => {
      const { step, to, origin } = action.detail
      const returnedTo =
        action.verb !== 'return' || typeof to !== 'string'
          ? null
          : to === 'applicant'
            ? { zh: '申请人', en: 'applicant' }
            : stepName(flow.steps, to)
      return {
        seq: action.seq,
        verb: action.verb,
        person: action.actorId === clockwork ? null : person(action.actorId),
        onBehalfOf: action.onBehalfOf === undefined ? null : person(action.onBehalfOf),
        opinion: action.opinion,
        at: action.at.toISOString(),
        step: typeof step === 'string' ? stepName(flow.steps, step) : null,
        people: told(action).map(person),
        to: returnedTo,
        origin: typeof origin === 'string' ? origin : null,
        hash: action.snapshotHash,
        outdated: action.snapshotHash !== flow.instance.snapshotHash,
      }
    })
}

interface OwnTask {
  readonly task: Task
  readonly decides: boolean
}

/** The task this person can act on: an own open one, or for a flow administrator one that cannot move by itself. */
async function taskFor(
  context: DeskContext,
  { state }: StoredFlow,
  person: string,
  at: Date,
): Promise<OwnTask | undefined> {
  const open = openTasks(state)
  const own = open.find((task) => task.assignee === person)
  if (own !== undefined) return { task: own, decides: own.origin !== 'rescue' && person !== state.applicant }
  const stuck = await stuckTask(context, state, person, at)
  return stuck === undefined ? undefined : { task: stuck, decides: false }
}

/** For a flow administrator: a task of the form that cannot move by itself. */
async function stuckTask(
  context: DeskContext,
  state: FlowState,
  person: string,
  at: Date,
): Promise<Task | undefined> {
  const open = openTasks(state)
  const facts = await context.people.personFacts([person, ...open.map((task) => task.assignee)])
  if (facts.get(person)?.roles.has('security-admin') !== true || person === state.applicant) return undefined
  const wanted = { applicant: state.applicant, level: state.level, at }
  return open.find((task) => isStuck(task, facts.get(task.assignee), wanted))
}

function mayOf(state: FlowState, person: string, own: OwnTask | undefined): ApprovalReply['may'] {
  const isApplicant = person === state.applicant
  const going = state.status === 'running' || state.status === 'returned'
  return {
    approve: own?.decides === true,
    assign: own !== undefined && !own.decides,
    withdraw: isApplicant && going,
    urge: isApplicant && state.status === 'running',
    comment: true,
    cc: true,
    resubmit: isApplicant && state.status === 'returned',
  }
}

function returnTargets(state: FlowState, steps: readonly FlowStep[]): ApprovalReply['returnTo'] {
  const run = openRun(state)
  if (run === undefined) return []
  const passed = steps.slice(0, run.step).map((step, to) => ({ to, step: { zh: step.zh, en: step.en } }))
  return [{ to: 'applicant' as const, step: { zh: '申请人', en: 'Applicant' } }, ...passed]
}
