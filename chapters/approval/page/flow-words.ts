import { useGet, useLanguage, useText, type Translate } from '../../../doors/web/ui/index.ts'
import type { Flow, FlowsReply, ShownStep } from '../wire.ts'
import { useActionName, useLevels } from './words.tsx'

export type Step = ShownStep
export type Source = Step['sources'][number]

type Option<V = string> = { value: V; label: string }

/** What can be chosen in a flow: levels, ways of use, departments, categories, roles, posts. */
export interface Offers {
  readonly levels: Option<number>[]
  readonly actions: Option[]
  readonly departments: Option[]
  readonly categories: Option[]
  readonly roles: Option[]
  readonly posts: Option[]
  readonly purposes: Option[]
  /** Entries whose rights a step may set, by form. */
  readonly fields: Readonly<Record<string, readonly FieldOffer[]>>
  readonly flows: readonly (Option & { readonly form: string })[]
}

export interface FieldOffer {
  readonly key: string
  readonly label: string
  readonly narrows: boolean
}

/** The words a flow is described in. */
export interface FlowWords {
  readonly t: Translate
  readonly level: (rank: number) => string
  readonly action: (action: string) => string
  readonly source: (source: Source) => string
  readonly step: (step: Named) => string
  readonly offers: Offers
  /** The flow that is being drawn. */
  readonly flow?: { readonly form: string; readonly key: string }
}

type Named = Readonly<Record<'zh' | 'en', string>>

const actions = ['read', 'copy', 'export', 'print', 'raise', 'lower', 'declassify']
const categories = ['basic', 'transaction', 'finance', 'trade-secret', 'technical']

const open = <R extends { closed: boolean }>(rows: readonly R[] | undefined): readonly R[] =>
  (rows ?? []).filter(({ closed }) => !closed)

/** Words for levels, actions, departments and approvers, from what the server offers. */
export function useFlowWords(offered: FlowsReply | undefined): FlowWords {
  const t = useText()
  const { language, pick } = useLanguage()
  const action = useActionName()
  const levels = useLevels()
  const departments = useGet<{ rows: { id: string; name: string; closed: boolean }[] }>('/departments')
  const posts = useGet<{ rows: { name: string; closed: boolean }[] }>('/posts')
  const purposes = useGet<{ rows: { code: string; zh: string; en: string }[] }>('/purposes')
  const offers: Offers = {
    levels: levels.map((one) => ({ value: one.rank, label: pick(one) })),
    actions: actions.map((value) => ({ value, label: action(value) })),
    departments: open(departments.data?.rows).map(({ id, name }) => ({ value: id, label: name })),
    categories: categories.map((value) => ({ value, label: t(`custody.category.${value}`) })),
    roles: (offered?.roles ?? []).map((role) => ({ value: role.code, label: role[language] })),
    posts: open(posts.data?.rows).map(({ name }) => ({ value: name, label: name })),
    purposes: (purposes.data?.rows ?? []).map((one) => ({ value: one.code, label: one[language] })),
    fields: Object.fromEntries(
      (offered?.forms ?? []).map(({ code, fields }) => [
        code,
        fields.map(({ key, name, narrows }) => ({ key, label: name[language], narrows })),
      ]),
    ),
    flows: (offered?.rows ?? []).map(({ key, name, form }) => ({ value: key, label: name[language], form })),
  }
  return {
    t,
    action,
    offers,
    level: (rank) => labelIn(offers.levels, rank),
    source: (source) => sourceWords(source, t, offers),
    step: (step) => step[language] || '…',
  }
}

const labelIn = <V extends string | number>(options: readonly Option<V>[], value: V): string =>
  options.find((one) => one.value === value)?.label ?? String(value)

/** Who is meant by one source of approvers. */
function sourceWords(
  source: Source & { readonly department?: string | undefined },
  t: Translate,
  offers: Offers,
): string {
  const { roles } = offers
  const kind = t(`approval.source.${source.by}`)
  switch (source.by) {
    case 'role':
      return labelIn(roles, source.role ?? '')
    case 'person':
      return source.personName ?? kind
    case 'group':
      return (source.peopleNames ?? []).join(' / ') || kind
    case 'post':
      return source.post ?? kind
    case 'rules':
      return t('approval.source.rulesN', { rules: rulesWords(source, t, offers) })
    case 'head-of':
      return `${labelIn(offers.departments, source.department ?? '')} · ${kind}`
    case 'manager':
    case 'managers':
      return t(`approval.source.${source.by}N`, { n: source.n ?? 1 })
    case 'applicant-picks':
    case 'previous-picks': {
      const from = (source.choice?.roles ?? []).map((role) => labelIn(roles, role))
      return from.length === 0 ? kind : t('approval.source.pickedFrom', { kind, from: from.join(' / ') })
    }
    default:
      return kind
  }
}

/** A table of rules in one line. */
function rulesWords(source: Source, t: Translate, offers: Offers): string {
  const names = (who: NonNullable<Source['otherwise']>): string =>
    who.length === 0 ? t('approval.source.rescue') : who.map((one) => sourceWords(one, t, offers)).join(' / ')
  const rules = (source.rules ?? []).map(({ when, who }) =>
    t('approval.source.ruleOne', { when: whenWords(when, t, offers), who: names(who) }),
  )
  return [...rules, t('approval.source.ruleElse', { who: names(source.otherwise ?? []) })].join('；')
}

/** A condition in words; empty when there is none. */
export const conditionOf = (when: Step['when'], { t, offers }: FlowWords): string =>
  when === undefined ? '' : whenWords(when, t, offers)

function whenWords(when: NonNullable<Step['when']>, t: Translate, offers: Offers): string {
  const list = (
    name: 'departments' | 'categories' | 'purposes' | 'posts',
    values: readonly string[] | undefined,
  ): string[] =>
    values === undefined
      ? []
      : [`${t(`approval.when.${name}`)} ${values.map((value) => labelIn(offers[name], value)).join(' / ')}`]
  return [
    ...((when.levels ?? []).length === 0
      ? []
      : [when.levels!.map((rank) => labelIn(offers.levels, rank)).join(' / ')]),
    ...((when.actions ?? []).length === 0
      ? []
      : [when.actions!.map((one) => labelIn(offers.actions, one)).join(' / ')]),
    ...list('purposes', when.purposes),
    ...list('posts', when.posts),
    ...list('departments', when.departments),
    ...list('categories', when.categories),
    ...(when.customersFrom === undefined ? [] : [t('approval.when.from', { count: when.customersFrom })]),
    ...(when.customersTo === undefined ? [] : [t('approval.when.to', { count: when.customersTo })]),
  ].join(' · ')
}

/** The deadline of a step in words. */
export const dueOf = ({ due }: Step, { t }: FlowWords): string =>
  t(`approval.due.${due.unit}`, { count: due.amount })

/** How a step is decided when there are several, with its figures. */
export function modeOf(step: Step, { t }: FlowWords): string {
  const parts = [t(`approval.mode.${step.mode}`)]
  if (step.mode === 'all' && (step.ratio ?? 100) < 100) parts.push(`≥ ${step.ratio}%`)
  if ((step.mode === 'all' || step.mode === 'groups') && step.veto === false)
    parts.push(t('approval.flows.noVeto'))
  if (step.mode === 'vote' && step.vote !== undefined)
    parts.push(`${t(`approval.vote.${step.vote.rule}`)} ${step.vote.threshold}`)
  if (step.mode === 'groups')
    parts.push((step.groups ?? []).map(({ group, needed }) => `${group} ${needed}`).join(' / '))
  if (step.mode === 'any' && step.pool === true) parts.push(t('approval.flows.pooled'))
  return parts.join(' · ')
}

/** Every step of a flow, those in branches too. */
export const stepsIn = (nodes: Flow['steps']): readonly Step[] =>
  nodes.flatMap((node) => ('branches' in node ? node.branches.flatMap((branch) => branch.steps) : [node]))

/** For whom and for what a flow is, in one line. */
export function scopeOf(flow: Pick<Flow, 'levels' | 'actions' | 'inner'>, words: FlowWords): string {
  const levels =
    flow.levels.length === 0
      ? words.t('approval.flows.anyLevel')
      : flow.levels.map((rank) => words.level(rank)).join(' / ')
  const actions =
    flow.actions.length === 0
      ? words.t('approval.flows.anyAction')
      : flow.actions.map((action) => words.action(action)).join(' / ')
  return [levels, actions, ...(flow.inner === true ? [words.t('approval.flows.innerScope')] : [])].join(' · ')
}

/** Who decides in a step, in one line. */
export const peopleOf = (step: Step, words: FlowWords): string =>
  step.sub === undefined
    ? step.sources.map(words.source).join(' · ')
    : words.t('approval.sub.decides', { flow: labelIn(words.offers.flows, step.sub.flow) })

/** Codes of the steps that both have, in the order of the first. */
const shared = (list: readonly Step[], other: readonly Step[]): string =>
  list
    .filter((step) => other.some((one) => one.id === step.id))
    .map((step) => step.id)
    .join()

/** What a proposed flow changes against the version in force, one sentence each; empty when nothing. */
export function changesIn(before: Flow | undefined, after: Flow, words: FlowWords): readonly string[] {
  const { t } = words
  if (before === undefined) return [t('approval.diff.new', { name: words.step(after.name) })]
  const changes: string[] = []
  const moved = (key: string, from: string, to: string): void => {
    if (from !== to) changes.push(t(key, { from, to }))
  }
  moved('approval.diff.scope', scopeOf(before, words), scopeOf(after, words))
  moved('approval.diff.priority', String(before.priority), String(after.priority))
  moved('approval.diff.name', `${before.name.zh} / ${before.name.en}`, `${after.name.zh} / ${after.name.en}`)
  const [old, fresh] = [stepsIn(before.steps), stepsIn(after.steps)]
  for (const step of old)
    if (!fresh.some((one) => one.id === step.id))
      changes.push(t('approval.diff.removed', { step: words.step(step) }))
  for (const step of fresh) {
    const was = old.find((one) => one.id === step.id)
    if (was === undefined)
      changes.push(t('approval.diff.added', { step: words.step(step), people: peopleOf(step, words) }))
    else changes.push(...stepChanges(was, step, words))
  }
  const [blocks, next] = [blocksOf(before, words), blocksOf(after, words)]
  if (blocks !== next)
    changes.push(t('approval.diff.blocks', { to: next === '' ? t('approval.flows.no') : next }))
  moved('approval.diff.rules', rulesOf(before, words), rulesOf(after, words))
  if (JSON.stringify(before.paper ?? {}) !== JSON.stringify(after.paper ?? {}))
    changes.push(t('approval.diff.paper'))
  if (shared(old, fresh) !== shared(fresh, old)) changes.push(t('approval.diff.order'))
  return changes
}

function stepChanges(was: Step, step: Step, words: FlowWords): readonly string[] {
  const { t } = words
  const changes: string[] = []
  const moved = (key: string, from: string, to: string): void => {
    if (from !== to) changes.push(t(key, { step: words.step(step), from, to }))
  }
  const always = (text: string): string => (text === '' ? t('approval.when.always') : text)
  moved('approval.diff.renamed', `${was.zh} / ${was.en}`, `${step.zh} / ${step.en}`)
  moved('approval.diff.people', peopleOf(was, words), peopleOf(step, words))
  moved('approval.diff.mode', modeOf(was, words), modeOf(step, words))
  moved('approval.diff.when', always(conditionOf(was.when, words)), always(conditionOf(step.when, words)))
  moved('approval.diff.days', dueOf(was, words), dueOf(step, words))
  moved('approval.diff.skip', t(`approval.repeats.${was.repeats}`), t(`approval.repeats.${step.repeats}`))
  const usual = (text: string): string => (text === '' ? t('approval.rights.usual') : text)
  moved('approval.diff.rights', usual(rightsOf(was, words)), usual(rightsOf(step, words)))
  if (furtherOf(was) !== furtherOf(step)) changes.push(t('approval.diff.further', { step: words.step(step) }))
  return changes
}

/** Signature and rights of a step in words; `read` for all that is not named. */
export function rightsOf(step: Step, { t, offers, flow }: FlowWords): string {
  const labels = new Map((offers.fields[flow?.form ?? 'use'] ?? []).map(({ key, label }) => [key, label]))
  const list = Object.entries(step.fields ?? {}).map(
    ([key, right]) => `${labels.get(key) ?? key} ${t(`approval.rights.${right}`)}`,
  )
  return [
    ...(step.signature === 'required' ? [t('approval.signature.signed')] : []),
    ...(list.length === 0 ? [] : [t('approval.rights.some', { list: list.join(' / ') })]),
  ].join(' · ')
}

/** What a step further says, only to see whether it is the same. */
const furtherOf = ({ opinion = 'optional', withheld = [], timeout, cc }: Step): string =>
  JSON.stringify([opinion, withheld, timeout ?? null, cc ?? null])

/** Blocks with their kind and conditions, in words, to see what differs. */
const blocksOf = (flow: Flow, words: FlowWords): string =>
  flow.steps
    .flatMap((node) => ('branches' in node ? [node] : []))
    .map((block) => {
      const branches = block.branches.map((branch) =>
        [words.step(branch), conditionOf(branch.when, words)].filter((part) => part !== '').join(' '),
      )
      const kind = words.t(`approval.block.${block.kind}`)
      return words.t('approval.diff.block', { name: words.step(block), kind, branches: branches.join(' | ') })
    })
    .join(' · ')

const rulesOf = ({ rules }: Flow, { t }: FlowWords): string =>
  `${t(`approval.withdraw.${rules.withdraw}`)} · ${t('approval.flows.revokeIn', { count: rules.revokeDays })}`
