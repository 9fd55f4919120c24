import { isRefusal } from '../../../floor/errors.ts'
import { type Route, route } from '../../../gate/index.ts'
import { type Context, fileOf } from '../context.ts'
import { attach, wholeUploadMostBytes } from '../documents/attach.ts'
import { shownOf } from '../documents/shown.ts'
import { documentsOf } from '../documents/store.ts'
import { detach, listAttachments, mayAttach, mayLookAt } from '../desk/attachments.ts'
import { correctCustomer, createCustomer } from '../desk/file.ts'
import { downloadAttachment } from '../desk/opening.ts'
import { history } from '../store/file.ts'
import {
  attachBody,
  attachedReply,
  attachmentParams,
  attachmentsReply,
  correction,
  customerFiled,
  done,
  historyQuery,
  historyReply,
  idParams,
  newCustomer,
  openAttachmentBody,
  removeAttachmentBody,
  versionReply,
} from '../wire.ts'
import { peopleReply } from './reply.ts'

const tag = 'customers'

/** Filing, correcting and history of customer files. Lists, search and reading belong to the chapter use. */
export function fileRoutes(context: Context, yearNow: () => number): Route[] {
  return [
    route({
      method: 'POST',
      path: '/customers',
      who: 'signed-in',
      tag,
      summary: { zh: '新建客户档案', en: 'File a customer' },
      body: newCustomer,
      reply: customerFiled,
      run: ({ caller, body }) => createCustomer(context, caller, body, yearNow()),
    }),
    route({
      method: 'PUT',
      path: '/customers/:id',
      who: 'signed-in',
      tag,
      summary: { zh: '更正客户档案', en: 'Correct a customer file' },
      params: idParams,
      body: correction,
      reply: versionReply,
      run: ({ caller, params, body }) => correctCustomer(context, caller, params.id, body),
    }),
    route({
      method: 'GET',
      path: '/customers/:id/history',
      who: 'signed-in',
      tag,
      summary: { zh: '档案变更历史（不含内容）', en: 'History of a file, without values' },
      params: idParams,
      query: historyQuery,
      reply: historyReply,
      run: async ({ caller, params, query }) => {
        const { catalogue, material } = await fileOf(context, params.id)
        const refusal = await mayLookAt(context, caller, material)
        if (refusal !== undefined) return refusal
        const { total, rows } = await context.house.db.read((r) => history(r, params.id, query))
        const person = await peopleReply(
          context,
          rows.map((row) => row.actorId),
        )
        return {
          total,
          rows: rows.map(({ id, at, kind, actorId, fields, instanceId }) => ({
            id,
            at: at.toISOString(),
            kind,
            person: person(actorId),
            fields: fields.flatMap((one) => {
              const field = catalogue.fields.get(one)
              return field === undefined ? [] : [{ id: one, zh: field.zh, en: field.en }]
            }),
            instanceId,
          })),
        }
      },
    }),
  ]
}

/** Documents kept with a customer's file. */
export function attachmentRoutes(context: Context): Route[] {
  return [
    route({
      method: 'GET',
      path: '/customers/:id/attachments',
      who: 'signed-in',
      tag,
      summary: { zh: '附件列表（标题脱敏）', en: 'Attachments, titles masked' },
      params: idParams,
      reply: attachmentsReply,
      holdsCustomerData: true,
      run: async ({ caller, params }) => {
        const shown = await listAttachments(context, caller, params.id)
        if (isRefusal(shown)) return shown
        const person = await peopleReply(
          context,
          shown.map((one) => one.addedBy),
        )
        const contents = await context.house.db.read((r) => documentsOf(r, params.id))
        const rows = shown.map((one) => ({
          ...one,
          content: one.title === null ? null : shownOf(contents.get(one.id)),
          addedAt: one.addedAt.toISOString(),
          addedBy: person(one.addedBy),
        }))
        return { total: rows.length, mayAttach: await mayAttach(context, caller, params.id), rows }
      },
    }),
    route({
      method: 'POST',
      path: '/customers/:id/attachments',
      who: 'signed-in',
      tag,
      summary: { zh: '上传附件', en: 'Add an attachment' },
      params: idParams,
      body: attachBody,
      upload: { field: 'file', maxBytes: wholeUploadMostBytes, inMemory: true },
      reply: attachedReply,
      run: ({ caller, params, body, file }) =>
        attach(context, caller, params.id, {
          ...body,
          path: file!.path,
          bytes: file!.bytes,
          name: file!.name,
        }),
    }),
    ...openingRoutes(context),
  ]
}

/** Opening the original, and taking an attachment out of use. */
function openingRoutes(context: Context): Route[] {
  return [
    route({
      method: 'POST',
      path: '/customers/:id/attachments/:attachmentId/open',
      who: 'signed-in',
      tag,
      summary: { zh: '打开附件（计入使用记录）', en: 'Open an attachment, as a recorded reading' },
      params: attachmentParams,
      body: openAttachmentBody,
      reply: 'file',
      holdsCustomerData: true,
      run: ({ caller, params, body }) =>
        downloadAttachment(context, caller, params.id, params.attachmentId, {
          purpose: body.purpose,
          reason: body.reason,
          application: body.applicationId,
        }),
    }),
    route({
      method: 'POST',
      path: '/customers/:id/attachments/:attachmentId/remove',
      who: 'signed-in',
      tag,
      summary: { zh: '移除附件（保留记录）', en: 'Take an attachment out of use; the record stays' },
      params: attachmentParams,
      body: removeAttachmentBody,
      reply: done,
      run: ({ caller, params, body }) => detach(context, caller, params.id, params.attachmentId, body.reason),
    }),
  ]
}
