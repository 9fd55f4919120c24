import { z } from 'zod'

/** Shapes of filed papers and of letters on leaving (clauses 5.5.1 and 5.5.3). */

const id = z.uuid()
const day = z.iso.date()
const instant = z.string()

export const letterRow = z.strictObject({
  id,
  number: z.string(),
  person: z.strictObject({ id, name: z.string(), employeeNo: z.string() }),
  handover: z.strictObject({ id, number: z.string() }),
  leftOn: day,
  months: z.number().nullable(),
  /** Null: until what was secret has lawfully become public. */
  endsOn: day.nullable(),
  over: z.boolean(),
  filedAt: instant.nullable(),
})
export type LetterRow = z.infer<typeof letterRow>
export const lettersQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
  q: z.string().trim().max(40).default(''),
  filed: z.enum(['waiting', 'filed']).optional(),
  period: z.enum(['running', 'over']).optional(),
})
export type LettersQuery = z.infer<typeof lettersQuery>
export const lettersReply = z.strictObject({ total: z.number(), rows: z.array(letterRow) })
export const exitSetting = z.strictObject({ months: z.int().min(1).max(120) })
export const letterMade = z.strictObject({ id, number: z.string() })
/** Largest scan of a signed paper, in bytes; 20 MiB. */
export const scanMostBytes = 20 * 1024 * 1024
