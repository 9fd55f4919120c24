import { z } from 'zod'

/** Shapes of the door log and of its comparison with the entry register, shared by server and pages. */

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const person = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
const room = z.strictObject({ id, name: z.string() })

/** Largest file of a door log, in bytes. */
export const doorLogBytes = 20 * 1024 * 1024

export const doorUploadBody = z.strictObject({})
export const doorLineProblem = z.strictObject({
  row: z.number(),
  column: z.string(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
})
export type DoorLineProblem = z.infer<typeof doorLineProblem>
export const doorLogReply = z.strictObject({
  /** False for a preview. */
  applied: z.boolean(),
  rows: z.number(),
  /** Lines that are (or would be) added, those of unknown people included. */
  fresh: z.number(),
  matched: z.number(),
  unknownPeople: z.number(),
  unknownDoors: z.number(),
  /** Lines with a formula, a time that cannot be, or no direction. */
  badLines: z.number(),
  repeated: z.number(),
  /** When this very file was read in before. */
  knownSince: moment.nullable(),
  problemCount: z.number(),
  /** The first 500, in the order of the rows. */
  problems: z.array(doorLineProblem),
})
export type DoorLogReply = z.infer<typeof doorLogReply>

export const doorBatches = z.strictObject({
  rows: z.array(
    z.strictObject({
      id,
      /** SHA-256 of the file, hexadecimal; the ledger holds the same. */
      file: z.string(),
      by: person,
      at: moment,
      rows: z.number(),
      imported: z.number(),
      unknownPeople: z.number(),
      unknownDoors: z.number(),
      badLines: z.number(),
      repeated: z.number(),
    }),
  ),
})
export type DoorBatches = z.infer<typeof doorBatches>

export const compareQuery = z.strictObject({
  room: id.optional(),
  /** Two days, `2026-11-01~2026-11-30`; the last 30 days when absent. */
  days: z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2})?~(\d{4}-\d{2}-\d{2})?$/)
    .optional(),
})
export type CompareQuery = z.infer<typeof compareQuery>
const difference = z.strictObject({
  id,
  room,
  /** Null: a number that belongs to nobody. */
  person: person.nullable(),
  at: moment,
  /** Keeper, standing entry or an approved request at that moment. */
  entitled: z.boolean(),
})
export type DoorDifference = z.infer<typeof difference>
export const compareReply = z.strictObject({
  /** `YYYY-MM-DD`, both included. */
  from: z.string(),
  until: z.string(),
  /** Latest line of the door control for each room with a door. */
  covered: z.array(z.strictObject({ room, door: z.string(), last: moment.nullable() })),
  unrecordedCount: z.number(),
  /** Went through the door, and the register says nothing; the latest 500. */
  unrecorded: z.array(difference),
  unopenedCount: z.number(),
  /** In the register, and the door did not open; the latest 500. */
  unopened: z.array(difference),
})
export type CompareReply = z.infer<typeof compareReply>
