import { z } from 'zod'

/** Shapes of the quarterly review of rights. */

const id = z.uuid()
const instant = z.string()
const both = z.strictObject({ zh: z.string(), en: z.string() })
const reason = z.string().trim().max(300)
const page = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
}

export const reviewSettings = z.strictObject({
  /** Opened by itself on the first working day of a quarter. */
  automatic: z.boolean(),
  /** Working days until everything is to be decided. */
  dueDays: z.number().int().min(3).max(60),
  /** Days without use after which removal is suggested. */
  unusedDays: z.number().int().min(30).max(730),
})
export type ReviewSettings = z.infer<typeof reviewSettings>

export const reviewParams = z.strictObject({ id })
export const openReviewBody = z.strictObject({ reason: reason.min(2) })
export const openReviewReply = z.strictObject({ id, number: z.string(), rights: z.number() })
export const closeReviewBody = z.strictObject({ reason: reason.min(2) })

export const capacities = [
  'manager', 'security-admin', 'audit-admin', 'general-manager', 'system-admin', 'nobody',
] as const // prettier-ignore

const campaign = z.strictObject({
  id,
  number: z.string(),
  /** `2026Q4`. */
  quarter: z.string(),
  openedAt: instant,
  /** Null: by the schedule. */
  openedBy: z.string().nullable(),
  reason: z.string(),
  dueAt: instant,
  escalatesAt: instant,
  unusedDays: z.number(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  closeReason: z.string(),
  state: z.enum(['running', 'overdue', 'closed']),
})
export type Campaign = z.infer<typeof campaign>

// ── what a reviewer has to decide ──
const right = z.strictObject({
  id,
  kind: z.string(),
  kindTitle: both,
  title: both,
  since: instant.nullable(),
  givenBy: z.string().nullable(),
  /** Null: not used as far back as was looked. */
  usedAt: instant.nullable(),
  suggested: z.boolean(),
  /** Ended meanwhile; nothing is left to decide. */
  gone: z.boolean(),
  capacity: z.enum(capacities),
})
export type RightToReview = z.infer<typeof right>
export const ownReviewReply = z.strictObject({
  review: campaign.nullable(),
  people: z.array(
    z.strictObject({
      id,
      name: z.string(),
      employeeNo: z.string(),
      department: z.string(),
      post: z.string(),
      lastSignInAt: instant.nullable(),
      rights: z.array(right),
    }),
  ),
  /** Of what is open, how many are shown here; more follow once these are decided. */
  open: z.number(),
  decided: z.array(
    z.strictObject({
      id,
      person: z.string(),
      title: both,
      outcome: z.enum(['kept', 'removed', 'gone']),
      reason: z.string(),
      at: instant,
    }),
  ),
})
export type OwnReview = z.infer<typeof ownReviewReply>

export const decideBody = z.strictObject({
  decision: z.enum(['confirm', 'remove']),
  reason: reason.default(''),
})
export const decideReply = z.strictObject({ outcome: z.enum(['kept', 'removed', 'gone']) })
export const decideManyBody = z.strictObject({
  items: z.array(id).min(1).max(500),
  decision: z.enum(['confirm', 'remove']),
  reason: reason.default(''),
  /** Leaves alone what was used since: for removing everything that is suggested. */
  onlyUnused: z.boolean().default(false),
})
export const decideManyReply = z.strictObject({
  done: z.number(),
  /** Left open, with the code of the mistake or `refused`. */
  left: z.array(
    z.strictObject({ id, person: z.string(), title: both, code: z.string(), zh: z.string(), en: z.string() }),
  ),
})
export type DecidedMany = z.infer<typeof decideManyReply>

// ── the campaign, for those who watch over it ──
export const reviewsQuery = z.strictObject(page)
export const reviewsReply = z.strictObject({
  total: z.number(),
  rows: z.array(campaign.extend({ items: z.number(), decided: z.number(), removed: z.number() }).strict()),
})
export type CampaignRow = z.infer<typeof reviewsReply>['rows'][number]

const counts = {
  items: z.number(),
  open: z.number(),
  suggested: z.number(),
  kept: z.number(),
  removed: z.number(),
  gone: z.number(),
}
export const reviewReply = z.strictObject({
  campaign,
  counts: z.strictObject(counts),
  departments: z.array(z.strictObject({ id: id.nullable(), name: z.string(), ...counts })),
  /** Whoever has something open, most first. */
  reviewers: z.array(
    z.strictObject({
      id,
      name: z.string(),
      employeeNo: z.string(),
      capacity: z.enum(capacities),
      open: z.number(),
    }),
  ),
  /** Rights that nobody may review at present. */
  nobody: z.number(),
  mayClose: z.boolean(),
})
export type CampaignView = z.infer<typeof reviewReply>

export const reviewItemsQuery = z.strictObject({
  ...page,
  q: z.string().trim().max(60).default(''),
  state: z.enum(['open', 'suggested', 'kept', 'removed', 'gone']).optional(),
  department: id.optional(),
})
const itemRow = z.strictObject({
  id,
  person: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  kind: z.string(),
  title: both,
  since: instant.nullable(),
  givenBy: z.string().nullable(),
  usedAt: instant.nullable(),
  suggested: z.boolean(),
  state: z.enum(['open', 'kept', 'removed', 'gone']),
  /** Who is to decide, while open; who did, afterwards. */
  reviewers: z.array(z.string()),
  capacity: z.string(),
  reason: z.string(),
  decidedAt: instant.nullable(),
})
export type ReviewItemRow = z.infer<typeof itemRow>
export const reviewItemsReply = z.strictObject({ total: z.number(), rows: z.array(itemRow) })
export const reviewRecordReply = z.strictObject({
  company: z.string(),
  view: reviewReply,
  /** Removed, ended elsewhere, or left open; what was kept is counted only. */
  rows: z.array(itemRow),
  more: z.number(),
})
export type ReviewRecord = z.infer<typeof reviewRecordReply>
