import { Mistake } from '../../../floor/errors.ts'
import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { changeUsualMonths, printLetter } from '../exit/letter.ts'
import { fileSigned, openSigned } from '../exit/signed.ts'
import { listLetters, type PaperKind, usualMonths } from '../exit/store.ts'
import { todayOf } from '../facts.ts'
import { done, idParams, printQuery } from '../wire.ts'
import { exitSetting, lettersQuery, lettersReply, scanMostBytes } from '../wire/exit.ts'

const tag = 'people'
const keepers = ['archivist', 'system-admin']
const readers = [...keepers, 'audit-admin']

/** Signed copies of handover lists, and letters on leaving (clauses 5.5.1 and 5.5.3). */
export const exitRoutes = (context: Context): readonly Route[] => [
  ...signedRoutes(context, 'handover', '/handovers', { zh: '交接清单', en: 'handover list' }),
  ...signedRoutes(context, 'letter', '/exit-letters', { zh: '离职保密告知书', en: 'exit letter' }),
  ...letterRoutes(context),
]

const signedRoutes = (
  context: Context,
  kind: PaperKind,
  path: string,
  what: { readonly zh: string; readonly en: string },
): readonly Route[] => [
  route({
    method: 'POST',
    path: `${path}/:id/signed`,
    who: keepers,
    summary: { zh: `归档签字的${what.zh}`, en: `File the signed ${what.en}` },
    tag,
    params: idParams,
    upload: { maxBytes: scanMostBytes, field: 'file' },
    reply: done,
    run: (input) => {
      if (input.file === undefined) throw new Mistake('people.paper-missing', { field: 'file' })
      return fileSigned(context, input.caller, kind, input.params.id, input.file.path)
    },
  }),
  route({
    method: 'GET',
    path: `${path}/:id/signed`,
    who: readers,
    summary: { zh: `打开签字的${what.zh}（记录在账）`, en: `Open the signed ${what.en}; recorded` },
    tag,
    params: idParams,
    reply: 'file',
    run: (input) => openSigned(context, input.caller, kind, input.params.id),
  }),
]

const letterRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/exit-letters',
    who: readers,
    summary: { zh: '离职保密告知书登记', en: 'Register of exit letters' },
    tag,
    query: lettersQuery,
    reply: lettersReply,
    run: (input) => context.house.db.read((r) => listLetters(r, todayOf(context.house), input.query)),
  }),
  route({
    method: 'GET',
    path: '/exit-letters/:id/print',
    who: readers,
    summary: { zh: '打印离职保密告知书', en: 'The exit letter as PDF, to be signed for' },
    tag,
    params: idParams,
    query: printQuery,
    reply: 'file',
    run: (input) => printLetter(context, input.caller, input.params.id, input.query.language),
  }),
  route({
    method: 'GET',
    path: '/exit-letters/setting',
    who: readers,
    summary: { zh: '离职后的保密月数', en: 'Usual months of secrecy after leaving' },
    tag,
    reply: exitSetting,
    run: async () => ({ months: await context.house.db.read((r) => usualMonths(r)) }),
  }),
  route({
    method: 'PUT',
    path: '/exit-letters/setting',
    who: ['system-admin'],
    summary: { zh: '设定离职后的保密月数', en: 'Set the usual months of secrecy after leaving' },
    tag,
    body: exitSetting,
    reply: done,
    run: (input) => changeUsualMonths(context, input.caller, input.body.months),
  }),
]
