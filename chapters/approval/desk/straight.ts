import type { Reader } from '../../../floor/database/index.ts'
import { allSteps } from '../definition.ts'
import { readDefinition } from '../store/flows.ts'
import { readFlow, readInstance } from '../store/instances.ts'
import type { Both } from '../types.ts'
import { stepName } from './show.ts'

/**
 * The step that returned a form to its applicant, which an unchanged form may go straight back to; undefined when the
 * form was not returned by somebody who decides, or is not returned any more.
 */
export async function straightTo(r: Reader, instanceId: string): Promise<Both | undefined> {
  const instance = await readInstance(r, instanceId)
  if (instance === undefined) return undefined
  const { state } = await readFlow(r, instance)
  if (state.status !== 'returned' || state.back?.to !== 'applicant') return undefined
  const step = state.steps[state.back.from]
  const definition = await readDefinition(r, instance.definitionId)
  return step === undefined ? undefined : stepName(allSteps(definition?.steps ?? []), step.id)
}
