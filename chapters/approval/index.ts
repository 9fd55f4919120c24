import { Fault, Mistake } from '../../floor/errors.ts'
import type { House } from '../../gate/index.ts'
import type { Reader } from '../../floor/database/index.ts'
import { act, concernedIn } from './desk/act.ts'
import type { DeskContext } from './desk/context.ts'
import { watchDeadlines } from './desk/deadlines.ts'
import { plantSeeds } from './desk/flows.ts'
import { resubmit, submit } from './desk/submit.ts'
import { countingRuns } from './flow/state.ts'
import type { Organisation } from './organisation.ts'
import { approvalRoutes } from './routes.ts'
import { insertNotices, readActions, readFlow, readInstance } from './store/instances.ts'
import { readCounts } from './store/lists.ts'
import type { Approval, ApprovalForm, Instance } from './types.ts'

export type {
  Action,
  Approval,
  ApprovalForm,
  Both,
  Deed,
  Doer,
  FormView,
  Instance,
  Json,
  Life,
  Outcome,
  Resubmission,
  Submission,
} from './types.ts'
export type { InstanceState, Run, Task, TaskOrigin, TaskState } from './flow/state.ts'
export type { Organisation } from './organisation.ts'
export { hashOf } from './desk/context.ts'
export { mistakes } from './texts.ts'

const deadlines = 'approval.deadlines'

async function existing(r: Reader, id: string): Promise<Instance> {
  const instance = await readInstance(r, id)
  if (instance === undefined) throw new Mistake('approval.not-found', { status: 404 })
  return instance
}

/** Opens the chapter approval: the one engine behind every form, its desk, its flows, its deadlines. */
export function openApproval(house: House, people: Organisation): Approval {
  const forms = new Map<string, ApprovalForm>()
  const context: DeskContext = { house, people, forms }
  return {
    routes: approvalRoutes(context),
    jobs: {
      [deadlines]: { long: async (_job, signal) => void (await watchDeadlines(context, signal)) },
    },
    schedules: [{ name: deadlines, cron: '*/10 * * * *', kind: deadlines }],
    start: () => plantSeeds(context),
    register: (form) => {
      if (forms.has(form.code)) throw new Fault(`two chapters register the form ${form.code}`)
      forms.set(form.code, form)
    },
    submit: (w, input) => submit(context, w, input),
    resubmit: (w, id, input) => resubmit(context, w, id, input),
    act: (doer, id, deed) => act(context, doer, id, deed),
    instance: readInstance,
    approversOf: async (r, id) => {
      const { state } = await readFlow(r, await existing(r, id))
      const counting = new Set(countingRuns(state).map((run) => run.id))
      const approved = state.tasks.filter(
        (task) => task.state === 'approved' && task.decidedHash === state.hash && counting.has(task.runId),
      )
      return [...new Set(approved.map((task) => task.assignee))]
    },
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
    concerned: async (r, id) => [...concernedIn((await readFlow(r, await existing(r, id))).state)],
    notify: (w, personIds, kind, o) =>
      insertNotices(w, personIds, {
        kind,
        ...(o.instanceId === undefined ? {} : { instanceId: o.instanceId }),
        link: o.link ?? (o.instanceId === undefined ? '' : `/approvals/${o.instanceId}`),
        values: o.values ?? {},
        at: house.clock.now(),
      }),
    counts: readCounts,
  }
}
