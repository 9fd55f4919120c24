import {
  AuditOutlined,
  FieldTimeOutlined,
  FileAddOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  IdcardOutlined,
  LoginOutlined,
  SwapOutlined,
  ProfileOutlined,
  SafetyOutlined,
  ShopOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../doors/web/ui/index.ts'
import './custody.css'
import { filingPages } from './filing/pages.ts'

export const pages: PageDef[] = [
  {
    path: '/customers/new',
    titleKey: 'custody.new.title',
    element: lazy(() => import('./NewCustomer.tsx')),
    roles: ['archivist', 'collector'],
    menu: { section: 'custody', labelKey: 'custody.new.title', icon: FileAddOutlined, order: 10 },
  },
  {
    path: '/customers/:id/edit',
    titleKey: 'custody.edit.title',
    element: lazy(() => import('./EditCustomer.tsx')),
    parent: '/customers',
  },
  {
    path: '/level-changes',
    titleKey: 'custody.changes.title',
    roles: ['staff'],
    element: lazy(() => import('./LevelChanges.tsx')),
    menu: { section: 'custody', labelKey: 'custody.changes.title', icon: AuditOutlined, order: 20 },
  },
  {
    path: '/level-changes/new',
    titleKey: 'custody.change.title',
    element: lazy(() => import('./NewLevelChange.tsx')),
    parent: '/level-changes',
  },
  {
    path: '/catalogue',
    titleKey: 'custody.catalogue.title',
    element: lazy(() => import('./Catalogue.tsx')),
    menu: { section: 'custody', labelKey: 'custody.catalogue.title', icon: ProfileOutlined, order: 30 },
  },
  {
    path: '/documents',
    titleKey: 'custody.docs.title',
    element: lazy(() => import('./documents/Documents.tsx')),
    roles: ['archivist', 'secrecy-office', 'system-admin', 'security-admin', 'audit-admin'],
    menu: { section: 'custody', labelKey: 'custody.docs.title', icon: FileProtectOutlined, order: 45 },
  },
  {
    path: '/levels',
    titleKey: 'custody.levels.title',
    element: lazy(() => import('./Levels.tsx')),
    menu: { section: 'custody', labelKey: 'custody.levels.title', icon: SafetyOutlined, order: 40 },
  },
  {
    path: '/level-rules',
    titleKey: 'custody.rules.title',
    element: lazy(() => import('./levels/Rules.tsx')),
    roles: ['archivist', 'secrecy-office', 'security-admin', 'audit-admin'],
    menu: { section: 'custody', labelKey: 'custody.rules.title', icon: FileSearchOutlined, order: 42 },
  },
  {
    path: '/level-terms',
    titleKey: 'custody.terms.title',
    element: lazy(() => import('./levels/Terms.tsx')),
    roles: ['archivist', 'secrecy-office', 'audit-admin'],
    menu: { section: 'custody', labelKey: 'custody.terms.title', icon: FieldTimeOutlined, order: 44 },
  },
  {
    path: '/rooms',
    titleKey: 'custody.rooms.title',
    element: lazy(() => import('./rooms/Rooms.tsx')),
    roles: ['staff', 'system-admin', 'audit-admin'],
    menu: { section: 'custody', labelKey: 'custody.rooms.title', icon: ShopOutlined, order: 50 },
  },
  {
    path: '/room-entries',
    titleKey: 'custody.register.title',
    element: lazy(() => import('./rooms/Register.tsx')),
    roles: ['staff', 'audit-admin'],
    menu: { section: 'custody', labelKey: 'custody.register.title', icon: LoginOutlined, order: 60 },
  },
  {
    path: '/room-entries/print',
    titleKey: 'custody.register.printTitle',
    element: lazy(() => import('./rooms/Print.tsx')),
    parent: '/room-entries',
  },
  {
    path: '/door-log',
    titleKey: 'custody.doors.title',
    element: lazy(() => import('./rooms/DoorLog.tsx')),
    roles: ['archivist', 'system-admin', 'secrecy-office', 'audit-admin'],
    menu: { section: 'custody', labelKey: 'custody.doors.title', icon: SwapOutlined, order: 65 },
  },
  {
    path: '/visits',
    titleKey: 'custody.visits.title',
    element: lazy(() => import('./rooms/Visits.tsx')),
    menu: { section: 'custody', labelKey: 'custody.visits.title', icon: IdcardOutlined, order: 70 },
  },
  ...filingPages,
]
