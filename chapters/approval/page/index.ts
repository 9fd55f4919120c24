import {
  ApartmentOutlined,
  BellOutlined,
  CarryOutOutlined,
  HomeOutlined,
  InboxOutlined,
  MailOutlined,
  SendOutlined,
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
    path: '/flows/:key',
    titleKey: 'approval.flows.one',
    element: lazy(() => import('./Flow.tsx')),
    parent: '/flows',
  },
]
