import {
  ContactsOutlined,
  FileDoneOutlined,
  FormOutlined,
  KeyOutlined,
  FileTextOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../doors/web/ui/page.ts'
import './use.css'

export const pages: PageDef[] = [
  {
    path: '/customers',
    titleKey: 'use.customers.title',
    roles: ['staff'],
    element: lazy(() => import('./customers/CustomersPage.tsx')),
    menu: {
      section: 'use',
      labelKey: 'use.menu.customers',
      icon: ContactsOutlined,
      order: 1,
      shortcut: 'c',
    },
  },
  {
    path: '/customers/:customerId',
    titleKey: 'use.file.title',
    element: lazy(() => import('./file/FilePage.tsx')),
    parent: '/customers',
  },
  {
    path: '/documents/search',
    titleKey: 'use.docs.title',
    roles: ['staff'],
    element: lazy(() => import('./documents/SearchPage.tsx')),
    menu: { section: 'use', labelKey: 'use.docs.menu', icon: FileTextOutlined, order: 1.5 },
  },
  {
    path: '/applications/new',
    titleKey: 'use.form.title',
    roles: ['staff'],
    element: lazy(() => import('./application/ApplicationPage.tsx')),
    menu: { section: 'use', labelKey: 'use.menu.apply', icon: FormOutlined, order: 2, shortcut: 'n' },
  },
  {
    path: '/applications',
    titleKey: 'use.apps.title',
    roles: ['staff'],
    element: lazy(() => import('./application/ApplicationsPage.tsx')),
    menu: {
      section: 'use',
      labelKey: 'use.menu.applications',
      icon: FileDoneOutlined,
      order: 3,
      shortcut: 'a',
    },
  },
  {
    path: '/grants',
    titleKey: 'use.grants.title',
    element: lazy(() => import('./grants/GrantsPage.tsx')),
    menu: { section: 'use', labelKey: 'use.menu.grants', icon: KeyOutlined, order: 4, shortcut: 'u' },
  },
]

/** Cards that the home desk shows. */
export const homeCards = [
  {
    key: 'use.grants',
    titleKey: 'use.home.title',
    order: 10,
    roles: ['staff'],
    element: lazy(() => import('./grants/RunningGrantsCard.tsx')),
  },
]
