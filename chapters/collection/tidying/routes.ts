import type { Writer } from '../../../floor/database/index.ts'
import { type Route, route } from '../../../gate/index.ts'
import { idParams } from '../wire.ts'
import type { Tidy } from './context.ts'
import {
  askCorrection,
  decideCorrection,
  openCorrection,
  showCorrections,
  withdrawCorrection,
} from './corrections.ts'
import {
  assign,
  changeSettings,
  classify,
  confirm,
  markTidy,
  notFound,
  postpone,
  showProgress,
  showQueue,
} from './desk.ts'
import { showMerges, undoMerge } from './merges.ts'
import { showFileQuality, showQuality } from './quality.ts'
import * as wire from './wire.ts'

const tag = 'tidying'
const filers = ['archivist', 'collector']
const overseers = ['archivist', 'collector', 'executive', 'general-manager', 'secrecy-office', 'legal']

/** Tells the asker what became of a request; the chapter approval puts it on the desk. */
export type TellAsker = (w: Writer, personId: string, kind: string) => Promise<void>

/** Tidying: the queue, scores, merges and their undoing, requests for correction (2.3.1). */
export const tidyingRoutes = (ctx: Tidy, tell: TellAsker): Route[] => [
  ...queueRoutes(ctx),
  ...manyRoutes(ctx),
  ...qualityRoutes(ctx),
  ...mergeRoutes(ctx),
  ...correctionRoutes(ctx, tell),
]

const queueRoutes = (ctx: Tidy): Route[] => [
  route({
    method: 'GET', path: '/tidying', who: 'signed-in', tag,
    summary: { zh: '待整理的档案', en: 'Files to be tidied' },
    query: wire.queueQuery,
    reply: wire.queueReply,
    run: ({ caller, query }) => showQueue(ctx, caller, query),
  }),
  route({
    method: 'GET', path: '/tidying/progress', who: 'signed-in', tag,
    summary: { zh: '整理进度', en: 'How far tidying is' },
    reply: wire.progressReply,
    run: ({ caller }) => showProgress(ctx, caller),
  }),
  route({
    method: 'PUT', path: '/tidying/settings', who: ['archivist', 'security-admin'], tag,
    summary: { zh: '修改整理期限', en: 'Change the periods of tidying' },
    body: wire.settingsBody,
    reply: wire.correctionDone,
    run: ({ caller, body }) => changeSettings(ctx, caller, body),
  }),
] // prettier-ignore

const manyRoutes = (ctx: Tidy): Route[] => [
  route({
    method: 'POST', path: '/tidying/assign', who: 'signed-in', tag,
    summary: { zh: '指定整理人', en: 'Give files to somebody to tidy' },
    body: wire.assignBody,
    reply: wire.manyReply,
    run: ({ caller, body }) => assign(ctx, caller, body.ids, body.personId),
  }),
  route({
    method: 'POST', path: '/tidying/postpone', who: 'signed-in', tag,
    summary: { zh: '延期整理（说明原因）', en: 'Put files off, with a reason' },
    body: wire.postponeBody,
    reply: wire.manyReply,
    run: ({ caller, body }) => postpone(ctx, caller, body.ids, body),
  }),
  route({
    method: 'POST', path: '/tidying/tidy', who: 'signed-in', tag,
    summary: { zh: '标记已整理', en: 'Say that files are tidy' },
    body: wire.tidyBody,
    reply: wire.manyReply,
    run: ({ caller, body }) => markTidy(ctx, caller, body.ids, body.reason),
  }),
  route({
    method: 'POST', path: '/tidying/classify', who: 'signed-in', tag,
    summary: { zh: '分类归档', en: 'Give files a type and a category' },
    body: wire.classifyBody,
    reply: wire.manyReply,
    run: ({ caller, body }) => classify(ctx, caller, body.ids, body),
  }),
  route({
    method: 'POST', path: '/tidying/confirm', who: 'signed-in', tag,
    summary: { zh: '确认内容仍然正确', en: 'Everything in these files is still right' },
    body: wire.idsBody,
    reply: wire.manyReply,
    run: ({ caller, body }) => confirm(ctx, caller, body.ids),
  }),
] // prettier-ignore

const qualityRoutes = (ctx: Tidy): Route[] => [
  route({
    method: 'GET', path: '/quality', who: overseers, tag,
    summary: { zh: '资料质量评分与趋势', en: 'Scores of quality, and their trend' },
    query: wire.qualityQuery,
    reply: wire.qualityReply,
    run: ({ query }) => showQuality(ctx, query.department),
  }),
  route({
    method: 'GET', path: '/customers/:id/quality', who: 'signed-in', tag,
    summary: { zh: '一份档案的质量', en: 'The quality of one file' },
    params: idParams,
    reply: wire.fileQuality,
    run: ({ caller, params }) => showFileQuality(ctx, caller, params.id, notFound),
  }),
] // prettier-ignore

const mergeRoutes = (ctx: Tidy): Route[] => [
  route({
    method: 'GET', path: '/merges', who: filers, tag,
    summary: { zh: '合并记录', en: 'Merges' },
    query: wire.mergesQuery,
    reply: wire.mergesReply,
    run: ({ caller, query }) => showMerges(ctx, caller, query),
  }),
  route({
    method: 'POST', path: '/merges/:id/undo', who: filers, tag,
    summary: { zh: '撤销合并', en: 'Undo a merge' },
    params: wire.mergeParams,
    reply: wire.correctionDone,
    run: ({ caller, params }) => undoMerge(ctx, caller, params.id),
  }),
] // prettier-ignore

const correctionRoutes = (ctx: Tidy, tell: TellAsker): Route[] => [
  route({
    method: 'POST', path: '/customers/:id/corrections', who: 'signed-in', tag,
    summary: { zh: '申请更正一项内容', en: 'Ask for the correction of a field' },
    params: idParams,
    body: wire.correctionBody,
    reply: wire.correctionMade,
    run: ({ caller, params, body }) => askCorrection(ctx, caller, params.id, body),
  }),
  route({
    method: 'GET', path: '/corrections', who: 'signed-in', tag,
    summary: { zh: '更正申请', en: 'Requests for correction' },
    query: wire.correctionsQuery,
    reply: wire.correctionsReply,
    holdsCustomerData: true,
    run: ({ caller, query }) => showCorrections(ctx, caller, query),
  }),
  route({
    method: 'POST', path: '/corrections/:id/open', who: 'signed-in', tag,
    summary: { zh: '查看申请的内容（计入使用记录）', en: 'Open a request in full, as a recorded reading' },
    params: idParams,
    body: wire.openCorrectionBody,
    reply: wire.openedCorrection,
    holdsCustomerData: true,
    run: ({ caller, params, body }) => openCorrection(ctx, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/corrections/:id/decide', who: 'signed-in', tag,
    summary: { zh: '接受或不接受更正', en: 'Accept or refuse a correction' },
    params: idParams,
    body: wire.decideCorrectionBody,
    reply: wire.correctionDone,
    run: ({ caller, params, body }) => decideCorrection(ctx, caller, params.id, body, tell),
  }),
  route({
    method: 'POST', path: '/corrections/:id/withdraw', who: 'signed-in', tag,
    summary: { zh: '撤回更正申请', en: 'Take a request back' },
    params: idParams,
    reply: wire.correctionDone,
    run: ({ caller, params }) => withdrawCorrection(ctx, caller, params.id),
  }),
] // prettier-ignore
