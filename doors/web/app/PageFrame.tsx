import { Suspense, useEffect } from 'react'
import { useLocation } from 'react-router'
import { Loading } from '../ui/Loading.tsx'
import { mayOpen, type PageDef } from '../ui/page.ts'
import { useSession } from '../ui/session.ts'
import { useText } from '../ui/text.ts'
import { NotYours } from './WholePage.tsx'

/** One page: its title, its waiting shape, and who has it. */
export function PageFrame({ page }: { page: PageDef }) {
  const t = useText()
  const { person } = useSession()
  const { pathname } = useLocation()
  const Page = page.element
  useEffect(() => {
    document.title = `${t(page.titleKey)} · ${t('shell.name')}`
  }, [page, t])
  if (page.bare !== true && !mayOpen(page, person?.roles ?? [])) return <NotYours />
  return (
    <Suspense fallback={<Loading />}>
      <Page key={pathname} />
    </Suspense>
  )
}
