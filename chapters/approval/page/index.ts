import {
  ApartmentOutlined,
  ApiOutlined,
  BellOutlined,
  CarryOutOutlined,
  ControlOutlined,
  HomeOutlined,
  InboxOutlined,
  MailOutlined,
  NotificationOutlined,
  SendOutlined,
  SwapOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import type { PageDef } from '../../../doors/web/ui/page.ts'
import './approval.css'

const desk = lazy(() => import('./Desk.tsx'))

export const pages: PageDef[] = [
  {
    path: '/',
    titleKey: 'approval.home.title',
    element: lazy(() => import('./Home.tsx')),
    menu: { section: 'home', labelKey: 'approval.home.title', icon: HomeOutlined, order: 1, shortcut: 'h' },
  },
  {
    path: '/desk/todo',
    titleKey: 'approval.desk.todo',
    element: desk,
    menu: {
      section: 'home',
      labelKey: 'approval.desk.todo',
      icon: InboxOutlined,
      order: 2,
      badge: 'todo',
      shortcut: 't',
    },
  },
  {
    path: '/desk/done',
    titleKey: 'approval.desk.done',
    element: desk,
    menu: { section: 'home', labelKey: 'approval.desk.done', icon: CarryOutOutlined, order: 3 },
  },
  {
    path: '/desk/mine',
    titleKey: 'approval.desk.mine',
    element: desk,
    menu: { section: 'home', labelKey: 'approval.desk.mine', icon: SendOutlined, order: 4, shortcut: 'm' },
  },
  {
    path: '/desk/cc',
    titleKey: 'approval.desk.cc',
    element: desk,
    menu: { section: 'home', labelKey: 'approval.desk.cc', icon: MailOutlined, order: 5, badge: 'cc' },
  },
  {
    path: '/desk/drafts',
    titleKey: 'approval.desk.drafts',
    element: desk,
    parent: '/desk/todo',
  },
  {
    path: '/desk/office',
    titleKey: 'approval.desk.office',
    roles: ['security-admin'],
    element: desk,
    menu: { section: 'approval', labelKey: 'approval.desk.office', icon: ControlOutlined, order: 11 },
  },
  {
    path: '/proxies',
    titleKey: 'approval.proxies.title',
    roles: ['staff'],
    element: lazy(() => import('./Proxies.tsx')),
    menu: { section: 'home', labelKey: 'approval.proxies.title', icon: SwapOutlined, order: 8 },
  },
  {
    path: '/notices',
    titleKey: 'approval.notices.title',
    element: lazy(() => import('./Notices.tsx')),
    menu: {
      section: 'home',
      labelKey: 'approval.notices.title',
      icon: BellOutlined,
      order: 6,
      badge: 'notices',
    },
  },
  {
    path: '/notices/choice',
    titleKey: 'delivery.choice.title',
    element: lazy(() => import('./delivery/Choice.tsx')),
    parent: '/notices',
  },
  {
    path: '/outside-wishes',
    titleKey: 'outside.wishes.title',
    element: lazy(() => import('./delivery/Wishes.tsx')),
    parent: '/desk/todo',
  },
  {
    path: '/approvals/:id',
    titleKey: 'approval.form.title',
    element: lazy(() => import('./Form.tsx')),
    parent: '/desk/todo',
  },
  {
    path: '/flows',
    titleKey: 'approval.flows.title',
    element: lazy(() => import('./Flows.tsx')),
    menu: { section: 'approval', labelKey: 'approval.flows.title', icon: ApartmentOutlined, order: 10 },
  },
  {
    path: '/delivery',
    titleKey: 'delivery.title',
    element: lazy(() => import('./delivery/Delivery.tsx')),
    roles: ['system-admin'],
    menu: { section: 'settings', labelKey: 'delivery.title', icon: NotificationOutlined, order: 50 },
  },
  {
    path: '/outside-links',
    titleKey: 'outside.title',
    element: lazy(() => import('./delivery/Outside.tsx')),
    roles: ['system-admin', 'security-admin'],
    menu: { section: 'settings', labelKey: 'outside.title', icon: ApiOutlined, order: 51 },
  },
  {
    path: '/flows/:key',
    titleKey: 'approval.flows.one',
    element: lazy(() => import('./Flow.tsx')),
    parent: '/flows',
  },
]
