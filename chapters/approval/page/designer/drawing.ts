import type { CheckReply, Flow, FlowBody, ShownBlock, ShownStep } from '../../wire.ts'

/** What is drawn in the designer, as plain values. */

export type Node = Flow['steps'][number]
export type Condition = NonNullable<ShownStep['when']>
export type Source = ShownStep['sources'][number]
export type Objection = CheckReply['objections'][number]

/** Is this a block of branches, not a single step? */
export const isBlock = (node: Node): node is ShownBlock => 'branches' in node

/** An empty flow to begin with. */
export const blank: Flow = {
  id: '',
  key: '',
  version: 0,
  form: 'use',
  formName: null,
  name: { zh: '', en: '' },
  levels: [],
  actions: [],
  priority: 0,
  steps: [],
  rules: { withdraw: 'any-time', revokeDays: 30 },
  active: true,
  retiredAt: null,
  createdAt: '1970-01-01T00:00:00Z',
}

const idsIn = (nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap((node) =>
    isBlock(node)
      ? [node.id, ...node.branches.flatMap((branch) => [branch.id, ...branch.steps.map(({ id }) => id)])]
      : [node.id],
  )

/** A code that no step, block or branch of the flow has yet: `step-3`. */
export function freshId(nodes: readonly Node[], start: string, also: readonly string[] = []): string {
  const taken = new Set([...idsIn(nodes), ...also])
  let n = 1
  while (taken.has(`${start}-${n}`)) n++
  return `${start}-${n}`
}

/** A step without people. */
export const newStep = (id: string): ShownStep => ({
  id,
  zh: '',
  en: '',
  mode: 'any',
  due: { amount: 2, unit: 'working-days' },
  repeats: 'ask',
  sources: [],
})

const emptyBranch = (id: string) => ({ id, zh: '', en: '', steps: [] })

/** A choice between two empty branches, the second for all other cases. */
export function newBlock(nodes: readonly Node[], kind: ShownBlock['kind']): ShownBlock {
  const first = freshId(nodes, 'branch')
  const second = freshId(nodes, 'branch', [first])
  const when = kind === 'parallel' ? {} : { when: { customersFrom: 1 } }
  return {
    id: freshId(nodes, 'block'),
    zh: '',
    en: '',
    kind,
    branches: [
      { ...emptyBranch(first), ...when },
      kind === 'inclusive' ? { ...emptyBranch(second), ...when } : emptyBranch(second),
    ],
  }
}

/** The list with the entry at `place` replaced, or without it. */
export const replaced = <T>(list: readonly T[], place: number, next: T | null): T[] =>
  list.flatMap((one, at) => (at !== place ? [one] : next === null ? [] : [next]))

/** The list with the entry one place earlier. */
export function movedUp<T>(list: readonly T[], place: number): T[] {
  const next = [...list]
  const [moved] = next.splice(place, 1)
  if (moved !== undefined) next.splice(Math.max(place - 1, 0), 0, moved)
  return next
}

/** The record without the entries that are undefined: what is not set is not sent. */
export function without<T extends object>(record: T): T {
  const copy = { ...record }
  for (const key in copy) if (copy[key] === undefined) delete copy[key]
  return copy
}

/** A condition with one part changed; nothing left of it = no condition. */
export function conditionWith(when: Condition | undefined, part: Partial<Record<keyof Condition, unknown>>) {
  const entries = Object.entries({ ...when, ...part }).filter(
    ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
  )
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Condition)
}

const sentSource = ({
  personName: _name,
  peopleNames: _names,
  choiceNames: _choice,
  ...source
}: Source): Source =>
  without({
    ...source,
    ...(source.rules === undefined
      ? {}
      : { rules: source.rules.map((rule) => ({ when: sentWhen(rule.when), who: rule.who.map(sentWho) })) }),
    ...(source.otherwise === undefined ? {} : { otherwise: source.otherwise.map(sentWho) }),
  })

/** A condition without its empty parts; nothing left of it is sent, and objected to by name. */
const sentWhen = (when: Condition): Condition => conditionWith(when, {}) ?? {}

const sentWho = ({ personName: _name, ...who }: NonNullable<Source['otherwise']>[number]) => without(who)

/** Somebody named for the task is kept only where it is to go to somebody named. */
function sentTimeout(timeout: ShownStep['timeout']): ShownStep['timeout'] {
  if (timeout === undefined) return undefined
  const { toName: _name, to, ...rest } = timeout
  return rest.deed === 'reassign' && to !== undefined ? { ...rest, to } : rest
}

/** A step without what is only shown, and without settings that belong to another mode. */
function sentStep(step: ShownStep): ShownStep {
  const { ratio, veto, vote, groups, pool, cc, timeout, ...rest } = step
  const { mode } = step
  return without({
    ...rest,
    cc: cc === undefined ? undefined : { ...cc, sources: cc.sources.map(sentSource) },
    timeout: sentTimeout(timeout),
    sources: step.sources.map((source) => {
      const { weight, group, ...other } = sentSource(source)
      return without({
        ...other,
        weight: mode === 'vote' ? weight : undefined,
        group: mode === 'groups' ? group : undefined,
      }) as Source
    }),
    ratio: mode === 'all' ? ratio : undefined,
    veto: mode === 'all' || mode === 'groups' ? veto : undefined,
    vote: mode === 'vote' ? vote : undefined,
    groups: mode === 'groups' ? groups : undefined,
    pool: mode === 'any' ? pool : undefined,
  }) as ShownStep
}

/** What is sent to check, save or try a flow. */
export function bodyOf(flow: Flow, before: Flow | undefined): FlowBody {
  const { key, form, name, levels, actions, priority, steps, rules, paper, inner } = flow
  return {
    key,
    form,
    zh: name.zh,
    en: name.en,
    levels,
    actions,
    priority,
    steps: steps.map((node) =>
      isBlock(node)
        ? {
            ...node,
            branches: node.branches.map((branch) =>
              without({ ...branch, steps: branch.steps.map(sentStep) }),
            ),
          }
        : sentStep(node),
    ),
    rules,
    ...(paper === undefined ? {} : { paper }),
    ...(inner === true ? { inner } : {}),
    follows: before?.version ?? 0,
  }
}

const isNamed = ({ zh, en }: { readonly zh: string; readonly en: string }): boolean =>
  zh.trim() !== '' && en.trim() !== ''

/** Places where a code or a name is still missing, as the server would name them. */
export function unnamed(flow: Flow): readonly string[] {
  const missing: string[] = []
  if (!/^[a-z0-9-]{1,60}$/.test(flow.key)) missing.push('key')
  if (!isNamed(flow.name)) missing.push('name')
  flow.steps.forEach((node, place) => {
    const at = `steps.${place}`
    if (!isNamed(node)) missing.push(`${at}.zh`)
    if (!isBlock(node)) return
    node.branches.forEach((branch, number) => {
      const branchAt = `${at}.branches.${number}`
      if (!isNamed(branch)) missing.push(`${branchAt}.zh`)
      branch.steps.forEach((step, line) => {
        if (!isNamed(step)) missing.push(`${branchAt}.steps.${line}.zh`)
      })
    })
  })
  return missing
}

/** The objections to one place of the flow, `steps.0` or `levels`, and to everything below it. */
export const objectionsAt = (objections: readonly Objection[], at: string): readonly Objection[] =>
  objections.filter(({ field }) => field === at || field.startsWith(`${at}.`))
