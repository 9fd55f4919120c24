import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { BothTexts } from '../problem.ts'
import type { Language, Texts, TextValues, Translate } from '../text.ts'

interface OpenLanguage {
  readonly language: Language
  readonly change: (language: Language) => void
  readonly pick: (texts: BothTexts) => string
}

const TextContext = createContext<{ tools: OpenLanguage; t: Translate } | undefined>(undefined)

/** Chinese, unless the phone is set to another language; remembered for this tab only, nothing is stored. */
const firstLanguage = (): Language =>
  new URLSearchParams(window.location.search).get('lang') === 'en' || !/^zh/i.test(navigator.language)
    ? 'en'
    : 'zh'

const filled = (text: string, values: TextValues): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))

/** Gives everything inside the words of all open pages, and a switch between the two languages. */
export function OpenTexts({ texts, children }: { texts: readonly Texts[]; children: ReactNode }) {
  const [language, change] = useState(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
  }, [language])
  const value = useMemo(() => {
    const words: Record<string, string> = Object.assign({}, ...texts.map((group) => group[language]))
    const t: Translate = (key, values = {}) =>
      filled((values['count'] === 1 ? words[`${key}_one`] : undefined) ?? words[key] ?? key, values)
    return { t, tools: { language, change, pick: (both: BothTexts) => both[language] || both.zh || both.en } }
  }, [language, texts])
  return <TextContext value={value}>{children}</TextContext>
}

const useTexts = () => {
  const found = useContext(TextContext)
  if (found === undefined) throw new Error('there are no words here: put OpenTexts around it')
  return found
}

/** `const t = useOpenText()`; `t('collection.open.send')`. Values stand in `{{braces}}`. */
export const useOpenText = (): Translate => useTexts().t

/** The language in use on an open page. */
export const useOpenLanguage = (): OpenLanguage => useTexts().tools
