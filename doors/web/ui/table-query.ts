import type { Params } from './api.ts'

/** Where a list stands: everything of it is in the address, so that it can be shared and comes back. */
export interface TablePlace {
  page: number
  size: number
  /** Column key; with a leading `-` descending; empty for the server's own order. */
  sort: string
  /** Filter name → value; several values of a `choices` filter are joined by commas. */
  filters: Record<string, string>
}

export interface TableDefaults {
  size: number
  sort: string
}

/** Rows on a page that a person may choose; no list of the server answers more than the last. */
export const pageSizes = [20, 50, 100] as const
const mostRows = 100

const wholeNumber = (text: string | null, otherwise: number, most: number): number => {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= most ? value : otherwise
}

/** Reads the place from an address; unusable values fall back to the beginning. */
export function readPlace(
  query: URLSearchParams,
  filterNames: readonly string[],
  defaults: TableDefaults,
): TablePlace {
  const filters: Record<string, string> = {}
  for (const name of filterNames) {
    const value = query.get(name)
    if (value !== null && value !== '') filters[name] = value
  }
  return {
    page: wholeNumber(query.get('page'), 1, 1_000_000),
    size: wholeNumber(query.get('size'), defaults.size, mostRows),
    sort: query.get('sort') ?? defaults.sort,
    filters,
  }
}

/** Writes the place into an address, leaving alone what belongs to the rest of the page. */
export function writePlace(
  query: URLSearchParams,
  place: TablePlace,
  filterNames: readonly string[],
  defaults: TableDefaults,
): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const name of ['page', 'size', 'sort', ...filterNames]) next.delete(name)
  if (place.page > 1) next.set('page', String(place.page))
  if (place.size !== defaults.size) next.set('size', String(place.size))
  if (place.sort !== defaults.sort) next.set('sort', place.sort)
  for (const name of filterNames) {
    const value = place.filters[name]
    if (value !== undefined && value !== '') next.set(name, value)
  }
  return next
}

/** The order as the server takes it: `createdAt.desc`. */
const sortParam = (sort: string): string | undefined =>
  sort === '' ? undefined : sort.startsWith('-') ? `${sort.slice(1)}.desc` : `${sort}.asc`

/** What the list asks the server: `page`, `size`, `sort` as `key.asc` or `key.desc`, and the filters by their names. */
export const placeParams = (place: TablePlace): Params => ({
  page: place.page,
  size: place.size,
  sort: sortParam(place.sort),
  ...place.filters,
})
