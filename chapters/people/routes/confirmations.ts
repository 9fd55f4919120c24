import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { confirmations, decideConfirmation, decideConfirmations } from '../desk/confirm/decide.ts'
import { done, idParams } from '../wire.ts'
import {
  confirmationDecision,
  confirmationDecisions,
  confirmationsDecided,
  confirmationsReply,
} from '../wire/confirmations.ts'

const tag = 'confirmations'
const administrators = ['system-admin', 'security-admin', 'audit-admin']

/** What one administrator proposed and a second one has to confirm. */
export const confirmationRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/confirmations',
    who: administrators,
    summary: { zh: '待第二位管理员确认的变更', en: 'Changes that wait for a second administrator' },
    tag,
    reply: confirmationsReply,
    run: (input) => confirmations(context, input.caller),
  }),
  route({
    method: 'POST',
    path: '/confirmations/:id/decision',
    who: administrators,
    summary: {
      zh: '确认、否决（另一位管理员）或撤回（提出人）',
      en: 'Confirm or decline (another administrator), or withdraw (the proposer)',
    },
    tag,
    params: idParams,
    body: confirmationDecision,
    reply: done,
    run: (input) => decideConfirmation(context, input.caller, input.params.id, input.body.outcome),
  }),
  route({
    method: 'POST',
    path: '/confirmations/decisions',
    who: administrators,
    summary: {
      zh: '一次确认、否决或撤回多项，逐项告知结果',
      en: 'Confirm, decline or withdraw several, each with its outcome',
    },
    tag,
    body: confirmationDecisions,
    reply: confirmationsDecided,
    run: (input) => decideConfirmations(context, input.caller, input.body.ids, input.body.outcome),
  }),
]
