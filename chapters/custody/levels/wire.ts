import { z } from 'zod'
import { categories } from '../wire/categories.ts'
import { condition, effects } from './condition.ts'

export { condition, effects, type Condition } from './condition.ts'
export { markOf } from '../../../floor/print/mark.ts'

/** Shapes of the rules, settings and terms of levels. */

const id = z.uuid()
const rank = z.number().int().min(1).max(9)
const person = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
const pageOf = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
}

// ── rules ──
export const levelRuleBody = z.strictObject({
  name: z.string().trim().min(2).max(60),
  priority: z.number().int().min(0).max(1000),
  effect: z.enum(effects),
  conditions: z.array(condition).min(1).max(10),
  level: rank.nullable(),
  category: z.enum(categories).nullable(),
  sensitive: z.boolean(),
})
export type RuleBody = z.input<typeof levelRuleBody>
export type RuleContent = z.output<typeof levelRuleBody>
export const ruleEdit = levelRuleBody.extend({ version: z.number().int().min(1), retired: z.boolean() })
export type RuleEdit = z.output<typeof ruleEdit>
export const ruleParams = z.strictObject({ id })
export const ruleVersionParams = z.strictObject({ id, version: z.coerce.number().int().min(1) })
export const ruleStates = ['waiting', 'in-force', 'replaced', 'rejected'] as const
export const ruleShape = levelRuleBody.extend({
  id,
  version: z.number(),
  retired: z.boolean(),
  state: z.enum(ruleStates),
  /** It lets levels be lower than before, and so takes a second person. */
  lowers: z.boolean(),
  writtenBy: person,
  writtenAt: z.string(),
  decidedBy: person.nullable(),
  decidedAt: z.string().nullable(),
  /** Whether the caller may confirm or reject it. */
  mayDecide: z.boolean(),
})
export type LevelRuleReply = z.output<typeof ruleShape>
export const rulesQuery = z.strictObject({
  ...pageOf,
  state: z.enum(ruleStates).optional(),
  sort: z
    .enum(['priority.asc', 'priority.desc', 'name.asc', 'name.desc', 'writtenAt.asc', 'writtenAt.desc'])
    .optional(),
})
export const rulesReply = z.strictObject({ total: z.number(), rows: z.array(ruleShape) })
export type RulesReply = z.output<typeof rulesReply>
export const ruleSaved = z.strictObject({ id, version: z.number(), state: z.enum(ruleStates) })
export const ruleDecision = z.strictObject({ confirm: z.boolean() })

// ── trying a text ──
export const tryBody = z.strictObject({
  text: z.string().max(20_000),
  header: z.string().max(100).optional(),
  /** A rule that is not in force yet, tried together with the others. */
  draft: levelRuleBody.optional(),
})
export type TryBody = z.input<typeof tryBody>
export const because = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('identifier'), type: z.string(), count: z.number(), level: z.number() }),
  z.strictObject({ by: z.literal('sensitive'), kind: z.string(), count: z.number(), level: z.number() }),
  z.strictObject({ by: z.literal('volume'), persons: z.number(), from: z.number(), level: z.number() }),
  z.strictObject({
    by: z.literal('rule'),
    rule: z.string(),
    name: z.string(),
    level: z.number().nullable(),
    effect: z.enum(effects),
    unfinished: z.literal(true).optional(),
  }),
])
export const suggestionReply = z.strictObject({
  level: z.number(),
  category: z.string().nullable(),
  sensitive: z.boolean(),
  because: z.array(because),
})
export type SuggestionReply = z.output<typeof suggestionReply>

// ── settings that only two people loosen ──
export const levelSettingsReply = z.strictObject({
  alarmSteps: z.array(z.number()),
  reviewDays: z.number(),
  version: z.number(),
  levels: z.array(
    z.strictObject({
      rank: z.number(),
      zh: z.string(),
      en: z.string(),
      secrecyYears: z.number().nullable(),
      openTerm: z.enum(['long-term', 'until-published']).nullable(),
      endsByItself: z.boolean(),
      risesAt: z.number().nullable(),
    }),
  ),
  proposals: z.array(
    z.strictObject({
      id,
      kind: z.string(),
      rank: z.number().nullable(),
      before: z.string(),
      after: z.string(),
      proposedBy: person,
      proposedAt: z.string(),
      mayDecide: z.boolean(),
    }),
  ),
})
export type LevelSettingsReply = z.output<typeof levelSettingsReply>
export const levelSettingsEdit = z.strictObject({
  version: z.number().int().min(1),
  alarmSteps: z.array(z.number().int().min(1).max(1_000_000)).max(10),
  reviewDays: z.number().int().min(7).max(180),
  levels: z
    .array(
      z.strictObject({
        rank,
        openTerm: z.enum(['long-term', 'until-published']).nullable(),
        endsByItself: z.boolean(),
        risesAt: z.number().int().min(1).max(10_000_000).nullable(),
      }),
    )
    .min(1)
    .max(9),
})
export type LevelSettingsEdit = z.output<typeof levelSettingsEdit>
export const settingsSaved = z.strictObject({
  version: z.number(),
  /** How many changes wait for a second person. */
  waiting: z.number(),
})
export const proposalParams = z.strictObject({ id })

// ── terms that end ──
export const termStates = ['running', 'due', 'over', 'ended'] as const
export const termsQuery = z.strictObject({
  ...pageOf,
  state: z.enum(termStates).optional(),
  level: z.coerce.number().int().min(1).max(9).optional(),
  sort: z.enum(['endsAt.asc', 'endsAt.desc', 'level.asc', 'level.desc']).optional(),
})
export const termsReply = z.strictObject({
  total: z.number(),
  rows: z.array(
    z.strictObject({
      id,
      customerId: id.nullable(),
      fileNo: z.string().nullable(),
      field: z.strictObject({ id: z.number(), zh: z.string(), en: z.string() }).nullable(),
      level: z.number(),
      years: z.number().nullable(),
      openTerm: z.string().nullable(),
      scope: z.string(),
      startsAt: z.string(),
      endsAt: z.string().nullable(),
      state: z.enum(termStates),
      /** The form by which it was fixed. */
      form: id.nullable(),
      /** An application about it that is being decided. */
      application: z.string().nullable(),
    }),
  ),
})
export type TermsReply = z.output<typeof termsReply>
/** One application for each of these, all with the same wish. */
export const reviewBody = z.strictObject({
  terms: z.array(id).min(1).max(100),
  decision: z.enum(['keep', 'lower', 'declassify']),
  years: z.number().int().min(1).max(30).optional(),
  openTerm: z.enum(['long-term', 'until-published']).optional(),
  toLevel: rank.optional(),
  reason: z.string().trim().min(5).max(1000),
})
export type ReviewBody = z.output<typeof reviewBody>
export const reviewReply = z.strictObject({
  filed: z.array(z.strictObject({ term: id, id, number: z.string() })),
  failed: z.array(z.strictObject({ term: id, code: z.string() })),
})
export type ReviewReply = z.output<typeof reviewReply>
