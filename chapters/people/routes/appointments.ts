import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import {
  acceptAppointment,
  endAppointment,
  proposeAppointment,
  proposeOrganisation,
  secrecyOrganisation,
  signAppointment,
  signOrganisation,
} from '../appointments/desk.ts'
import { printAppointment } from '../appointments/paper.ts'
import { listAppointments, unappointed } from '../appointments/store.ts'
import { todayOf } from '../facts.ts'
import { done, idParams, idReply, printQuery } from '../wire.ts'
import * as wire from '../wire/appointments.ts'

const tag = 'people'
/** Whoever keeps, signs or checks the register. */
const readers = [
  'secrecy-office',
  'general-manager',
  'executive',
  'system-admin',
  'security-admin',
  'audit-admin',
]
const proposers = ['secrecy-office']
const signers = ['general-manager', 'executive']

/** The organisation of secrecy work, and written appointments (clause 6.1). */
export const appointmentRoutes = (context: Context): readonly Route[] => [
  ...organisationOfSecrecy(context),
  ...readingRoutes(context),
  ...actRoutes(context),
]

const organisationOfSecrecy = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/secrecy-organisation',
    who: 'signed-in',
    summary: { zh: '保密工作组织：牵头部门、负责人、职责', en: 'Organisation of secrecy work' },
    tag,
    reply: wire.secrecyReply,
    run: () => secrecyOrganisation(context),
  }),
  route({
    method: 'POST',
    path: '/secrecy-organisation',
    who: proposers,
    summary: { zh: '拟定保密工作组织，待签发', en: 'Propose the organisation of secrecy work' },
    tag,
    body: wire.organisationBody,
    reply: idReply,
    run: (input) => proposeOrganisation(context, input.caller, input.body),
  }),
  route({
    method: 'POST',
    path: '/secrecy-organisation/:id/signature',
    who: signers,
    summary: { zh: '签发或不予签发保密工作组织', en: 'Sign or decline the organisation of secrecy work' },
    tag,
    params: idParams,
    body: wire.signBody,
    reply: done,
    run: (input) => signOrganisation(context, input.caller, input.params.id, input.body.outcome),
  }),
]

const readingRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/appointments',
    who: readers,
    summary: { zh: '任命登记', en: 'Register of written appointments' },
    tag,
    query: wire.appointmentsQuery,
    reply: wire.appointmentsReply,
    run: (input) => context.house.db.read((r) => listAppointments(r, todayOf(context.house), input.query)),
  }),
  route({
    method: 'GET',
    path: '/appointments/missing',
    who: readers,
    summary: { zh: '没有书面任命的角色持有人', en: 'Holders of roles without a written appointment' },
    tag,
    reply: wire.unappointedReply,
    run: () => context.house.db.read((r) => unappointed(r, todayOf(context.house))),
  }),
  route({
    method: 'GET',
    path: '/account/appointments',
    who: 'signed-in',
    summary: { zh: '本人的任命', en: 'Own appointments' },
    tag,
    reply: wire.ownAppointmentsReply,
    run: async (input) => {
      const own = { page: 1, size: 50, sort: '', q: '', personId: input.caller.personId }
      const { rows } = await context.house.db.read((r) => listAppointments(r, todayOf(context.house), own))
      return { rows: rows.filter(({ state }) => state !== 'proposed' && state !== 'declined') }
    },
  }),
  route({
    method: 'GET',
    path: '/appointments/:id/print',
    who: 'signed-in',
    summary: { zh: '打印任命书', en: 'The letter of appointment as PDF' },
    tag,
    params: idParams,
    query: printQuery,
    reply: 'file',
    run: (input) => printAppointment(context, input.caller, input.params.id, input.query.language),
  }),
]

const actRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/appointments',
    who: proposers,
    summary: { zh: '拟任命，待签发', en: 'Propose an appointment' },
    tag,
    body: wire.appointmentBody,
    reply: idReply,
    run: (input) => proposeAppointment(context, input.caller, input.body),
  }),
  route({
    method: 'POST',
    path: '/appointments/:id/signature',
    who: signers,
    summary: { zh: '签发或不予签发任命', en: 'Sign or decline an appointment' },
    tag,
    params: idParams,
    body: wire.signBody,
    reply: done,
    run: (input) => signAppointment(context, input.caller, input.params.id, input.body.outcome),
  }),
  route({
    method: 'POST',
    path: '/appointments/:id/acceptance',
    who: 'signed-in',
    summary: { zh: '本人接受任命', en: 'Accept the own appointment' },
    tag,
    params: idParams,
    body: wire.acceptBody,
    reply: done,
    run: (input) => acceptAppointment(context, input.caller, input.params.id, input.body.contentHash),
  }),
  route({
    method: 'POST',
    path: '/appointments/:id/end',
    who: signers,
    summary: { zh: '免去任命', en: 'End an appointment' },
    tag,
    params: idParams,
    body: wire.endAppointmentBody,
    reply: done,
    run: (input) => endAppointment(context, input.caller, input.params.id, input.body.reason),
  }),
]
