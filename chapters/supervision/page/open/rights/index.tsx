import { lazy } from 'react'
import type { OpenPage } from '../../../../../doors/web/ui/open/index.ts'
import { texts } from './texts.ts'

/** The public page of customers' rights. */
export const openPages: readonly OpenPage[] = [
  { path: '/o/rights', texts, Page: lazy(() => import('./Rights.tsx')) },
]
