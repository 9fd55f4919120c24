import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import {
  purposesOfAll,
  askedBy,
  type Caller,
  factsOfCaller,
  type Question,
  verification,
} from '../../../gate/index.ts'
import { mustCheck } from './checking.ts'
import { type IndirectContext, notThere, personOf } from './context.ts'
import { countOpened, lockItem, lockQuarantine } from './store/quarantine.ts'
import type { OpenedItem } from './wire.ts'

/** How often one sampled file may be opened: to look, and to look again. */
const openingsMost = 5

/**
 * Opens one file of the sample for its verifier: decided by the clauses like any reading, for the purpose of verification,
 * recorded before anything is shown. Fields above the verifier's clearance stay hidden.
 * @throws Mistake `indirect.not-found`, `indirect.not-checking`
 */
export async function openItem(
  ctx: IndirectContext,
  caller: Caller,
  batchId: string,
  n: number,
): Promise<OpenedItem | Refusal> {
  const { house, custody } = ctx
  let wanted: readonly number[] = []
  const answer = await house.gate.readIn(house.db, async (w) => {
    const batch = await lockQuarantine(w, batchId)
    const item = batch === undefined ? undefined : await lockItem(w, batchId, n)
    const material = item && (await custody.material([item.customerId], w)).get(item.customerId)
    if (batch === undefined || item === undefined || material === undefined) throw notThere('n')
    if (batch.importerId !== caller.personId) mustCheck(batch, caller)
    wanted = material.head.fields
    const question: Question & { verb: 'read' } = {
      ...askedBy(caller), verb: 'read', customer: item.customerId, fields: [...wanted], purpose: verification,
      at: house.clock.now().getTime(),
    } // prettier-ignore
    return {
      request: {
        question,
        facts: {
          ...factsOfCaller(caller),
          ...(await personOf(ctx, caller.personId, w)),
          customer: material.facts,
          fields: material.fields,
          grants: [],
          purposes: purposesOfAll(verification),
          quota: {
            fullViews: item.opened,
            fullViewsMax: openingsMost,
            searches: 0,
            searchesMax: 0,
            exportRowsMax: 0,
          },
          check: { verifier: batch.verifierId ?? '', sampled: true },
        },
        file: material.file,
        more: { subject: `batch/${batchId}`, detail: { n } },
      },
      book: () => countOpened(w, batchId, n),
    }
  })
  if (isRefusal(answer)) return answer
  const { full, masked } = answer.opened
  return {
    n,
    values: wanted.map((field) => {
      const whole = full.get(field)
      const part = masked.get(field)
      const sight = whole !== undefined ? 'full' : part !== undefined ? 'masked' : 'hidden'
      return { field, sight, text: whole ?? part ?? '' }
    }),
  }
}
