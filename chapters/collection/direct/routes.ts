import { Mistake } from '../../../floor/errors.ts'
import { type Route, route } from '../../../gate/index.ts'
import type { DirectContext } from './context.ts'
import { counterForm, submitAtCounter } from './desk/counter.ts'
import { choices, close, createForm, publish, saveForm, viewForm, viewForms } from './desk/forms.ts'
import { decideSubmission, viewChannels, viewSubmissions } from './desk/submissions.ts'
import {
  channelList,
  channelQuery,
  counterBody,
  decideSubmission as decideBody,
  directDone,
  directId,
  formChoices,
  formList,
  formParams,
  formsQuery,
  formView,
  newForm,
  openForm,
  publishedForm,
  publishForm,
  savedForm,
  saveForm as saveBody,
  submissionList,
  submissionsQuery,
  submitted,
} from './wire.ts'

/** Collecting is the work of these two; the gate is asked again at every act. */
const filers = ['archivist', 'collector'] as const

/** What the staff call. */
export const directRoutes = (ctx: DirectContext): Route[] => [
  ...formRoutes(ctx),
  ...builderRoutes(ctx),
  ...arrivalRoutes(ctx),
]

function formRoutes(ctx: DirectContext): Route[] {
  const about = { tag: 'forms', who: filers }
  return [
    route({
      ...about,
      method: 'GET',
      path: '/forms',
      query: formsQuery,
      reply: formList,
      summary: { zh: '收集表单列表', en: 'Forms for customers' },
      run: ({ query }) => viewForms(ctx, query),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/forms/choices',
      reply: formChoices,
      summary: { zh: '设计表单可用的目的、项目、告知书和来源', en: 'What a form is built from' },
      run: () => choices(ctx),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/forms/:id',
      params: formParams,
      reply: formView,
      summary: { zh: '一份收集表单', en: 'One form' },
      run: ({ params, origin }) => viewForm(ctx, params.id, origin),
    }),
  ]
}

function builderRoutes(ctx: DirectContext): Route[] {
  const about = { tag: 'forms', who: filers }
  return [
    route({
      ...about,
      method: 'POST',
      path: '/forms',
      body: newForm,
      reply: directId,
      summary: { zh: '新建收集表单', en: 'Begin a form' },
      run: ({ caller, body }) => createForm(ctx, caller.personId, body),
    }),
    route({
      ...about,
      method: 'PUT',
      path: '/forms/:id',
      params: formParams,
      body: saveBody,
      reply: savedForm,
      summary: { zh: '保存表单草稿', en: 'Keep the draft of a form' },
      run: ({ caller, params, body }) => saveForm(ctx, caller.personId, params.id, body),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/forms/:id/publish',
      params: formParams,
      body: publishForm,
      reply: publishedForm,
      summary: { zh: '发布表单', en: 'Publish a form' },
      run: ({ caller, params, body }) => publish(ctx, caller.personId, params.id, body.revision),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/forms/:id/close',
      params: formParams,
      reply: directDone,
      summary: { zh: '停用表单', en: 'Close a form' },
      run: ({ caller, params }) => close(ctx, caller.personId, params.id),
    }),
  ]
}

function arrivalRoutes(ctx: DirectContext): Route[] {
  const about = { tag: 'forms', who: filers }
  return [
    route({
      ...about,
      method: 'GET',
      path: '/form-submissions',
      query: submissionsQuery,
      reply: submissionList,
      summary: { zh: '表单提交列表', en: 'What came in through forms' },
      run: ({ caller, query }) => viewSubmissions(ctx, caller, query),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/form-submissions/:id/decide',
      params: formParams,
      body: decideBody,
      reply: directDone,
      summary: { zh: '收下或退回一份提交', en: 'Accept or turn away what came in' },
      run: ({ caller, params, body }) => decideSubmission(ctx, caller.personId, params.id, body.outcome),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/collection-channels',
      query: channelQuery,
      reply: channelList,
      summary: { zh: '收集来源台账', en: 'Register of sources' },
      run: ({ query }) => viewChannels(ctx, query),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/forms/:id/counter',
      params: formParams,
      reply: openForm,
      summary: { zh: '柜台录入的表单', en: 'A form at the counter' },
      run: ({ params }) => counterForm(ctx, params.id),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/forms/:id/counter',
      params: formParams,
      body: counterBody,
      upload: { field: 'file', maxBytes: 20 * 1024 * 1024 },
      reply: submitted,
      summary: {
        zh: '柜台录入并由客户签名确认',
        en: 'File what a customer confirmed and signed at the counter',
      },
      run: ({ caller, params, body, file }) => {
        if (file === undefined) throw new Mistake('file-missing', { field: 'file' })
        return submitAtCounter(ctx, caller.personId, params.id, body, file.path)
      },
    }),
  ]
}
