import { lazy } from 'react'
import type { OpenPage } from '../../../../../doors/web/ui/open/index.ts'
import { texts } from './texts.ts'

const Notice = lazy(() => import('./Notice.tsx'))
const Own = lazy(() => import('./Own.tsx'))

/** Public pages of notices and consents. The secret of a receipt stands behind the `#`, which no server sees. */
export const openPages: readonly OpenPage[] = [
  { path: '/o/notice/:code', texts, Page: Notice },
  { path: '/o/notice/:code/:hash', texts: { zh: {}, en: {} }, Page: Notice },
  { path: '/o/consent', texts: { zh: {}, en: {} }, Page: Own },
]
