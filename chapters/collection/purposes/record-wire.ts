import { z } from 'zod'
import { afterwardsCodes } from './wire.ts'
import { legalBasis } from '../wire/basis.ts'

/** Shapes of the record of processing activities (个人信息处理活动记录). */
const count = z.number().int()
const both = { zh: z.string(), en: z.string() }

const recordedPurpose = z.strictObject({
  code: z.string(),
  ...both,
  legalBasis,
  note: z.string(),
  /** By section of the catalogue, in its order; sensitive ones marked. */
  categories: z.array(
    z.strictObject({
      section: z.string(),
      fields: z.array(z.strictObject({ id: count, ...both, sensitive: z.boolean(), level: count })),
    }),
  ),
  /** Files held for it, by kind of customer. */
  persons: count,
  companies: count,
  roles: z.array(z.strictObject({ code: z.string(), ...both })),
  departments: z.array(z.string()),
  retentionMonths: count.nullable(),
  afterwards: z.enum(afterwardsCodes),
  /** Versions of notices under which anything was collected for it. */
  notices: count,
  /** Whoever else receives the data. Registered with sharing. */
  recipients: z.array(z.string()),
})
export type RecordedPurpose = z.infer<typeof recordedPurpose>

export const processingRecord = z.strictObject({
  company: z.string(),
  at: z.string(),
  purposes: z.array(recordedPurpose),
  /** Files in use, and those of them held for no purpose on the register. */
  files: count,
  filesWithout: count,
  levels: z.array(z.strictObject({ rank: count, ...both })),
  heads: z.array(z.strictObject({ lane: count, name: z.string(), size: count, root: z.string() })),
})
export type ProcessingRecord = z.infer<typeof processingRecord>
