import { Mistake } from '../../../../floor/errors.ts'
import { plainPurposes } from './store.ts'
import type { PartsAsked } from './types.ts'

/** Where no part of the chapter keeps purposes' fields, consents or origins: nothing is described, and no consent can be kept. */
export const plainParts: PartsAsked = {
  purposes: plainPurposes,
  unneeded: (fields, purposes) =>
    purposes.every((purpose) => purpose.fields.size === 0)
      ? []
      : [...fields].filter((id) => !purposes.some((purpose) => purpose.fields.has(id))),
  checkConsent: () => Promise.reject(new Mistake('collection.consent-needed', { field: 'consent' })),
  consentIn: () => Promise.reject(new Mistake('collection.consent-needed', { field: 'consent' })),
  recordOrigins: () => Promise.resolve(),
  tell: () => Promise.resolve(),
}
