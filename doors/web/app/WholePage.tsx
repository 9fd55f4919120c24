import { Button } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { Link, useRouteError } from 'react-router'
import { useText } from '../ui/text.ts'

function WholePage({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  const t = useText()
  useEffect(() => {
    document.title = `${title} · ${t('shell.name')}`
  }, [title, t])
  return (
    <div className="whole-page">
      <h1>{title}</h1>
      <p>{hint}</p>
      {children}
    </div>
  )
}

/** No page has this address. */
export function NotFound() {
  const t = useText()
  return (
    <WholePage title={t('shell.notFound')} hint={t('shell.notFoundHint')}>
      <Link to="/">{t('shell.toHome')}</Link>
    </WholePage>
  )
}

/** The page exists, for other roles. */
export function NotYours() {
  const t = useText()
  return (
    <WholePage title={t('shell.notYours')} hint={t('shell.notYoursHint')}>
      <Link to="/">{t('shell.toHome')}</Link>
    </WholePage>
  )
}

/** A page that threw. After an upgrade the old page's parts are gone, which a reload mends. */
export function BrokenPage() {
  const t = useText()
  const error = useRouteError()
  const upgraded = error instanceof TypeError && /import|module/i.test(error.message)
  return (
    <WholePage title={upgraded ? t('shell.newVersion') : t('shell.broken')} hint={t('shell.brokenHint')}>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('shell.reload')}
      </Button>
    </WholePage>
  )
}
