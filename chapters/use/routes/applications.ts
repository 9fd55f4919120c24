import { z } from 'zod'
import { type Route, route } from '../../../gate/index.ts'
import type { ApplicationDesk } from '../desk/applications.ts'
import * as wire from '../wire.ts'

const one = z.strictObject({ id: z.uuid() })
const tag = '使用申请 Applications for use'

/** Applications for use, and the draft. */
export const applicationRoutes = (desk: ApplicationDesk): readonly Route[] => [
  route({
    method: 'POST', path: '/applications', who: 'signed-in', tag,
    summary: { zh: '提交客户资料使用申请', en: 'File an application for use' },
    body: wire.applicationBody, reply: wire.applicationSubmitted,
    run: ({ caller, body }) => desk.apply(caller, body),
  }),
  route({
    method: 'GET', path: '/applications', who: 'signed-in', tag,
    summary: { zh: '我的使用申请', en: 'My applications for use' },
    query: wire.applicationListQuery, reply: wire.applicationList,
    run: ({ caller, query }) => desk.list(caller, query),
  }),
  route({
    method: 'GET', path: '/applications/draft', who: 'signed-in', tag,
    summary: { zh: '未提交的申请草稿', en: 'The draft that was not filed yet' },
    reply: wire.savedDraft,
    run: ({ caller }) => desk.draft(caller),
  }),
  route({
    method: 'PUT', path: '/applications/draft', who: 'signed-in', tag,
    summary: { zh: '保存申请草稿', en: 'Keep the draft' },
    body: wire.draft, reply: wire.savedDraft,
    run: ({ caller, body }) => desk.saveDraft(caller, body),
  }),
  route({
    method: 'GET', path: '/applications/:id', who: 'signed-in', tag,
    summary: { zh: '我的一份申请的内容', en: 'Content of one of my applications' },
    params: one, reply: wire.applicationContent,
    run: ({ caller, params }) => desk.mine(caller, params.id),
  }),
  route({
    method: 'POST', path: '/applications/:id/resubmit', who: 'signed-in', tag,
    summary: { zh: '退回后修改并重新提交', en: 'File a returned application again' },
    params: one, body: wire.applicationBody, reply: wire.applicationSubmitted,
    run: ({ caller, params, body }) => desk.resubmit(caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/applications/:id/send-back', who: 'signed-in', tag,
    summary: { zh: '退回后不改内容，直接送回退回人', en: 'Send a returned application straight back, unchanged' },
    params: one, body: z.strictObject({}), reply: wire.applicationSubmitted,
    run: ({ caller, params }) => desk.sendBack(caller, params.id),
  }),
] // prettier-ignore
