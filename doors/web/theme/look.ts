import { createContext, useContext } from 'react'
import type { Look } from './theme.ts'

export type LookChoice = Look | 'system'

export interface LookTools {
  look: Look
  choice: LookChoice
  choose: (choice: LookChoice) => void
}

export const LookContext = createContext<LookTools>({
  look: 'light',
  choice: 'system',
  choose: () => undefined,
})

/** Light or dark, and how to change it. */
export const useLook = (): LookTools => useContext(LookContext)
