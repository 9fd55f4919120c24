import type { Texts } from '../../../doors/web/ui/text.ts'
import { deedTexts } from './acts/deed-texts.ts'
import { deliveryTexts } from './delivery/texts.ts'
import { designerTexts } from './designer/designer-texts.ts'
import { deskTexts } from './desk-texts.ts'
import { flowTexts } from './flow-texts.ts'
import { moreDeskTexts } from './more-desk-texts.ts'

/** All words of the pages of this chapter. */
export const texts: Texts = {
  zh: {
    ...deskTexts.zh,
    ...moreDeskTexts.zh,
    ...deedTexts.zh,
    ...flowTexts.zh,
    ...designerTexts.zh,
    ...deliveryTexts.zh,
  },
  en: {
    ...deskTexts.en,
    ...moreDeskTexts.en,
    ...deedTexts.en,
    ...flowTexts.en,
    ...designerTexts.en,
    ...deliveryTexts.en,
  },
}
