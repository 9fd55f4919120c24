import type { Caller } from '../../../gate/index.ts'
import type { Task } from '../flow/state.ts'
import { readVersions } from '../store/flows.ts'
import { readChildren, readFlow, readInstance, type StoredFlow } from '../store/instances.ts'
import type { Both } from '../types.ts'
import type { ApprovalReply } from '../wire.ts'
import type { Inside } from './chart.ts'
import { concernedIn } from './concerned.ts'
import type { DeskContext } from './context.ts'
import { commitmentText } from './files.ts'
import { writableIn } from './rights.ts'
import { type Shown, stepName } from './show.ts'

/** Signatures given with decisions, as page and print show them. The picture itself is opened by its own recorded act. */
export function signaturesOf({ flow, actions, files, person }: Shown): ApprovalReply['signatures'] {
  const known = new Map(files.map((file) => [file.id, file]))
  return actions.flatMap((action) => {
    const { signature, step } = action.detail
    const file = typeof signature === 'string' ? known.get(signature) : undefined
    if (file?.kind !== 'signature' || file.how === null) return []
    return [
      {
        fileId: file.id,
        person: person(action.actorId),
        step: stepName(flow.steps, typeof step === 'string' ? step : ''),
        how: file.how,
        at: action.at.toISOString(),
        commitment: commitmentText(file.commitment),
        verb: action.verb,
        outdated: action.snapshotHash !== flow.instance.snapshotHash,
      },
    ]
  })
}

/** What the holder of this task may narrow now. */
export async function narrowableFor(
  context: DeskContext,
  caller: Caller,
  flow: StoredFlow,
  task: Task,
): Promise<ApprovalReply['narrowable']> {
  const form = context.forms.get(flow.instance.form)
  const found = await form?.narrowable?.(flow.instance, caller, writableIn(flow, task))
  return (found ?? []).map((one) => ({ ...one, options: [...one.options] }))
}

/** The forms around and inside this one; `open` says whether this person may look at them. */
export async function insideOf(
  context: DeskContext,
  flow: StoredFlow,
  person: string,
): Promise<Inside & { readonly parent: ApprovalReply['parent'] }> {
  const { parentId, id } = flow.instance
  const subs = [...new Set(flow.steps.flatMap(({ sub }) => sub?.flow ?? []))]
  if (parentId === undefined && subs.length === 0)
    return { children: new Map(), flows: new Map(), parent: null }
  return await context.house.db.read(async (r) => {
    const isConcerned = async (form: string): Promise<boolean> => {
      const one = await readInstance(r, form)
      return one !== undefined && concernedIn((await readFlow(r, one)).state).has(person)
    }
    const children = new Map<string, NonNullable<ApprovalReply['chart'][number]['child']>>()
    for (const child of (await readChildren(r, id)).values())
      children.set(child.id, { ...child, open: await isConcerned(child.id) })
    const flows = new Map<string, Both>()
    for (const key of subs) {
      const [newest] = await readVersions(r, key)
      if (newest !== undefined) flows.set(key, { zh: newest.zh, en: newest.en })
    }
    const parent = parentId === undefined ? undefined : await readInstance(r, parentId)
    return {
      children,
      flows,
      parent:
        parent === undefined
          ? null
          : { id: parent.id, number: parent.number, open: await isConcerned(parent.id) },
    }
  })
}
