import { type Caller, type Route, route, rowFilter } from '../../../gate/index.ts'
import { type Context, nowOf, personFactsOf } from '../context.ts'
import { peopleReply } from '../routes/reply.ts'
import { done, idParams } from '../wire.ts'
import { archiveNodes, archiveRows } from './archive.ts'
import { editCategory, editRule, editType, previewRule, renumber, showClasses, showRule } from './desk.ts'
import { listVoided, ruleInForce } from './numbers.ts'
import { addPaper, markPaper, movePaper, showParts } from './parts.ts'
import * as wire from './wire.ts'

const tag = 'filing'
const editors = ['archivist', 'security-admin']

/** Types, categories, numbers, the catalogue of files, and their paper (2.3.2). */
export const filingRoutes = (context: Context, year: () => number): Route[] => [
  ...classRoutes(context),
  ...numberRoutes(context, year),
  ...archiveRoutes(context),
  ...partRoutes(context),
]

const classRoutes = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/filing/classes', who: 'signed-in', tag,
    summary: { zh: '客户类型与资料类别', en: 'Customer types and categories' },
    reply: wire.classesReply,
    run: () => showClasses(context),
  }),
  route({
    method: 'PUT', path: '/filing/types', who: editors, tag,
    summary: { zh: '新增或修改客户类型', en: 'Add or change a customer type' },
    body: wire.typeBody,
    reply: done,
    run: ({ caller, body }) => editType(context, caller, body),
  }),
  route({
    method: 'PUT', path: '/filing/categories', who: editors, tag,
    summary: { zh: '新增或修改资料类别', en: 'Add or change a category' },
    body: wire.categoryBody,
    reply: done,
    run: ({ caller, body }) => editCategory(context, caller, body),
  }),
] // prettier-ignore

const numberRoutes = (context: Context, year: () => number): Route[] => [
  route({
    method: 'GET', path: '/filing/numbering', who: 'signed-in', tag,
    summary: { zh: '档号编制规则', en: 'The rule for file numbers' },
    reply: wire.ruleReply,
    run: async () => {
      const rule = await context.house.db.read(showRule)
      const person = await peopleReply(context, rule.createdBy === null ? [] : [rule.createdBy])
      const { template, fonds, version, createdAt, createdBy } = rule
      const by = createdBy === null ? null : person(createdBy)
      return { template, fonds, version, at: createdAt.toISOString(), by }
    },
  }),
  route({
    method: 'PUT', path: '/filing/numbering', who: editors, tag,
    summary: { zh: '修改档号规则（已有档号不变）', en: 'Change the rule; numbers already given stay' },
    body: wire.ruleBody,
    reply: done,
    run: ({ caller, body }) => editRule(context, caller, body),
  }),
  route({
    method: 'POST', path: '/filing/numbering/preview', who: editors, tag,
    summary: { zh: '预览档号', en: 'What the next numbers would look like' },
    body: wire.rulePreviewBody,
    reply: wire.rulePreview,
    run: ({ body }) => previewRule(context, body, year()),
  }),
  route({
    method: 'GET', path: '/filing/voided-numbers', who: [...editors, 'audit-admin'], tag,
    summary: { zh: '作废的档号', en: 'Numbers that no file bears any more' },
    query: wire.voidedQuery,
    reply: wire.voidedReply,
    run: async ({ query }) => {
      const { total, rows } = await context.house.db.read((r) => listVoided(r, query))
      const person = await peopleReply(context, rows.flatMap((row) => row.voidedBy ?? []))
      return {
        total,
        rows: rows.map(({ voidedBy, voidedAt, ...row }) => ({
          ...row, by: voidedBy === null ? null : person(voidedBy), at: voidedAt.toISOString(),
        })),
      }
    },
  }),
  route({
    method: 'POST', path: '/customers/:id/renumber', who: 'signed-in', tag,
    summary: { zh: '重编档号（原号作废留存）', en: 'Give a file another number; the old one is kept as void' },
    params: idParams,
    body: wire.renumberBody,
    reply: wire.renumbered,
    run: ({ caller, params, body }) => renumber(context, caller, params.id, body.reason, year()),
  }),
] // prettier-ignore

/** The files this person may list at this moment. */
const filterOf = async (context: Context, caller: Caller) => {
  const { person } = await personFactsOf(context, caller.personId)
  return person === undefined ? { rows: 'none' as const } : rowFilter(person, nowOf(context))
}

const archiveRoutes = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/archive/tree', who: 'signed-in', tag,
    summary: { zh: '档案目录（树）', en: 'The catalogue of files as a tree' },
    reply: wire.archiveTree,
    run: async ({ caller }) => {
      const filter = await filterOf(context, caller)
      return await context.house.db.read(async (r) => ({
        fonds: (await ruleInForce(r)).fonds,
        nodes: await archiveNodes(r, filter, context.house.timeZone),
      }))
    },
  }),
  route({
    method: 'GET', path: '/archive/files', who: 'signed-in', tag,
    summary: { zh: '档案目录（列表）', en: 'The catalogue of files as a list' },
    query: wire.archiveQuery,
    reply: wire.archiveReply,
    run: async ({ caller, query }) => {
      const filter = await filterOf(context, caller)
      return await context.house.db.read((r) => archiveRows(r, filter, query, context.house.timeZone))
    },
  }),
] // prettier-ignore

const partRoutes = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/customers/:id/parts', who: 'signed-in', tag,
    summary: { zh: '一份档案的电子与纸质组成', en: 'What a file consists of, electronic and on paper' },
    params: idParams,
    reply: wire.partsReply,
    run: ({ caller, params }) => showParts(context, caller, params.id),
  }),
  route({
    method: 'POST', path: '/customers/:id/paper', who: 'signed-in', tag,
    summary: { zh: '登记纸质资料', en: 'File something on paper' },
    params: idParams,
    body: wire.paperBody,
    reply: wire.partMade,
    run: ({ caller, params, body }) => addPaper(context, caller, params.id, body),
  }),
  route({
    method: 'PUT', path: '/customers/:id/paper/:partId', who: 'signed-in', tag,
    summary: { zh: '移动或更正纸质资料', en: 'Move or correct a part on paper' },
    params: wire.partParams,
    body: wire.paperEdit,
    reply: done,
    run: ({ caller, params, body }) => movePaper(context, caller, { customerId: params.id, id: params.partId }, body),
  }),
  ...(['checked', 'taken-out'] as const).map((step) =>
    route({
      method: 'POST', path: `/customers/:id/paper/:partId/${step}`, who: 'signed-in', tag,
      summary:
        step === 'checked'
          ? { zh: '核对纸质资料在位', en: 'The paper lies where the catalogue says' }
          : { zh: '移出纸质资料', en: 'Take paper out of the file' },
      params: wire.partParams,
      body: wire.partVersion,
      reply: done,
      run: ({ caller, params, body }) =>
        markPaper(context, caller, { customerId: params.id, id: params.partId, version: body.version }, step),
    }),
  ),
] // prettier-ignore
