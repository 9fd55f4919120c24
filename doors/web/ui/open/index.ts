/** What the open pages are made of: small, without the staff's component library. */
export { ApiError, problemOf, type BothTexts, type Problem } from '../problem.ts'
export type { Texts } from '../text.ts'
export { openGet, OpenSender } from './api.ts'
export { matchPath, type OpenPage } from './page.ts'
export { OpenProblem, Said } from './Said.tsx'
export { useOpenLanguage, useOpenText } from './text.tsx'
export { Trap } from './Trap.tsx'
