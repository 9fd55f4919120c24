import { z } from 'zod'

/** Shapes of the working-day calendar. */

const day = z.iso.date()

export const calendarQuery = z.strictObject({ year: z.coerce.number().int().min(2000).max(2199) })
const calendarDay = z.strictObject({ day, working: z.boolean(), note: z.string().trim().max(40).default('') })
export type CalendarDay = z.infer<typeof calendarDay>
export const calendarReply = z.strictObject({ year: z.number(), days: z.array(calendarDay) })
export const calendarBody = z.strictObject({
  set: z.array(calendarDay).max(400).default([]),
  /** Days that become ordinary again. */
  clear: z.array(day).max(400).default([]),
})
