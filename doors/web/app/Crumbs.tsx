import { Breadcrumb } from 'antd'
import { Link, useLocation } from 'react-router'
import { usePages } from '../ui/page.ts'
import { useText } from '../ui/text.ts'
import { crumbsOf } from './crumbs-of.ts'

/** Where we are. The last step is the page itself and no link. */
export function Crumbs() {
  const t = useText()
  const pages = usePages()
  const { pathname } = useLocation()
  if (pathname === '/') return <div className="crumbs" />
  const chain = crumbsOf(pages, pathname)
  const first = chain[0]
  // Pages of the home section stand below the home desk itself.
  const section =
    first?.menu === undefined || first.menu.section === 'home'
      ? []
      : [{ title: t(`shell.section.${first.menu.section}`) }]
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
