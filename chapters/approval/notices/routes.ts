import { type Route, route } from '../../../gate/index.ts'
import * as wire from '../wire/notices.ts'
import { idParams } from '../wire/outside.ts'
import {
  addChannel,
  changeChannel,
  removeChannel,
  saveDelivery,
  showDelivery,
  testChannel,
} from './channels.ts'
import { resend, saveChoice, showChoice, showOutbox } from './desk.ts'
import type { Parts } from './parts.ts'

const tag = 'delivery'
const office = { who: ['system-admin'], tag } as const

/** How I am told, for everybody; channels, what waits and what failed, for the system administrator. */
export const noticeRoutes = (parts: Parts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/notices/choice',
    who: 'signed-in',
    tag,
    summary: { zh: '我的通知设置', en: 'How I want to be told' },
    reply: wire.choiceReply,
    run: ({ caller }) => showChoice(parts, caller),
  }),
  route({
    method: 'PUT',
    path: '/notices/choice',
    who: 'signed-in',
    tag,
    summary: { zh: '保存我的通知设置', en: 'Keep how I want to be told' },
    body: wire.choiceBody,
    reply: wire.doneReply,
    run: ({ caller, body }) => saveChoice(parts, caller, body),
  }),
  ...channelRoutes(parts),
  route({
    ...office,
    method: 'GET',
    path: '/delivery/outbox',
    summary: { zh: '发送记录', en: 'Messages that wait, went out and failed' },
    query: wire.outboxQuery,
    reply: wire.outboxReply,
    run: ({ query }) => showOutbox(parts, query),
  }),
  route({
    ...office,
    method: 'POST',
    path: '/delivery/outbox/:id/resend',
    summary: { zh: '重新发送一条', en: 'Send an undeliverable message again' },
    params: idParams,
    reply: wire.resentReply,
    run: ({ caller, params }) => resend(parts, caller, params),
  }),
]

const channelRoutes = (parts: Parts): readonly Route[] => [
  route({
    ...office,
    method: 'GET',
    path: '/delivery',
    summary: { zh: '通知通道', en: 'Channels and settings of delivery' },
    reply: wire.deliveryReply,
    run: () => showDelivery(parts),
  }),
  route({
    ...office,
    method: 'PUT',
    path: '/delivery',
    summary: { zh: '保存访问地址与内网主机', en: 'Change the address of the program and the listed hosts' },
    body: wire.deliverySettingsBody,
    reply: wire.doneReply,
    run: ({ caller, body }) => saveDelivery(parts, caller, body),
  }),
  route({
    ...office,
    method: 'POST',
    path: '/delivery/channels',
    summary: { zh: '添加通道', en: 'Add a channel' },
    body: wire.channelBody,
    reply: wire.idReply,
    run: ({ caller, body }) => addChannel(parts, caller, body),
  }),
  route({
    ...office,
    method: 'PUT',
    path: '/delivery/channels/:id',
    summary: { zh: '修改通道', en: 'Change a channel' },
    params: idParams,
    body: wire.changedChannelBody,
    reply: wire.doneReply,
    run: ({ caller, params, body }) => changeChannel(parts, caller, params.id, body),
  }),
  route({
    ...office,
    method: 'DELETE',
    path: '/delivery/channels/:id',
    summary: { zh: '删除通道', en: 'Remove a channel' },
    params: idParams,
    reply: wire.doneReply,
    run: ({ caller, params }) => removeChannel(parts, caller, params.id),
  }),
  route({
    ...office,
    method: 'POST',
    path: '/delivery/channels/:id/test',
    summary: { zh: '向自己发送测试消息', en: 'Send a test message to oneself' },
    params: idParams,
    reply: wire.testReply,
    run: ({ caller, params }) => testChannel(parts, caller, params.id),
  }),
  route({
    ...office,
    method: 'POST',
    path: '/delivery/channels/:id/resend',
    summary: {
      zh: '重新发送该通道全部失败消息',
      en: 'Send everything again that a channel could not deliver',
    },
    params: idParams,
    reply: wire.resentReply,
    run: ({ caller, params }) => resend(parts, caller, { channelId: params.id }),
  }),
]
