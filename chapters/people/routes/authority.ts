import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import {
  authorityHistory,
  authorityProposal,
  decideAuthority,
  describeAuthority,
  proposeAuthority,
  simulateAuthority,
} from '../desk/authority.ts'
import {
  authorityBody,
  authorityDecisionBody,
  authorityHistoryReply,
  authorityProposalReply,
  authorityReply,
  authoritySimulation,
  authoritySimulationBody,
  done,
  idParams,
  idReply,
} from '../wire.ts'

const tag = 'authority'
const administrators = ['system-admin', 'security-admin', 'audit-admin']

/** The authority matrix: seen by the administrators, laid down by one, confirmed by another. */
export const authorityRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/authority',
    who: administrators,
    summary: { zh: '现行权限矩阵', en: 'Authority matrix in force' },
    tag,
    reply: authorityReply,
    run: (input) => describeAuthority(context, input.caller),
  }),
  route({
    method: 'POST',
    path: '/authority/simulation',
    who: administrators,
    summary: { zh: '试算：谁得到、谁失去什么', en: 'Simulation: who gains and who loses what' },
    tag,
    body: authoritySimulationBody,
    reply: authoritySimulation,
    run: (input) => simulateAuthority(context, input.body.roles),
  }),
  route({
    method: 'GET',
    path: '/authority/proposals',
    who: administrators,
    summary: { zh: '权限矩阵的历次修改', en: 'Every change of the authority matrix' },
    tag,
    reply: authorityHistoryReply,
    run: () => authorityHistory(context),
  }),
  route({
    method: 'POST',
    path: '/authority/proposals',
    who: administrators,
    summary: { zh: '提出权限矩阵的修改', en: 'Lay down another authority matrix' },
    tag,
    body: authorityBody,
    reply: idReply,
    run: (input) => proposeAuthority(context, input.caller, input.body),
  }),
  route({
    method: 'GET',
    path: '/authority/proposals/:id',
    who: administrators,
    summary: { zh: '一次修改的前后内容', en: 'One change: what stood before and what was wanted' },
    tag,
    params: idParams,
    reply: authorityProposalReply,
    run: (input) => authorityProposal(context, input.params.id),
  }),
  route({
    method: 'POST',
    path: '/authority/proposals/:id/decision',
    who: administrators,
    summary: {
      zh: '确认、否决（须另一位管理员）或撤回权限矩阵的修改',
      en: 'Confirm or decline (another administrator), or withdraw a change of the matrix',
    },
    tag,
    params: idParams,
    body: authorityDecisionBody,
    reply: done,
    run: (input) => decideAuthority(context, input.caller, input.params.id, input.body.outcome),
  }),
]
