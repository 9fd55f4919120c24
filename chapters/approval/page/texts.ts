import type { Texts } from '../../../doors/web/ui/text.ts'
import { deliveryTexts } from './delivery/texts.ts'
import { deskTexts } from './desk-texts.ts'
import { flowTexts } from './flow-texts.ts'

/** All words of the pages of this chapter. */
export const texts: Texts = {
  zh: { ...deskTexts.zh, ...flowTexts.zh, ...deliveryTexts.zh },
  en: { ...deskTexts.en, ...flowTexts.en, ...deliveryTexts.en },
}
