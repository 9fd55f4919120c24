import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { askedBy, type Caller, type Route, route } from '../../../gate/index.ts'
import { hashReference } from '../intake/take-in/index.ts'
import { survivors } from '../intake/take-in/store.ts'
import * as wire from '../wire/api.ts'
import { idParams, languageQuery } from '../wire.ts'
import { bulk } from './bulk.ts'
import { type ApiDesk, Deliveries } from './deliver.ts'
import { keyOf, tokensFor } from './reference-tokens.ts'
import { readReference, readStanding } from './store.ts'
import { problemFile, viewProblems, viewSystems } from './views.ts'

const tag = 'intake'

/** Intake for other systems: programs deliver, people look at what came of it. */
export const apiRoutes = (desk: ApiDesk): Route[] => {
  const deliveries = new Deliveries(desk)
  return [...programRoutes(desk, deliveries), ...peopleRoutes(desk)]
}

function programRoutes(desk: ApiDesk, deliveries: Deliveries): Route[] {
  const about = { tag, who: 'signed-in', token: true } as const
  const under = new Set<string>()
  return [
    route({
      ...about,
      method: 'PUT',
      path: '/intake/customers/:system/:key',
      params: wire.referenceParams,
      query: wire.deliverQuery,
      body: wire.deliveryBody,
      reply: wire.delivered,
      summary: { zh: '按外部编号收录或更新客户', en: 'Take in or update a customer by an outside reference' },
      run: async ({ caller, params, query, body, idempotencyKey, ifVersion }) => {
        const delivery = { caller, ...params, body, version: ifVersion, idempotencyKey }
        return query.dryRun === 'yes' ? await deliveries.tryOut(delivery) : await deliveries.put(delivery)
      },
    }),
    route({
      ...about,
      method: 'POST',
      path: '/intake/customers/bulk',
      query: wire.bulkQuery,
      stream: { maxBytes: wire.bulkMost.bytes, types: ['application/x-ndjson', 'application/json'] },
      reply: wire.bulkReply,
      summary: { zh: '批量收录或更新客户', en: 'Take in or update many customers' },
      run: async ({ caller, query, stream, signal, idempotencyKey }) => {
        if (idempotencyKey !== undefined)
          throw new Mistake('collection.bulk-key', { field: 'idempotency-key', status: 400 })
        if (under.has(caller.personId)) throw new Mistake('collection.bulk-busy', { status: 429 })
        under.add(caller.personId)
        try {
          const { system, dryRun, results } = query
          return await bulk(deliveries, {
            caller, stream: stream!, system, dryRun: dryRun === 'yes', all: results === 'all', signal,
          }) // prettier-ignore
        } finally {
          under.delete(caller.personId)
        }
      },
    }),
    route({
      ...about,
      method: 'GET',
      path: '/intake/references/:system/:key',
      params: wire.referenceParams,
      reply: wire.referenceState,
      summary: { zh: '外部编号的状态', en: 'How a reference stands' },
      run: ({ caller, params }) => referenceState(desk, caller, params),
    }),
  ]
}

/**
 * How a reference stands, without a value. Whoever may not deliver under it learns nothing of it, and the refusal is recorded.
 * @throws Mistake `collection.no-reference` (404)
 */
async function referenceState(
  { ctx }: ApiDesk,
  caller: Caller,
  { system, key }: { readonly system: string; readonly key: string },
): Promise<wire.ReferenceState | Refusal> {
  const { house, people } = ctx
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    const person = (await people.personFacts([caller.personId], w)).get(caller.personId)
    const intake = person?.service?.intake
    const question = { ...askedBy(caller), verb: 'take-in' as const, fields: [], at: at.getTime() }
    const source = intake === undefined ? {} : { source: intake.source }
    const facts = {
      ...(person === undefined ? {} : { person }),
      ...(caller.token?.limits === undefined ? {} : { token: caller.token.limits }),
      act: {
        verb: 'take-in' as const,
        // Nothing is brought in: the question is only whether this system may ask about what it delivered.
        sourceKnown: true,
        sourceState: 'usable' as const,
        legalBasis: 'contract',
        takes: { fields: [], purposes: [], channel: intake?.channel ?? 'api', system, ...source },
      },
    }
    if (house.gate.foresee(question, facts).verdict === 'deny') {
      const answer = house.gate.askIn(w, question, facts, { detail: { what: 'reference-state', system } })
      if (isRefusal(answer)) return answer
    }
    const found = await readReference(w, system, hashReference(house, system, key).key)
    if (found === undefined) throw new Mistake('collection.no-reference', { status: 404 })
    const customerId = (await survivors(w, [found.customerId])).get(found.customerId) ?? found.customerId
    const standing = await readStanding(w, customerId)
    if (standing === undefined) throw new Mistake('collection.no-reference', { status: 404 })
    const token = (await tokensFor(w, [{ system, customerId }], at)).get(keyOf({ system, customerId }))!
    const { status, pending, version } = standing
    return {
      token,
      state: pending ? 'pending' : status === 'merged' ? 'active' : status,
      version,
      createdAt: found.createdAt.toISOString(),
      changedAt: found.changedAt.toISOString(),
    }
  })
}

function peopleRoutes({ ctx }: ApiDesk): Route[] {
  const about = { tag, who: ['system-admin', 'security-admin', 'archivist'] } as const
  return [
    route({
      ...about,
      method: 'GET',
      path: '/intake/systems',
      query: wire.systemsQuery,
      reply: wire.deliverySystems,
      summary: { zh: '推送资料的系统', en: 'Systems that deliver' },
      run: ({ query }) => viewSystems(ctx, query),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/intake/systems/:id/problems',
      params: idParams,
      query: wire.problemsQuery,
      reply: wire.deliveryProblems,
      summary: { zh: '一个系统未收录的资料及原因', en: 'What was not taken in from one system, and why' },
      run: ({ params, query }) => viewProblems(ctx, params.id, query),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/intake/systems/:id/problems/file',
      params: idParams,
      query: languageQuery,
      reply: 'file',
      summary: { zh: '下载问题清单', en: 'Download the list of problems' },
      run: ({ params, query }) => problemFile(ctx, params.id, query.language),
    }),
  ]
}
