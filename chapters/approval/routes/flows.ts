import { type Route, route } from '../../../gate/index.ts'
import type { DeskContext } from '../desk/context.ts'
import {
  checkFlow,
  exportFlow,
  flowVersions,
  importFlow,
  listFlows,
  retireFlow,
  saveFlow,
} from '../desk/flows.ts'
import { dryRun } from '../desk/predict.ts'
import { mistakeText } from '../texts.ts'
import * as wire from '../wire.ts'

const tag = 'approval'

/** Flow definitions: listed, checked, saved, tried, carried over, retired. */
export const flowRoutes = (context: DeskContext): readonly Route[] => [
  ...savedRoutes(context),
  ...upkeepRoutes(context),
]

const savedRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'GET',
    path: '/flows',
    who: 'signed-in',
    tag,
    summary: { zh: '审批流程', en: 'Approval flows in force' },
    reply: wire.flowsReply,
    run: () => listFlows(context),
  }),
  route({
    method: 'GET',
    path: '/flows/:key',
    who: 'signed-in',
    tag,
    summary: { zh: '流程的各个版本', en: 'All versions of a flow' },
    params: wire.keyParams,
    reply: wire.versionsReply,
    run: ({ params }) => flowVersions(context, params.key),
  }),
  route({
    method: 'POST',
    path: '/flows/check',
    who: 'signed-in',
    tag,
    summary: { zh: '检查流程', en: 'Check a flow without saving it' },
    body: wire.flowBody,
    reply: wire.checkReply,
    run: async ({ body }) => ({
      objections: (await checkFlow(context, body)).map(({ code, field, values }) => ({
        code,
        field,
        text: mistakeText(code, values),
      })),
    }),
  }),
  route({
    method: 'POST',
    path: '/flows',
    who: 'signed-in',
    tag,
    summary: { zh: '保存流程的新版本', en: 'Save a new version of a flow' },
    body: wire.flowBody,
    reply: wire.flowShape,
    run: ({ caller, body }) => saveFlow(context, caller, body),
  }),
]

/** Trying, carrying over and retiring a flow; only the flow administrator. */
const upkeepRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'POST',
    path: '/flows/dry-run',
    who: ['security-admin'],
    tag,
    summary: { zh: '试运行：以往表单会怎样走', en: 'Dry run: the way a form of the past would take' },
    body: wire.dryRunBody,
    reply: wire.dryRunReply,
    run: ({ body }) => dryRun(context, body.flow, body.past),
  }),
  route({
    method: 'POST',
    path: '/flows/import',
    who: ['security-admin'],
    tag,
    summary: { zh: '从文件导入流程', en: 'Import a flow from a file' },
    body: wire.importBody,
    reply: wire.flowShape,
    run: ({ caller, body }) => importFlow(context, caller, body.file),
  }),
  route({
    method: 'GET',
    path: '/flows/:key/export',
    who: ['security-admin'],
    tag,
    summary: { zh: '导出流程文件', en: 'A flow as a file' },
    params: wire.keyParams,
    reply: 'file',
    run: async ({ params }) => {
      const { fileName, text } = await exportFlow(context, params.key)
      return { fileName, contentType: 'application/json', body: Buffer.from(text) }
    },
  }),
  route({
    method: 'POST',
    path: '/flows/:key/retire',
    who: ['security-admin'],
    tag,
    summary: { zh: '停用流程', en: 'Take a flow out of force' },
    params: wire.keyParams,
    body: wire.retireBody,
    reply: wire.retiredReply,
    run: ({ caller, params, body }) => retireFlow(context, caller, params.key, body.reason),
  }),
]
