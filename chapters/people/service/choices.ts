import { Mistake } from '../../../floor/errors.ts'
import type { IntakeRights } from '../wire/service.ts'
import { isNetwork } from './addresses.ts'

/** What the chapters to the right know: catalogue fields in use, and codes of purposes that may be stated. */
export interface ProgramChoices {
  readonly fields: ReadonlySet<number>
  readonly purposes: ReadonlySet<string>
  /** Ids of sources on record that are open. */
  readonly sources: ReadonlySet<string>
}

/** @throws Mistake `people.program-field`, `people.program-purpose`, `people.program-network` naming the one that is not known */
export function checkChoices(
  known: ProgramChoices,
  wanted: {
    readonly fields?: readonly number[]
    readonly purpose?: string
    readonly addresses?: readonly string[]
  },
): void {
  const field = wanted.fields?.find((one) => !known.fields.has(one))
  if (field !== undefined) throw new Mistake('people.program-field', { field: 'fields', values: { field } })
  if (wanted.purpose !== undefined && !known.purposes.has(wanted.purpose))
    throw new Mistake('people.program-purpose', { field: 'purpose', values: { purpose: wanted.purpose } })
  const network = wanted.addresses?.find((one) => !isNetwork(one))
  if (network !== undefined)
    throw new Mistake('people.program-network', { field: 'addresses', values: { network } })
}

/** @throws Mistake `people.program-field`, `people.program-purpose`, `people.program-source` */
export function checkIntake(known: ProgramChoices, { fields, purposes, source }: IntakeRights): void {
  checkChoices(known, { fields })
  for (const purpose of purposes) checkChoices(known, { purpose })
  if (!known.sources.has(source)) throw new Mistake('people.program-source', { field: 'intake.source' })
}
