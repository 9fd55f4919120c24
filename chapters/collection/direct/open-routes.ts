import { type Route, route } from '../../../gate/index.ts'
import type { DirectContext } from './context.ts'
import { uploaded } from './desk/files.ts'
import { openFormView } from './desk/open.ts'
import { lookUp, submit } from './desk/submit.ts'
import { lookBody, openForm, openFormParams, submitBody, submitted } from './wire.ts'

/** Bytes of all files of one submission. */
const filesMostBytes = 20 * 1024 * 1024

/** What customers call; the door guards everything under /open/. */
export const openFormRoutes = (ctx: DirectContext): Route[] => {
  const about = { who: 'anyone', tag: 'open' } as const
  return [
    route({
      ...about,
      method: 'GET',
      path: '/open/forms/:code',
      params: openFormParams,
      reply: openForm,
      summary: { zh: '公开表单', en: 'A form that customers fill in' },
      run: ({ params }) => openFormView(ctx, params.code),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/open/forms/:code/submissions',
      params: openFormParams,
      body: submitBody,
      reply: submitted,
      summary: { zh: '提交公开表单', en: 'Send a form' },
      run: ({ params, body }) => submit(ctx, params.code, body, Buffer.alloc(0), { channel: 'web' }),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/open/forms/:code/submissions-with-files',
      params: openFormParams,
      body: submitBody,
      upload: { field: 'file', maxBytes: filesMostBytes },
      reply: submitted,
      summary: { zh: '提交公开表单（带附件）', en: 'Send a form with files' },
      run: async ({ params, body, file }) =>
        await submit(ctx, params.code, body, await uploaded(file?.path), { channel: 'web' }),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/open/receipts/look',
      body: lookBody,
      reply: submitted,
      summary: { zh: '查询回执', en: 'Look up a receipt' },
      run: ({ body }) => lookUp(ctx, body.receipt),
    }),
  ]
}
