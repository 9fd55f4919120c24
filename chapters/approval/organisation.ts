import type { People, PersonName } from '../people/index.ts'

/** What people are called on pages and prints; never written into leaves, notices or jobs. */
export type PersonLabel = PersonName

/** What approval needs of chapter people: who somebody is, who is above them, and when a working day ends. */
export type Organisation = Pick<
  People,
  | 'personFacts'
  | 'names'
  | 'directManagerOf'
  | 'departmentHeadOf'
  | 'holdersOf'
  | 'addWorkingDays'
  | 'company'
  | 'propose'
  | 'registerConfirmation'
>
