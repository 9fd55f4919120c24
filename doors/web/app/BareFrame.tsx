import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Mark } from '../ui/Mark.tsx'
import { useLanguage, useText } from '../ui/text.ts'

/** The frame of pages without a menu: sign-in, first run, waiting. */
export function BareFrame({ children }: { children: ReactNode }) {
  const t = useText()
  const { language, change } = useLanguage()
  return (
    <div className="bare">
      <header>
        <span className="brand">
          <Mark size={26} /> {t('shell.name')}
        </span>
        <Button
          type="text"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => change(language === 'zh' ? 'en' : 'zh')}
        >
          {t('shell.language')}
        </Button>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
