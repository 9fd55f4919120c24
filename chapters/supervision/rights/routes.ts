import { z } from 'zod'
import { sql } from '../../../floor/database/index.ts'
import { type Route, route } from '../../../gate/index.ts'
import type { RightsContext } from './context.ts'
import { confirmDestruction, decideErasure, keepInstead } from './erasing.ts'
import { grantRequest, handOut, liftRestriction, proveIdentity, refuseRequest } from './handling.ts'
import { liftHold, ownCopies, setHold, viewHolds } from './holds.ts'
import { printRequest } from './paper.ts'
import { askOwn, askRightsCode, enterRequest, lookOwn, takeOwn } from './receiving.ts'
import { readSettings } from './store.ts'
import { viewRequest, viewRequests } from './viewing.ts'
import * as wire from '../wire/rights.ts'

/** All routes of customers' rights. */
export const rightsRoutes = (ctx: RightsContext): Route[] => [
  ...deskRoutes(ctx),
  ...decisionRoutes(ctx),
  ...holdRoutes(ctx),
  ...openRoutes(ctx),
]

const about = { tag: 'rights', who: wire.rightsRoles }

const deskRoutes = (ctx: RightsContext): Route[] => [
  route({
    ...about, method: 'GET', path: '/rights-requests', query: wire.listQuery, reply: wire.requestList,
    summary: { zh: '客户权利请求台账', en: 'Register of requests by customers' },
    run: ({ query }) => viewRequests(ctx, query),
  }),
  route({
    ...about, method: 'POST', path: '/rights-requests', body: wire.newRequest, reply: wire.receipt.extend({ id: z.uuid() }),
    summary: { zh: '登记来信、来电或者柜台提出的请求', en: 'Enter a request that came by letter, telephone or at the counter' },
    run: ({ caller, body }) => enterRequest(ctx, caller, body),
  }),
  route({
    ...about, method: 'GET', path: '/rights-requests/:id', params: wire.idParams, reply: wire.requestView, holdsCustomerData: true,
    summary: { zh: '一件请求', en: 'One request' },
    run: ({ caller, params }) => viewRequest(ctx, caller, params.id),
  }),
  route({
    ...about, method: 'GET', path: '/rights-requests/:id/print', params: wire.idParams, query: wire.printQuery, reply: 'file', holdsCustomerData: true,
    summary: { zh: '打印表24', en: 'Print form 24' },
    run: ({ caller, params, query }) => printRequest(ctx, caller, params.id, query.language),
  }),
  route({
    ...about, method: 'POST', path: '/rights-requests/:id/hand-out', params: wire.idParams, body: wire.exportQuery, reply: 'file', holdsCustomerData: true,
    summary: { zh: '当面交付个人信息副本', en: 'Hand the copy out at the desk' },
    run: ({ caller, params, body }) => handOut(ctx, caller, params.id, body.format),
  }),
] // prettier-ignore

const decisionRoutes = (ctx: RightsContext): Route[] => [
  route({
    ...about, method: 'POST', path: '/rights-requests/:id/prove', params: wire.idParams, body: wire.proveBody, reply: wire.done,
    summary: { zh: '登记身份核验', en: 'Note that identity was checked' },
    run: ({ caller, params, body }) => proveIdentity(ctx, caller, params.id, body.identity),
  }),
  route({
    ...about, method: 'POST', path: '/rights-requests/:id/refuse', params: wire.idParams, body: wire.refuseBody, reply: wire.done,
    summary: { zh: '不予办理，说明理由', en: 'Refuse, with reasons' },
    run: ({ caller, params, body }) => refuseRequest(ctx, caller, params.id, body),
  }),
  route({
    ...about, method: 'POST', path: '/rights-requests/:id/grant', params: wire.idParams, body: wire.grantBody, reply: wire.done,
    summary: { zh: '办理并答复', en: 'Carry out and answer' },
    run: ({ caller, params, body }) => grantRequest(ctx, caller, params.id, body),
  }),
  route({
    ...about, method: 'POST', path: '/rights-requests/:id/erase', params: wire.idParams, body: wire.eraseBody, reply: wire.done,
    summary: { zh: '第二人决定是否删除', en: 'A second person decides about erasing' },
    run: ({ caller, params, body }) => decideErasure(ctx, caller, params.id, body.outcome),
  }),
  route({
    ...about, method: 'POST', path: '/rights-requests/:id/keep', params: wire.idParams, body: wire.keepBody, reply: wire.done,
    summary: { zh: '依法不能删除的，予以封存', en: 'Restrict instead of erasing, with the ground' },
    run: ({ caller, params, body }) => keepInstead(ctx, caller, params.id, body),
  }),
] // prettier-ignore

const holdRoutes = (ctx: RightsContext): Route[] => [
  route({
    ...about, method: 'GET', path: '/file-holds', query: wire.listQuery, reply: wire.holdList,
    summary: { zh: '保全和法定留存', en: 'Holds and retentions by law' },
    run: ({ query }) => viewHolds(ctx, query),
  }),
  route({
    ...about, method: 'POST', path: '/file-holds', body: wire.holdBody, reply: wire.idParams,
    summary: { zh: '设置保全', en: 'Set a hold' },
    run: ({ caller, body }) => setHold(ctx, caller, body),
  }),
  route({
    ...about, method: 'POST', path: '/file-holds/:id/lift', params: wire.idParams, body: z.strictObject({}), reply: wire.done,
    summary: { zh: '解除保全', en: 'Lift a hold' },
    run: ({ caller, params }) => liftHold(ctx, caller, params.id),
  }),
  route({
    ...about, method: 'POST', path: '/file-restrictions/lift', body: wire.customerBody, reply: wire.done,
    summary: { zh: '解除封存', en: 'Lift a restriction' },
    run: ({ caller, body }) => liftRestriction(ctx, caller, body.customer),
  }),
  route({
    ...about, method: 'GET', path: '/copies-to-destroy', who: 'signed-in', query: wire.listQuery, reply: wire.copyList,
    summary: { zh: '待销毁的导出副本', en: 'Own copies to destroy' },
    run: ({ caller, query }) => ownCopies(ctx, caller, query),
  }),
  route({
    ...about, method: 'POST', path: '/copies-to-destroy/:id/confirm', who: 'signed-in', params: wire.idParams, body: z.strictObject({}), reply: wire.done,
    summary: { zh: '确认已销毁', en: 'Confirm that a copy was destroyed' },
    run: ({ caller, params }) => confirmDestruction(ctx, caller, params.id),
  }),
  route({
    ...about, method: 'GET', path: '/rights-settings', reply: wire.settings,
    summary: { zh: '办理时限', en: 'Time limits of requests' },
    run: () => ctx.house.db.read((r) => readSettings(r)),
  }),
] // prettier-ignore

/** What customers reach without signing in; the server's door for strangers stands before all of it. */
const openRoutes = (ctx: RightsContext): Route[] => {
  const open = { tag: 'open', who: 'anyone' as const }
  return [
    route({
      ...open, method: 'POST', path: '/open/rights/own/ask-code', body: wire.askCode, reply: wire.codeSent,
      summary: { zh: '向登记的手机或邮箱发送验证码', en: 'Send a code to a phone or mail address on file' },
      run: ({ body }) => askRightsCode(ctx, body),
    }),
    route({
      ...open, method: 'POST', path: '/open/rights/own/ask', body: wire.ownRequest, reply: wire.receipt,
      summary: { zh: '提出个人信息权利请求', en: 'Ask something about the own data' },
      run: ({ body }) => askOwn(ctx, body),
    }),
    route({
      ...open, method: 'POST', path: '/open/rights/own/look', body: wire.ownLook, reply: wire.ownView, holdsCustomerData: true,
      summary: { zh: '凭回执查询办理情况', en: 'State and answer, by receipt' },
      run: ({ body }) => lookOwn(ctx, body.secret),
    }),
    route({
      ...open, method: 'POST', path: '/open/rights/own/take', body: wire.ownTake, reply: wire.taken, holdsCustomerData: true,
      summary: { zh: '凭回执领取副本（一次）', en: 'Take the copy by receipt, once' },
      run: ({ body }) => takeOwn(ctx, body.secret, body.format),
    }),
  ] // prettier-ignore
}

/** Ends copies that nobody took in time; their sealed bytes go. */
export const sweepCopies = (ctx: RightsContext): Promise<number> =>
  ctx.house.db.transact((w) =>
    w.run(
      sql`update supervision.rights_export set sealed = null where sealed is not null and expires_at <= ${ctx.house.clock.now()}`,
    ),
  )
