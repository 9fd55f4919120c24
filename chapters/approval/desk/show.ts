import type { z } from 'zod'
import type { Reader } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Caller, isAdministrator, refuse } from '../../../gate/index.ts'
import type { FlowStep } from '../definition.ts'
import type { Way } from '../flow/events.ts'
import { opinionFromLevel, urgeCooldownMs } from '../flow/limits.ts'
import { childrenOf, isLive, openRuns, openTasks, type Task } from '../flow/state.ts'
import { nextSteps } from '../flow/open.ts'
import { readDefinition } from '../store/flows.ts'
import { readCopies, readFlow, readInstance, type StoredFlow } from '../store/instances.ts'
import { type FileRow, readFiles } from '../store/files.ts'
import { readActions } from '../store/log.ts'
import type { Action, Both, FormView, Instance } from '../types.ts'
import type { ApprovalReply, Person, personShape } from '../wire.ts'
import { concernedIn } from './concerned.ts'
import { wayAhead } from './approvers.ts'
import { chartOf } from './chart.ts'
import { clockwork, type DeskContext } from './context.ts'
import { wantedFor } from './events.ts'
import { jumpTargets, mayOf, type Part, partOf, returnTargets, takeBackTask } from './may.ts'
import { insideOf, narrowableFor, signaturesOf } from './more.ts'
import { choiceOf, pickable } from './picks.ts'
import { filesField, hiddenFor, isPartHidden, namesOf, titlesFor, withoutRows } from './rights.ts'

/** Everything the page and the print of one form need, read at one moment. */
export interface Shown {
  readonly flow: StoredFlow
  readonly actions: readonly Action[]
  readonly view: FormView | null
  /** Entries that are kept from this person; the view has none of their rows. */
  readonly hidden: ReadonlySet<string>
  readonly files: readonly FileRow[]
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
  const said = await db.read((r) => readActions(r, id))
  // Opinions are written for those whom the form concerns; an office that only moves forms reads none of them.
  const actions = concernedIn(flow.state).has(caller.personId)
    ? said
    : said.map((action) => ({ ...action, opinion: '' }))
  const form = context.forms.get(instance.form)
  const withheld = isAdministrator(new Set(caller.roles))
  const hidden = hiddenFor(flow, caller.personId)
  const view =
    form === undefined || withheld ? null : withoutRows(await form.view(instance, caller, hidden), hidden)
  const files =
    withheld || !concernedIn(flow.state).has(caller.personId) ? [] : await db.read((r) => readFiles(r, id))
  const ids = new Set([...concernedIn(flow.state), ...actions.flatMap(peopleIn)])
  return { flow, actions, view, hidden, files, person: await labels(context, [...ids]) }
}

/** Those whom it concerns, and a flow administrator while the form is under way: without its content and its opinions. */
async function mayLook(context: DeskContext, flow: StoredFlow, person: string): Promise<boolean> {
  if (concernedIn(flow.state).has(person)) return true
  if (!['running', 'returned', 'revoking'].includes(flow.state.status)) return false
  return (await partOf(context, flow, person, context.house.clock.now())).isAdministrator
}

const peopleIn = (action: Action): readonly string[] => [
  action.actorId,
  ...(action.onBehalfOf === undefined ? [] : [action.onBehalfOf]),
  ...told(action),
]

const told = (action: Action): readonly string[] => {
  const { people, to, picked } = action.detail
  if (Array.isArray(people)) return people as readonly string[]
  if (Array.isArray(picked)) return picked as readonly string[]
  const handed = ['transfer', 'escalate', 'delegate', 'reassign', 'handover', 'proxy-back']
  return handed.includes(action.verb) && typeof to === 'string' ? [to] : []
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
  const { way, definition, company } = await house.db.read(async (r) => ({
    way: await predicted(context, r, flow, at),
    definition: await readDefinition(r, instance.definitionId),
    company: await people.company(r),
  }))
  const form = context.forms.get(instance.form)
  const formName = form?.name ?? { zh: instance.form, en: instance.form }
  const part = await partOf(context, flow, caller.personId, at)
  const person = await withMore(context, shown, way)
  const furthest = Math.max(-1, ...openRuns(state).map((run) => steps[run.step]?.stage ?? -1))
  return {
    ...head(instance, company?.name ?? '', shown.hidden, formName),
    form: {
      code: instance.form,
      name: formName,
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
    ahead: steps.flatMap((step, index) =>
      way[index] !== undefined && step.stage > furthest
        ? [
            {
              step: { zh: step.zh, en: step.en },
              mode: step.mode,
              people: way[index].candidates.map((one) => ({
                person: person(one.person),
                origin: one.origin,
              })),
            },
          ]
        : [],
    ),
    cc: state.cc.map(shown.person),
    taskId: part.task?.id ?? null,
    opinionNeeded: state.level >= opinionFromLevel || isOpinionNeeded(flow, part),
    urgeAgainAt:
      state.urgedAt === undefined ? null : new Date(state.urgedAt.getTime() + urgeCooldownMs).toISOString(),
    returnTo: returnTargets(flow, part.task),
    hidden: [...namesOf(form?.fields ?? [], shown.hidden)],
    signatures: signaturesOf(shown),
    ...(await standing(context, caller, flow, part, { way, person, at })),
  }
}

const planAt = ({ state, steps }: StoredFlow, { task }: Part): FlowStep | undefined =>
  steps[state.runs.find((run) => run.id === task?.runId)?.step ?? -1]

const isOpinionNeeded = (flow: StoredFlow, part: Part): boolean => planAt(flow, part)?.opinion === 'required'

/** Names of everybody on the page, those who would be asked too. */
async function withMore(context: DeskContext, shown: Shown, way: Way): Promise<(id: string) => Person> {
  const { state } = shown.flow
  const ids = [
    ...way.flatMap(
      (opening) => opening?.candidates.flatMap((one) => [one.person, one.from ?? one.person]) ?? [],
    ),
    ...state.tasks.flatMap((task) => [
      task.assignee,
      task.fromPerson ?? task.assignee,
      task.onBehalfOf ?? task.assignee,
    ]),
    ...(state.request === undefined ? [] : [state.request.by, state.request.to ?? state.request.by]),
  ]
  return await labels(context, ids)
}

type Standing = Pick<
  ApprovalReply,
  | 'chart' | 'may' | 'takeBackTaskId' | 'draft' | 'removable' | 'picks' | 'request' | 'suspendedAt' | 'urgeCount'
  | 'copyOf' | 'copies' | 'jumpTo' | 'signatureNeeded' | 'narrowable' | 'parent'
> // prettier-ignore

/** What goes beyond the paper: chart, buttons, what is saved and what waits. */
async function standing(
  context: DeskContext,
  caller: Caller,
  flow: StoredFlow,
  part: Part,
  o: { way: Way; person: (id: string) => Person; at: Date },
): Promise<Standing> {
  const { instance, state, steps } = flow
  const form = context.forms.get(instance.form)
  const back = takeBackTask(flow, caller.personId)
  const may = mayOf(flow, caller, part, form, o.at)
  const own = state.tasks.find((task) => isLive(task) && task.assignee === caller.personId)
  const { request } = state
  const [old, copies] = await context.house.db.read(
    async (r) =>
      [
        instance.copyOf === undefined ? undefined : await readInstance(r, instance.copyOf),
        await readCopies(r, instance.id),
      ] as const,
  )
  const inside = await insideOf(context, flow, caller.personId)
  return {
    chart: chartOf(flow, o.way, caller.personId, o.person, inside),
    parent: inside.parent,
    signatureNeeded:
      may.approve && planAt(flow, part)?.signature === 'required' && state.status !== 'revoking',
    narrowable:
      may.narrow && part.task !== undefined ? await narrowableFor(context, caller, flow, part.task) : [],
    may: { ...may, takeBack: back !== undefined },
    takeBackTaskId: back?.id ?? null,
    draft: own?.draft ?? null,
    removable: (own === undefined ? [] : childrenOf(state, own))
      .filter(isLive)
      .map((task) => ({ taskId: task.id, person: o.person(task.assignee), as: task.under!.as })),
    picks: may.approve ? await picksNeeded(context, flow, part) : [],
    request:
      request === undefined || !part.isAdministrator
        ? null
        : {
            verb: request.verb,
            by: o.person(request.by),
            at: request.at.toISOString(),
            opinion: request.opinion,
            step:
              request.step === undefined
                ? null
                : { zh: steps[request.step]!.zh, en: steps[request.step]!.en },
            to: request.to === undefined ? null : o.person(request.to),
          },
    suspendedAt: isoOrNull(state.suspendedAt),
    urgeCount: state.urgeCount,
    copyOf: old === undefined ? null : { id: old.id, number: old.number },
    copies,
    jumpTo: may.steer ? jumpTargets(flow) : [],
  }
}

/** Whom the approver has to pick for the steps that follow the own one. */
async function picksNeeded(
  context: DeskContext,
  { state, steps }: StoredFlow,
  { task }: Part,
): Promise<ApprovalReply['picks']> {
  const index = state.runs.find((run) => run.id === task?.runId)?.step
  if (index === undefined) return []
  const needed: ApprovalReply['picks'] = []
  for (const next of nextSteps(steps, index)) {
    const step = steps[next]!
    const choice = choiceOf(step, 'previous-picks')
    if (choice === undefined) continue
    const ids = await context.house.db.read((r) => pickable(context, r, choice))
    const person = await labels(context, ids)
    needed.push({
      stepId: step.id,
      step: { zh: step.zh, en: step.en },
      most: choice.most,
      from: ids.map(person),
    })
  }
  return needed
}

const head = (instance: Instance, company: string, hidden: ReadonlySet<string>, formName: Both) => ({
  id: instance.id,
  number: instance.number,
  company,
  ...titlesFor(instance, hidden, formName),
  level: instance.level,
  action: isPartHidden(hidden) ? '' : instance.action,
  state: instance.state,
  hash: instance.snapshotHash,
  submittedAt: instance.submittedAt.toISOString(),
  finishedAt: isoOrNull(instance.finishedAt),
})

/** The way as it would be now, of the steps that are not behind; nothing lies ahead of a form that has ended. */
async function predicted(context: DeskContext, r: Reader, flow: StoredFlow, at: Date): Promise<Way> {
  const { state, steps } = flow
  if (state.status !== 'running' && state.status !== 'returned') return []
  const behind = new Set(
    state.status === 'returned' ? [] : state.runs.filter((run) => !run.voided).map((run) => run.step),
  )
  const ahead = new Set([...steps.keys()].filter((index) => !behind.has(index)))
  return await wayAhead(context.people, r, steps, wantedFor(flow, at), ahead)
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
export function timelineOf({ flow, actions, person, files, hidden }: Shown): ApprovalReply['timeline'] {
  const known = new Map(hidden.has(filesField.key) ? [] : files.map((file) => [file.id, file]))
  return actions
    .filter((action) => action.verb !== 'viewed')
    .map((action) => {
      const { step, to, origin, signature, files: handed, child } = action.detail
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
        signature: typeof signature === 'string' && known.has(signature) ? signature : null,
        files: (Array.isArray(handed) ? (handed as readonly string[]) : []).flatMap((id) => {
          const file = known.get(id)
          return file === undefined ? [] : [{ id, contentType: file.contentType, size: file.size }]
        }),
        child: typeof child === 'string' ? child : null,
        hash: action.snapshotHash,
        outdated: action.snapshotHash !== flow.instance.snapshotHash,
      }
    })
}
