import '../theme/base.css'
import '../ui/kit.css'
import '../app/shell.css'
import {
  AuditOutlined,
  BarChartOutlined,
  ContactsOutlined,
  FormOutlined,
  HomeOutlined,
  ImportOutlined,
} from '@ant-design/icons'
import { createRoot } from 'react-dom/client'
import { App } from '../app/App.tsx'
import { startTexts } from '../texts/index.ts'
import { signStyles, styleNonce } from '../theme/style-nonce.ts'
import type { PageDef } from '../ui/page.ts'
import { Approval } from './Approval.tsx'
import { Charts } from './Charts.tsx'
import { Fields } from './Fields.tsx'
import { FormPage } from './FormPage.tsx'
import { List } from './List.tsx'
import { Notices } from './Notices.tsx'
import { words } from './words.ts'

const pages: PageDef[] = [
  {
    path: '/',
    titleKey: 'g.desk',
    element: Notices,
    menu: { section: 'home', labelKey: 'g.desk', icon: HomeOutlined, order: 1, badge: 'todo', shortcut: 'h' },
  },
  {
    path: '/intake',
    titleKey: 'g.intake',
    element: FormPage,
    menu: { section: 'collection', labelKey: 'g.intake', icon: ImportOutlined, order: 1 },
  },
  {
    path: '/customers',
    titleKey: 'g.customers',
    element: List,
    menu: { section: 'custody', labelKey: 'g.customers', icon: ContactsOutlined, order: 1, shortcut: 'c' },
  },
  { path: '/customers/:customerId', titleKey: 'g.file', element: Fields },
  {
    path: '/applications/new',
    titleKey: 'g.apply',
    element: FormPage,
    menu: { section: 'use', labelKey: 'g.apply', icon: FormOutlined, order: 1, shortcut: 'a' },
  },
  {
    path: '/approvals',
    titleKey: 'g.approval',
    element: Approval,
    menu: { section: 'approval', labelKey: 'g.approval', icon: AuditOutlined, order: 1, badge: 'cc' },
  },
  {
    path: '/dashboard',
    titleKey: 'g.dashboard',
    element: Charts,
    menu: { section: 'supervision', labelKey: 'g.dashboard', icon: BarChartOutlined, order: 1 },
  },
  { path: '/notices', titleKey: 'g.notices', element: Notices },
  { path: '/account/password', titleKey: 'g.password', element: Notices },
  { path: '/sign-in', titleKey: 'g.signIn', element: Notices, bare: true },
]

const texts = startTexts()
texts.addResources('zh', 'translation', words.zh)
texts.addResources('en', 'translation', words.en)
signStyles(styleNonce())
const root = document.getElementById('root')
if (root === null) throw new Error('no root element')
createRoot(root).render(<App texts={texts} pages={pages} />)
