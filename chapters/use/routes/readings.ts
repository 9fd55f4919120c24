import { z } from 'zod'
import { isRefusal, Mistake } from '../../../floor/errors.ts'
import { type Caller, type Route, route } from '../../../gate/index.ts'
import type { ReasonDesk } from '../desk/reasons.ts'
import { asLookedAt } from '../present.ts'
import type { ReadingDesk } from '../reading.ts'
import * as wire from '../wire.ts'

const one = z.strictObject({ id: z.uuid() })
const tag = '使用 Use'

/** Who stands behind the word of an outside system, for that system's account alone. */
export interface References {
  customerBehind(caller: Caller, reference: string): Promise<string | undefined>
}

/** Lists, searches, views and openings of customer files. */
export const readingRoutes = (
  desk: ReadingDesk,
  reasons: ReasonDesk,
  references: References,
): readonly Route[] => [
  route({
    method: 'GET', path: '/customers', who: 'signed-in', token: true, tag, holdsCustomerData: true,
    summary: { zh: '查询客户资料（脱敏）', en: 'List or search customer files (masked)' },
    query: wire.listQuery, reply: wire.customerList,
    run: ({ caller, query }) => desk.list(caller, query),
  }),
  route({
    method: 'GET', path: '/customers/:id', who: 'signed-in', token: true, tag, holdsCustomerData: true,
    summary: { zh: '查看一份客户资料：可见范围、理由与获取方式', en: 'One customer file: what is shown, why, and the way to more' },
    params: one, reply: wire.fileView,
    run: async ({ caller, params }) => {
      const view = await desk.view(caller, params.id)
      return isRefusal(view) ? view : asLookedAt(view)
    },
  }),
  route({
    method: 'POST', path: '/readings', who: 'signed-in', token: true, tag, holdsCustomerData: true,
    summary: { zh: '按目的打开字段的完整内容', en: 'Open fields in full for a purpose' },
    body: wire.readingBody, reply: wire.reading,
    run: ({ caller, body }) => reasons.keeping(caller, body, (more, beside) => desk.open(caller, body, more, beside)),
  }),
  route({
    method: 'POST', path: '/readings/by-reference', who: 'signed-in', token: true, tag, holdsCustomerData: true,
    summary: { zh: '凭本系统的客户代号打开字段', en: 'Open fields by the reference token of one’s own system' },
    body: wire.referenceBody, reply: wire.referenceReading,
    run: async ({ caller, body: { reference, ...body } }) => {
      const customer = await references.customerBehind(caller, reference)
      // Another system's word, and one that was never given out, look the same.
      if (customer === undefined) throw new Mistake('use.no-such-file', { status: 404, field: 'reference' })
      const answer = await reasons.keeping(caller, { ...body, customer }, (more, beside) => desk.open(caller, { ...body, customer }, more, beside))
      if (isRefusal(answer)) return answer
      const { customer: _known, ...rest } = answer
      return { ...rest, reference }
    },
  }),
  route({
    method: 'GET', path: '/customers/:id/reasons', who: ['audit-admin'], tag,
    summary: { zh: '无申请打开时说明的事由', en: 'Reasons stated for openings without an application' },
    params: one, reply: wire.reasonList,
    run: ({ caller, params }) => reasons.of(caller, params.id),
  }),
] // prettier-ignore
