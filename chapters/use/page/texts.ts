import type { Texts } from '../../../doors/web/ui/index.ts'
import { applicationTexts } from './application-texts.ts'
import { documentTexts } from './documents/texts.ts'
import { fileTexts } from './file-texts.ts'
import { listTexts } from './list-texts.ts'

/** Words of the pages of chapter use. */
export const texts: Texts = {
  zh: { ...documentTexts.zh, ...listTexts.zh, ...fileTexts.zh, ...applicationTexts.zh },
  en: { ...documentTexts.en, ...listTexts.en, ...fileTexts.en, ...applicationTexts.en },
}
