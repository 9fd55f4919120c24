import { FieldTimeOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../doors/web/ui/page.ts'

export const pages: PageDef[] = [
  {
    path: '/duties',
    titleKey: 'duties.title',
    element: lazy(() => import('./DutiesPage.tsx')),
    menu: { section: 'home', labelKey: 'duties.menu', icon: FieldTimeOutlined, order: 7, shortcut: 'd' },
  },
]

export const homeCards = [
  {
    key: 'duties.due',
    titleKey: 'duties.home',
    order: 5,
    element: lazy(() => import('./DutiesCard.tsx')),
  },
]
