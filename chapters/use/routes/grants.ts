import { z } from 'zod'
import { type Route, route } from '../../../gate/index.ts'
import type { ExportDesk } from '../desk/exports.ts'
import type { GrantDesk } from '../desk/grants.ts'
import type { WhoDesk } from '../desk/who.ts'
import * as wire from '../wire.ts'

const one = z.strictObject({ id: z.uuid() })
const tag = '使用授权 Grants'

/** Grants, exports under them, and who can see a file. */
export const grantRoutes = (grants: GrantDesk, exports: ExportDesk, who: WhoDesk): readonly Route[] => [
  route({
    method: 'GET', path: '/grants', who: 'signed-in', tag,
    summary: { zh: '使用授权列表', en: 'Grants of use' },
    query: wire.grantListQuery, reply: wire.grantList,
    run: ({ caller, query }) => grants.list(caller, query),
  }),
  route({
    method: 'GET', path: '/grants/:id', who: 'signed-in', tag,
    summary: { zh: '一项使用授权', en: 'One grant of use' },
    params: one, reply: wire.grantDetail,
    run: ({ caller, params }) => grants.detail(caller, params.id),
  }),
  route({
    method: 'GET', path: '/grants/:id/state', who: 'signed-in', tag,
    summary: { zh: '授权此刻是否有效', en: 'Whether the grant runs right now' },
    params: one, reply: wire.grantStateReply,
    run: ({ caller, params }) => grants.state(caller, params.id),
  }),
  route({
    method: 'POST', path: '/grants/:id/revoke', who: 'signed-in', tag,
    summary: { zh: '立即撤销授权', en: 'End a grant at once' },
    params: one, body: wire.revokeBody, reply: wire.revoked,
    run: ({ caller, params, body }) => grants.revoke(caller, params.id, body.reason),
  }),
  route({
    method: 'POST', path: '/exports', who: 'signed-in', tag, holdsCustomerData: true,
    summary: { zh: '按授权导出或打印', en: 'Export or print under a grant' },
    body: wire.exportBody, reply: 'file',
    run: ({ caller, body }) => exports.export(caller, body),
  }),
  route({
    method: 'GET', path: '/exports', who: 'signed-in', tag,
    summary: { zh: '我的导出记录', en: 'What I exported' },
    query: wire.exportListQuery, reply: wire.exportList,
    run: ({ caller, query }) => exports.list(caller, query),
  }),
  route({
    method: 'GET', path: '/customers/:id/who', who: 'signed-in', tag,
    summary: { zh: '谁能看到这份资料', en: 'Who can see this file' },
    params: one, query: wire.whoQuery, reply: wire.whoList,
    run: ({ caller, params, query }) => who.who(caller, params.id, query),
  }),
] // prettier-ignore
