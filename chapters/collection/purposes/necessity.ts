import { Mistake } from '../../../floor/errors.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { Purpose } from './register.ts'

/** Of these fields those that none of the purposes needs, in their order. A purpose without a list needs nothing. */
export function unneeded(fields: Iterable<number>, purposes: readonly Pick<Purpose, 'fields'>[]): number[] {
  return [...new Set(fields)].filter((id) => !purposes.some((purpose) => purpose.fields.has(id)))
}

/** Everything that these purposes need. */
export const neededBy = (purposes: readonly Pick<Purpose, 'fields'>[]): ReadonlySet<number> =>
  new Set(purposes.flatMap((purpose) => [...purpose.fields]))

/** The purposes in use that would need the field. */
export const whoNeeds = (field: number, all: Iterable<Purpose>): Purpose[] =>
  [...all].filter((purpose) => purpose.open && purpose.fields.has(field))

/** Those in use, by code. */
export const openOnly = (all: Iterable<Purpose>): ReadonlyMap<string, Purpose> =>
  new Map([...all].flatMap((one) => (one.open ? [[one.code, one] as const] : [])))

/**
 * The chosen purposes, all in use, each once.
 * @throws Mistake `collection.purpose-required` without any, `collection.no-purpose` for one that is unknown or closed
 */
export function chosenPurposes(
  codes: Iterable<string>,
  open: ReadonlyMap<string, Purpose>,
  field = 'purposes',
): Purpose[] {
  const chosen = [...new Set(codes)].map((code) => {
    const purpose = open.get(code)
    if (purpose === undefined) throw new Mistake('collection.no-purpose', { field, values: { code } })
    return purpose
  })
  if (chosen.length === 0) throw new Mistake('collection.purpose-required', { field })
  return chosen
}

/**
 * Stops at the door what no chosen purpose needs (clause 2.1.2), naming the fields, the purposes that would need them,
 * and the first field's box.
 * @throws Mistake `collection.unneeded`; `collection.unneeded-by-all` when no purpose in use needs one of them
 */
export function mustBeNeeded(
  fields: Iterable<number>,
  chosen: readonly Purpose[],
  all: Iterable<Purpose>,
  catalogue: Pick<Catalogue, 'fields'>,
  nameOf: (id: number) => string = (id) => `values.${id}`,
): void {
  const extra = unneeded(fields, chosen)
  const [first] = extra
  if (first === undefined) return
  const known = [...all]
  const lines = extra.map((id) => {
    const field = catalogue.fields.get(id)
    const needing = whoNeeds(id, known)
    return {
      none: needing.length === 0,
      zh: `${field?.zh ?? id}${needing.length === 0 ? '' : `（${needing.map((one) => one.zh).join('、')}）`}`,
      en: `${field?.en ?? id}${needing.length === 0 ? '' : ` (${needing.map((one) => one.en).join(', ')})`}`,
    }
  })
  throw new Mistake(lines.some((line) => line.none) ? 'collection.unneeded-by-all' : 'collection.unneeded', {
    status: 422,
    field: nameOf(first),
    values: {
      zh: lines.map((line) => line.zh).join('；'),
      en: lines.map((line) => line.en).join('; '),
      purposes_zh: chosen.map((one) => one.zh).join('、'),
      purposes_en: chosen.map((one) => one.en).join(', '),
    },
  })
}
