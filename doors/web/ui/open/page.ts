import type { ComponentType } from 'react'
import type { Texts } from '../text.ts'

/** A page for people outside, served under /o/ without sign-in; see doors/web/open. */
export interface OpenPage {
  /** e.g. `/o/form/:code`; a part with a colon is one part of the address. */
  readonly path: string
  /** Keys that begin with the chapter's name. */
  readonly texts: Texts
  /** Loaded when the page is opened: `lazy(() => import('./Form.tsx'))`. */
  readonly Page: ComponentType<{ params: Readonly<Record<string, string>> }>
}

/** The parts of an address that a pattern names; undefined when it does not fit. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern, path.replace(/\/$/, '')].map((one) => one.split('/')) as [
    string[],
    string[],
  ]
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const found = given[at]!
    if (!part.startsWith(':')) {
      if (part !== found) return undefined
    } else if (/^[A-Za-z0-9_-]{1,100}$/.test(found)) params[part.slice(1)] = found
    else return undefined
  }
  return params
}
