import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { readInstance } from '../store/instances.ts'
import type { DeskContext } from './context.ts'
import { isEnded } from './submit.ts'

/**
 * 复制重提: the applicant hands the content of an ended form in again; a new form with a number and approvals of its
 * own, linked to the old one.
 * @throws Mistake `approval.not-found`, `approval.copy-not-ended`, `approval.copy-not-offered`
 */
export async function again(
  context: DeskContext,
  caller: Caller,
  id: string,
): Promise<{ id: string; number: string } | Refusal> {
  const instance = await context.house.db.read((r) => readInstance(r, id))
  if (instance === undefined || instance.applicantId !== caller.personId)
    throw new Mistake('approval.not-found', { status: 404 })
  if (!isEnded(instance)) throw new Mistake('approval.copy-not-ended', { status: 409 })
  const form = context.forms.get(instance.form)
  if (form?.again === undefined) throw new Mistake('approval.copy-not-offered', { status: 409 })
  return await form.again(caller, instance)
}
