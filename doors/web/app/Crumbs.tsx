import { Breadcrumb } from 'antd'
import { Link, matchPath, useLocation } from 'react-router'
import { usePages, type PageDef } from '../ui/page.ts'
import { useText } from '../ui/text.ts'

/** The pages above an address, outermost first: by `parent`, or else the menu entry that begins it. */
export function crumbsOf(pages: readonly PageDef[], pathname: string): PageDef[] {
  const chain: PageDef[] = []
  let page = pages.find((one) => matchPath(one.path, pathname) !== null)
  while (page !== undefined && !chain.includes(page)) {
    chain.unshift(page)
    const below: PageDef = page
    page =
      below.parent === undefined
        ? below.menu === undefined
          ? pages
              .filter(
                (one) => one.menu !== undefined && one.path !== '/' && below.path.startsWith(`${one.path}/`),
              )
              .sort((a, b) => b.path.length - a.path.length)[0]
          : undefined
        : pages.find((one) => one.path === below.parent)
  }
  return chain
}

/** Where we are. The last step is the page itself and no link. */
export function Crumbs() {
  const t = useText()
  const pages = usePages()
  const { pathname } = useLocation()
  if (pathname === '/') return <div className="crumbs" />
  const chain = crumbsOf(pages, pathname)
  const first = chain[0]
  const section = first?.menu === undefined ? [] : [{ title: t(`shell.section.${first.menu.section}`) }]
  const steps = chain.map((page, place) => ({
    title:
      place === chain.length - 1 || page.path.includes(':') ? (
        <span aria-current={place === chain.length - 1 ? 'page' : undefined}>{t(page.titleKey)}</span>
      ) : (
        <Link to={page.path}>{t(page.titleKey)}</Link>
      ),
  }))
  return (
    <nav className="crumbs" aria-label={t('shell.crumbs')}>
      <Breadcrumb items={[{ title: <Link to="/">{t('shell.home')}</Link> }, ...section, ...steps]} />
    </nav>
  )
}
