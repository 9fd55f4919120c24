import { type Route, route } from '../../../gate/index.ts'
import { act } from '../desk/act.ts'
import { again } from '../desk/again.ts'
import type { DeskContext } from '../desk/context.ts'
import type { SignatureInput } from '../types.ts'
import * as wire from '../wire.ts'
import { fileRoutes } from './files.ts'

const deed = {
  method: 'POST',
  who: 'signed-in',
  tag: 'approval',
  params: wire.idParams,
  reply: wire.outcomeReply,
} as const

/** Every deed on one form. */
export const deedRoutes = (context: DeskContext): readonly Route[] => [
  ...decisionRoutes(context),
  ...handingRoutes(context),
  ...talkRoutes(context),
  ...fileRoutes(context),
  ...ownerRoutes(context),
  ...officeRoutes(context),
]

const signedWith = (signature: SignatureInput | undefined): { signature?: SignatureInput } =>
  signature === undefined ? {} : { signature }

const decisionRoutes = (context: DeskContext): readonly Route[] => [
  route({
    ...deed,
    path: '/approvals/:id/approve',
    summary: { zh: '同意', en: 'Approve' },
    body: wire.approveBody,
    run: ({ caller, params, body: { picks, signature, ...body } }) =>
      act(context, caller, params.id, {
        verb: 'approve',
        ...body,
        ...signedWith(signature),
        ...(Object.keys(picks).length === 0 ? {} : { picks }),
      }),
  }),
  route({
    ...deed,
    path: '/approvals/:id/reject',
    summary: { zh: '驳回', en: 'Reject' },
    body: wire.rejectBody,
    run: ({ caller, params, body: { signature, ...body } }) =>
      act(context, caller, params.id, { verb: 'reject', ...body, ...signedWith(signature) }),
  }),
  route({
    ...deed,
    path: '/approvals/:id/narrow',
    summary: { zh: '缩小申请范围', en: 'Narrow what is applied for; every step is asked again' },
    body: wire.narrowBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'narrow', ...body }),
  }),
  route({
    ...deed,
    path: '/approvals/:id/return',
    summary: { zh: '退回申请人或已经过的步骤', en: 'Return to the applicant or to a passed step' },
    body: wire.returnBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'return', ...body }),
  }),
  route({
    ...deed,
    path: '/approvals/:id/advise',
    summary: { zh: '答复委派', en: 'Give the advice that was asked for' },
    body: wire.adviseBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'advise', ...body }),
  }),
  route({
    ...deed,
    path: '/approvals/:id/take-back',
    summary: { zh: '拿回', en: 'Take the own agreement back' },
    body: wire.saidOnTaskBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'take-back', ...body }),
  }),
]

const handingRoutes = (context: DeskContext): readonly Route[] => [
  ...(['transfer', 'delegate'] as const).map((verb) =>
    route({
      ...deed,
      path: `/approvals/:id/${verb}`,
      summary:
        verb === 'transfer'
          ? { zh: '转交', en: 'Hand the task to somebody else' }
          : { zh: '委派他人出具意见', en: 'Ask somebody for advice' },
      body: wire.transferBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb, ...body }),
    }),
  ),
  route({
    ...deed,
    path: '/approvals/:id/add',
    summary: { zh: '加签（前、后、并）', en: 'Add signers before, behind or beside oneself' },
    body: wire.addBody,
    run: ({ caller, params, body: { signature, ...body } }) =>
      act(context, caller, params.id, { verb: 'add', ...body, ...signedWith(signature) }),
  }),
  route({
    ...deed,
    path: '/approvals/:id/remove',
    summary: { zh: '减签', en: 'Take an added signer away again' },
    body: wire.saidOnTaskBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'remove', ...body }),
  }),
  ...(['claim', 'release'] as const).map((verb) =>
    route({
      ...deed,
      path: `/approvals/:id/${verb}`,
      summary: verb === 'claim' ? { zh: '认领', en: 'Claim' } : { zh: '退回任务池', en: 'Release' },
      body: wire.onTaskBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb, ...body }),
    }),
  ),
]

const talkRoutes = (context: DeskContext): readonly Route[] => [
  ...(['save', 'ask-material'] as const).map((verb) =>
    route({
      ...deed,
      path: `/approvals/:id/${verb}`,
      summary:
        verb === 'save'
          ? { zh: '暂存意见', en: 'Keep the opinion so far' }
          : { zh: '要求补充材料', en: 'Ask the applicant for material' },
      body: wire.saidOnTaskBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb, ...body }),
    }),
  ),
  ...(['comment', 'material'] as const).map((verb) =>
    route({
      ...deed,
      path: `/approvals/:id/${verb}`,
      summary:
        verb === 'comment'
          ? { zh: '评论', en: 'Comment' }
          : { zh: '补充材料', en: 'Give what was asked for' },
      body: wire.saidBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb, ...body }),
    }),
  ),
  route({
    ...deed,
    path: '/approvals/:id/cc',
    summary: { zh: '抄送', en: 'Put people in the know' },
    body: wire.ccBody,
    run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'cc', ...body }),
  }),
  ...(['urge', 'viewed'] as const).map((verb) =>
    route({
      ...deed,
      path: `/approvals/:id/${verb}`,
      summary: verb === 'urge' ? { zh: '催办', en: 'Urge' } : { zh: '已阅', en: 'Seen' },
      body: wire.emptyBody,
      run: ({ caller, params }) => act(context, caller, params.id, { verb }),
    }),
  ),
]

const ownerRoutes = (context: DeskContext): readonly Route[] => [
  ...(['withdraw', 'revoke'] as const).map((verb) =>
    route({
      ...deed,
      path: `/approvals/:id/${verb}`,
      summary:
        verb === 'withdraw'
          ? { zh: '撤回', en: 'Withdraw' }
          : { zh: '通过后撤销', en: 'Give up what was approved' },
      body: wire.reasonBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb, ...body }),
    }),
  ),
  route({
    ...deed,
    path: '/approvals/:id/again',
    summary: { zh: '复制重提', en: 'Hand in again as a new form' },
    body: wire.emptyBody,
    reply: wire.againReply,
    run: ({ caller, params }) => again(context, caller, params.id),
  }),
]

const officeRoutes = (context: DeskContext): readonly Route[] => {
  const office = { ...deed, who: ['security-admin'] } as const
  return [
    route({
      ...office,
      path: '/approvals/:id/jump',
      summary: { zh: '跳转（流程管理员）', en: 'Jump to a step (flow administrator)' },
      body: wire.jumpBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'jump', ...body }),
    }),
    route({
      ...office,
      path: '/approvals/:id/reassign',
      summary: { zh: '改派（流程管理员）', en: 'Re-assign a task (flow administrator)' },
      body: wire.reassignBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'reassign', ...body }),
    }),
    route({
      ...office,
      path: '/approvals/:id/confirm',
      summary: { zh: '复核另一管理员的操作', en: 'Confirm what another administrator asked for' },
      body: wire.confirmBody,
      run: ({ caller, params, body }) => act(context, caller, params.id, { verb: 'confirm', ...body }),
    }),
    ...(['terminate', 'suspend', 'resume'] as const).map((verb) =>
      route({
        ...office,
        path: `/approvals/:id/${verb}`,
        summary: {
          terminate: { zh: '终止', en: 'Terminate' },
          suspend: { zh: '挂起', en: 'Suspend' },
          resume: { zh: '激活', en: 'Resume' },
        }[verb],
        body: wire.reasonBody,
        run: ({ caller, params, body }) => act(context, caller, params.id, { verb, ...body }),
      }),
    ),
  ]
}
