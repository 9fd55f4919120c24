import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { decideRules, describeProfile, describeRules, proposeRules } from '../desk/sign-in-rules.ts'
import { decisionBody, done, idParams, idReply, profileReply, rulesBody, rulesReply } from '../wire.ts'

const tag = 'sign-in-rules'
const administrators = ['system-admin', 'security-admin', 'audit-admin']

/** The rules of sign-in: seen by the administrators, laid down by one, confirmed by another. */
export const rulesRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sign-in-profile',
    who: 'signed-in',
    summary: { zh: '现行密码方案及与标准的差异', en: 'Password profile in force and its deviations' },
    tag,
    reply: profileReply,
    run: () => describeProfile(context),
  }),
  route({
    method: 'GET',
    path: '/sign-in-rules',
    who: administrators,
    summary: { zh: '登录规则', en: 'Rules of sign-in' },
    tag,
    reply: rulesReply,
    run: (input) => describeRules(context, input.caller),
  }),
  route({
    method: 'POST',
    path: '/sign-in-rules',
    who: ['security-admin'],
    summary: { zh: '提出登录规则的修改', en: 'Lay down other rules of sign-in' },
    tag,
    body: rulesBody,
    reply: idReply,
    run: (input) => proposeRules(context, input.caller, input.body.rules, input.body.reason),
  }),
  route({
    method: 'POST',
    path: '/sign-in-rules/:id/decision',
    who: administrators,
    summary: {
      zh: '确认或否决登录规则的修改（须另一位管理员）',
      en: 'Confirm or decline (another administrator)',
    },
    tag,
    params: idParams,
    body: decisionBody,
    reply: done,
    run: (input) => decideRules(context, input.caller, input.params.id, input.body.outcome),
  }),
]
