import { Component, type ReactNode, Suspense, useMemo } from 'react'
import { matchPath } from '../ui/open/page.ts'
import { OpenTexts, useOpenLanguage, useOpenText } from '../ui/open/text.tsx'
import { openPages } from './pages.ts'
import { frameTexts } from './texts.ts'

/** The program for customers: one page per address under /o/, no session, no menu. */
export function App({ path }: { path: string }) {
  const texts = useMemo(() => [frameTexts, ...openPages.map((page) => page.texts)], [])
  return (
    <OpenTexts texts={texts}>
      <Frame>
        <Page path={path} />
      </Frame>
    </OpenTexts>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const t = useOpenText()
  const { language, change } = useOpenLanguage()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <>
      <a className="open-skip" href="#main">
        {t('open.main')}
      </a>
      <header className="open-head">
        <button
          type="button"
          className="open-quiet"
          lang={other === 'en' ? 'en' : 'zh-CN'}
          onClick={() => change(other)}
        >
          {t('open.language')}
        </button>
      </header>
      <main id="main" className="open-main" tabIndex={-1}>
        <Guard>
          <Suspense fallback={<p role="status">{t('open.loading')}</p>}>{children}</Suspense>
        </Guard>
      </main>
      <footer className="open-foot">{t('open.foot')}</footer>
    </>
  )
}

function Page({ path }: { path: string }) {
  for (const page of openPages) {
    const params = matchPath(page.path, path)
    if (params !== undefined) return <page.Page params={params} />
  }
  return <Said name="missing" />
}

function Said({ name }: { name: 'missing' | 'broken' }) {
  const t = useOpenText()
  return (
    <>
      <h1>{t(`open.${name}.title`)}</h1>
      <p>{t(`open.${name}.text`)}</p>
    </>
  )
}

/** Shows plain words instead of an empty page when a page breaks. */
class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }
  override render(): ReactNode {
    return this.state.broken ? <Said name="broken" /> : this.props.children
  }
}
