import { type Route, route } from '../../gate/index.ts'
import type { DeskContext } from './desk/context.ts'
import { approveMany, deskCounts, deskList, draftList, noticeList } from './desk/lists.ts'
import { predict } from './desk/predict.ts'
import { addProxy, endOwnProxy, listProxies } from './desk/proxies.ts'
import { show } from './desk/show.ts'
import { printApproval } from './print.ts'
import { deedRoutes } from './routes/deeds.ts'
import { flowRoutes } from './routes/flows.ts'
import { type DeskTab, markNotices } from './store/lists.ts'
import * as wire from './wire.ts'

const tag = 'approval'

/** Every route of the chapter. */
export const approvalRoutes = (context: DeskContext): readonly Route[] => [
  ...deskRoutes(context),
  ...noticeRoutes(context),
  ...deedRoutes(context),
  ...proxyRoutes(context),
  ...formRoutes(context),
  ...flowRoutes(context),
]

const tabs: readonly { tab: DeskTab; zh: string; en: string }[] = [
  { tab: 'todo', zh: '待办', en: 'What waits for me' },
  { tab: 'done', zh: '已办', en: 'What I decided' },
  { tab: 'mine', zh: '我发起的', en: 'What I started' },
  { tab: 'cc', zh: '抄送我的', en: 'What I was copied on' },
]

const deskRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'GET',
    path: '/desk/counts',
    who: 'signed-in',
    tag,
    summary: { zh: '待办、抄送、通知、草稿的数目', en: 'Figures of tasks, copies, notices and drafts' },
    reply: wire.countsReply,
    run: ({ caller }) => context.house.db.read((r) => deskCounts(context, r, caller.personId)),
  }),
  ...tabs.map(({ tab, zh, en }) =>
    route({
      method: 'GET',
      path: `/desk/${tab}`,
      who: 'signed-in',
      tag: 'approval',
      summary: { zh, en },
      query: wire.deskQuery,
      reply: wire.deskReply,
      run: ({ caller, query }) => deskList(context, caller, tab, query),
    }),
  ),
  route({
    method: 'GET',
    path: '/desk/office',
    who: ['security-admin'],
    tag,
    summary: { zh: '办理中的全部表单（流程管理员）', en: 'Every form under way (flow administrator)' },
    query: wire.deskQuery,
    reply: wire.deskReply,
    run: ({ caller, query }) => deskList(context, caller, 'office', query),
  }),
  route({
    method: 'GET',
    path: '/desk/drafts',
    who: 'signed-in',
    tag,
    summary: { zh: '草稿', en: 'Drafts: forms begun, opinions saved' },
    reply: wire.draftsReply,
    run: ({ caller }) => draftList(context, caller),
  }),
  route({
    method: 'POST',
    path: '/desk/approve',
    who: 'signed-in',
    tag,
    summary: { zh: '批量同意', en: 'Approve several forms of one flow' },
    body: wire.batchBody,
    reply: wire.batchReply,
    run: ({ caller, body }) => approveMany(context, caller, body),
  }),
]

const noticeRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'GET',
    path: '/notices',
    who: 'signed-in',
    tag,
    summary: { zh: '我的通知', en: 'My notices' },
    query: wire.noticeQuery,
    reply: wire.noticesReply,
    run: ({ caller, query }) => noticeList(context, caller, query),
  }),
  route({
    method: 'POST',
    path: '/notices/read',
    who: 'signed-in',
    tag,
    summary: { zh: '标为已读', en: 'Mark notices as read' },
    body: wire.readNoticesBody,
    reply: wire.readNoticesReply,
    run: async ({ caller, body }) => ({
      read: await context.house.db.transact((w) =>
        markNotices(w, caller.personId, body.ids, context.house.clock.now()),
      ),
    }),
  }),
]

const proxyRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'GET',
    path: '/proxies',
    who: 'signed-in',
    tag,
    summary: { zh: '我的代理', en: 'My proxies' },
    reply: wire.proxiesReply,
    run: ({ caller }) => listProxies(context, caller),
  }),
  route({
    method: 'POST',
    path: '/proxies',
    who: 'signed-in',
    tag,
    summary: { zh: '设置代理人', en: 'Name a proxy' },
    body: wire.proxyBody,
    reply: wire.addedReply,
    run: ({ caller, body }) => addProxy(context, caller, body),
  }),
  route({
    method: 'POST',
    path: '/proxies/:id/end',
    who: 'signed-in',
    tag,
    summary: { zh: '结束代理', en: 'End a proxy' },
    params: wire.idParams,
    body: wire.emptyBody,
    reply: wire.endedReply,
    run: ({ caller, params }) => endOwnProxy(context, caller, params.id),
  }),
]

const formRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'GET',
    path: '/approvals/:id',
    who: 'signed-in',
    tag,
    summary: { zh: '一份表单及其审批过程', en: 'One form and its way' },
    params: wire.idParams,
    reply: wire.approvalReply,
    holdsCustomerData: true,
    run: ({ caller, params }) => show(context, caller, params.id),
  }),
  route({
    method: 'GET',
    path: '/approvals/:id/print',
    who: 'signed-in',
    tag,
    summary: { zh: '打印（A4 PDF）', en: 'The form as an A4 PDF' },
    params: wire.idParams,
    query: wire.printQuery,
    reply: 'file',
    holdsCustomerData: true,
    run: ({ caller, params, query }) => printApproval(context, caller, params.id, query.lang),
  }),
  route({
    method: 'POST',
    path: '/approvals/predict',
    who: 'signed-in',
    tag,
    summary: { zh: '预测审批人', en: 'Who would decide, before it is handed in' },
    body: wire.predictBody,
    reply: wire.predictReply,
    run: ({ caller, body }) => predict(context, caller, body),
  }),
]
