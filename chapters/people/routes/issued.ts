import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { handOut, settleThing } from '../issued/desk.ts'
import { listThings } from '../issued/store.ts'
import { done, idParams, idReply } from '../wire.ts'
import { thingActBody, thingBody, thingsQuery, thingsReply } from '../wire/issued.ts'

const tag = 'people'
const keepers = ['archivist', 'system-admin']

/** Media, devices, door cards and keys that were handed out (clauses 5.5.1 and 5.5.2). */
export const issuedRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/things',
    who: [...keepers, 'audit-admin'],
    summary: { zh: '发放物品登记', en: 'Register of things handed out' },
    tag,
    query: thingsQuery,
    reply: thingsReply,
    run: (input) => context.house.db.read((r) => listThings(r, todayOf(context.house), input.query)),
  }),
  route({
    method: 'POST',
    path: '/things',
    who: keepers,
    summary: { zh: '登记发放', en: 'Record that a thing was handed out' },
    tag,
    body: thingBody,
    reply: idReply,
    run: (input) => handOut(context, input.caller, input.body),
  }),
  route({
    method: 'POST',
    path: '/things/:id/settle',
    who: keepers,
    summary: { zh: '登记收回、遗失或停用门禁卡', en: 'Record a return, a loss, or a stopped card' },
    tag,
    params: idParams,
    body: thingActBody,
    reply: done,
    run: (input) => settleThing(context, input.caller, input.params.id, input.body.act),
  }),
]
