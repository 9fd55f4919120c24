import { isLive, type FieldRight, type Task } from '../flow/state.ts'
import type { StoredFlow } from '../store/instances.ts'
import type { Both, FormField, FormView } from '../types.ts'

/** The entry by which files handed in with a form are hidden; every form has it. */
export const filesField: FormField = {
  key: 'files',
  name: { zh: '补充材料附件', en: 'Files handed in with the form' },
}

type Rights = Readonly<Record<string, FieldRight>>

/** What a step lets the holder of a task do with each entry; found by its id, since a corrected form goes another way. */
function rightsOf({ state, steps, about }: StoredFlow, task: Task): Rights {
  const run = state.runs.find(({ id }) => id === task.runId)
  // A revocation is about the whole form; it is confirmed by whoever confirms.
  if (run?.kind !== 'approval') return {}
  const step = steps.find(({ id }) => id === run.stepId)
  return (step === undefined ? about.earlier?.[run.stepId] : step.fields) ?? {}
}

/** Rights of the steps that the form has been through, kept with it when it is corrected into another way. */
export function earlierRights({ state, steps, about }: StoredFlow): Readonly<Record<string, Rights>> {
  const been = new Set(state.runs.map(({ stepId }) => stepId))
  const rights = steps.flatMap(({ id, fields }) =>
    fields !== undefined && been.has(id) ? [[id, fields]] : [],
  )
  return { ...about.earlier, ...(Object.fromEntries(rights) as Readonly<Record<string, Rights>>) }
}

/**
 * Entries that are kept from this person. Somebody with open tasks sees what at least one of their steps shows;
 * somebody whose part is over sees no more than what all of their steps showed. Handing a task on, or being copied
 * beside it, opens nothing.
 */
export function hiddenFor(flow: StoredFlow, person: string): ReadonlySet<string> {
  if (person === flow.state.applicant) return new Set()
  const own = flow.state.tasks.filter((task) => task.assignee === person && task.origin !== 'rescue')
  const live = own.filter(isLive)
  const hiding = (live.length > 0 ? live : own).map(
    (task) =>
      new Set(
        Object.entries(rightsOf(flow, task)).flatMap(([key, right]) => (right === 'hide' ? [key] : [])),
      ),
  )
  const all = new Set(hiding.flatMap((set) => [...set]))
  return live.length === 0 ? all : new Set([...all].filter((key) => hiding.every((set) => set.has(key))))
}

/** Entries this task lets its holder narrow. */
export const writableIn = (flow: StoredFlow, task: Task): ReadonlySet<string> =>
  new Set(Object.entries(rightsOf(flow, task)).flatMap(([key, right]) => (right === 'write' ? [key] : [])))

/** The view without the rows of these entries; a section that is left empty goes too. */
export const withoutRows = (view: FormView, keys: ReadonlySet<string>): FormView => ({
  sections: view.sections
    .map((section) => ({
      title: section.title,
      rows: section.rows.filter(({ key }) => key === undefined || !keys.has(key)),
    }))
    .filter(({ rows }) => rows.length > 0),
})

/**
 * Is an entry of the form itself kept from somebody? Title, summary and action are made of entries, so they are kept
 * from them too.
 */
export const isPartHidden = (hidden: ReadonlySet<string>): boolean =>
  [...hidden].some((key) => key !== filesField.key)

/** Title and summary of a form for somebody from whom these entries are hidden. */
export const titlesFor = (
  { title, summary }: { readonly title: Both; readonly summary: Both },
  hidden: ReadonlySet<string>,
  formName: Both,
): { title: Both; summary: Both } =>
  isPartHidden(hidden) ? { title: formName, summary: { zh: '', en: '' } } : { title, summary }

/** Names of entries, for saying that some are hidden. */
export const namesOf = (fields: readonly FormField[], keys: ReadonlySet<string>): readonly Both[] =>
  [...fields, filesField].flatMap(({ key, name }) => (keys.has(key) ? [name] : []))
