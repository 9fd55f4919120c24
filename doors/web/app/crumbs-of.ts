import { matchPath } from 'react-router'
import type { PageDef } from '../ui/page.ts'

/** The page above: by `parent`, or else the menu entry whose address begins this one's. */
function above(pages: readonly PageDef[], page: PageDef): PageDef | undefined {
  if (page.parent !== undefined) return pages.find((one) => one.path === page.parent)
  if (page.menu !== undefined) return undefined
  return pages
    .filter((one) => one.menu !== undefined && one.path !== '/' && page.path.startsWith(`${one.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

/** The pages from the outermost to the one at this address; empty when there is none. */
export function crumbsOf(pages: readonly PageDef[], pathname: string): PageDef[] {
  const chain: PageDef[] = []
  let page = pages.find((one) => !one.path.includes(':') && matchPath(one.path, pathname) !== null)
  page ??= pages.find((one) => matchPath(one.path, pathname) !== null)
  while (page !== undefined && !chain.includes(page)) {
    chain.unshift(page)
    page = above(pages, page)
  }
  return chain
}
