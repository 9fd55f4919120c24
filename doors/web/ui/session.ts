import { createContext, useContext } from 'react'

export interface SessionPerson {
  id: string
  name: string
  employeeNo: string
  department: string
  post: string
  roles: string[]
  clearance: number | string | null
  mustChangePassword: boolean
  /** Why the password has to be changed; null = it has not. */
  changeReason: 'one-time' | 'aged' | 'alone' | null
  /** A second factor is required and there is none. */
  mustEnrol: boolean
  /** By when one is to be there; null = none is missing. */
  factorDueAt: string | null
}

/** Reply of `GET /session`. */
export interface Session {
  signedIn: boolean
  /** False until the first-run page has been filled in. */
  setUp: boolean
  /** There is a session, but the browser has to sign first, or it may not be used from this address. */
  blocked?: 'signature' | 'address' | null
  person?: SessionPerson
  company?: { name: string; timeZone?: string }
  /** The same account, open elsewhere. */
  elsewhere?: { id: string; address: string; agent: string; createdAt: string; seenAt: string }[]
  csrf: string
  /** Figures for the menu from `GET /desk/counts`: `todo`, `cc`, `notices`. */
  counts: Record<string, number>
  /** What the person may begin; the server decides again. */
  may: Record<string, boolean>
}

export const SessionContext = createContext<Session>({
  signedIn: false,
  setUp: true,
  csrf: '',
  counts: {},
  may: {},
})

/** The session as the server described it. */
export const useSession = (): Session => useContext(SessionContext)

/** The person signed in; pages with a menu always have one, so this throws elsewhere. */
export function usePerson(): SessionPerson {
  const { person } = useSession()
  if (person === undefined) throw new Error('nobody is signed in on this page')
  return person
}

/** May the person begin this act? Unknown acts are not allowed. */
export const useMay = (act: string): boolean => useSession().may[act] === true

/** Time zone of the company, for everything that is shown. */
export const useTimeZone = (): string => useSession().company?.timeZone ?? 'Asia/Shanghai'
