import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { get, type ApiError } from '../../../../doors/web/ui/index.ts'
import type { FileView } from '../../wire.ts'

/**
 * One customer file. Every request is a reading on record, so it is asked once per visit and not again when the
 * window comes to the front; it leaves memory with the page.
 */
export const useFile = (id: string): UseQueryResult<FileView, ApiError> =>
  useQuery<FileView, ApiError>({
    queryKey: [`/customers/${id}`],
    queryFn: ({ signal }) => get<FileView>(`/customers/${id}`, {}, signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  })

export type FileField = FileView['fields'][number]
export type RunningGrant = FileView['grants'][number]

/** The grant that opens a field at this moment in a mode, if there is one. */
export const grantFor = (
  grants: readonly RunningGrant[],
  field: number,
  mode: string,
  now: number,
): RunningGrant | undefined =>
  grants.find(
    (grant) =>
      grant.fields.includes(field) &&
      grant.modes.includes(mode) &&
      new Date(grant.from).getTime() <= now &&
      now < new Date(grant.until).getTime(),
  )
