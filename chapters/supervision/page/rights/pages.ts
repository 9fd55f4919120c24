import { DeleteOutlined, LockOutlined, SolutionOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../../doors/web/ui/index.ts'

const desk = ['secrecy-office', 'legal']

/** Pages of customers' rights. */
export const rightsPages: PageDef[] = [
  {
    path: '/rights-requests',
    titleKey: 'supervision.rights.title',
    element: lazy(() => import('./Requests.tsx')),
    roles: desk,
    menu: { section: 'supervision', labelKey: 'supervision.rights.title', icon: SolutionOutlined, order: 40 },
  },
  {
    path: '/file-holds',
    titleKey: 'supervision.rights.holds',
    element: lazy(() => import('./Holds.tsx')),
    roles: desk,
    menu: { section: 'supervision', labelKey: 'supervision.rights.holds', icon: LockOutlined, order: 41 },
  },
  {
    path: '/copies-to-destroy',
    titleKey: 'supervision.rights.copies',
    element: lazy(() => import('./Copies.tsx')),
    menu: { section: 'supervision', labelKey: 'supervision.rights.copies', icon: DeleteOutlined, order: 42 },
  },
]
