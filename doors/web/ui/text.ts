import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BothTexts } from './problem.ts'

export type Language = 'zh' | 'en'
export type TextValues = Record<string, string | number>
export type Translate = (key: string, values?: TextValues) => string

/** What `texts.ts` of a chapter exports: flat keys that begin with the chapter's name, the same in both. */
export interface Texts {
  zh: Record<string, string>
  en: Record<string, string>
}

/**
 * `const t = useText()`; `t('use.apply.title')`, `t('kit.rows', { count: 3 })`. Values stand in `{{braces}}`.
 * With `count`, English may give a further key ending in `_one`.
 */
export function useText(): Translate {
  const { t } = useTranslation()
  return useMemo(() => (key, values) => t(key, values ?? {}), [t])
}

export interface LanguageTools {
  language: Language
  /** Chooses from a sentence the server sent in both languages. */
  pick: (texts: BothTexts) => string
  /** BCP 47 tag for Intl. */
  tag: string
  change: (language: Language) => void
}

/** The language in use. */
export function useLanguage(): LanguageTools {
  const { i18n } = useTranslation()
  const language: Language = i18n.language === 'en' ? 'en' : 'zh'
  return useMemo(
    () => ({
      language,
      pick: (texts: BothTexts) => texts[language],
      tag: language === 'zh' ? 'zh-CN' : 'en-GB',
      change: (next: Language) => void i18n.changeLanguage(next),
    }),
    [i18n, language],
  )
}
