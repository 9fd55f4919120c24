import { z } from 'zod'
import { identifierTypes, patternLongest, sensitiveKinds } from '../../../floor/identifiers/types.ts'

const words = z.array(z.string().trim().min(1).max(40)).min(1).max(50)
const count = z.number().int().min(1).max(10_000_000)

/** One thing that must hold for a rule; all of a rule's conditions must hold together. */
export const condition = z.discriminatedUnion('on', [
  /** A column's or field's heading contains one of these words. */
  z.strictObject({ on: z.literal('header'), words }),
  /** It is one of these catalogue fields. */
  z.strictObject({ on: z.literal('field'), codes: z.array(z.string().max(40)).min(1).max(50) }),
  /** The text contains these words, together at least so often. */
  z.strictObject({ on: z.literal('keyword'), words, atLeast: count.default(1) }),
  z.strictObject({ on: z.literal('pattern'), pattern: z.string().min(1).max(patternLongest) }),
  z.strictObject({ on: z.literal('identifier'), type: z.enum(identifierTypes), atLeast: count.default(1) }),
  /** At least so many different persons seem to be named. */
  z.strictObject({ on: z.literal('persons'), atLeast: count }),
  /** An amount of at least so many yuan is stated. */
  z.strictObject({ on: z.literal('amount'), atLeast: z.number().min(1).max(1e13) }),
  z.strictObject({ on: z.literal('sensitive'), kinds: z.array(z.enum(sensitiveKinds)).min(1) }),
])
export type Condition = z.infer<typeof condition>

export const effects = ['at-least', 'exactly'] as const
