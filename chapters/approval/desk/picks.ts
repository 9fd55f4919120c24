import type { Reader } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Choice, FlowStep } from '../definition.ts'
import type { DeskContext } from './context.ts'

type Picks = Readonly<Record<string, readonly string[]>>
type By = 'applicant-picks' | 'previous-picks'

/** The set a step's people may be picked from; undefined when they are not picked in this way. */
export const choiceOf = (step: FlowStep, by: By): Choice | undefined =>
  step.sources.flatMap((source) => (source.by === by ? [source.choice] : []))[0]

/** Everybody who may be picked, in the order of roles and people. */
export async function pickable(
  context: DeskContext,
  r: Reader,
  { roles, people }: Choice,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const role of roles) found.push(...(await context.people.holdersOf(r, role)))
  return [...new Set([...found, ...people])]
}

/**
 * What of an applicant's picks counts: those for steps that the flow leaves to the applicant. Anything else would settle
 * beforehand whom an approver picks, and from any set.
 */
export const ownPicks = (steps: readonly FlowStep[], picks: Picks): Picks =>
  Object.fromEntries(
    steps.flatMap((step) => {
      const picked = choiceOf(step, 'applicant-picks') === undefined ? undefined : picks[step.id]
      return picked === undefined ? [] : [[step.id, picked]]
    }),
  )

/** Of picks made for another flow those that this one would have taken too; a step of it may have the same id. */
export async function fittingPicks(
  context: DeskContext,
  r: Reader,
  steps: readonly FlowStep[],
  picks: Picks,
): Promise<Picks> {
  const fitting: Record<string, readonly string[]> = {}
  for (const step of steps) {
    const [choice, picked] = [choiceOf(step, 'applicant-picks'), picks[step.id] ?? []]
    if (choice === undefined || picked.length === 0 || picked.length > choice.most) continue
    const allowed = await pickable(context, r, choice)
    if (picked.every((person) => allowed.includes(person))) fitting[step.id] = picked
  }
  return fitting
}

/**
 * Checks what was picked for the steps ahead: of the stated set, not more than allowed, and for an applicant every
 * such step.
 * @throws Mistake `approval.pick-needed`, `approval.pick-not-allowed`, `approval.pick-too-many`
 */
export async function checkPicks(
  context: DeskContext,
  r: Reader,
  steps: readonly FlowStep[],
  picks: Picks,
  by: By,
): Promise<void> {
  for (const step of steps) {
    const choice = choiceOf(step, by)
    if (choice === undefined) continue
    const field = `picks.${step.id}`
    const picked = picks[step.id] ?? []
    if (picked.length === 0) {
      if (by === 'applicant-picks') throw new Mistake('approval.pick-needed', { field })
      continue
    }
    if (picked.length > choice.most)
      throw new Mistake('approval.pick-too-many', { field, values: { most: choice.most } })
    const allowed = await pickable(context, r, choice)
    if (picked.some((person) => !allowed.includes(person)))
      throw new Mistake('approval.pick-not-allowed', { field })
  }
}
