import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { readStored, writeStored } from '../ui/stored.ts'
import type { Language, Texts } from '../ui/text.ts'
import { kitTexts } from './kit.ts'
import { shellTexts } from './shell.ts'

const found = import.meta.glob<{ texts: Texts }>('../../../chapters/*/page/texts.ts', { eager: true })

/** Every group of texts with the file it came from: the shell, the kit and one per chapter. */
export const textGroups: readonly { from: string; texts: Texts }[] = [
  { from: 'shell', texts: shellTexts },
  { from: 'kit', texts: kitTexts },
  ...Object.entries(found).map(([path, module]) => ({ from: path, texts: module.texts })),
]

const merged = (language: Language): Record<string, string> =>
  Object.assign({}, ...textGroups.map((group) => group.texts[language]))

function follow(language: string): void {
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
  writeStored('language', language)
}

/** Starts the texts in the language last chosen in this browser; Chinese at first. */
export function startTexts(language: Language = readStored<Language>('language', 'zh')): i18n {
  const texts = createInstance()
  texts.use(initReactI18next)
  void texts.init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    resources: { zh: { translation: merged('zh') }, en: { translation: merged('en') } },
  })
  follow(language)
  texts.on('languageChanged', follow)
  return texts
}
