import { QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/en-gb'
import 'dayjs/locale/zh-cn'
import type { i18n } from 'i18next'
import { useEffect, useLayoutEffect, useState, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { LookContext, type LookChoice } from '../theme/look.ts'
import { styleNonce } from '../theme/style-nonce.ts'
import { themeFor, type Look } from '../theme/theme.ts'
import { queryClient } from '../ui/hooks.ts'
import { useStored } from '../ui/stored.ts'
import { useLanguage } from '../ui/text.ts'

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)')

function useSystemLook(): Look {
  const [dark, setDark] = useState(darkSystem.matches)
  useEffect(() => {
    const follow = (event: MediaQueryListEvent): void => setDark(event.matches)
    darkSystem.addEventListener('change', follow)
    return () => darkSystem.removeEventListener('change', follow)
  }, [])
  return dark ? 'dark' : 'light'
}

const csp = { nonce: styleNonce() }

/** Lists and popovers open inside the landmark of what opened them, so that they are found by ear too. */
const popupPlace = (trigger?: HTMLElement): HTMLElement =>
  trigger?.closest<HTMLElement>('.ant-modal-wrap, .ant-drawer, header, main') ?? document.body

function Looks({ children }: { children: ReactNode }) {
  const [choice, choose] = useStored<LookChoice>('look', 'light')
  const system = useSystemLook()
  const look = choice === 'system' ? system : choice
  const { language } = useLanguage()
  useLayoutEffect(() => {
    document.documentElement.dataset['look'] = look
  }, [look])
  useLayoutEffect(() => {
    dayjs.locale(language === 'en' ? 'en-gb' : 'zh-cn')
  }, [language])
  return (
    <LookContext value={{ look, choice, choose }}>
      <ConfigProvider
        theme={themeFor(look)}
        locale={language === 'en' ? enUS : zhCN}
        componentSize="middle"
        button={{ autoInsertSpace: false }}
        csp={csp}
        getPopupContainer={popupPlace}
      >
        <AntApp component={false}>{children}</AntApp>
      </ConfigProvider>
    </LookContext>
  )
}

/** Texts, look, antd and the request cache around everything. */
export function Providers({ texts, children }: { texts: i18n; children: ReactNode }) {
  return (
    <I18nextProvider i18n={texts}>
      <QueryClientProvider client={queryClient}>
        <Looks>{children}</Looks>
      </QueryClientProvider>
    </I18nextProvider>
  )
}
