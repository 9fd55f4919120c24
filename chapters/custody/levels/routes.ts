import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { done } from '../wire.ts'
import { decideAboutRule, rewriteRule, showRule, showRules, trySuggestion, writeRule } from './rules.ts'
import { decideProposal, editSettings, showSettings } from './settings.ts'
import { reviewTerms, showTerms } from './terms.ts'
import {
  levelSettingsEdit,
  levelSettingsReply,
  proposalParams,
  reviewBody,
  reviewReply,
  levelRuleBody,
  ruleDecision,
  ruleEdit,
  ruleParams,
  ruleSaved,
  rulesQuery,
  rulesReply,
  ruleVersionParams,
  settingsSaved,
  suggestionReply,
  termsQuery,
  termsReply,
  tryBody,
} from './wire.ts'

const tag = 'levels'
/** Rules may hold words that only those who keep them, and the auditor, should read. */
const readers = ['archivist', 'secrecy-office', 'security-admin', 'audit-admin']

/** Rules, settings and terms of levels (2.3.3). */
export const levelKeepingRoutes = (context: Context): Route[] => [
  ...ruleRoutes(context),
  ...settingRoutes(context),
  ...termRoutes(context),
]

const ruleRoutes = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/level-rules', who: readers, tag,
    summary: { zh: '定密规则', en: 'Rules that suggest levels' },
    query: rulesQuery,
    reply: rulesReply,
    run: ({ caller, query }) => showRules(context, caller, query),
  }),
  route({
    method: 'GET', path: '/level-rules/:id', who: readers, tag,
    summary: { zh: '一条规则的全部版本', en: 'Every version of a rule' },
    params: ruleParams,
    reply: rulesReply,
    run: ({ caller, params }) => showRule(context, caller, params.id),
  }),
  route({
    method: 'POST', path: '/level-rules', who: 'signed-in', tag,
    summary: { zh: '新增定密规则', en: 'Write a rule' },
    body: levelRuleBody,
    reply: ruleSaved,
    run: ({ caller, body }) => writeRule(context, caller, body),
  }),
  route({
    method: 'PUT', path: '/level-rules/:id', who: 'signed-in', tag,
    summary: { zh: '修改或停用规则', en: 'Write another version of a rule, or retire it' },
    params: ruleParams,
    body: ruleEdit,
    reply: ruleSaved,
    run: ({ caller, params, body }) => rewriteRule(context, caller, params.id, body),
  }),
  route({
    method: 'POST', path: '/level-rules/:id/versions/:version/decision', who: 'signed-in', tag,
    summary: { zh: '确认或否决待确认的规则', en: 'Confirm or reject a version that waits' },
    params: ruleVersionParams,
    body: ruleDecision,
    reply: done,
    run: ({ caller, params, body }) => decideAboutRule(context, caller, params, body.confirm),
  }),
  route({
    method: 'POST', path: '/level-suggestion', who: ['archivist', 'secrecy-office'], tag,
    summary: { zh: '用一段文字试规则（不保存）', en: 'Try the rules on a text, which is not kept' },
    body: tryBody,
    reply: suggestionReply,
    run: async ({ body }) => {
      const { because, ...said } = await trySuggestion(context, body)
      return { ...said, because: [...because] }
    },
  }),
] // prettier-ignore

const settingRoutes = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/level-settings', who: 'signed-in', tag,
    summary: { zh: '保密期限、数量升级与预警', en: 'Terms, volume and alarms of the levels' },
    reply: levelSettingsReply,
    run: ({ caller }) => showSettings(context, caller),
  }),
  route({
    method: 'PUT', path: '/level-settings', who: 'signed-in', tag,
    summary: { zh: '修改期限、数量升级与预警', en: 'Change terms, volume and alarms' },
    body: levelSettingsEdit,
    reply: settingsSaved,
    run: ({ caller, body }) => editSettings(context, caller, body),
  }),
  route({
    method: 'POST', path: '/level-settings/proposals/:id', who: 'signed-in', tag,
    summary: { zh: '确认或否决放宽的设置', en: 'Confirm or reject a looser setting' },
    params: proposalParams,
    body: ruleDecision,
    reply: done,
    run: ({ caller, params, body }) => decideProposal(context, caller, params.id, body.confirm),
  }),
] // prettier-ignore

const termRoutes = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/level-terms', who: ['archivist', 'secrecy-office', 'audit-admin'], tag,
    summary: { zh: '到期密级', en: 'Levels with a term' },
    query: termsQuery,
    reply: termsReply,
    run: ({ query }) => showTerms(context, query),
  }),
  route({
    method: 'POST', path: '/level-terms/review', who: 'signed-in', tag,
    summary: { zh: '批量复审：逐份提交定密、变更或解密申请', en: 'Review many: one application each' },
    body: reviewBody,
    reply: reviewReply,
    run: ({ caller, body }) => reviewTerms(context, caller, body),
  }),
] // prettier-ignore
