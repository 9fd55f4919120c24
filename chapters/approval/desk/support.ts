import { isRefusal } from '../../../floor/errors.ts'
import type { Desk } from '../support.ts'
import type { ApprovalReply, FlowBody } from '../wire.ts'
import { watchDeadlines } from './deadlines.ts'

export type Step = Partial<Extract<FlowBody['steps'][number], { sources: unknown }>>

/** A step of a drawn flow; the direct manager decides unless it says otherwise. */
export const step = (id: string, more: Step = {}): FlowBody['steps'][number] => ({
  id,
  zh: id,
  en: id,
  mode: 'any',
  sources: [{ by: 'direct-manager' }],
  ...more,
})

/** What the stories of the new verbs are told with, on the desk that `get` opens. */
export function storiesOn(get: () => Desk) {
  let flows = 0
  const life = (id: string) => get().house.db.read((r) => get().approval.life(r, id))
  /** Saves a flow for an action of its own, and says which. */
  const flow = async (steps: FlowBody['steps'], more: Partial<FlowBody> = {}): Promise<string> => {
    const action = `own-${++flows}`
    const body = {
      form: 'use',
      zh: '自定',
      en: 'Own',
      levels: [1, 2],
      priority: 9,
      follows: 0,
      steps,
      ...more,
    }
    const whole = { body: { key: action, actions: [action], ...body } }
    const saved = await get().call('POST', '/flows', 'S1', whole)
    if (isRefusal(saved)) throw new Error(saved.because.join())
    return action
  }
  /** What the ledger says of the form, oldest first; the detail of each entry beside the rest. */
  const entries = async (id: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const { ledger } = get().house
    return (await ledger.entries(0, 0, (await ledger.head(0)).size))
      .map(({ text }) => JSON.parse(text) as Record<string, unknown> & { detail?: object })
      .filter((entry) => entry['application'] === id)
      .map(({ detail, ...entry }) => ({ ...entry, ...detail }))
  }
  return {
    life,
    entries,
    flow,
    person: (no: string) => ({ by: 'person', person: get().id(no) }),
    /** Names of those who are asked now. */
    holders: async (id: string): Promise<string> => {
      const { tasks } = await life(id)
      const names = await get().people.names(tasks.map((task) => task.assignee))
      return tasks
        .filter((task) => task.state === 'todo')
        .map((task) => names.get(task.assignee)!.name)
        .join(' ')
    },
    page: async (id: string, no: string) =>
      (await get().call('GET', '/approvals/:id', no, { params: { id } })) as ApprovalReply,
    /** One round of the clock. */
    watch: () =>
      watchDeadlines(
        { house: get().house, people: get().people, forms: new Map() },
        new AbortController().signal,
      ),
    /** 苏木 applies with a flow of these steps. */
    apply: async (steps: FlowBody['steps']): Promise<string> =>
      (await get().apply('C1', { action: await flow(steps) })).id,
  }
}
