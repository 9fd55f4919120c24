import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { changeReviewSettings, closeByHand, openByHand, reviewSettingsNow } from '../desk/review/campaign.ts'
import { decideMany, decideRight } from '../desk/review/decide.ts'
import { ownReview } from '../desk/review/mine.ts'
import { reviewItems, reviewRecord, reviews, reviewView } from '../desk/review/overview.ts'
import { done } from '../wire.ts'
import {
  closeReviewBody,
  decideBody,
  decideManyBody,
  decideManyReply,
  decideReply,
  openReviewBody,
  openReviewReply,
  ownReviewReply,
  reviewItemsQuery,
  reviewItemsReply,
  reviewParams,
  reviewRecordReply,
  reviewReply,
  reviewSettings,
  reviewsQuery,
  reviewsReply,
} from '../wire/review.ts'

const tag = 'rights-review'
/** All three may knock, so that an attempt by the wrong one is refused by the gate and stands in the ledger. */
const administrators = ['system-admin', 'security-admin', 'audit-admin']
const watching = ['security-admin', 'audit-admin']

/** The quarterly review of rights: what waits for the caller, and the campaigns. */
export const reviewRoutes = (context: Context): readonly Route[] => [
  ...ownRoutes(context),
  ...campaignRoutes(context),
  ...settingRoutes(context),
]

const ownRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/rights-review',
    who: 'signed-in',
    summary: { zh: '待本人复核的权限', en: 'Rights that wait for the caller’s review' },
    tag,
    reply: ownReviewReply,
    run: (input) => ownReview(context, input.caller),
  }),
  route({
    method: 'POST',
    path: '/rights-review/items/:id',
    who: 'signed-in',
    summary: { zh: '确认或收回一项权限', en: 'Confirm or remove one right' },
    tag,
    params: reviewParams,
    body: decideBody,
    reply: decideReply,
    run: (input) => decideRight(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'POST',
    path: '/rights-review/decisions',
    who: 'signed-in',
    summary: { zh: '一次确认或收回多项权限', en: 'Confirm or remove many rights at once' },
    tag,
    body: decideManyBody,
    reply: decideManyReply,
    run: (input) => decideMany(context, input.caller, input.body.items, input.body),
  }),
]

const campaignRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/rights-reviews',
    who: watching,
    summary: { zh: '权限复核活动', en: 'Campaigns of review' },
    tag,
    query: reviewsQuery,
    reply: reviewsReply,
    run: (input) => reviews(context, input.query),
  }),
  route({
    method: 'POST',
    path: '/rights-reviews',
    who: administrators,
    summary: { zh: '发起权限复核', en: 'Open a campaign' },
    tag,
    body: openReviewBody,
    reply: openReviewReply,
    run: (input) => openByHand(context, input.caller, input.body.reason),
  }),
  route({
    method: 'GET',
    path: '/rights-reviews/:id',
    who: watching,
    summary: { zh: '一次复核的进度', en: 'How far a campaign is' },
    tag,
    params: reviewParams,
    reply: reviewReply,
    run: (input) => reviewView(context, input.caller, input.params.id),
  }),
  route({
    method: 'GET',
    path: '/rights-reviews/:id/items',
    who: watching,
    summary: { zh: '一次复核的全部权限', en: 'The rights of a campaign' },
    tag,
    params: reviewParams,
    query: reviewItemsQuery,
    reply: reviewItemsReply,
    run: (input) => reviewItems(context, input.params.id, input.query),
  }),
  route({
    method: 'GET',
    path: '/rights-reviews/:id/record',
    who: watching,
    summary: { zh: '复核记录（供打印）', en: 'The record of a campaign, for printing' },
    tag,
    params: reviewParams,
    reply: reviewRecordReply,
    run: (input) => reviewRecord(context, input.caller, input.params.id),
  }),
  route({
    method: 'POST',
    path: '/rights-reviews/:id/close',
    who: administrators,
    summary: { zh: '结束复核', en: 'Close a campaign' },
    tag,
    params: reviewParams,
    body: closeReviewBody,
    reply: done,
    run: (input) => closeByHand(context, input.caller, input.params.id, input.body.reason),
  }),
]

const settingRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/rights-review/rules',
    who: watching,
    summary: { zh: '权限复核规则', en: 'Rules of the review' },
    tag,
    reply: reviewSettings,
    run: () => reviewSettingsNow(context),
  }),
  route({
    method: 'PUT',
    path: '/rights-review/rules',
    who: administrators,
    summary: { zh: '修改权限复核规则', en: 'Change the rules of the review' },
    tag,
    body: reviewSettings,
    reply: done,
    run: (input) => changeReviewSettings(context, input.caller, input.body),
  }),
]
