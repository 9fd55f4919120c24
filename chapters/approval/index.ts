import { Fault, Mistake } from '../../floor/errors.ts'
import type { House } from '../../gate/index.ts'
import type { Writer, Reader } from '../../floor/database/index.ts'
import { AppSender } from '../../floor/delivery/index.ts'
import { act, concernedIn } from './desk/act.ts'
import type { DeskContext } from './desk/context.ts'
import { watchDeadlines } from './desk/deadlines.ts'
import { plantSeeds } from './desk/flows.ts'
import { followerKind } from './desk/followers.ts'
import { endForms, handOver, heldBy } from './desk/handover.ts'
import { deskCounts } from './desk/lists.ts'
import { approversThrough } from './desk/nest.ts'
import { straightTo } from './desk/straight.ts'
import { resubmit, submit } from './desk/submit.ts'
import { type CustomerMessage, sendToCustomer } from './notices/customers.ts'
import { checkReceipt, deliver } from './notices/deliver.ts'
import { digestKind, writeDigests } from './notices/digest.ts'
import { deliverKind, receiptKind } from './notices/outbox.ts'
import type { DigestFigure } from './notices/parts.ts'
import { noticeRoutes } from './notices/routes.ts'
import type { Organisation } from './organisation.ts'
import { type OutsideParts, outsideProtocol, type Starter } from './outside/inbound.ts'
import { type CustomerNews, tellFollowers } from './outside/customers.ts'
import { outsideRoutes } from './outside/routes.ts'
import { approvalRoutes } from './routes.ts'
import { knownFiles } from './store/files.ts'
import { readFlow, readInstance } from './store/instances.ts'
import { insertNotices, readActions } from './store/log.ts'
import type { Approval, ApprovalForm, Instance } from './types.ts'

export type {
  Action,
  Approval,
  ApprovalForm,
  Both,
  Deed,
  Doer,
  FormField,
  Narrowable,
  Narrowing,
  CaseFacts,
  FormView,
  HandedOver,
  Held,
  Instance,
  Json,
  Life,
  Outcome,
  Resubmission,
  Submission,
} from './types.ts'
export type { InstanceState, Run, Task, TaskOrigin, TaskState } from './flow/state.ts'
export type { Organisation } from './organisation.ts'
export type { CustomerNews } from './outside/customers.ts'
export type { Starter } from './outside/inbound.ts'
export type { DigestFigure } from './notices/parts.ts'
export { hashOf } from './desk/context.ts'
export { reviewedProxies } from './desk/proxy-review.ts'
export { mistakes } from './texts.ts'

const deadlines = 'approval.deadlines'

async function existing(r: Reader, id: string): Promise<Instance> {
  const instance = await readInstance(r, id)
  if (instance === undefined) throw new Mistake('approval.not-found', { status: 404 })
  return instance
}

/** What later chapters give to notices and to approval from outside. */
export interface Outward {
  /** Lets another system start this form on behalf of a person. */
  startFromOutside(form: string, starter: Starter): void
  /** Tells the systems that follow customers, in that transaction. */
  tellFollowers(w: Writer, news: CustomerNews): Promise<void>
  /** Counts what ends soon, for the daily digest. */
  digestFigure(figure: DigestFigure): void
  /** Sends a short message to a customer, by mail or SMS; see notices/customers.ts. */
  sendToCustomer(message: CustomerMessage): Promise<void>
}

/** Opens the chapter approval: the one engine behind every form, its desk, its flows, its deadlines, its notices. */
export function openApproval(
  house: House,
  people: Organisation,
  options: { readonly loopback?: boolean } = {},
): Approval & Outward {
  const forms = new Map<string, ApprovalForm>()
  const marks: NonNullable<DeskContext['marks']> = {}
  const context: DeskContext = { house, people, forms, marks }
  people.registerConfirmation(followerKind(context))
  const outward: OutsideParts = {
    context,
    loopback: options.loopback ?? false,
    apps: new AppSender(house.clock),
    endings: [],
    starters: new Map(),
  }
  return {
    routes: [...approvalRoutes(context), ...noticeRoutes(outward), ...outsideRoutes(outward)],
    protocols: [outsideProtocol(outward)],
    jobs: {
      [deadlines]: { long: async (_job, signal) => void (await watchDeadlines(context, signal)) },
      [deliverKind]: { long: (job, signal) => deliver(outward, job, signal) },
      [receiptKind]: { long: (job, signal) => checkReceipt(outward, job, signal) },
      [digestKind]: { long: async (_job, signal) => void (await writeDigests(outward, signal)) },
    },
    schedules: [
      { name: deadlines, cron: '*/10 * * * *', kind: deadlines },
      { name: digestKind, cron: '1,31 * * * *', kind: digestKind },
    ],
    start: () => plantSeeds(context),
    startFromOutside: (form, starter) => void outward.starters.set(form, starter),
    sendToCustomer: (message) => sendToCustomer(outward, message),
    tellFollowers,
    digestFigure: (figure) => void outward.endings.push(figure),
    register: (form) => {
      if (forms.has(form.code)) throw new Fault(`two chapters register the form ${form.code}`)
      forms.set(form.code, form)
    },
    submit: (w, input) => submit(context, w, input),
    resubmit: (w, id, input) => resubmit(context, w, id, input),
    straightTo,
    act: (doer, id, deed) => act(context, doer, id, deed),
    instance: readInstance,
    approversOf: async (r, id) => await approversThrough(r, await existing(r, id)),
    life: async (r, id) => {
      const instance = await existing(r, id)
      const { state } = await readFlow(r, instance)
      return {
        instance,
        actions: await readActions(r, id),
        runs: state.runs,
        tasks: state.tasks,
        cc: state.cc,
      }
    },
    knownFiles,
    concerned: async (r, id) => [...concernedIn((await readFlow(r, await existing(r, id))).state)],
    useMarks: (of) => void (marks.of = of),
    notify: (w, personIds, kind, o) =>
      insertNotices(w, personIds, {
        kind,
        ...(o.instanceId === undefined ? {} : { instanceId: o.instanceId }),
        link: o.link ?? (o.instanceId === undefined ? '' : `/approvals/${o.instanceId}`),
        values: o.values ?? {},
        at: house.clock.now(),
      }),
    counts: (r, person) => deskCounts(context, r, person),
    heldBy: (r, person) => heldBy(context, r, person),
    handOver: (w, from, to, o) => handOver(context, w, from, to, o),
    endForms: (w, person, o) => endForms(context, w, person, o),
  }
}
