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
