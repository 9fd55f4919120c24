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
