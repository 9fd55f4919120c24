import {
  type Decision,
  type Facts,
  type Gate,
  purposeFor,
  type Question,
  type Reading,
  scopeGiven,
} from '../../gate/index.ts'
import type { Catalogue, CatalogueField, CustomerMaterial } from '../custody/index.ts'
import type { PersonName } from '../people/index.ts'
import type { CustomerList, FileView } from './wire.ts'

type Cell = CustomerList['rows'][number]['cells'][number]

/** Codes of the fields that a list shows, in this order. */
export const listCodes = [
  'person-name',
  'company-name',
  'contact-name',
  'mobile',
  'region',
  'customer-grade',
  'salesperson',
] as const

/** One field as this person sees it: whole, masked, hidden, or never collected. Hidden and empty never look alike. */
export function cellOf(
  field: CatalogueField,
  reading: Reading | undefined,
  collected: ReadonlySet<number>,
): Cell {
  const base = { field: field.id, code: field.code }
  if (!collected.has(field.id)) return { ...base, sight: 'absent', text: '' }
  const full = reading?.opened.full.get(field.id)
  if (full !== undefined) return { ...base, sight: 'full', text: full }
  const masked = reading?.opened.masked.get(field.id)
  return masked === undefined
    ? { ...base, sight: 'hidden', text: '' }
    : { ...base, sight: 'masked', text: masked }
}

type Names = ReadonlyMap<string, PersonName>
const nameOf = (names: Names, id: string | null): string => (id === null ? '' : (names.get(id)?.name ?? ''))

/** A list row: head and display fields only. */
export function rowOf(
  material: CustomerMaterial,
  reading: Reading,
  catalogue: Catalogue,
  names: Names,
): CustomerList['rows'][number] {
  const { head } = material
  const collected = new Set(head.fields)
  const cells = listCodes.flatMap((code) => {
    const field = catalogue.byCode.get(code)
    return field === undefined || !collected.has(field.id) ? [] : [cellOf(field, reading, collected)]
  })
  return {
    id: head.id,
    fileNo: head.fileNo,
    kind: head.kind,
    level: head.level,
    owner: nameOf(names, head.ownerId),
    department: head.ownerId === null ? '' : (names.get(head.ownerId)?.department ?? ''),
    updatedAt: head.updatedAt.toISOString(),
    marketingRefused: material.facts.barred['marketing'] !== undefined,
    cells,
  }
}

/** How the whole value could be had: tries the questions the person could ask next, without recording them. */
export function wayTo(
  gate: Gate,
  question: Question,
  facts: Facts,
  id: number,
): FileView['fields'][number]['way'] {
  const purpose = purposeFor(facts.purposes, facts.person, id)
  // What would be possible once the person proves anew who they are.
  const proof = { at: question.at, windowMs: 0 }
  const sightIf = (more: Partial<Question>, given: Facts): string | undefined =>
    gate
      .foresee(
        { ...question, fields: [id], ...(purpose === undefined ? {} : { purpose }), ...more },
        { ...given, proof },
      )
      .fields.get(id)?.sight
  if (sightIf({ reasonStated: true }, facts) === 'full') return 'reason'
  const granted: Facts = {
    ...facts,
    grants: [
      {
        id: 'if',
        application: 'if',
        purpose: purpose ?? '',
        modes: new Set(['read']),
        fields: new Set([id]),
        from: question.at,
        until: question.at + 1,
        revoked: false,
      },
    ],
  }
  if (sightIf({}, granted) === 'full') return 'apply'
  const { person } = facts
  const field = facts.fields?.get(id)
  if ((field?.level ?? 0) > (person?.clearance ?? 0)) return 'clearance'
  const isGiven =
    person !== undefined && field !== undefined && scopeGiven(person, 'read', field) !== undefined
  return isGiven ? 'unavailable' : 'authority'
}

/** Fields that belong on a file of this kind: those of the kind, and any other that holds a value. */
export function fieldsOnFile(catalogue: Catalogue, material: CustomerMaterial): CatalogueField[] {
  const collected = new Set(material.head.fields)
  return [...catalogue.fields.values()].filter(
    (field) =>
      collected.has(field.id) ||
      (!field.retired && (field.appliesTo === 'both' || field.appliesTo === material.head.kind)),
  )
}

/** Rules that show a value, at least masked; every other rule that spoke kept it from being whole. */
export const showing: ReadonlySet<string> = new Set([
  '3.2.1/scope-of-work-masked',
  '4.2.1/approved-application',
  '4.2.1/stated-reason-within-scope',
  '4.2.1/granted-file-can-be-found',
  '5.3.7/public-field-unmasked',
])
const needsPurpose = '4.1.1/purpose-on-list'

/**
 * Reasons in the order in which a person asks: first what keeps the value from being whole, then what shows it. Who
 * only looked, and was never asked for a purpose, is not told that the purpose is missing.
 */
export function orderedReasons(because: readonly string[], purposeGiven: boolean): string[] {
  const told = because.filter((key) => purposeGiven || key !== needsPurpose)
  return [...told.filter((key) => !showing.has(key)), ...told.filter((key) => showing.has(key))]
}

/** The file as somebody sees it who was not asked for a purpose. */
export const asLookedAt = (view: FileView): FileView => ({
  ...view,
  fields: view.fields.map((field) => ({ ...field, because: orderedReasons(field.because, false) })),
})

/** Reasons of the decision about one field. */
export const becauseOf = (decision: Decision, id: number): string[] =>
  orderedReasons(decision.fields.get(id)?.because ?? [], true)
