import {
  ApartmentOutlined,
  AuditOutlined,
  CalendarOutlined,
  IdcardOutlined,
  LoginOutlined,
  LockOutlined,
  SafetyCertificateOutlined,
  FileDoneOutlined,
  FileSearchOutlined,
  TableOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../doors/web/ui/index.ts'

const administrators = ['system-admin', 'security-admin', 'audit-admin']

export const pages: PageDef[] = [
  { path: '/setup', titleKey: 'people.setUp.title', element: lazy(() => import('./SetUp.tsx')), bare: true },
  {
    path: '/sign-in',
    titleKey: 'people.signIn.title',
    element: lazy(() => import('./SignIn.tsx')),
    bare: true,
  },
  {
    path: '/sign-on/return/:id',
    titleKey: 'people.signOn.returning',
    element: lazy(() => import('./sign-on/Return.tsx')),
    bare: true,
  },
  {
    path: '/settings/sign-on',
    titleKey: 'people.signOn.title',
    element: lazy(() => import('./sign-on/Settings.tsx')),
    roles: ['system-admin'],
    menu: { section: 'settings', labelKey: 'people.signOn.title', icon: LoginOutlined, order: 45 },
  },
  {
    path: '/people/directory',
    titleKey: 'people.sync.title',
    element: lazy(() => import('./sign-on/Organisation.tsx')),
    roles: ['system-admin'],
    parent: '/people',
  },
  { path: '/account', titleKey: 'people.account.title', element: lazy(() => import('./Account.tsx')) },
  {
    path: '/account/sessions',
    titleKey: 'people.account.title',
    element: lazy(() => import('./Account.tsx')),
  },
  {
    path: '/account/password',
    titleKey: 'people.password.title',
    element: lazy(() => import('./Password.tsx')),
    parent: '/account',
  },
  {
    path: '/account/factors',
    titleKey: 'people.factors.title',
    element: lazy(() => import('./Factors.tsx')),
    parent: '/account',
  },
  {
    path: '/sign-in-rules',
    titleKey: 'people.rules.title',
    element: lazy(() => import('./SignInRules.tsx')),
    roles: administrators,
    menu: { section: 'settings', labelKey: 'people.rules.title', icon: LockOutlined, order: 35 },
  },
  {
    path: '/people',
    titleKey: 'people.people.title',
    element: lazy(() => import('./People.tsx')),
    menu: {
      section: 'people',
      labelKey: 'people.people.title',
      icon: ApartmentOutlined,
      order: 10,
      shortcut: 'p',
    },
  },
  {
    path: '/people/import',
    titleKey: 'people.import.title',
    element: lazy(() => import('./Import.tsx')),
    roles: ['system-admin'],
    parent: '/people',
  },
  {
    path: '/people/:id/leave',
    titleKey: 'people.leave.title',
    element: lazy(() => import('./Leave.tsx')),
    roles: ['system-admin'],
    parent: '/people',
  },
  {
    path: '/people/:id/move',
    titleKey: 'people.move.title',
    element: lazy(() => import('./Move.tsx')),
    roles: ['system-admin'],
    parent: '/people',
  },
  {
    path: '/posts',
    titleKey: 'people.posts.title',
    element: lazy(() => import('./Posts.tsx')),
    parent: '/people',
  },
  {
    path: '/handovers',
    titleKey: 'people.handovers.title',
    element: lazy(() => import('./Handovers.tsx')),
    roles: administrators,
    parent: '/people',
  },
  {
    path: '/accounts',
    titleKey: 'people.accounts.title',
    element: lazy(() => import('./Accounts.tsx')),
    roles: administrators,
    menu: { section: 'people', labelKey: 'people.accounts.title', icon: IdcardOutlined, order: 20 },
  },
  {
    path: '/roles',
    titleKey: 'people.roles.title',
    element: lazy(() => import('./Roles.tsx')),
    roles: administrators,
    menu: { section: 'people', labelKey: 'people.roles.title', icon: SafetyCertificateOutlined, order: 30 },
  },
  {
    path: '/confirmations',
    titleKey: 'people.confirmations.title',
    element: lazy(() => import('./Confirmations.tsx')),
    roles: administrators,
    menu: { section: 'people', labelKey: 'people.confirmations.title', icon: AuditOutlined, order: 35 },
  },
  {
    path: '/authority',
    titleKey: 'people.authority.title',
    element: lazy(() => import('./authority/Authority.tsx')),
    roles: administrators,
    menu: { section: 'people', labelKey: 'people.authority.title', icon: TableOutlined, order: 32 },
  },
  {
    path: '/authority/print',
    titleKey: 'people.authority.printTitle',
    element: lazy(() => import('./authority/Print.tsx')),
    roles: administrators,
    parent: '/authority',
  },
  {
    path: '/rights-review',
    titleKey: 'people.review.title',
    element: lazy(() => import('./review/Review.tsx')),
    menu: { section: 'people', labelKey: 'people.review.title', icon: FileDoneOutlined, order: 35 },
  },
  {
    path: '/rights-reviews',
    titleKey: 'people.reviews.title',
    element: lazy(() => import('./review/Campaigns.tsx')),
    roles: ['security-admin', 'audit-admin'],
    menu: { section: 'people', labelKey: 'people.reviews.title', icon: FileSearchOutlined, order: 36 },
  },
  {
    path: '/rights-reviews/:id',
    titleKey: 'people.campaign.title',
    element: lazy(() => import('./review/CampaignPage.tsx')),
    roles: ['security-admin', 'audit-admin'],
    parent: '/rights-reviews',
  },
  {
    path: '/rights-reviews/:id/record',
    titleKey: 'people.record.title',
    element: lazy(() => import('./review/Record.tsx')),
    roles: ['security-admin', 'audit-admin'],
    parent: '/rights-reviews',
  },
  {
    path: '/calendar',
    titleKey: 'people.calendar.title',
    element: lazy(() => import('./Calendar.tsx')),
    menu: { section: 'settings', labelKey: 'people.calendar.title', icon: CalendarOutlined, order: 40 },
  },
]

/** Cards that the home desk shows. */
export const homeCards = [
  {
    key: 'people.firstSteps',
    titleKey: 'people.firstSteps.title',
    order: 1,
    roles: administrators,
    own: true,
    element: lazy(() => import('./FirstSteps.tsx')),
  },
]
