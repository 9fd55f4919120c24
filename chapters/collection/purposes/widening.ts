import type { Purpose } from './register.ts'
import type { Afterwards, PurposeContent, Widening } from './wire.ts'

/** The content of a purpose as it stands, in the shape in which changes are kept. */
export const contentOf = (purpose: Purpose): PurposeContent => ({
  zh: purpose.zh,
  en: purpose.en,
  sort: purpose.sort,
  legalBasis: purpose.legalBasis,
  noticeCode: purpose.noticeCode,
  fields: [...purpose.fields].toSorted((a, b) => a - b),
  retentionMonths: purpose.retentionMonths ?? null,
  afterwards: purpose.afterwards,
  roles: [...purpose.roles].toSorted(),
  departments: [...purpose.departments].toSorted(),
  note: purpose.note,
  marketing: purpose.marketing,
  closed: !purpose.open,
})

/** The same content, each list in order and without doubles. */
export const settled = (content: PurposeContent): PurposeContent => ({
  ...content,
  fields: [...new Set(content.fields)].toSorted((a, b) => a - b),
  roles: [...new Set(content.roles)].toSorted(),
  departments: [...new Set(content.departments)].toSorted(),
})

/** How much of the data is left when the time is over. */
const left: Readonly<Record<Afterwards, number>> = { delete: 0, anonymise: 1, restrict: 2 }

/**
 * What a change opens further: another basis, fields more, people more, longer, more left afterwards, open again. Words,
 * order, closing and everything narrower open nothing.
 */
export function widens(before: PurposeContent | undefined, after: PurposeContent): Widening[] {
  if (before === undefined) return ['new']
  const found: Widening[] = []
  if (before.closed && !after.closed) found.push('open')
  if (after.fields.some((id) => !before.fields.includes(id))) found.push('fields')
  if (morePeople(before, after)) found.push('people')
  if (isLonger(before.retentionMonths, after.retentionMonths)) found.push('retention')
  if (left[after.afterwards] > left[before.afterwards]) found.push('afterwards')
  // Those who refused marketing would be reached again.
  if (before.marketing && !after.marketing) found.push('marketing')
  if (before.legalBasis !== after.legalBasis || before.noticeCode !== after.noticeCode) found.push('basis')
  return found
}

function morePeople(before: PurposeContent, after: PurposeContent): boolean {
  const everybody = (one: PurposeContent): boolean => one.roles.length === 0 && one.departments.length === 0
  if (everybody(before)) return false
  return (
    everybody(after) ||
    after.roles.some((role) => !before.roles.includes(role)) ||
    after.departments.some((id) => !before.departments.includes(id))
  )
}

const isLonger = (before: number | null, after: number | null): boolean =>
  before !== null && (after === null || after > before)
