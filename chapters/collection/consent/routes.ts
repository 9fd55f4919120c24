import { z } from 'zod'
import { type Route, route } from '../../../gate/index.ts'
import type { ConsentContext } from './context.ts'
import * as backlog from './desk/backlog.ts'
import * as notices from './desk/notices.ts'
import { answerOwn, askCode, useCode, viewOwn, withdrawOwn } from './desk/own.ts'
import { barredNow, inviteCustomer, recordConsent, viewConsents, withdrawFor } from './desk/panel.ts'
import { printConsent, printNotice } from './paper.ts'
import { listNotices } from './store/notices.ts'
import * as wire from '../wire/consent.ts'
import * as later from '../wire/consent-backlog.ts'

/** Who writes and publishes notices, who works through the backlog, and who puts consents on record. */
const writers = ['secrecy-office', 'legal'] as const
const readers = ['secrecy-office', 'legal', 'archivist', 'collector', 'executive', 'general-manager'] as const
const workers = ['archivist', 'collector', 'secrecy-office', 'legal', 'executive', 'general-manager'] as const
const declarers = ['archivist', 'secrecy-office', 'legal'] as const
const scanMostBytes = 20 * 1024 * 1024

/** All routes of notices and consents. */
export const consentRoutes = (ctx: ConsentContext): Route[] => [
  ...noticeRoutes(ctx),
  ...versionRoutes(ctx),
  ...customerRoutes(ctx),
  ...backlogRoutes(ctx),
  ...declarationRoutes(ctx),
  ...anewRoutes(ctx),
  ...openRoutes(ctx),
]

function noticeRoutes(ctx: ConsentContext): Route[] {
  const about = { tag: 'notices', who: writers }
  return [
    route({
      ...about, method: 'GET', path: '/consent-notices', who: readers, query: wire.pageQuery, reply: wire.noticeList,
      summary: { zh: '告知书列表', en: 'Notices' },
      run: ({ query }) => ctx.house.db.read((r) => listNotices(r, query)),
    }),
    route({
      ...about, method: 'POST', path: '/consent-notices', body: wire.newNotice, reply: wire.idParams,
      summary: { zh: '新建告知书', en: 'Start a notice' },
      run: ({ caller, body }) => notices.addNotice(ctx, caller, body),
    }),
    route({
      ...about, method: 'GET', path: '/consent-notices/:id', params: wire.idParams, reply: wire.noticeView,
      summary: { zh: '告知书的草稿、版本和缺项', en: 'A notice: draft, versions, what is missing' },
      run: ({ params }) => notices.viewNotice(ctx, params.id),
    }),
    route({
      ...about, method: 'PUT', path: '/consent-notices/:id', params: wire.idParams, body: wire.saveDraft, reply: wire.savedDraft,
      summary: { zh: '保存草稿', en: 'Save the draft' },
      run: ({ caller, params, body }) => notices.saveNotice(ctx, caller, params.id, body),
    }),
    route({
      ...about, method: 'POST', path: '/consent-notices/:id/propose', params: wire.idParams,
      body: z.strictObject({ revision: z.number().int().min(1) }), reply: z.strictObject({ id: z.uuid(), hash: z.string() }),
      summary: { zh: '提交新版本，待另一人确认', en: 'Lay a version down for somebody else to publish' },
      run: ({ caller, params, body }) => notices.proposeVersion(ctx, caller, params.id, body.revision),
    }),
    route({
      ...about, method: 'POST', path: '/consent-notices/:id/close', params: wire.idParams, reply: wire.done,
      summary: { zh: '停用告知书', en: 'Take a notice out of use' },
      run: ({ caller, params }) => notices.closeNotice(ctx, caller, params.id),
    }),
    route({
      ...about, method: 'GET', path: '/consent-notices/:id/differences', params: wire.idParams, query: wire.differenceQuery, reply: wire.differences,
      summary: { zh: '两个版本的差别', en: 'Where two versions differ' },
      run: ({ params, query }) => notices.compareVersions(ctx, params.id, query),
    }),
  ] // prettier-ignore
}

function versionRoutes(ctx: ConsentContext): Route[] {
  const about = { tag: 'notices', who: writers, params: wire.idParams }
  return [
    route({
      ...about, method: 'GET', path: '/notice-versions/:id', who: readers, query: wire.languageQuery, reply: wire.publicNotice,
      summary: { zh: '一个版本的全文', en: 'One version as it is shown' },
      run: ({ params, query }) => notices.previewVersion(ctx, params.id, query.language),
    }),
    route({
      ...about, method: 'POST', path: '/notice-versions/:id/decide', body: wire.decideVersion, reply: wire.done,
      summary: { zh: '确认发布或退回', en: 'Publish or decline a version' },
      run: ({ caller, params, body }) => notices.decideVersion(ctx, caller, params.id, body),
    }),
    route({
      ...about, method: 'GET', path: '/notice-versions/:id/print', who: readers, query: wire.languageQuery, reply: 'file',
      summary: { zh: '打印告知书（A4）', en: 'Print a notice (A4)' },
      run: ({ caller, params, query }) => printNotice(ctx, caller, params.id, query.language),
    }),
  ] // prettier-ignore
}

function customerRoutes(ctx: ConsentContext): Route[] {
  const about = { tag: 'consents', who: 'signed-in' as const, params: wire.idParams }
  const consentParams = z.strictObject({ id: z.uuid(), consent: z.uuid() })
  return [
    route({
      ...about, method: 'GET', path: '/customers/:id/consents', reply: wire.customerConsents,
      summary: { zh: '客户的同意与撤回', en: 'What a customer agreed to and took back' },
      run: ({ caller, params }) => viewConsents(ctx, caller, params.id),
    }),
    route({
      ...about, method: 'POST', path: '/customers/:id/consents', body: wire.recordBody, reply: wire.receiptReply,
      summary: { zh: '登记纸质、口头、柜台或微信的同意', en: 'Put a consent on record' },
      run: async ({ caller, params, body }) => await recordConsent(ctx, caller, params.id, body),
    }),
    route({
      ...about, method: 'POST', path: '/customers/:id/consents/withdraw', body: wire.withdrawBody, reply: wire.done,
      summary: { zh: '代客户登记撤回', en: 'Take consent back on the customer’s behalf' },
      run: ({ caller, params, body }) => withdrawFor(ctx, caller, params.id, body),
    }),
    route({
      ...about, method: 'POST', path: '/customers/:id/consent-links', body: later.linkBody, reply: later.linkReply,
      summary: { zh: '补发回执或发出征求同意的链接', en: 'Another receipt, or an invitation to answer a notice' },
      run: ({ caller, params, body }) => inviteCustomer(ctx, caller, params.id, body),
    }),
    route({
      ...about, method: 'GET', path: '/customers/:id/barred', reply: z.strictObject({ keys: z.array(z.string()) }),
      summary: { zh: '此刻不得使用的目的和种类', en: 'Which purposes and kinds are barred now' },
      run: ({ caller, params }) => barredNow(ctx, caller, params.id),
    }),
    route({
      ...about, method: 'GET', path: '/customers/:id/consents/:consent/print', params: consentParams, query: wire.languageQuery, reply: 'file',
      summary: { zh: '打印同意记录（A4）', en: 'Print the record of a consent (A4)' },
      run: ({ caller, params, query }) => printConsent(ctx, caller, params, query.language),
    }),
    route({
      ...about, method: 'POST', path: '/customers/:id/consents/:end/told', params: later.toldParams, reply: wire.done,
      summary: { zh: '登记已通知导出和授权的持有人', en: 'Those who carried the data out were told' },
      run: ({ caller, params }) => backlog.tellDone(ctx, caller, params.id, params.end),
    }),
  ] // prettier-ignore
}

function backlogRoutes(ctx: ConsentContext): Route[] {
  const about = { tag: 'consents', who: workers }
  return [
    route({
      ...about, method: 'GET', path: '/consent-backlog', query: later.backlogQuery, reply: later.backlogList,
      summary: { zh: '历史存量待补清单', en: 'Files without evidence of consent' },
      run: ({ caller, query }) => backlog.viewBacklog(ctx, caller, query),
    }),
    route({
      ...about, method: 'GET', path: '/consent-backlog/figures', reply: later.backlogFigures,
      summary: { zh: '待补进度', en: 'Progress of the backlog' },
      run: () => backlog.viewFigures(ctx),
    }),
    route({
      ...about, method: 'POST', path: '/consent-backlog/papers', who: ['archivist', 'collector'], body: later.paperBody,
      upload: { field: 'file', maxBytes: scanMostBytes }, reply: later.paperReply,
      summary: { zh: '按档号关联一份纸质扫描件', en: 'Link one scanned paper by its file number' },
      run: ({ caller, body, file }) => backlog.linkPaper(ctx, caller, { path: file!.path, name: file!.name }, body.answers),
    }),
  ] // prettier-ignore
}

function declarationRoutes(ctx: ConsentContext): Route[] {
  const about = { tag: 'consents', who: declarers }
  return [
    route({
      ...about, method: 'GET', path: '/basis-declarations', query: later.declarationQuery, reply: later.declarationList,
      summary: { zh: '其他合法性基础的声明', en: 'Declarations of another legal basis' },
      run: ({ query }) => backlog.viewDeclarations(ctx, query),
    }),
    route({
      ...about, method: 'POST', path: '/basis-declarations', body: later.declarationBody, reply: wire.idParams,
      summary: { zh: '声明其他合法性基础，待另一人确认', en: 'Declare another legal basis, for somebody else to confirm' },
      run: ({ caller, body }) => backlog.declareBasis(ctx, caller, body),
    }),
    route({
      ...about, method: 'POST', path: '/basis-declarations/:id/decide', params: wire.idParams, body: later.decideDeclaration, reply: wire.done,
      who: writers, summary: { zh: '确认或退回声明', en: 'Confirm or decline a declaration' },
      run: ({ caller, params, body }) => backlog.decideDeclaration(ctx, caller, params.id, body.outcome),
    }),
  ] // prettier-ignore
}

function anewRoutes(ctx: ConsentContext): Route[] {
  const about = { tag: 'consents', who: workers }
  return [
    route({
      ...about, method: 'GET', path: '/consent-anew', reply: later.anewList,
      summary: { zh: '需要重新征得同意的告知书', en: 'Notices about which customers are asked anew' },
      run: () => backlog.viewAnew(ctx),
    }),
    route({
      ...about, method: 'GET', path: '/consent-anew/files', query: later.anewFilesQuery, reply: later.anewFiles,
      summary: { zh: '同意仍停留在旧版本的档案', en: 'Files whose consent stands on an older version' },
      run: ({ caller, query }) => backlog.viewAnewFiles(ctx, caller, query),
    }),
    route({
      ...about, method: 'GET', path: '/consent-anew/export', who: declarers, query: later.anewExport, reply: 'file',
      summary: { zh: '导出档号清单（CSV）', en: 'The list as file numbers (CSV)' },
      run: ({ caller, query }) => backlog.exportAnew(ctx, caller, query.notice),
    }),
  ] // prettier-ignore
}

/** What customers reach without signing in; doors/http/open.ts stands before all of it. */
function openRoutes(ctx: ConsentContext): Route[] {
  const about = { tag: 'open', who: 'anyone' as const }
  return [
    route({
      ...about, method: 'GET', path: '/open/notices/:code', params: wire.noticeCodeParams, query: wire.languageQuery, reply: wire.publicNotice,
      summary: { zh: '现行告知书', en: 'The notice in force' },
      run: ({ params, query }) => notices.publicNotice(ctx, params.code, query.language),
    }),
    route({
      ...about, method: 'GET', path: '/open/notices/:code/:hash', params: wire.hashParams, query: wire.languageQuery, reply: wire.publicNotice,
      summary: { zh: '告知书的某一版本', en: 'One version of a notice, by its hash' },
      run: ({ params, query }) => notices.publicNotice(ctx, params.code, query.language, params.hash),
    }),
    route({
      ...about, method: 'POST', path: '/open/consents/own/view', body: wire.secretBody, reply: wire.ownConsents,
      summary: { zh: '凭回执查看本人的同意', en: 'The own consents, by receipt' },
      run: ({ body }) => viewOwn(ctx, body.secret, body.language),
    }),
    route({
      ...about, method: 'POST', path: '/open/consents/own/withdraw', body: wire.ownWithdrawal, reply: wire.done,
      summary: { zh: '撤回本人的同意', en: 'Take the own consent back' },
      run: ({ body }) => withdrawOwn(ctx, body.secret, body.keys),
    }),
    route({
      ...about, method: 'POST', path: '/open/consents/own/answer', body: wire.ownAnswer, reply: z.strictObject({ receipt: z.string() }),
      summary: { zh: '答复告知书', en: 'Answer a notice' },
      run: ({ body }) => {
        const { secret, notice, hash, ...given } = body
        return answerOwn(ctx, secret, { ...given, noticeVersionId: notice, noticeHash: hash })
      },
    }),
    route({
      ...about, method: 'POST', path: '/open/consents/own/ask-code', body: wire.codeAsked, reply: wire.codeSent,
      summary: { zh: '向登记的手机或邮箱发送验证码', en: 'Send a code to a phone or mail address on file' },
      run: ({ body }) => askCode(ctx, body),
    }),
    route({
      ...about, method: 'POST', path: '/open/consents/own/use-code', body: wire.codeGiven, reply: wire.codeTaken,
      summary: { zh: '用验证码进入', en: 'Come in with a code' },
      run: ({ body }) => useCode(ctx, body),
    }),
  ] // prettier-ignore
}
