import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { done } from '../wire.ts'
import { decideChange, layDown, listPurposes, purposeHistory, viewRegister } from './desk.ts'
import * as wire from './wire.ts'

const about = { tag: 'purposes', who: 'signed-in' } as const

/** The register of processing purposes, its changes, and the purposes for choosing. */
export const purposeRoutes = (ctx: Context): Route[] => [
  route({
    ...about,
    method: 'GET',
    path: '/purposes',
    token: true,
    summary: { zh: '处理目的（供选择）', en: 'Purposes, for choosing' },
    query: wire.purposeQuery,
    reply: wire.purposeList,
    run: ({ caller, query }) => listPurposes(ctx, caller, query.closed === 'yes'),
  }),
  route({
    ...about,
    method: 'GET',
    path: '/purposes/register',
    summary: { zh: '处理目的登记簿', en: 'The register of processing purposes' },
    reply: wire.registerReply,
    run: ({ caller }) => viewRegister(ctx, caller),
  }),
  route({
    ...about,
    method: 'POST',
    path: '/purposes',
    summary: { zh: '提出新的处理目的（须第二人确认）', en: 'Propose a purpose; a second person confirms it' },
    body: wire.newPurpose,
    reply: wire.purposeSaved,
    run: ({ caller, body }) => {
      const { code, reason, ...content } = body
      return layDown(ctx, caller, code, { content, base: 0, reason })
    },
  }),
  route({
    ...about,
    method: 'PUT',
    path: '/purposes/:code',
    summary: {
      zh: '修改处理目的（放宽的须第二人确认，收紧的立即生效）',
      en: 'Change a purpose; what opens more waits for a second person, what narrows holds at once',
    },
    params: wire.codeParams,
    body: wire.changedPurpose,
    reply: wire.purposeSaved,
    run: ({ caller, params, body }) => {
      const { base, reason, ...content } = body
      return layDown(ctx, caller, params.code, { content, base, reason })
    },
  }),
  route({
    ...about,
    method: 'GET',
    path: '/purposes/:code/history',
    summary: { zh: '一个处理目的的历次修改', en: 'Every change of one purpose' },
    params: wire.codeParams,
    reply: wire.historyReply,
    run: ({ caller, params }) => purposeHistory(ctx, caller, params.code),
  }),
  route({
    ...about,
    method: 'POST',
    path: '/purposes/changes/:id/decide',
    summary: { zh: '确认、退回或撤回一项修改', en: 'Confirm, decline or withdraw a change' },
    params: wire.changeParams,
    body: wire.decideChange,
    reply: done,
    run: ({ caller, params, body }) => decideChange(ctx, caller, params.id, body.outcome),
  }),
]
