import {
  CloudUploadOutlined,
  FileSearchOutlined,
  MergeCellsOutlined,
  SolutionOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../doors/web/ui/page.ts'
import './collection.css'

const filers = ['archivist', 'collector']
/** Whoever answers for the processing of personal information, and whoever supervises it. */
const recordReaders = ['legal', 'secrecy-office', 'archivist', 'general-manager', 'executive', 'audit-admin']

export const pages: PageDef[] = [
  {
    path: '/imports',
    titleKey: 'collection.imports.title',
    element: lazy(() => import('./Imports.tsx')),
    roles: filers,
    menu: {
      section: 'collection',
      labelKey: 'collection.menu.imports',
      icon: CloudUploadOutlined,
      order: 1,
      shortcut: 'i',
    },
  },
  {
    path: '/imports/new',
    titleKey: 'collection.new.title',
    element: lazy(() => import('./NewImport.tsx')),
    roles: filers,
    parent: '/imports',
  },
  {
    path: '/imports/:id',
    titleKey: 'collection.import.title',
    element: lazy(() => import('./ImportPage.tsx')),
    roles: filers,
    parent: '/imports',
  },
  {
    path: '/duplicates',
    titleKey: 'collection.duplicates.title',
    element: lazy(() => import('./Duplicates.tsx')),
    roles: filers,
    menu: {
      section: 'collection',
      labelKey: 'collection.menu.duplicates',
      icon: MergeCellsOutlined,
      order: 2,
    },
  },
  {
    path: '/sources',
    titleKey: 'collection.sources.title',
    element: lazy(() => import('./Sources.tsx')),
    roles: filers,
    menu: { section: 'collection', labelKey: 'collection.menu.sources', icon: SolutionOutlined, order: 3 },
  },
  {
    path: '/purposes',
    titleKey: 'collection.purposes.title',
    element: lazy(() => import('./purposes/PurposesPage.tsx')),
    roles: [...recordReaders, 'collector'],
    menu: {
      section: 'collection',
      labelKey: 'collection.menu.purposes',
      icon: FileSearchOutlined,
      order: 4,
    },
  },
  {
    path: '/purposes/record',
    titleKey: 'collection.record.title',
    element: lazy(() => import('./purposes/RecordPage.tsx')),
    roles: recordReaders,
    parent: '/purposes',
  },
]
