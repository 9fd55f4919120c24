import { useCallback, useEffect, useRef, useState } from 'react'
import { get, post, problemOf } from '../../../../doors/web/ui/index.ts'
import type { GrantState, ReadingBody, ReadingReply } from '../../wire.ts'

/** A value that is open on the page at this moment. It lives in this state only, never in a cache. */
export interface Revealed {
  text: string
  /** Code of the purpose it was opened for. */
  purpose: string
  /** Milliseconds since 1970. */
  until: number
  grant: string | null
  /** The rules that opened it. */
  because: readonly string[]
}

/** The grant that opened a value; null: a stated reason. */
type Opened = string | null

export type Ending = 'expired' | 'withdrawn' | GrantState | 'unknown'

/** Which opened values last until after this moment. */
export const stillOpen = (shown: ReadonlyMap<number, Revealed>, now: number): Map<number, Revealed> =>
  new Map([...shown].filter(([, value]) => value.until > now))

const without = (
  shown: ReadonlyMap<number, Revealed>,
  gone: (value: Revealed) => boolean,
): Map<number, Revealed> => new Map([...shown].filter(([, value]) => !gone(value)))

/** Milliseconds a page may be out of sight before its values are put away. */
const outOfSightMs = 60_000
const watchMs = 800

/**
 * Asks every 0.8 s whether what opened the values still holds: the grant, or for a value opened on a reason the session
 * itself. What does not answer twice counts as ended; a person who was signed out or disabled keeps nothing on the page.
 */
function useWatch(open: readonly Opened[], onGone: (by: Opened, why: Ending) => void): void {
  const key = [...new Set(open.map((grant) => grant ?? ''))].sort().join(',')
  const isOpen = open.length > 0
  const act = useRef(onGone)
  useEffect(() => {
    act.current = onGone
  }, [onGone])
  useEffect(() => {
    if (!isOpen) return undefined
    const misses = new Map<Opened, number>()
    const ask = async (by: Opened): Promise<void> => {
      try {
        if (by === null) await get('/session/here', undefined, undefined, true)
        else {
          const path = `/grants/${by}/state`
          const reply = await get<{ running: boolean; state: GrantState }>(path, undefined, undefined, true)
          if (!reply.running) act.current(by, reply.state)
        }
        misses.delete(by)
      } catch (error) {
        const count = (misses.get(by) ?? 0) + 1
        misses.set(by, count)
        if (problemOf(error).kind !== 'offline' || count >= 2) act.current(by, 'unknown')
      }
    }
    const timer = setInterval(
      () => key.split(',').forEach((grant) => void ask(grant === '' ? null : grant)),
      watchMs,
    )
    return () => clearInterval(timer)
  }, [key, isOpen])
}

const consentMs = 2500

/**
 * Asks while values are open whether the customer took consent back: for the purpose of one of them, or since the page
 * was opened for anything at all, which may be about sensitive values.
 */
function useConsentWatch(customer: string, purposes: readonly string[], onWithdrawn: () => void): void {
  const key = [...new Set(purposes)].sort().join(',')
  const act = useRef(onWithdrawn)
  useEffect(() => {
    act.current = onWithdrawn
  }, [onWithdrawn])
  useEffect(() => {
    if (key === '') return undefined
    let known: ReadonlySet<string> | undefined
    const open = key.split(',')
    const ask = async (): Promise<void> => {
      try {
        const path = `/customers/${customer}/barred`
        const { keys } = await get<{ keys: string[] }>(path, undefined, undefined, true)
        const before = known
        known = new Set(keys)
        const isNew = before !== undefined && keys.some((one) => !before.has(one))
        if (isNew || open.some((purpose) => keys.includes(purpose))) act.current()
      } catch (error) {
        // What the page may no longer see is put away as well; without a network the other watch decides.
        if (problemOf(error).kind !== 'offline') act.current()
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), consentMs)
    return () => clearInterval(timer)
  }, [customer, key])
}

export interface Reveals {
  shown: ReadonlyMap<number, Revealed>
  /** Why the last values went away before the person hid them; null when nothing is to be said. */
  ended: Ending | null
  open: (body: Omit<ReadingBody, 'customer'>) => Promise<ReadingReply>
  hide: (fields?: readonly number[]) => void
}

/** Values opened on one customer's page: they go at their end, on revocation, and when the page is out of sight. */
export function useReveals(customer: string): Reveals {
  const [shown, setShown] = useState<ReadonlyMap<number, Revealed>>(new Map())
  const [ended, setEnded] = useState<Ending | null>(null)
  const open = useCallback(
    async (body: Omit<ReadingBody, 'customer'>): Promise<ReadingReply> => {
      const reply = await post<ReadingReply>('/readings', { ...body, customer })
      setEnded(null)
      setShown((before) => {
        const next = new Map(before)
        for (const value of reply.values)
          if (value.sight === 'full')
            next.set(value.field, {
              text: value.text,
              purpose: reply.purpose,
              until: new Date(reply.until).getTime(),
              grant: reply.grant,
              because: value.because,
            })
        return next
      })
      return reply
    },
    [customer],
  )
  useEffect(() => {
    if (shown.size === 0) return undefined
    const first = Math.min(...[...shown.values()].map((value) => value.until))
    const timer = setTimeout(
      () => {
        setEnded('expired')
        setShown((before) => stillOpen(before, Date.now()))
      },
      Math.max(0, first - Date.now()) + 20,
    )
    return () => clearTimeout(timer)
  }, [shown])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const watch = (): void => {
      clearTimeout(timer)
      if (document.hidden) timer = setTimeout(() => setShown(new Map()), outOfSightMs)
    }
    document.addEventListener('visibilitychange', watch)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', watch)
    }
  }, [])
  useWatch(
    [...shown.values()].map((value) => value.grant),
    useCallback((by, why) => {
      setEnded(why)
      setShown((before) => without(before, (value) => value.grant === by))
    }, []),
  )
  useConsentWatch(
    customer,
    [...shown.values()].map((value) => value.purpose),
    useCallback(() => {
      setEnded('withdrawn')
      setShown(new Map())
    }, []),
  )
  const hide = useCallback((fields?: readonly number[]) => {
    setShown((before) =>
      fields === undefined ? new Map() : new Map([...before].filter(([id]) => !fields.includes(id))),
    )
  }, [])
  return { shown, ended, open, hide }
}
