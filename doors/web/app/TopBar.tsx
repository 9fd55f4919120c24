import { BellOutlined, BulbOutlined, DownOutlined, MenuOutlined, SearchOutlined } from '@ant-design/icons'
import { Badge, Button, Dropdown, Tooltip, type MenuProps } from 'antd'
import { Link, useNavigate } from 'react-router'
import { useLook, type LookChoice } from '../theme/look.ts'
import { del } from '../ui/api.ts'
import { Mark } from '../ui/Mark.tsx'
import { hasPage, usePages } from '../ui/page.ts'
import { useSession } from '../ui/session.ts'
import { useLanguage, useText } from '../ui/text.ts'
import { forgetEverything } from './forget.ts'

const choices: LookChoice[] = ['light', 'dark', 'system']

function LookMenu() {
  const t = useText()
  const { choice, choose } = useLook()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [choice],
        items: choices.map((key) => ({ key, label: t(`shell.look.${key}`) })),
        onClick: ({ key }) => choose(choices.find((one) => one === key) ?? 'system'),
      }}
    >
      <Button type="text" className="not-phone" aria-label={t('shell.look')} icon={<BulbOutlined />} />
    </Dropdown>
  )
}

function Notices() {
  const t = useText()
  const { counts } = useSession()
  const pages = usePages()
  const unread = counts['notices'] ?? counts['cc'] ?? 0
  if (!hasPage(pages, '/notices')) return null
  return (
    <Tooltip title={t('shell.notices', { count: unread })}>
      <Link to="/notices" className="ant-btn-like" aria-label={t('shell.notices', { count: unread })}>
        <Badge count={unread} size="small" offset={[2, -2]}>
          <BellOutlined aria-hidden="true" />
        </Badge>
      </Link>
    </Tooltip>
  )
}

async function signOut(): Promise<void> {
  try {
    await del('/session')
  } finally {
    forgetEverything()
    window.location.assign('/sign-in')
  }
}

function PersonMenu({ onHelp }: { onHelp: () => void }) {
  const t = useText()
  const { person } = useSession()
  const pages = usePages()
  const navigate = useNavigate()
  const items: NonNullable<MenuProps['items']> = [
    { key: '/account/password', label: t('shell.password') },
    { key: '/account/sessions', label: t('shell.sessions') },
  ].filter((item) => hasPage(pages, item.key))
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...items,
          { key: 'help', label: t('shell.shortcuts'), className: 'not-phone' },
          { type: 'divider' },
          { key: 'sign-out', label: t('shell.signOut') },
        ],
        onClick: ({ key }) => {
          if (key === 'help') onHelp()
          else if (key === 'sign-out') void signOut().catch(() => undefined)
          else void navigate(key)
        },
      }}
    >
      <Button type="text" aria-label={t('shell.person', { name: person?.name ?? '' })}>
        {person?.name} <DownOutlined aria-hidden="true" />
      </Button>
    </Dropdown>
  )
}

function SearchButtons({ onSearch }: { onSearch: () => void }) {
  const t = useText()
  return (
    <>
      <Button
        className="quick not-phone"
        icon={<SearchOutlined aria-hidden="true" />}
        onClick={onSearch}
        aria-keyshortcuts="Control+K"
      >
        {t('shell.search')} <kbd aria-hidden="true">Ctrl K</kbd>
      </Button>
      <Button
        type="text"
        className="only-phone"
        aria-label={t('shell.search')}
        icon={<SearchOutlined />}
        onClick={onSearch}
      />
    </>
  )
}

/** The bar above everything; `onSearch` is null for those who have no list of customers. */
export function TopBar(props: { onMenu: () => void; onSearch: (() => void) | null; onHelp: () => void }) {
  const { onMenu, onSearch, onHelp } = props
  const t = useText()
  const { company } = useSession()
  const { language, change } = useLanguage()
  return (
    <header className="top-bar">
      <Button
        type="text"
        className="only-phone"
        aria-label={t('shell.openMenu')}
        icon={<MenuOutlined />}
        onClick={onMenu}
      />
      <Link to="/" className="brand">
        <Mark /> <span className="name">{t('shell.name')}</span>
      </Link>
      <span className="company not-phone">{company?.name}</span>
      <span className="gap" />
      {onSearch !== null && <SearchButtons onSearch={onSearch} />}
      <Button
        type="text"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => change(language === 'zh' ? 'en' : 'zh')}
      >
        {t('shell.language')}
      </Button>
      <LookMenu />
      <Notices />
      <PersonMenu onHelp={onHelp} />
    </header>
  )
}
