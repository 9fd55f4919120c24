import { useState } from 'react'
import { post, useRefresh } from '../../../doors/web/ui/index.ts'

/** An act on one row of a list: the error to show, and how to begin; the lists named are read again afterwards. */
export function useAct(refreshed: string[]): {
  error: unknown
  run: (path: string, body: object) => Promise<void>
} {
  const refresh = useRefresh()
  const [error, setError] = useState<unknown>(null)
  return {
    error,
    run: async (path, body) => {
      setError(null)
      try {
        await post(path, body)
      } catch (caught) {
        setError(caught)
      }
      await refresh(refreshed)
    },
  }
}
