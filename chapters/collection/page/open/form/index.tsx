import { lazy } from 'react'
import type { OpenPage } from '../../../../../doors/web/ui/open/index.ts'
import { formTexts as texts } from './texts.ts'

/** What customers open: a form, and how things stand with what they sent. */
export const openPages: readonly OpenPage[] = [
  { path: '/o/form/:code', texts, Page: lazy(() => import('./Form.tsx')) },
  { path: '/o/receipt', texts, Page: lazy(() => import('./Look.tsx')) },
]
