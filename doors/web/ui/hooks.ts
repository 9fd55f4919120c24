import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useRef } from 'react'
import { del, get, post, put, type Params } from './api.ts'
import { ApiError } from './problem.ts'

export interface GetOptions<T = unknown> {
  /** Asks again at this interval, for example to notice a revoked grant. */
  everySeconds?: number
  /** Stops asking again, for example when a job has ended. */
  stopWhen?: (reply: T) => boolean
  /** False for replies with customer data: they leave memory with the page. */
  keep?: boolean
  /** Shows the earlier reply while the next one is on its way (paging). */
  keepPrevious?: boolean
}

/** One client for the program; nothing in it is written to the disk. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 60_000,
      retry: (count, error) => count < 2 && error instanceof ApiError && error.problem.kind === 'offline',
    },
  },
})

/**
 * Reads a path and keeps it fresh.
 * @param path after `/api/v1`; null waits (for example until an id is known)
 */
export function useGet<T>(
  path: string | null,
  params: Params = {},
  options: GetOptions<T> = {},
): UseQueryResult<T, ApiError> {
  return useQuery<T, ApiError>({
    queryKey: [path, params],
    queryFn: ({ signal, client, queryKey }) => {
      const again = options.everySeconds !== undefined && client.getQueryData(queryKey) !== undefined
      return get<T>(path ?? '', params, signal, again)
    },
    enabled: path !== null,
    refetchInterval: ({ state: { data } }) =>
      options.everySeconds === undefined || (data !== undefined && options.stopWhen?.(data) === true)
        ? false
        : options.everySeconds * 1000,
    ...(options.keep === false ? { gcTime: 0, staleTime: 0 } : {}),
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  })
}

export interface PostOptions<Body, Reply> {
  method?: 'POST' | 'PUT' | 'DELETE'
  onDone?: (reply: Reply, body: Body) => void
  /** Path beginnings to read again; by default everything on the page, the counts in the menu included. */
  refresh?: string[]
}

/**
 * An act: `const save = usePost('/applications')`, then `save.mutate(body)`; shows `save.error?.problem`.
 * An attempt whose outcome is unknown (no connection, our fault) is repeated with the same key, so that it
 * happens once.
 */
export function usePost<Body = unknown, Reply = unknown>(
  path: string | ((body: Body) => string),
  options: PostOptions<Body, Reply> = {},
): UseMutationResult<Reply, ApiError, Body> {
  const client = useQueryClient()
  const attempt = useRef<{ body: string; key: string } | null>(null)
  const act = { POST: post, PUT: put, DELETE: del }[options.method ?? 'POST']
  return useMutation<Reply, ApiError, Body>({
    mutationFn: (body) => {
      const address = typeof path === 'function' ? path(body) : path
      const text = address + (body instanceof FormData ? '' : JSON.stringify(body ?? null))
      if (attempt.current?.body !== text) attempt.current = { body: text, key: crypto.randomUUID() }
      return act<Reply>(address, body, attempt.current.key)
    },
    onError: (error) => {
      const outcomeKnown =
        error instanceof ApiError && (error.problem.kind === 'mistake' || error.problem.kind === 'refusal')
      if (outcomeKnown) attempt.current = null
    },
    onSuccess: async (reply, body) => {
      attempt.current = null
      options.onDone?.(reply, body)
      await refreshPaths(client, options.refresh)
    },
  })
}

/** Reads again what begins with one of the paths; everything that is on the page when none are given. */
export async function refreshPaths(client: QueryClient, paths?: string[]): Promise<void> {
  if (paths === undefined) return await client.invalidateQueries()
  await client.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      typeof path === 'string' && paths.some((start) => path.startsWith(start)),
  })
}

/** `const refresh = useRefresh()`, then `void refresh(['/customers'])`. */
export function useRefresh(): (paths?: string[]) => Promise<void> {
  const client = useQueryClient()
  return (paths) => refreshPaths(client, paths)
}
