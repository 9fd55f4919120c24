import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import {
  changeService,
  createService,
  endService,
  giveServiceRights,
  service,
  services,
} from '../service/accounts.ts'
import {
  endToken,
  makeOwnToken,
  makeServiceToken,
  ownTokens,
  rotateToken,
  tokenSelf,
} from '../service/tokens.ts'
import { done, idParams } from '../wire.ts'
import * as wire from '../wire/service.ts'

const administrators = ['system-admin', 'security-admin', 'audit-admin']
const tag = 'programs'

/*
 * As with roles, the routes are open to all three administrators: the clauses of 6.1 decide who may do which, so that an
 * attempt by the wrong one stands in the ledger. None of these routes but `GET /token` can be called with a token.
 */

/** Service accounts and API tokens. */
export const serviceRoutes = (context: Context): readonly Route[] => [
  ...accountRoutes(context),
  ...tokenRoutes(context),
]

const accountRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET', path: '/service-accounts', who: administrators, tag,
    summary: { zh: '服务账号与智能助手', en: 'Service accounts and AI assistants' },
    reply: wire.servicesReply,
    run: async () => ({ rows: await services(context) }),
  }),
  route({
    method: 'POST', path: '/service-accounts', who: administrators, tag,
    summary: { zh: '登记服务账号（系统管理员）', en: 'Set a service account up (system administrator)' },
    body: wire.newService, reply: wire.serviceMade,
    run: ({ caller, body }) => createService(context, caller, body),
  }),
  route({
    method: 'GET', path: '/service-accounts/:id', who: 'signed-in', tag,
    summary: { zh: '一个服务账号（管理员与负责人）', en: 'One service account (administrators and its owner)' },
    params: idParams, reply: wire.serviceReply,
    run: ({ caller, params }) => service(context, caller, params.id),
  }),
  route({
    method: 'PUT', path: '/service-accounts/:id', who: administrators, tag,
    summary: { zh: '修改名称、用途、负责人或到期日', en: 'Change name, task, owner or last day' },
    params: idParams, body: wire.changedService, reply: done,
    run: ({ caller, params, body }) => changeService(context, caller, params.id, body),
  }),
  route({
    method: 'PUT', path: '/service-accounts/:id/rights', who: administrators, tag,
    summary: { zh: '设定权限与限额（安全管理员）', en: 'Set rights and limits (security administrator)' },
    params: idParams, body: wire.serviceRights, reply: done,
    run: ({ caller, params, body }) => giveServiceRights(context, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/service-accounts/:id/end', who: administrators, tag,
    summary: { zh: '停用服务账号及其全部令牌', en: 'End a service account and all its tokens' },
    params: idParams, body: wire.endServiceBody, reply: done,
    run: ({ caller, params, body }) => endService(context, caller, params.id, body.reason),
  }),
  route({
    method: 'POST', path: '/service-accounts/:id/tokens', who: 'signed-in', tag,
    summary: { zh: '为服务账号生成令牌（仅负责人）', en: 'Make a token of a service account (its owner alone)' },
    params: idParams, body: wire.newServiceToken, reply: wire.tokenMade,
    run: ({ caller, params, body }) => makeServiceToken(context, caller, params.id, body),
  }),
] // prettier-ignore

const tokenRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET', path: '/tokens', who: 'signed-in', tag,
    summary: { zh: '我的令牌与我负责的服务账号', en: 'My tokens and the service accounts I answer for' },
    reply: wire.ownPrograms,
    run: async ({ caller }) => ({
      services: await services(context, caller.personId),
      tokens: await ownTokens(context, caller),
    }),
  }),
  route({
    method: 'POST', path: '/tokens', who: 'signed-in', tag,
    summary: { zh: '生成本人的令牌', en: 'Make a token of my own' },
    body: wire.newOwnToken, reply: wire.tokenMade,
    run: ({ caller, body }) => makeOwnToken(context, caller, body),
  }),
  route({
    method: 'POST', path: '/tokens/:id/rotate', who: 'signed-in', tag,
    summary: { zh: '更换令牌，旧令牌短时间内继续有效', en: 'Replace a token; the old one goes on for some hours' },
    params: idParams, body: wire.rotateBody, reply: wire.tokenMade,
    run: ({ caller, params, body }) => rotateToken(context, caller, params.id, body.hours),
  }),
  route({
    method: 'DELETE', path: '/tokens/:id', who: 'signed-in', tag,
    summary: { zh: '立即停用令牌', en: 'End a token at once' },
    params: idParams, reply: done,
    run: ({ caller, params }) => endToken(context, caller, params.id),
  }),
  route({
    method: 'GET', path: '/token', who: 'signed-in', token: true, tag,
    summary: { zh: '调用所用令牌的权限与期限', en: 'What the token of this call may do, and until when' },
    reply: wire.tokenSelf,
    run: ({ caller }) => tokenSelf(context, caller),
  }),
] // prettier-ignore
