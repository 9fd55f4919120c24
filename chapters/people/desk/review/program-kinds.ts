import type { Context } from '../../context.ts'
import { endTokensOf } from '../../service/accounts.ts'
import { endServices } from '../../service/store.ts'
import { endTokens } from '../../service/token-store.ts'
import { servicesHeld, tokensHeld } from '../../store/review-rights.ts'
import type { Reviewed } from './kinds.ts'

/** Service accounts and assistants, as a right of whoever answers for them; the owner's manager says whether they are needed. */
export const reviewedServices = (context: Context): Reviewed => ({
  list: async (r, personIds) =>
    (await servicesHeld(r, personIds)).map((row) => ({
      personId: row.personId,
      reference: row.id,
      title: {
        zh: `服务账号：${row.name} ${row.number}（${row.clearance} 级）`,
        en: `Service account: ${row.name} ${row.number} (level ${row.clearance})`,
      },
      since: row.givenAt,
      givenBy: row.givenBy,
      verbs: [],
      usedAt: row.usedAt,
    })),
  remove: async (w, { personId, reference }, by) => {
    const held = (await servicesHeld(w, [personId])).some((row) => row.id === reference)
    if (!held) return false
    const at = context.house.clock.now()
    const ended = await endServices(w, { id: reference }, { at, by, reason: 'review' })
    for (const id of ended) {
      await endTokensOf(context, w, id, by, 'account-ended')
      context.house.gate.note(w, 'service-ended', { actor: by, subject: id, reason: 'review' })
      context.announce(w, id)
    }
    return ended.length > 0
  },
})

/** People's own API tokens. */
export const reviewedTokens = (context: Context): Reviewed => ({
  list: async (r, personIds) =>
    (await tokensHeld(r, personIds, context.house.clock.now())).map((row) => ({
      personId: row.personId,
      reference: row.id,
      title: { zh: `接口令牌：${row.name}`, en: `API token: ${row.name}` },
      since: row.givenAt,
      givenBy: row.givenBy,
      verbs: [],
      usedAt: row.usedAt,
    })),
  remove: async (w, { personId, reference }, by) => {
    const now = context.house.clock.now()
    if (!(await tokensHeld(w, [personId], now)).some((row) => row.id === reference)) return false
    const tokens = await endTokens(w, { id: reference }, { at: now, by, reason: 'review' })
    if (tokens.length > 0)
      context.house.gate.note(w, 'tokens-ended', { actor: by, subject: personId, reason: 'review', tokens })
    context.announce(w, personId)
    return tokens.length > 0
  },
})
