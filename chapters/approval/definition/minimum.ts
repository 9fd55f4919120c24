import { type FlowNode, type FlowStep, isBlock, type Source } from '../definition.ts'
import { highestLevel, opinionFromLevel } from '../flow/limits.ts'
import { atLevel } from './conditions.ts'
import { outcomesOf, type Who } from './rules.ts'

const managers: readonly Source['by'][] = ['direct-manager', 'department-head', 'manager', 'managers']
const executiveRoles = ['executive', 'general-manager']

/** A table of rules is of a kind when whatever it comes to is. */
const whatever =
  (kind: (source: Source | Who) => boolean) =>
  (source: Source): boolean =>
    source.by === 'rules'
      ? outcomesOf(source).every((who) => who.length > 0 && who.every(kind))
      : kind(source)

const isManager = whatever(({ by }) => (managers as readonly string[]).includes(by))
const isExecutive = whatever((source) => source.by === 'role' && executiveRoles.includes(source.role))

/**
 * Does somebody of this kind decide in the step, whatever way it goes? Where everybody must sign, one of the kind is
 * enough; where some may be outvoted or passed by, all of them must be of the kind; among groups one group must be.
 */
function demands(step: FlowStep, kind: (source: Source) => boolean): boolean {
  const { sources } = step
  // Another flow may change after this one was saved: what it asks for never counts towards a minimum of this one.
  if (sources.length === 0 || step.sub !== undefined) return false
  if (step.mode === 'groups')
    return (step.groups ?? []).some(({ group, needed }) => {
      const members = sources.filter((source) => source.group === group)
      return needed > 0 && members.length > 0 && members.every(kind)
    })
  const everybody = step.mode === 'sequence' || (step.mode === 'all' && (step.ratio ?? 100) === 100)
  return everybody ? sources.some(kind) : sources.every(kind)
}

/** Is there such a step on every way through the flow at this level? A step that may be left out does not count. */
function isCertain(nodes: readonly FlowNode[], level: number, wanted: (step: FlowStep) => boolean): boolean {
  return nodes.some((node) => {
    if (!isBlock(node)) return atLevel(node.when, level) === 'always' && wanted(node)
    if (node.kind === 'choice') {
      const taken = possibleBranches(node.branches, level)
      return taken.length > 0 && taken.every(({ steps }) => isCertain(steps, level, wanted))
    }
    return node.branches.some(
      ({ when, steps }) =>
        (node.kind === 'parallel' || atLevel(when, level) === 'always') && isCertain(steps, level, wanted),
    )
  })
}

/** The branches of a choice that can be taken at this level: up to the first that is taken for certain. */
function possibleBranches<B extends { when?: FlowStep['when'] }>(branches: readonly B[], level: number): B[] {
  const possible: B[] = []
  for (const branch of branches) {
    const answer = atLevel(branch.when, level)
    if (answer !== 'never') possible.push(branch)
    if (answer === 'always') break
  }
  return possible
}

/** Does somebody decide on every way through the flow at this level? */
export const alwaysDecides = (nodes: readonly FlowNode[], level: number): boolean =>
  isCertain(nodes, level, ({ sub }) => sub === undefined)

/**
 * What a flow lacks at a level on some way through its conditions: from the third rank on a manager decides, at the
 * highest an executive too. Checked when a flow is saved and again, on the chosen way, when it is used.
 */
export function belowMinimum(nodes: readonly FlowNode[], level: number): 'manager' | 'executive' | undefined {
  const certain = (kind: (source: Source) => boolean): boolean =>
    isCertain(nodes, level, (step) => demands(step, kind))
  if (level >= opinionFromLevel && !certain(isManager)) return 'manager'
  return level >= highestLevel && !certain(isExecutive) ? 'executive' : undefined
}
