import {
  ApiOutlined,
  CloudUploadOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  FormOutlined,
  HistoryOutlined,
  InboxOutlined,
  MergeCellsOutlined,
  PieChartOutlined,
  ReloadOutlined,
  SafetyCertificateOutlined,
  SolutionOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../doors/web/ui/page.ts'
import './collection.css'
import { tidyingPages } from './tidying/pages.ts'

const filers = ['archivist', 'collector']
/** Whoever answers for the processing of personal information, and whoever supervises it. */
const recordReaders = ['legal', 'secrecy-office', 'archivist', 'general-manager', 'executive', 'audit-admin']
const consentWorkers = ['archivist', 'collector', 'secrecy-office', 'legal', 'executive', 'general-manager']
/** Who keeps or checks sources of others and their batches, and the auditor. */
const readers = [...filers, 'legal', 'secrecy-office', 'audit-admin']

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
    roles: readers,
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
      order: 5,
    },
  },
  {
    path: '/sources/:id',
    titleKey: 'collection.source.title',
    element: lazy(() => import('./indirect/SourcePage.tsx')),
    roles: readers,
    parent: '/sources',
  },
  {
    path: '/sources/:id/print',
    titleKey: 'collection.source.print',
    element: lazy(() => import('./indirect/SourcePrint.tsx')),
    roles: readers,
    parent: '/sources',
  },
  {
    path: '/quarantine',
    titleKey: 'collection.quarantine.title',
    element: lazy(() => import('./indirect/Batches.tsx')),
    roles: readers,
    menu: {
      section: 'collection',
      labelKey: 'collection.menu.quarantine',
      icon: SafetyCertificateOutlined,
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
  {
    path: '/consent-notices',
    titleKey: 'collection.notices.title',
    element: lazy(() => import('./consent/Notices.tsx')),
    roles: ['secrecy-office', 'legal'],
    menu: {
      section: 'collection',
      labelKey: 'collection.menu.notices',
      icon: FileProtectOutlined,
      order: 10,
    },
  },
  {
    path: '/consent-notices/:id',
    titleKey: 'collection.notices.title',
    element: lazy(() => import('./consent/NoticePage.tsx')),
    roles: ['secrecy-office', 'legal'],
    parent: '/consent-notices',
  },
  {
    path: '/consents/backlog',
    titleKey: 'collection.backlog.title',
    element: lazy(() => import('./consent/Backlog.tsx')),
    roles: consentWorkers,
    menu: { section: 'collection', labelKey: 'collection.menu.backlog', icon: HistoryOutlined, order: 11 },
  },
  {
    path: '/consents/anew',
    titleKey: 'collection.anew.title',
    element: lazy(() => import('./consent/Anew.tsx')),
    roles: consentWorkers,
    menu: { section: 'collection', labelKey: 'collection.menu.anew', icon: ReloadOutlined, order: 12 },
  },
  ...tidyingPages,
  {
    path: '/quarantine/:id',
    titleKey: 'collection.quarantine.one',
    element: lazy(() => import('./indirect/BatchPage.tsx')),
    roles: readers,
    parent: '/quarantine',
  },
  {
    path: '/quarantine/:id/print',
    titleKey: 'collection.quarantine.print',
    element: lazy(() => import('./indirect/BatchPrint.tsx')),
    roles: readers,
    parent: '/quarantine',
  },
  {
    path: '/intake-systems',
    titleKey: 'collection.systems.title',
    element: lazy(() => import('./systems/Systems.tsx')),
    roles: ['system-admin', 'security-admin', 'archivist'],
    menu: { section: 'collection', labelKey: 'collection.menu.systems', icon: ApiOutlined, order: 8 },
  },
  {
    path: '/intake-systems/:id',
    titleKey: 'collection.systems.one',
    element: lazy(() => import('./systems/System.tsx')),
    roles: ['system-admin', 'security-admin', 'archivist'],
    parent: '/intake-systems',
  },
  {
    path: '/forms',
    titleKey: 'collection.forms.title',
    element: lazy(() => import('./direct/Forms.tsx')),
    roles: filers,
    menu: { section: 'collection', labelKey: 'collection.menu.forms', icon: FormOutlined, order: 4 },
  },
  {
    path: '/forms/:id',
    titleKey: 'collection.form.title',
    element: lazy(() => import('./direct/Builder.tsx')),
    roles: filers,
    parent: '/forms',
  },
  {
    path: '/forms/:id/poster',
    titleKey: 'collection.poster.title',
    element: lazy(() => import('./direct/Poster.tsx')),
    roles: filers,
    parent: '/forms',
  },
  {
    path: '/forms/:id/counter',
    titleKey: 'collection.counter.title',
    element: lazy(() => import('./direct/Counter.tsx')),
    roles: filers,
    parent: '/forms',
  },
  {
    path: '/forms/submissions',
    titleKey: 'collection.submissions.title',
    element: lazy(() => import('./direct/Submissions.tsx')),
    roles: filers,
    menu: { section: 'collection', labelKey: 'collection.menu.submissions', icon: InboxOutlined, order: 5 },
  },
  {
    path: '/forms/channels',
    titleKey: 'collection.channels.title',
    element: lazy(() => import('./direct/Channels.tsx')),
    roles: filers,
    menu: { section: 'collection', labelKey: 'collection.menu.channels', icon: PieChartOutlined, order: 6 },
  },
]
