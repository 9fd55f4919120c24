import { checkAs, isIdentifierType } from '../floor/identifiers/index.ts'
import type { FieldFacts } from './facts.ts'
import { ForgedPermit, Permit } from './permit.ts'
import type { SealedFile } from './sealed.ts'
import { hold, type Opener } from './unseal.ts'

/**
 * Whether the customer is younger than so many years at that moment, by the date of birth or the identity number on
 * file. The values stay in the gate; only the answer comes out, to those who put consents on record (PIPL 31).
 * Undefined: the file holds neither.
 * @throws ForgedPermit without a genuine permit to record a consent of this customer
 */
export function isYounger(
  open: Opener,
  permit: Permit<'record-consent'>,
  file: SealedFile,
  fields: ReadonlyMap<number, FieldFacts>,
  than: { readonly years: number; readonly at: number },
): boolean | undefined {
  if (!Permit.isGenuine(permit) || permit.verb !== 'record-consent')
    throw new ForgedPermit('not a permit to record a consent of this gate')
  if (permit.customer !== file.customer) throw new ForgedPermit('the permit names another customer')
  const dated = [...fields.values()].filter(({ type }) => type === 'birth-date' || type === 'id-card')
  const held = hold(open, file, new Set(dated.map(({ id }) => id)))
  for (const { id, type } of dated) {
    const value = held.values.get(id)
    const born = value === undefined ? undefined : birthDateOf(type, value)
    if (born !== undefined) return than.at < birthdayOf(born, than.years)
  }
  return undefined
}

/** YYYY-MM-DD, or undefined when the value gives none. */
function birthDateOf(type: string, value: string): string | undefined {
  const match = isIdentifierType(type) ? checkAs(type, value) : undefined
  const found = match?.detail?.birthDate ?? (type === 'birth-date' ? (match?.normal ?? value) : '')
  return /^\d{4}-\d{2}-\d{2}/.exec(found)?.[0]
}

/** Midnight in UTC at the beginning of that birthday; somebody born on 29 February has it on 1 March otherwise. */
function birthdayOf(born: string, years: number): number {
  const [year = 0, month = 1, day = 1] = born.split('-').map(Number)
  return Date.UTC(year + years, month - 1, day)
}
