import { useCallback, useEffect, useRef, useState } from 'react'
import { put } from './api.ts'

const memory = new Map<string, unknown>()

/** Drops every draft; the shell calls it at sign-out. */
export const forgetDrafts = (): void => memory.clear()

export type DraftState = 'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed' | 'memory'

export interface DraftOptions<Values> {
  /** Name of the draft in memory: `use.application` or with an id. */
  name: string
  initial: Values
  /** PUT here keeps the draft on the server. Without it the draft lives in this tab's memory only. */
  path?: string | null
  /** Milliseconds of quiet before saving. */
  quiet?: number
}

export interface Draft<Values> {
  values: Values
  state: DraftState
  change: (values: Values) => void
  /** Waits for what is not yet saved; call before submitting. */
  flush: () => Promise<void>
  discard: () => void
}

/** A form that saves itself. Never in the browser's storage: drafts hold customer data. */
export function useDraft<Values>({ name, initial, path, quiet = 1200 }: DraftOptions<Values>): Draft<Values> {
  const [values, setValues] = useState<Values>(() => (memory.get(name) as Values | undefined) ?? initial)
  const [state, setState] = useState<DraftState>(memory.has(name) ? 'memory' : 'untouched')
  const pending = useRef<{ values: Values; timer: ReturnType<typeof setTimeout> } | null>(null)
  const flush = useCallback(async (): Promise<void> => {
    const waiting = pending.current
    if (waiting === null || path === null || path === undefined) return
    clearTimeout(waiting.timer)
    pending.current = null
    setState('saving')
    try {
      await put(path, waiting.values)
      setState(pending.current === null ? 'saved' : 'unsaved')
    } catch {
      setState('failed')
    }
  }, [path])
  const change = (next: Values): void => {
    setValues(next)
    memory.set(name, next)
    if (path === null || path === undefined) return setState('memory')
    if (pending.current !== null) clearTimeout(pending.current.timer)
    pending.current = { values: next, timer: setTimeout(() => void flush(), quiet) }
    setState('unsaved')
  }
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (state === 'unsaved' || state === 'saving' || state === 'memory') event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [state])
  useEffect(() => () => void flush(), [flush])
  const discard = (): void => {
    if (pending.current !== null) clearTimeout(pending.current.timer)
    pending.current = null
    memory.delete(name)
    setValues(initial)
    setState('untouched')
  }
  return { values, state, change, flush, discard }
}
