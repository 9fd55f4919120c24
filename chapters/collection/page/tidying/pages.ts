import { CarryOutOutlined, DashboardOutlined, EditOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../../doors/web/ui/page.ts'

/** Pages on tidying: the queue, scores, corrections, merges. */
export const tidyingPages: PageDef[] = [
  {
    path: '/tidying',
    titleKey: 'collection.tidying.title',
    roles: ['staff'],
    element: lazy(() => import('./Tidying.tsx')),
    menu: { section: 'collection', labelKey: 'collection.tidying.menu', icon: CarryOutOutlined, order: 20 },
  },
  {
    path: '/corrections',
    titleKey: 'collection.tidying.corrections.title',
    roles: ['staff'],
    element: lazy(() => import('./Corrections.tsx')),
    menu: {
      section: 'collection',
      labelKey: 'collection.tidying.corrections.menu',
      icon: EditOutlined,
      order: 21,
    },
  },
  {
    path: '/quality',
    titleKey: 'collection.tidying.quality.title',
    roles: ['archivist', 'collector', 'executive', 'general-manager', 'secrecy-office', 'legal'],
    element: lazy(() => import('./Quality.tsx')),
    menu: {
      section: 'collection',
      labelKey: 'collection.tidying.quality.menu',
      icon: DashboardOutlined,
      order: 22,
    },
  },
  {
    path: '/merges',
    titleKey: 'collection.tidying.merges.title',
    roles: ['archivist', 'collector'],
    element: lazy(() => import('./Merges.tsx')),
    parent: '/duplicates',
  },
]
