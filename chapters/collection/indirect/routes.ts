import { Mistake } from '../../../floor/errors.ts'
import { type Route, route } from '../../../gate/index.ts'
import { done, idParams } from '../wire.ts'
import { sourceList } from '../wire.ts'
import { viewBatch, viewBatches, viewConflicts } from './batch-views.ts'
import { answerPoints, changeSettings, drawBatch, giveBatchBack, judge, takeBatch } from './checking.ts'
import { checkers, type IndirectContext } from './context.ts'
import { decideFreeze, proposeFreeze } from './freeze.ts'
import { openItem } from './open-item.ts'
import { propose } from './release-form.ts'
import { addSourceFile, openSourceFile, sourceFileMostBytes } from './source-files.ts'
import { viewChoices, viewFrozen, viewRegister, viewSource } from './source-views.ts'
import { checkSource, editSource, openSource } from './sources.ts'
import { readSettings } from './store/quarantine.ts'
import {
  checklistBody,
  conflictList,
  decideFreezeBody,
  freezeBody,
  frozenList,
  frozenQuery,
  itemParams,
  judgeBody,
  openedItem,
  partnerEdit,
  proposeBody,
  proposed,
  quarantineList,
  quarantineQuery,
  quarantineSettings,
  quarantineView,
  sourceActBody,
  sourceCheckBody,
  sourceChoices,
  sourceFileParams,
  sourceFileQuery,
  sourceQuery,
  sourceView,
} from './wire.ts'

const keepers = ['archivist', 'collector']
/** Who sees what is on record: those who collect, those who check, and the auditor. */
const readers = ['archivist', 'collector', 'legal', 'secrecy-office', 'audit-admin']

/** Sources of others, their batches in quarantine, and freezing (2.2.2). */
export const indirectRoutes = (ctx: IndirectContext): Route[] => [
  ...registerRoutes(ctx),
  ...freezeRoutes(ctx),
  ...batchRoutes(ctx),
  ...checkRoutes(ctx),
]

const registerRoutes = (ctx: IndirectContext): Route[] => [
  route({
    method: 'GET', path: '/sources', who: 'signed-in', tag: 'sources',
    summary: { zh: '资料来源', en: 'Sources' },
    query: sourceQuery,
    reply: sourceList,
    run: ({ query }) => viewRegister(ctx, query),
  }),
  route({
    method: 'GET', path: '/source-choices', who: readers, tag: 'sources',
    summary: { zh: '来源可登记的目的与字段', en: 'Purposes and fields that a source may name' },
    reply: sourceChoices,
    run: () => viewChoices(ctx),
  }),
  route({
    method: 'GET', path: '/sources/:id', who: readers, tag: 'sources',
    summary: { zh: '一个来源', en: 'One source' },
    params: idParams,
    reply: sourceView,
    run: ({ caller, params }) => viewSource(ctx, caller, params.id),
  }),
  route({
    method: 'PUT', path: '/sources/:id', who: keepers, tag: 'sources',
    summary: { zh: '登记或修改提供方资料（修改后须重新核验）', en: 'Write what is on record of a provider; a change is checked anew' },
    params: idParams,
    body: partnerEdit,
    reply: done,
    run: ({ caller, params, body }) => editSource(ctx, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/sources/:id/files', who: keepers, tag: 'sources',
    summary: { zh: '上传合同或授权证明', en: 'Add a contract or a proof of authority' },
    params: idParams,
    query: sourceFileQuery,
    upload: { field: 'file', maxBytes: sourceFileMostBytes },
    reply: idParams,
    run: ({ caller, params, query, file }) => {
      if (file === undefined) throw new Mistake('indirect.file-missing', { field: 'file' })
      return addSourceFile(ctx, caller, params.id, { kind: query.kind, path: file.path })
    },
  }),
  route({
    method: 'GET', path: '/sources/:id/files/:fileId', who: readers, tag: 'sources',
    summary: { zh: '打开合同或授权证明（计入记录）', en: 'Open a contract or a proof, as a recorded act' },
    params: sourceFileParams,
    reply: 'file',
    run: ({ caller, params }) => openSourceFile(ctx, caller, params.id, params.fileId),
  }),
  route({
    method: 'POST', path: '/sources/:id/check', who: checkers, tag: 'sources',
    summary: { zh: '核验来源的合法性', en: 'Check the lawfulness of a source' },
    params: idParams,
    body: sourceCheckBody,
    reply: done,
    run: ({ caller, params, body }) => checkSource(ctx, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/sources/:id/open', who: keepers, tag: 'sources',
    summary: { zh: '启用已核验的来源', en: 'Put a checked source into use' },
    params: idParams,
    body: sourceActBody,
    reply: done,
    run: ({ caller, params, body }) => openSource(ctx, caller, params.id, body.version),
  }),
] // prettier-ignore

const freezeRoutes = (ctx: IndirectContext): Route[] => [
  route({
    method: 'GET', path: '/sources/:id/files-of-customers', who: readers, tag: 'sources',
    summary: { zh: '来自该来源的档案', en: 'Files that came from a source' },
    params: idParams,
    query: frozenQuery,
    reply: frozenList,
    run: ({ params, query }) => viewFrozen(ctx, params.id, query),
  }),
  route({
    method: 'POST', path: '/sources/:id/freezes', who: checkers, tag: 'sources',
    summary: { zh: '提出冻结或解冻', en: 'Propose a freeze, or to lift it' },
    params: idParams,
    body: freezeBody,
    reply: idParams,
    run: ({ caller, params, body }) => proposeFreeze(ctx, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/source-freezes/:id/decide', who: checkers, tag: 'sources',
    summary: { zh: '第二人确认或否决', en: 'A second person confirms or refuses' },
    params: idParams,
    body: decideFreezeBody,
    reply: done,
    run: ({ caller, params, body }) => decideFreeze(ctx, caller, params.id, body.decision),
  }),
] // prettier-ignore

const batchRoutes = (ctx: IndirectContext): Route[] => [
  route({
    method: 'GET', path: '/quarantine', who: readers, tag: 'quarantine',
    summary: { zh: '隔离中的批次', en: 'Batches in quarantine' },
    query: quarantineQuery,
    reply: quarantineList,
    run: ({ query }) => viewBatches(ctx, query),
  }),
  route({
    method: 'GET', path: '/quarantine/:id', who: readers, tag: 'quarantine',
    summary: { zh: '一个批次及其核验', en: 'One batch and its check' },
    params: idParams,
    reply: quarantineView,
    run: ({ caller, params }) => viewBatch(ctx, caller, params.id),
  }),
  route({
    method: 'GET', path: '/quarantine/:id/conflicts', who: checkers, tag: 'quarantine',
    summary: { zh: '与在册客户的比对', en: 'Compared with customers on file' },
    params: idParams,
    query: frozenQuery,
    reply: conflictList,
    run: ({ caller, params, query }) => viewConflicts(ctx, caller, params.id, query),
  }),
  route({
    method: 'GET', path: '/quarantine-settings', who: readers, tag: 'quarantine',
    summary: { zh: '核验规则', en: 'The rule for checks' },
    reply: quarantineSettings,
    run: () => ctx.house.db.read(readSettings),
  }),
  route({
    method: 'PUT', path: '/quarantine-settings', who: ['secrecy-office'], tag: 'quarantine',
    summary: { zh: '修改核验规则', en: 'Change the rule for checks' },
    body: quarantineSettings,
    reply: done,
    run: ({ caller, body }) => changeSettings(ctx, caller, body),
  }),
] // prettier-ignore

const checkRoutes = (ctx: IndirectContext): Route[] => [
  route({
    method: 'POST', path: '/quarantine/:id/take', who: checkers, tag: 'quarantine',
    summary: { zh: '承担核验', en: 'Take a check on' },
    params: idParams,
    reply: done,
    run: ({ caller, params }) => takeBatch(ctx, caller, params.id),
  }),
  route({
    method: 'POST', path: '/quarantine/:id/give-back', who: checkers, tag: 'quarantine',
    summary: { zh: '退回核验', en: 'Give a check back' },
    params: idParams,
    reply: done,
    run: ({ caller, params }) => giveBatchBack(ctx, caller, params.id),
  }),
  route({
    method: 'POST', path: '/quarantine/:id/sample', who: checkers, tag: 'quarantine',
    summary: { zh: '抽取样本', en: 'Draw the sample' },
    params: idParams,
    reply: done,
    run: ({ caller, params }) => drawBatch(ctx, caller, params.id),
  }),
  route({
    method: 'POST', path: '/quarantine/:id/items/:n/open', who: checkers, tag: 'quarantine',
    summary: { zh: '打开一份样本（计入记录）', en: 'Open one sampled file, as a recorded reading' },
    params: itemParams,
    reply: openedItem,
    holdsCustomerData: true,
    run: ({ caller, params }) => openItem(ctx, caller, params.id, params.n),
  }),
  route({
    method: 'PUT', path: '/quarantine/:id/items/:n', who: checkers, tag: 'quarantine',
    summary: { zh: '判定一份样本', en: 'Judge one sampled file' },
    params: itemParams,
    body: judgeBody,
    reply: done,
    run: ({ caller, params, body }) => judge(ctx, caller, params.id, params.n, body),
  }),
  route({
    method: 'PUT', path: '/quarantine/:id/checklist', who: checkers, tag: 'quarantine',
    summary: { zh: '填写合法性核对清单', en: 'Answer the checklist' },
    params: idParams,
    body: checklistBody,
    reply: done,
    run: ({ caller, params, body }) => answerPoints(ctx, caller, params.id, body.checklist),
  }),
  route({
    method: 'POST', path: '/quarantine/:id/propose', who: checkers, tag: 'quarantine',
    summary: { zh: '建议放行或退回', en: 'Propose to release or to reject' },
    params: idParams,
    body: proposeBody,
    reply: proposed,
    run: ({ caller, params, body }) => propose(ctx, caller, params.id, body),
  }),
] // prettier-ignore
