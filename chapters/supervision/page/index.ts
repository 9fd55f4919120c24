import { AuditOutlined, ReadOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { rightsPages } from './rights/pages.ts'
import type { PageDef } from '../../../doors/web/ui/index.ts'

const auditor = ['audit-admin']

export const pages: PageDef[] = [
  ...rightsPages,
  {
    path: '/audit',
    titleKey: 'supervision.console.title',
    element: lazy(() => import('./Console.tsx')),
    roles: auditor,
    menu: {
      section: 'supervision',
      labelKey: 'supervision.console.title',
      icon: AuditOutlined,
      order: 10,
      shortcut: 'd',
    },
  },
  {
    path: '/audit/ledger',
    titleKey: 'supervision.ledger.title',
    element: lazy(() => import('./LedgerPage.tsx')),
    roles: auditor,
    menu: {
      section: 'supervision',
      labelKey: 'supervision.ledger.title',
      icon: SafetyCertificateOutlined,
      order: 20,
      shortcut: 'l',
    },
  },
  {
    path: '/audit/applications/:id',
    titleKey: 'supervision.life.title',
    element: lazy(() => import('./LifePage.tsx')),
    roles: auditor,
    parent: '/audit',
  },
  {
    path: '/clauses',
    titleKey: 'supervision.clauses.title',
    element: lazy(() => import('./Clauses.tsx')),
    menu: {
      section: 'supervision',
      labelKey: 'supervision.clauses.title',
      icon: ReadOutlined,
      order: 30,
      shortcut: 'r',
    },
  },
  {
    path: '/clauses/:number',
    titleKey: 'supervision.clause.title',
    element: lazy(() => import('./ClausePage.tsx')),
    parent: '/clauses',
  },
]
