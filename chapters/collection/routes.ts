import { Mistake } from '../../floor/errors.ts'
import { type Route, route } from '../../gate/index.ts'
import type { Context } from './context.ts'
import { decideDuplicate, decideMany, viewDuplicates } from './desk/duplicates.ts'
import { askDryRun, cancel, pause, register, settleMapping, start } from './desk/imports.ts'
import { saveTemplate, viewTemplates, registerSource } from './desk/sources.ts'
import { errorFile, extraFile, type SampleShelf, viewErrors, viewImport, viewImports } from './desk/views.ts'
import {
  begun,
  decideBody,
  decidedMany,
  decideManyBody,
  done,
  duplicateList,
  duplicateQuery,
  idParams,
  importList,
  importOptions,
  importQuery,
  importView,
  languageQuery,
  pageQuery,
  rowErrorList,
  sourceBody,
  templateBody,
  templateList,
  uploadBody,
} from './wire.ts'

/** Filing is the work of these two; the gate is asked again before anything is taken in. */
const filers = ['archivist', 'collector'] as const
const mostBytes = 1024 * 1024 * 1024

/** All routes of the chapter. */
export const collectionRoutes = (ctx: Context, shelf: SampleShelf): Route[] => [
  ...importRoutes(ctx, shelf),
  ...findingRoutes(ctx),
  ...runRoutes(ctx),
  ...duplicateRoutes(ctx),
  ...sourceRoutes(ctx),
]

function importRoutes(ctx: Context, shelf: SampleShelf): Route[] {
  const about = { tag: 'imports', who: filers }
  return [
    route({
      ...about,
      method: 'POST',
      path: '/imports',
      body: uploadBody,
      reply: importView,
      upload: {
        maxBytes: mostBytes,
        field: 'file',
      },
      holdsCustomerData: true,
      summary: {
        zh: '上传台账并检查',
        en: 'Upload a ledger and check it',
      },
      run: async ({ caller, file, signal }) => {
        if (file === undefined) throw new Mistake('file-missing', { field: 'file' })
        const { id, samples } = await register(ctx, caller.personId, {
          path: file.path,
          name: file.name,
          signal,
        })
        shelf.keep(id, samples)
        return await viewImport(ctx, shelf, caller.personId, id)
      },
    }),
    route({
      ...about,
      method: 'GET',
      path: '/imports',
      query: importQuery,
      reply: importList,
      summary: {
        zh: '导入列表',
        en: 'Imports',
      },
      run: ({ query }) => viewImports(ctx, query),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/imports/:id',
      params: idParams,
      reply: importView,
      holdsCustomerData: true,
      summary: {
        zh: '一次导入',
        en: 'One import',
      },
      run: ({ caller, params }) => viewImport(ctx, shelf, caller.personId, params.id),
    }),
  ]
}

/** Where the columns go, and what was found in a file. */
function findingRoutes(ctx: Context): Route[] {
  const about = { tag: 'imports', who: filers }
  return [
    route({
      ...about,
      method: 'PUT',
      path: '/imports/:id/mapping',
      params: idParams,
      body: importOptions,
      reply: done,
      summary: {
        zh: '确认各列去向与选项',
        en: 'Settle where the columns go, and the options',
      },
      run: async ({ params, body }) => {
        await settleMapping(ctx, params.id, body)
        return { done: true }
      },
    }),
    route({
      ...about,
      method: 'GET',
      path: '/imports/:id/errors',
      params: idParams,
      query: pageQuery,
      reply: rowErrorList,
      holdsCustomerData: true,
      summary: {
        zh: '逐行问题',
        en: 'Problems by row',
      },
      run: ({ params, query }) => viewErrors(ctx, params.id, query),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/imports/:id/error-file',
      params: idParams,
      query: languageQuery,
      reply: 'file',
      holdsCustomerData: true,
      summary: {
        zh: '下载问题清单（.xlsx）',
        en: 'The problems as a workbook (.xlsx)',
      },
      run: ({ params, query }) => errorFile(ctx, params.id, query.language),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/imports/:id/extra-columns',
      params: idParams,
      query: languageQuery,
      reply: 'file',
      summary: {
        zh: '下载超出必要范围的列（.xlsx）',
        en: 'The columns no chosen purpose needs, as a workbook (.xlsx)',
      },
      run: ({ params, query }) => extraFile(ctx, params.id, query.language),
    }),
  ]
}

function runRoutes(ctx: Context): Route[] {
  const about = { tag: 'imports', who: filers, method: 'POST', params: idParams } as const
  return [
    route({
      ...about,
      path: '/imports/:id/dry-run',
      reply: done,
      summary: {
        zh: '试运行',
        en: 'Dry run',
      },
      run: async ({ params }) => {
        await askDryRun(ctx, params.id)
        return { done: true }
      },
    }),
    route({
      ...about,
      path: '/imports/:id/start',
      reply: begun,
      summary: {
        zh: '开始或继续导入',
        en: 'Start or go on',
      },
      run: ({ caller, params }) => start(ctx, caller.personId, params.id),
    }),
    route({
      ...about,
      path: '/imports/:id/pause',
      reply: done,
      summary: {
        zh: '暂停导入',
        en: 'Pause',
      },
      run: async ({ caller, params }) => {
        await pause(ctx, caller.personId, params.id)
        return { done: true }
      },
    }),
    route({
      ...about,
      path: '/imports/:id/cancel',
      reply: done,
      summary: {
        zh: '取消导入',
        en: 'Cancel: as if it had never been',
      },
      run: async ({ caller, params }) => {
        await cancel(ctx, caller.personId, params.id)
        return { done: true }
      },
    }),
  ]
}

function duplicateRoutes(ctx: Context): Route[] {
  const about = { tag: 'duplicates', who: filers }
  return [
    route({
      ...about,
      method: 'GET',
      path: '/duplicates',
      query: duplicateQuery,
      reply: duplicateList,
      holdsCustomerData: true,
      summary: {
        zh: '疑似重复的档案',
        en: 'Files that may be the same customer',
      },
      run: ({ caller, query }) => viewDuplicates(ctx, caller.personId, query),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/duplicates/:id/decide',
      params: idParams,
      body: decideBody,
      reply: done,
      summary: {
        zh: '合并或保留',
        en: 'Merge or keep both',
      },
      run: ({ caller, params, body }) =>
        decideDuplicate(ctx, caller.personId, params.id, body.decision, body),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/duplicates/decide',
      body: decideManyBody,
      reply: decidedMany,
      summary: {
        zh: '批量合并或保留',
        en: 'Merge or keep many',
      },
      run: ({ caller, body }) => decideMany(ctx, caller.personId, body.ids, body.decision),
    }),
  ]
}

function sourceRoutes(ctx: Context): Route[] {
  const about = { tag: 'sources', who: filers }
  return [
    route({
      ...about,
      method: 'POST',
      path: '/sources',
      body: sourceBody,
      reply: idParams,
      summary: {
        zh: '登记来源',
        en: 'Put a source on record',
      },
      run: ({ caller, body }) => registerSource(ctx, caller, body),
    }),
    route({
      ...about,
      method: 'GET',
      path: '/templates',
      query: pageQuery,
      reply: templateList,
      summary: {
        zh: '导入模板',
        en: 'Import templates',
      },
      run: ({ query }) => viewTemplates(ctx, query),
    }),
    route({
      ...about,
      method: 'POST',
      path: '/templates',
      body: templateBody,
      reply: idParams,
      summary: {
        zh: '保存导入模板',
        en: 'Save the mapping as a template',
      },
      run: ({ caller, body }) => saveTemplate(ctx, caller.personId, body),
    }),
  ]
}
