import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { doorRoutes } from './door-routes.ts'
import { enterRoom, leaveRoom, showRegister } from './entries.ts'
import {
  editRoom,
  giveStanding,
  keepVisitorsFor,
  makeRoom,
  showRooms,
  showStanding,
  takeStanding,
} from './rooms.ts'
import { readVisitorMonths } from './store.ts'
import { applyForEntry, decideEntry, showVisits, withdrawVisit } from './visits.ts'
import {
  entriesQuery,
  entriesReply,
  roomBody,
  roomDone,
  roomEdit,
  roomIdParams,
  roomMade,
  roomSettings,
  roomsReply,
  signIn,
  signOut,
  standingBody,
  standingReply,
  visitBody,
  visitDecision,
  visitMade,
  visitsQuery,
  visitsReply,
} from './wire.ts'

const tag = 'rooms'
const none = roomSettings.pick({})
const editors = ['archivist', 'system-admin']

/** Rooms under entry control, their register, and requests to enter them (3.2.3). */
export const roomRoutes = (context: Context): Route[] => [
  ...ofRooms(context),
  ...ofStanding(context),
  ...ofVisits(context),
  ...ofRegister(context),
  ...doorRoutes(context),
]

const ofRooms = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/rooms', who: 'signed-in', tag,
    summary: { zh: '档案室与机房', en: 'Record rooms and server rooms' },
    reply: roomsReply,
    run: ({ caller }) => showRooms(context, caller),
  }),
  route({
    method: 'POST', path: '/rooms', who: editors, tag,
    summary: { zh: '登记场所', en: 'Add a room' },
    body: roomBody,
    reply: roomMade,
    run: ({ caller, body }) => makeRoom(context, caller, body),
  }),
  route({
    method: 'PUT', path: '/rooms/:id', who: editors, tag,
    summary: { zh: '修改或停用场所', en: 'Change or close a room' },
    params: roomIdParams,
    body: roomEdit,
    reply: roomDone,
    run: ({ caller, params, body }) => editRoom(context, caller, params.id, body),
  }),
  route({
    method: 'GET', path: '/room-settings', who: 'signed-in', tag,
    summary: { zh: '访客信息保存期限', en: 'How long data of visitors is kept' },
    reply: roomSettings,
    run: async () => ({ visitorMonths: await context.house.db.read(readVisitorMonths) }),
  }),
  route({
    method: 'PUT', path: '/room-settings', who: ['system-admin'], tag,
    summary: { zh: '修改访客信息保存期限', en: 'Change how long data of visitors is kept' },
    body: roomSettings,
    reply: roomDone,
    run: ({ caller, body }) => keepVisitorsFor(context, caller, body.visitorMonths),
  }),
] // prettier-ignore

const ofStanding = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/rooms/:id/standing', who: 'signed-in', tag,
    summary: { zh: '有常驻出入权限的人员', en: 'People with standing entry' },
    params: roomIdParams,
    reply: standingReply,
    run: ({ caller, params }) => showStanding(context, caller, params.id),
  }),
  route({
    method: 'POST', path: '/rooms/:id/standing', who: 'signed-in', tag,
    summary: { zh: '授予常驻出入权限', en: 'Give standing entry' },
    params: roomIdParams,
    body: standingBody,
    reply: roomMade,
    run: ({ caller, params, body }) => giveStanding(context, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/room-standing/:id/end', who: 'signed-in', tag,
    summary: { zh: '收回常驻出入权限', en: 'End standing entry' },
    params: roomIdParams,
    body: none,
    reply: roomDone,
    run: ({ caller, params }) => takeStanding(context, caller, params.id),
  }),
] // prettier-ignore

const ofVisits = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/visits', who: 'signed-in', tag,
    summary: { zh: '进入申请与访客', en: 'Requests to enter, and visitors' },
    query: visitsQuery,
    reply: visitsReply,
    run: ({ caller, query }) => showVisits(context, caller, query),
  }),
  route({
    method: 'POST', path: '/visits', who: 'signed-in', tag,
    summary: { zh: '申请进入，或为访客申请', en: 'Ask for entry, or for a visitor' },
    body: visitBody,
    reply: visitMade,
    run: ({ caller, body }) => applyForEntry(context, caller, body),
  }),
  route({
    method: 'POST', path: '/visits/:id/decide', who: 'signed-in', tag,
    summary: { zh: '同意或不同意进入', en: 'Approve or refuse an entry' },
    params: roomIdParams,
    body: visitDecision,
    reply: roomDone,
    run: ({ caller, params, body }) => decideEntry(context, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/visits/:id/withdraw', who: 'signed-in', tag,
    summary: { zh: '撤回进入申请', en: 'Take a request back' },
    params: roomIdParams,
    body: none,
    reply: roomDone,
    run: ({ caller, params }) => withdrawVisit(context, caller, params.id),
  }),
] // prettier-ignore

const ofRegister = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/room-entries', who: 'signed-in', tag,
    summary: { zh: '出入登记', en: 'Entry register' },
    query: entriesQuery,
    reply: entriesReply,
    run: ({ caller, query }) => showRegister(context, caller, query),
  }),
  route({
    method: 'POST', path: '/room-entries', who: 'signed-in', tag,
    summary: { zh: '登记进入', en: 'Sign somebody in' },
    body: signIn,
    reply: roomMade,
    run: ({ caller, body }) => enterRoom(context, caller, body),
  }),
  route({
    method: 'POST', path: '/room-entries/:id/leave', who: 'signed-in', tag,
    summary: { zh: '登记离开', en: 'Sign somebody out' },
    params: roomIdParams,
    body: signOut,
    reply: roomDone,
    run: ({ caller, params, body }) => leaveRoom(context, caller, params.id, body),
  }),
] // prettier-ignore
