import { useLanguage, useText, type Translate } from '../../../doors/web/ui/index.ts'
import type { Flow, FlowsReply, ShownStep } from '../wire.ts'
import { useActionName, useLevels } from './words.tsx'

export type Step = ShownStep
export type Source = Step['sources'][number]

/** The words a flow is described in. */
export interface FlowWords {
  readonly t: Translate
  readonly level: (rank: number) => string
  readonly action: (action: string) => string
  readonly source: (source: Source) => string
  readonly step: (step: Step) => string
}

/** Words for levels, actions and approvers, from what the server offers. */
export function useFlowWords(roles: FlowsReply['roles']): FlowWords {
  const t = useText()
  const { language, pick } = useLanguage()
  const action = useActionName()
  const levels = useLevels()
  return {
    t,
    action,
    level: (rank) => {
      const found = levels.find((one) => one.rank === rank)
      return found === undefined ? String(rank) : pick(found)
    },
    source: (source) => {
      if (source.by === 'role')
        return roles.find((one) => one.code === source.role)?.[language] ?? source.role ?? ''
      if (source.by === 'person') return source.personName ?? ''
      return t(`approval.source.${source.by}`)
    },
    step: (step) => step[language],
  }
}

/** Every step of a flow, those in branches too. */
export const stepsIn = (nodes: Flow['steps']): readonly Step[] =>
  nodes.flatMap((node) => ('branches' in node ? node.branches.flatMap((branch) => branch.steps) : [node]))

/** For whom and for what a flow is, in one line. */
export function scopeOf(flow: Pick<Flow, 'levels' | 'actions'>, words: FlowWords): string {
  const levels =
    flow.levels.length === 0
      ? words.t('approval.flows.anyLevel')
      : flow.levels.map((rank) => words.level(rank)).join(' / ')
  const actions =
    flow.actions.length === 0
      ? words.t('approval.flows.anyAction')
      : flow.actions.map((action) => words.action(action)).join(' / ')
  return `${levels} · ${actions}`
}

/** Who decides in a step, in one line. */
export const peopleOf = (step: Step, words: FlowWords): string => step.sources.map(words.source).join(' · ')

/** Codes of the steps that both have, in the order of the first. */
const shared = (list: readonly Step[], other: readonly Step[]): string =>
  list
    .filter((step) => other.some((one) => one.id === step.id))
    .map((step) => step.id)
    .join()

/** What a proposed flow changes against the version in force, one sentence each; empty when nothing. */
export function changesIn(before: Flow | undefined, after: Flow, words: FlowWords): readonly string[] {
  const { t } = words
  if (before === undefined)
    return [t('approval.diff.new', { name: words.step({ ...emptyStep, ...after.name }) })]
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
  if (shared(old, fresh) !== shared(fresh, old)) changes.push(t('approval.diff.order'))
  return changes
}

const emptyStep: Step = {
  id: '',
  zh: '',
  en: '',
  mode: 'all',
  due: { amount: 1, unit: 'working-days' },
  repeats: 'ask',
  sources: [],
}

function stepChanges(was: Step, step: Step, words: FlowWords): readonly string[] {
  const { t } = words
  const changes: string[] = []
  const moved = (key: string, from: string, to: string): void => {
    if (from !== to) changes.push(t(key, { step: words.step(step), from, to }))
  }
  moved('approval.diff.renamed', `${was.zh} / ${was.en}`, `${step.zh} / ${step.en}`)
  moved('approval.diff.people', peopleOf(was, words), peopleOf(step, words))
  moved('approval.diff.mode', t(`approval.mode.${was.mode}`), t(`approval.mode.${step.mode}`))
  moved('approval.diff.days', String(was.due.amount), String(step.due.amount))
  moved(
    'approval.diff.skip',
    t(was.repeats !== 'ask' ? 'approval.flows.yes' : 'approval.flows.no'),
    t(step.repeats !== 'ask' ? 'approval.flows.yes' : 'approval.flows.no'),
  )
  return changes
}
