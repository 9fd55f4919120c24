import { z } from 'zod'

/** The legal bases of PIPL article 13, and trade-secret data without natural persons; the gate knows the same list. */
export const legalBasisCodes = [
  'consent',
  'contract',
  'statutory-duty',
  'emergency',
  'public-interest-reporting',
  'already-public',
  'other-law',
  'no-personal-data',
] as const
export const legalBasis = z.enum(legalBasisCodes)
export type LegalBasis = z.infer<typeof legalBasis>
