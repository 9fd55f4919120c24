import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import {
  attachmentParams,
  beginUploadBody,
  documentSettingBody,
  documentSettingReply,
  documentsQuery,
  documentsReply,
  done,
  emptyBody,
  idParams,
  openAttachmentBody,
  uploadPartParams,
  partReply,
  previewPageParams,
  previewReply,
  uploadParams,
  uploadReply,
  uploadsReply,
} from '../wire.ts'
import { beginPreview, previewPage } from './preview.ts'
import { changeSetting, settingReply } from './settings.ts'
import { listToSee, retryDocument, settleDocument } from './to-see.ts'
import {
  beginUpload,
  cancelUpload,
  finishUpload,
  partBytes,
  receivePart,
  uploadsInto,
  uploadState,
} from './uploads.ts'

const tag = 'documents'
const office = ['archivist', 'secrecy-office'] as const

/** Large uploads in parts, previews, what is to be looked at, and the settings. */
export const documentRoutes = (context: Context): Route[] => [
  ...uploadRoutes(context),
  ...previewRoutes(context),
  ...officeRoutes(context),
]

const uploadRoutes = (context: Context): Route[] => [
  route({
    method: 'GET',
    path: '/customers/:id/uploads',
    who: 'signed-in',
    tag,
    summary: { zh: '本人未完成的上传', en: 'Own uploads under way' },
    params: idParams,
    reply: uploadsReply,
    run: async ({ caller, params }) => ({ rows: await uploadsInto(context, caller, params.id) }),
  }),
  route({
    method: 'POST',
    path: '/customers/:id/uploads',
    who: 'signed-in',
    tag,
    summary: { zh: '开始（或续传）大文件上传', en: 'Begin a large upload, or go on with it' },
    params: idParams,
    body: beginUploadBody,
    reply: uploadReply,
    run: ({ caller, params, body }) => beginUpload(context, caller, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/uploads/:uploadId/parts/:index',
    who: 'signed-in',
    tag,
    summary: { zh: '上传一个分片', en: 'Send one part' },
    params: uploadPartParams,
    body: emptyBody,
    upload: { field: 'file', maxBytes: partBytes, inMemory: true },
    reply: partReply,
    run: ({ caller, params, file }) =>
      receivePart(context, caller, params.uploadId, params.index, file!.bytes!),
  }),
  route({
    method: 'GET',
    path: '/uploads/:uploadId',
    who: 'signed-in',
    tag,
    summary: { zh: '上传进度', en: 'Where an upload stands' },
    params: uploadParams,
    reply: uploadReply,
    run: ({ caller, params }) => uploadState(context, caller, params.uploadId),
  }),
  route({
    method: 'POST',
    path: '/uploads/:uploadId/finish',
    who: 'signed-in',
    tag,
    summary: { zh: '分片已传完，开始检查', en: 'All parts are there: look it through' },
    params: uploadParams,
    body: emptyBody,
    reply: uploadReply,
    run: ({ caller, params }) => finishUpload(context, caller, params.uploadId),
  }),
  route({
    method: 'POST',
    path: '/uploads/:uploadId/cancel',
    who: 'signed-in',
    tag,
    summary: { zh: '取消上传', en: 'Give an upload up' },
    params: uploadParams,
    body: emptyBody,
    reply: uploadReply,
    run: ({ caller, params }) => cancelUpload(context, caller, params.uploadId),
  }),
]

const previewRoutes = (context: Context): Route[] => [
  route({
    method: 'POST',
    path: '/customers/:id/attachments/:attachmentId/preview',
    who: 'signed-in',
    tag,
    summary: { zh: '开始在线预览（计入使用记录）', en: 'Begin to look at the pages, as a recorded reading' },
    params: attachmentParams,
    body: openAttachmentBody,
    reply: previewReply,
    holdsCustomerData: true,
    run: ({ caller, params, body }) =>
      beginPreview(context, caller, params.id, params.attachmentId, {
        purpose: body.purpose,
        reason: body.reason,
        application: body.applicationId,
      }),
  }),
  route({
    method: 'POST',
    path: '/previews/:previewId/pages/:page',
    who: 'signed-in',
    tag,
    summary: {
      zh: '预览的一页（图片，带水印，计入使用记录）',
      en: 'One page as a marked picture, a recorded reading',
    },
    params: previewPageParams,
    body: emptyBody,
    reply: 'file',
    holdsCustomerData: true,
    run: ({ caller, params }) => previewPage(context, caller, params.previewId, params.page),
  }),
]

const officeRoutes = (context: Context): Route[] => [
  route({
    method: 'GET',
    path: '/documents',
    who: office,
    tag,
    summary: { zh: '待处理的文档', en: 'Documents to be looked at' },
    query: documentsQuery,
    reply: documentsReply,
    run: ({ caller, query }) => listToSee(context, caller, query),
  }),
  route({
    method: 'POST',
    path: '/customers/:id/attachments/:attachmentId/settle',
    who: office,
    tag,
    summary: { zh: '定密提示已处理', en: 'The hint about the level was looked at' },
    params: attachmentParams,
    body: emptyBody,
    reply: done,
    run: ({ caller, params }) =>
      settleDocument(context, caller, { customerId: params.id, attachmentId: params.attachmentId }),
  }),
  route({
    method: 'POST',
    path: '/customers/:id/attachments/:attachmentId/read-again',
    who: office,
    tag,
    summary: { zh: '重新提取文字', en: 'Take the text out once more' },
    params: attachmentParams,
    body: emptyBody,
    reply: done,
    run: ({ caller, params }) =>
      retryDocument(context, caller, { customerId: params.id, attachmentId: params.attachmentId }),
  }),
  route({
    method: 'GET',
    path: '/documents/settings',
    who: [...office, 'system-admin', 'security-admin', 'audit-admin'],
    tag,
    summary: { zh: '文档接收设置', en: 'Settings about documents' },
    reply: documentSettingReply,
    run: () => settingReply(context),
  }),
  route({
    method: 'PUT',
    path: '/documents/settings',
    who: ['system-admin'],
    tag,
    summary: { zh: '修改文档接收设置', en: 'Change the settings about documents' },
    body: documentSettingBody,
    reply: documentSettingReply,
    run: ({ caller, body }) => changeSetting(context, caller, body),
  }),
]
