import { z } from 'zod'

/** Shapes of "Where from": the origin of every value on one customer's file, without any value. */
const both = { zh: z.string(), en: z.string() }

const origin = z.strictObject({
  id: z.string(),
  /** How it came: by hand, in a batch, by a form …; see `originKinds`. `before` = filed before origins were kept. */
  kind: z.string(),
  source: z.strictObject({ name: z.string(), kind: z.string(), closed: z.boolean() }).nullable(),
  batch: z.uuid().nullable(),
  /** Version of the notice that was shown. */
  notice: z.uuid().nullable(),
  legalBasis: z.string(),
  purposes: z.array(z.strictObject({ code: z.string(), ...both, closed: z.boolean() })),
  /** The moment until which it may be kept; null = until the relation with the customer ends. */
  until: z.string().nullable(),
  by: z.strictObject({ name: z.string(), employeeNo: z.string() }),
  at: z.string(),
})
export type OriginRow = z.infer<typeof origin>

export const originsReply = z.strictObject({
  /** Every field that holds a value, in the order of the catalogue. */
  fields: z.array(
    z.strictObject({
      id: z.number().int(),
      ...both,
      section: z.string(),
      sensitive: z.boolean(),
      /** Ids of its origins, the newest first; the first one says where the present value is from. */
      origins: z.array(z.string()).min(1),
      /** A purpose in use, for which the file is held, needs it. */
      needed: z.boolean(),
    }),
  ),
  origins: z.array(origin),
})
export type OriginsReply = z.infer<typeof originsReply>
