import { z } from 'zod'

/** Shapes of what waits for a second administrator. */

const id = z.uuid()
const both = z.strictObject({ zh: z.string(), en: z.string() })

/** The answer to an act that only begins when a second administrator confirms it. */
export const waits = z.strictObject({ done: z.literal(false), confirmation: id })
export const doneOrWaits = z.union([z.strictObject({ done: z.literal(true) }), waits])
export type Waits = z.infer<typeof waits>

export const confirmationRow = z.strictObject({
  id,
  kind: z.string(),
  title: both,
  /** What will happen, in a sentence. */
  text: both,
  proposedBy: z.string(),
  proposedAt: z.string(),
  expiresAt: z.string(),
  state: z.enum(['open', 'over', 'confirmed', 'declined', 'withdrawn']),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** Proposed by whoever asks. */
  own: z.boolean(),
  /** What whoever proposed it said about it; may be empty. */
  reason: z.string(),
  /** Whoever asks may confirm or decline it now, as far as their office goes. */
  mayDecide: z.boolean(),
})
export type ConfirmationRow = z.infer<typeof confirmationRow>
export const confirmationsReply = z.strictObject({ rows: z.array(confirmationRow) })
export type ConfirmationsReply = z.infer<typeof confirmationsReply>
export const confirmationDecision = z.strictObject({
  outcome: z.enum(['confirmed', 'declined', 'withdrawn']),
})
export type ConfirmationDecision = z.infer<typeof confirmationDecision>

export const confirmationDecisions = z.strictObject({
  ids: z.array(id).min(1).max(200),
  outcome: z.enum(['confirmed', 'declined', 'withdrawn']),
})
/** What was left as it was, each with the reason. */
const left = z.array(z.strictObject({ id, code: z.string(), zh: z.string(), en: z.string() }))
export const confirmationsDecided = z.strictObject({ done: z.number(), left })
export type ConfirmationsDecided = z.infer<typeof confirmationsDecided>

// ── rights that wait for a second administrator ──
/** Why a right is wished for; shown to whoever confirms it. */
export const wishReason = z.string().trim().max(200).default('')
/** A right that waits, as the page of roles shows it beside the person. */
export const waitingRight = z.strictObject({
  confirmation: id,
  personId: id,
  name: z.string(),
  employeeNo: z.string(),
  /** Null: not a role but clearance and scope, or the whole group. */
  role: z.string().nullable(),
  text: both,
  expiresAt: z.string(),
  /** Proposed by whoever asks, who may withdraw it. */
  own: z.boolean(),
})
export type WaitingRight = z.infer<typeof waitingRight>
/** Proposes clearances for several people at once. */
export const clearancesBody = z.strictObject({
  people: z
    .array(
      z.strictObject({
        personId: id,
        clearance: z.number().int().min(0).max(9),
        scope: z.enum(['none', 'own', 'department', 'all']),
      }),
    )
    .min(1)
    .max(200),
  reason: wishReason,
})
export const clearancesAsked = z.strictObject({ done: z.number(), waits: z.number(), left })
export type ClearancesAsked = z.infer<typeof clearancesAsked>
