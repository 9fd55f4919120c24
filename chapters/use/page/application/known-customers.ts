import { useQueries } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import { get } from '../../../../doors/web/ui/index.ts'
import { attachments } from '../../wire.ts'

/** What is known of a chosen customer without a reading: numbers and levels, no values. */
export interface KnownCustomer {
  id: string
  fileNo: string
  kind: string
  level: number
  fields: { id: number; level: number }[]
  /** The highest level among its attachments; null when it has none, or when that is not known. */
  attachments: number | null
}

/** Handed over by the list in the navigation: no names, since browsers keep it. */
export interface Handed {
  customers: Omit<KnownCustomer, 'fields' | 'attachments'>[]
}

const isHanded = (state: unknown): state is Handed =>
  typeof state === 'object' && state !== null && 'customers' in state && Array.isArray(state.customers)

/** More than these are not asked about one by one. */
const askedMost = 30

interface LevelsReply {
  customerId: string
  fileNo: string
  kind: string
  level: number
  fields: { id: number; level: number }[]
  attachments: number | null
}

/** File numbers, kinds and levels of the chosen customers, as far as they can be learnt. */
export function useKnownCustomers(ids: readonly string[]): readonly KnownCustomer[] {
  const state: unknown = useLocation().state
  const handed = isHanded(state) ? state.customers : []
  const asked = useQueries({
    queries: ids.slice(0, askedMost).map((id) => ({
      queryKey: [`/customers/${id}/levels`],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<LevelsReply>(`/customers/${id}/levels`, {}, signal),
      staleTime: 300_000,
      retry: false,
    })),
  })
  const learnt = asked.flatMap(({ data }) => (data === undefined ? [] : [{ ...data, id: data.customerId }]))
  return ids.flatMap((id): KnownCustomer[] => {
    const found = learnt.find((one) => one.id === id)
    if (found !== undefined) return [found]
    const given = handed.find((one) => one.id === id)
    return given === undefined ? [] : [{ ...given, fields: [], attachments: null }]
  })
}

/** The highest rank among the customers and the chosen fields: it decides who approves. 0 when nothing is known. */
export function highestLevel(
  customers: readonly KnownCustomer[],
  fields: readonly number[],
  catalogueLevel: ReadonlyMap<number, number>,
): number {
  const ofFields = fields.flatMap((id) => [
    catalogueLevel.get(id) ?? 0,
    ...customers.flatMap((customer) => customer.fields.find((field) => field.id === id)?.level ?? 0),
  ])
  const attached = fields.includes(attachments) ? customers.map((customer) => customer.attachments ?? 0) : []
  return Math.max(0, ...customers.map((customer) => customer.level), ...ofFields, ...attached)
}
