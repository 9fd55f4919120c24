import { ApartmentOutlined, BarcodeOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../../doors/web/ui/page.ts'

/** Pages on filing: the catalogue of files, types, categories and numbers. */
export const filingPages: PageDef[] = [
  {
    path: '/archive',
    titleKey: 'custody.archive.title',
    roles: ['staff'],
    element: lazy(() => import('./Archive.tsx')),
    menu: { section: 'custody', labelKey: 'custody.archive.menu', icon: ApartmentOutlined, order: 15 },
  },
  {
    path: '/archive/print',
    titleKey: 'custody.archive.title',
    roles: ['staff'],
    element: lazy(() => import('./ArchivePrint.tsx')),
    parent: '/archive',
  },
  {
    path: '/filing',
    titleKey: 'custody.filing.title',
    roles: ['archivist', 'security-admin'],
    element: lazy(() => import('./Filing.tsx')),
    menu: { section: 'settings', labelKey: 'custody.filing.menu', icon: BarcodeOutlined, order: 45 },
  },
]
