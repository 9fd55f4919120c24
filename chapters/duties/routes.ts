import { type Route, route } from '../../gate/index.ts'
import type { Context } from './context.ts'
import { dutyFigures, showDuties } from './desk.ts'
import { dutiesQuery, dutiesReply, dutyCounts } from './wire.ts'

const about = { method: 'GET', who: 'signed-in', tag: 'duties' } as const

/** What is due: from the caller, and from the people the caller looks after. */
export const dutyRoutes = (context: Context): Route[] => [
  route({
    ...about,
    path: '/duties',
    summary: { zh: '本人的到期事项', en: 'What is due from the caller' },
    query: dutiesQuery,
    reply: dutiesReply,
    run: ({ caller, query }) => showDuties(context, caller, 'own', query),
  }),
  route({
    ...about,
    path: '/duties/people',
    summary: { zh: '下属的到期事项', en: 'What is due from the people the caller looks after' },
    query: dutiesQuery,
    reply: dutiesReply,
    run: ({ caller, query }) => showDuties(context, caller, 'people', query),
  }),
  route({
    ...about,
    path: '/duties/counts',
    summary: { zh: '到期事项的数目', en: 'Figures of what is due' },
    reply: dutyCounts,
    run: ({ caller }) => dutyFigures(context, caller),
  }),
]
