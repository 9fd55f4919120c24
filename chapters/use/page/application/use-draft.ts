import { useCallback, useEffect, useRef, useState } from 'react'
import { put, type Draft } from '../../../../doors/web/ui/index.ts'
import { draftOf, type Values } from './values.ts'

const draftPath = '/applications/draft'
const quietMs = 1200

/**
 * The form that is being filled in. Its choices are kept on the server, its words in this page only, since they may
 * name a customer.
 */
export function useApplicationDraft(
  initial: Values,
  keep: boolean,
): Draft<Values> & { replace: (values: Values) => void } {
  const [values, setValues] = useState(initial)
  const [state, setState] = useState<Draft<Values>['state']>('untouched')
  const pending = useRef<{ values: Values; timer: ReturnType<typeof setTimeout> } | null>(null)
  const flush = useCallback(async (): Promise<void> => {
    const waiting = pending.current
    if (waiting === null) return
    clearTimeout(waiting.timer)
    pending.current = null
    setState('saving')
    try {
      await put(draftPath, draftOf(waiting.values))
      setState(pending.current === null ? 'saved' : 'unsaved')
    } catch {
      setState('failed')
    }
  }, [])
  const change = (next: Values): void => {
    setValues(next)
    if (!keep) return
    if (pending.current !== null) clearTimeout(pending.current.timer)
    pending.current = { values: next, timer: setTimeout(() => void flush(), quietMs) }
    setState('unsaved')
  }
  const discard = useCallback((): void => {
    if (pending.current !== null) clearTimeout(pending.current.timer)
    pending.current = null
    setState('untouched')
  }, [])
  useEffect(() => () => void flush(), [flush])
  return { values, state, change, flush, discard, replace: setValues }
}
