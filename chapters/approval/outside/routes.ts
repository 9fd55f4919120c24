import { type Route, route } from '../../../gate/index.ts'
import { doneReply } from '../wire/notices.ts'
import * as wire from '../wire/outside.ts'
import type { OutsideParts } from './inbound.ts'
import { addLink, changeLimit, changeLink, pingLink, removeLink, renewSecret, showLinks } from './links.ts'
import { confirmWish, dropWish, showWishes } from './wishes.ts'

const tag = 'outside'
const office = { who: ['system-admin'], tag } as const

/** Connections to other systems, for the administrators, and what waits for one's own confirmation, for everybody. */
export const outsideRoutes = (parts: OutsideParts): readonly Route[] => [
  ...linkRoutes(parts),
  route({
    method: 'GET',
    path: '/outside-wishes',
    who: 'signed-in',
    tag,
    summary: { zh: '外部提交、待我确认的决定', en: 'Decisions handed in elsewhere that wait for me' },
    query: wire.wishQuery,
    reply: wire.wishesReply,
    run: ({ caller, query }) => showWishes(parts, caller, query),
  }),
  route({
    method: 'POST',
    path: '/outside-wishes/:id/confirm',
    who: 'signed-in',
    tag,
    summary: { zh: '确认外部提交的决定', en: 'Confirm a decision handed in elsewhere' },
    params: wire.idParams,
    reply: wire.confirmedReply,
    run: ({ caller, params }) => confirmWish(parts, caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/outside-wishes/:id/drop',
    who: 'signed-in',
    tag,
    summary: { zh: '不认可外部提交的决定', en: 'Drop a decision handed in elsewhere' },
    params: wire.idParams,
    reply: doneReply,
    run: ({ caller, params }) => dropWish(parts, caller, params.id),
  }),
]

const linkRoutes = (parts: OutsideParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/outside-links',
    who: ['system-admin', 'security-admin'],
    tag,
    summary: { zh: '外部审批对接', en: 'Connections to other systems' },
    reply: wire.linksReply,
    run: () => showLinks(parts),
  }),
  route({
    ...office,
    method: 'POST',
    path: '/outside-links',
    summary: { zh: '新建对接', en: 'Add a connection' },
    body: wire.linkBody,
    reply: wire.newLinkReply,
    run: ({ caller, body }) => addLink(parts, caller, body),
  }),
  route({
    ...office,
    method: 'PUT',
    path: '/outside-links/:id',
    summary: { zh: '修改对接', en: 'Change a connection' },
    params: wire.idParams,
    body: wire.changedLinkBody,
    reply: doneReply,
    run: ({ caller, params, body }) => changeLink(parts, caller, params.id, body),
  }),
  route({
    ...office,
    method: 'DELETE',
    path: '/outside-links/:id',
    summary: { zh: '删除对接', en: 'End a connection' },
    params: wire.idParams,
    reply: doneReply,
    run: ({ caller, params }) => removeLink(parts, caller, params.id),
  }),
  route({
    ...office,
    method: 'POST',
    path: '/outside-links/:id/secret',
    summary: { zh: '更换密钥', en: 'Give a connection a new secret' },
    params: wire.idParams,
    reply: wire.newLinkReply,
    run: ({ caller, params }) => renewSecret(parts, caller, params.id),
  }),
  route({
    ...office,
    method: 'POST',
    path: '/outside-links/:id/test',
    summary: { zh: '发送测试事件', en: 'Send a test event' },
    params: wire.idParams,
    reply: doneReply,
    run: ({ caller, params }) => pingLink(parts, caller, params.id),
  }),
  route({
    method: 'PUT',
    path: '/outside-links/:id/limit',
    who: ['security-admin'],
    tag,
    summary: { zh: '设置可由外部直接决定的最高密级', en: 'Set up to which level the other system decides' },
    params: wire.idParams,
    body: wire.limitBody,
    reply: doneReply,
    run: ({ caller, params, body }) => changeLimit(parts, caller, params.id, body.decideUpTo),
  }),
]
