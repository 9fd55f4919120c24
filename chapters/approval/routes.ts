import { type Route, route } from '../../gate/index.ts'
import { act } from './desk/act.ts'
import type { DeskContext } from './desk/context.ts'
import { checkFlow, flowVersions, listFlows, saveFlow } from './desk/flows.ts'
import { approveMany, deskList, noticeList } from './desk/lists.ts'
import { show } from './desk/show.ts'
import { printApproval } from './print.ts'
import { type DeskTab, markNotices, readCounts } from './store/lists.ts'
import { mistakeText } from './texts.ts'
import * as wire from './wire.ts'

const tag = 'approval'

/** Every route of the chapter. */
export const approvalRoutes = (context: DeskContext): readonly Route[] => [
  ...deskRoutes(context),
  ...decisionRoutes(context),
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
    summary: { zh: '待办、抄送、通知的数目', en: 'Figures of tasks, copies and notices' },
    reply: wire.countsReply,
    run: ({ caller }) => context.house.db.read((r) => readCounts(r, caller.personId)),
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
    method: 'POST',
    path: '/desk/approve',
    who: 'signed-in',
    tag,
    summary: { zh: '批量同意', en: 'Approve several forms of one flow' },
    body: wire.batchBody,
    reply: wire.batchReply,
    run: ({ caller, body }) => approveMany(context, caller, body),
  }),
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

const decision = {
  method: 'POST',
  who: 'signed-in',
  tag,
  params: wire.idParams,
  reply: wire.outcomeReply,
} as const

const decisionRoutes = (context: DeskContext): readonly Route[] => [
  route({
    ...decision,
    path: '/approvals/:id/approve',
    summary: { zh: '同意', en: 'Approve' },
    body: wire.approveBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'approve', ...body }),
  }),
  route({
    ...decision,
    path: '/approvals/:id/reject',
    summary: { zh: '驳回', en: 'Reject' },
    body: wire.rejectBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'reject', ...body }),
  }),
  route({
    ...decision,
    path: '/approvals/:id/return',
    summary: { zh: '退回申请人或已经过的步骤', en: 'Return to the applicant or to a passed step' },
    body: wire.returnBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'return', ...body }),
  }),
  route({
    ...decision,
    path: '/approvals/:id/transfer',
    summary: { zh: '转交', en: 'Hand the task to somebody else' },
    body: wire.transferBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'transfer', ...body }),
  }),
  ...(['withdraw', 'comment'] as const).map((verb) =>
    route({
      ...decision,
      path: `/approvals/:id/${verb}`,
      summary: verb === 'withdraw' ? { zh: '撤回', en: 'Withdraw' } : { zh: '评论', en: 'Comment' },
      body: wire.reasonBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb, ...body }),
    }),
  ),
  route({
    ...decision,
    path: '/approvals/:id/cc',
    summary: { zh: '抄送', en: 'Put people in the know' },
    body: wire.ccBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'cc', ...body }),
  }),
  ...(['urge', 'viewed'] as const).map((verb) =>
    route({
      ...decision,
      path: `/approvals/:id/${verb}`,
      summary: verb === 'urge' ? { zh: '催办', en: 'Urge' } : { zh: '已阅', en: 'Seen' },
      body: wire.emptyBody,
      run: ({ caller, params }) => act(context, caller, params.id, { verb }),
    }),
  ),
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
]

const flowRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'GET',
    path: '/flows',
    who: 'signed-in',
    tag,
    summary: { zh: '审批流程', en: 'Approval flows in force' },
    reply: wire.flowsReply,
    run: () => listFlows(context),
  }),
  route({
    method: 'GET',
    path: '/flows/:key',
    who: 'signed-in',
    tag,
    summary: { zh: '流程的各个版本', en: 'All versions of a flow' },
    params: wire.keyParams,
    reply: wire.versionsReply,
    run: ({ params }) => flowVersions(context, params.key),
  }),
  route({
    method: 'POST',
    path: '/flows/check',
    who: 'signed-in',
    tag,
    summary: { zh: '检查流程', en: 'Check a flow without saving it' },
    body: wire.flowBody,
    reply: wire.checkReply,
    run: async ({ body }) => ({
      objections: (await checkFlow(context, body)).map(({ code, field, values }) => ({
        code,
        field,
        text: mistakeText(code, values),
      })),
    }),
  }),
  route({
    method: 'POST',
    path: '/flows',
    who: 'signed-in',
    tag,
    summary: { zh: '保存流程的新版本', en: 'Save a new version of a flow' },
    body: wire.flowBody,
    reply: wire.flowShape,
    run: ({ caller, body }) => saveFlow(context, caller, body),
  }),
]
