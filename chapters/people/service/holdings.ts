import type { Context } from '../context.ts'
import { personFactsOf } from '../facts.ts'
import type { Holding } from '../desk/holdings.ts'
import { reviewedServices, reviewedTokens } from '../desk/review/program-kinds.ts'
import { endTokensOf } from './accounts.ts'
import { endServices, listServices, passServices } from './store.ts'
import { tokensOf } from './token-store.ts'

/** What somebody answers for: service accounts, which go to the receiver, and their own tokens, which end. */
export const programHoldings = (context: Context): readonly Holding[] => [
  serviceAccounts(context),
  ownTokens(context),
]

const serviceAccounts = (context: Context): Holding => ({
  code: 'service-accounts',
  title: { zh: '服务账号与智能助手', en: 'Service accounts and AI assistants' },
  review: reviewedServices(context),
  onMove: 'hand-over',
  list: async (r, personId) =>
    (await listServices(r, context.house.clock.now(), personId))
      .filter((one) => one.endedAt === null)
      .map((one) => ({
        id: one.id,
        title: { zh: `${one.name} ${one.number}`, en: `${one.name} ${one.number}` },
        since: one.createdAt.toISOString(),
      })),
  // Whoever is cleared for less would quietly make the account see less; that is for somebody to choose.
  mayReceive: async (r, from, to) => {
    const receiver = (await personFactsOf(context.house, [to], r)).get(to)
    const rows = await listServices(r, context.house.clock.now(), from)
    return rows.every((one) => one.endedAt !== null || one.clearance <= (receiver?.clearance ?? 0))
  },
  handOver: async (w, from, to, by) => {
    const passed = await passServices(w, from, to)
    for (const id of passed) {
      // The one before knows the tokens.
      await endTokensOf(context, w, id, by, 'owner-changed')
      context.house.gate.note(w, 'service-passed', { actor: by, subject: id, from, to })
      context.announce(w, id)
    }
    return passed.length
  },
  end: async (w, personId, by) => {
    const ended = await endServices(
      w,
      { ownerId: personId },
      { at: context.house.clock.now(), by, reason: 'owner-left' },
    )
    for (const id of ended) {
      await endTokensOf(context, w, id, by, 'account-ended')
      context.house.gate.note(w, 'service-ended', { actor: by, subject: id, reason: 'owner-left' })
      context.announce(w, id)
    }
    return ended.length
  },
})

const ownTokens = (context: Context): Holding => ({
  code: 'tokens',
  title: { zh: '本人的接口令牌', en: 'Own API tokens' },
  review: reviewedTokens(context),
  onMove: 'keep',
  list: async (r, personId) =>
    (await tokensOf(r, [personId]))
      .filter((one) => one.endedAt === null && one.expiresAt > context.house.clock.now())
      .map((one) => ({ id: one.id, title: { zh: one.name, en: one.name }, since: one.madeAt.toISOString() })),
  end: (w, personId, by) => endTokensOf(context, w, personId, by, 'left'),
})
