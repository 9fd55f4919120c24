import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Drawer } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { ScrollRestoration, useLocation, useNavigate } from 'react-router'
import { mayOpen, usePages } from '../ui/page.ts'
import { useSession } from '../ui/session.ts'
import { useStored } from '../ui/stored.ts'
import { useText } from '../ui/text.ts'
import { Crumbs } from './Crumbs.tsx'
import { FileTabs } from './FileTabs.tsx'
import { Menu } from './Menu.tsx'
import { OpenFilesKeeper } from './OpenFilesKeeper.tsx'
import { QuickSearch } from './QuickSearch.tsx'
import { ShortcutHelp } from './ShortcutHelp.tsx'
import { useShortcuts } from './shortcuts.ts'
import { TopBar } from './TopBar.tsx'

function useGoKeys(): Record<string, string> {
  const pages = usePages()
  const { person } = useSession()
  return useMemo(() => {
    const mine = pages.filter((page) => mayOpen(page, person?.roles ?? []))
    return Object.fromEntries(
      mine.flatMap((page) => (page.menu?.shortcut === undefined ? [] : [[page.menu.shortcut, page.path]])),
    ) as Record<string, string>
  }, [pages, person?.roles])
}

/** Whether the person has the list of customers; the three administrators have not. */
function useHasCustomers(): boolean {
  const { person } = useSession()
  return usePages().some((page) => page.path === '/customers' && mayOpen(page, person?.roles ?? []))
}

/** After a change of page the focus stands at its beginning, as after a full load. */
function useFocusAtStart() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return main
}

/** The frame of every page with a menu. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useText()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const main = useFocusAtStart()
  const [folded, setFolded] = useStored('menu.folded', false)
  const [opened, setOpened] = useState<'search' | 'help' | null>(null)
  const [menuAt, setMenuAt] = useState<string | null>(null)
  const onGo = useCallback((address: string) => void navigate(address), [navigate])
  const search = useCallback(() => setOpened('search'), [])
  const onSearch = useHasCustomers() ? search : null
  const onHelp = useCallback(() => setOpened('help'), [])
  const close = (): void => setOpened(null)
  useShortcuts({ go: useGoKeys(), onGo, onSearch, onHelp })
  return (
    <OpenFilesKeeper>
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <div className={folded ? 'shell folded' : 'shell'}>
        <TopBar onMenu={() => setMenuAt(pathname)} onSearch={onSearch} onHelp={onHelp} />
        <div className="side">
          <Menu folded={folded} />
          <button
            type="button"
            className="fold"
            aria-label={folded ? t('shell.unfoldMenu') : t('shell.foldMenu')}
            onClick={() => setFolded(!folded)}
          >
            {folded ? <MenuUnfoldOutlined aria-hidden="true" /> : <MenuFoldOutlined aria-hidden="true" />}
          </button>
        </div>
        <main id="content" className="main" tabIndex={-1} ref={main}>
          <FileTabs />
          <Crumbs />
          {children}
        </main>
      </div>
      <Drawer
        open={menuAt === pathname}
        onClose={() => setMenuAt(null)}
        placement="left"
        size={260}
        title={t('shell.menu')}
        rootClassName="phone-menu"
        styles={{ body: { padding: 0 } }}
      >
        <Menu folded={false} />
      </Drawer>
      <QuickSearch open={opened === 'search'} onClose={close} />
      <ShortcutHelp open={opened === 'help'} search={onSearch !== null} onClose={close} />
      <ScrollRestoration />
    </OpenFilesKeeper>
  )
}
