import { z } from 'zod'
import { type House, type Route, route } from '../../gate/index.ts'
import { clausePage } from './clauses-page.ts'
import type { AuditDesk } from './desk.ts'
import type { Projection } from './projection.ts'
import * as wire from './wire.ts'

const tag = '监督 Supervision'
const auditor = ['audit-admin'] as const

/** The auditor's console, and the clause page for everybody. */
export const supervisionRoutes = (house: House, desk: AuditDesk, projection: Projection): readonly Route[] => [
  route({
    method: 'GET', path: '/clauses', who: 'signed-in', tag, summary: { zh: '制度条款及其执行情况', en: 'Clauses of the rule book and how they are enforced' },
    reply: wire.clauseList, run: () => clausePage(house, projection),
  }),
  route({
    method: 'GET', path: '/audit/entries', who: auditor, tag, summary: { zh: '查询使用台账', en: 'Look up entries of the ledger' },
    query: wire.entryQuery, reply: wire.entryList, run: ({ caller, query }) => desk.entries(caller, query),
  }),
  route({
    method: 'GET', path: '/audit/entries/:lane/:index', who: auditor, tag, summary: { zh: '一条记录及其证明', en: 'One entry and its proof' },
    params: z.strictObject({ lane: z.coerce.number().int().min(0).max(32767), index: z.coerce.number().int().min(0) }),
    reply: wire.entryDetail, run: ({ caller, params }) => desk.entry(caller, params.lane, params.index),
  }),
  route({
    method: 'GET', path: '/audit/applications/:id', who: auditor, tag, summary: { zh: '一份申请的全过程', en: 'The whole life of one application' },
    params: z.strictObject({ id: z.string().trim().min(1).max(60) }), reply: wire.lifeOfApplication, run: ({ caller, params }) => desk.life(caller, params.id),
  }),
  route({
    method: 'GET', path: '/audit/ledger', who: auditor, tag, summary: { zh: '账本状态与签名检查点', en: 'State of the ledger and its signed checkpoints' },
    reply: wire.ledgerState, run: ({ caller }) => desk.ledgerState(caller),
  }),
  route({
    method: 'POST', path: '/audit/verifications', who: auditor, tag, summary: { zh: '核验整个账本', en: 'Verify the whole ledger' },
    reply: wire.verification, run: ({ caller }) => desk.verify(caller),
  }),
  route({
    method: 'POST', path: '/audit/bundles', who: auditor, tag, summary: { zh: '导出已签名的证据包', en: 'Export a signed evidence bundle' },
    body: wire.bundleBody, reply: 'file', run: ({ caller, body }) => desk.bundle(caller, body),
  }),
  route({
    method: 'GET', path: '/audit/key', who: 'signed-in', tag, summary: { zh: '下载账本公钥', en: "Download the ledger's public key" },
    reply: 'file', run: () => desk.key(),
  }),
] // prettier-ignore
