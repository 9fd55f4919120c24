import type { Texts } from '../../../doors/web/ui/text.ts'
import { deedTexts } from './acts/deed-texts.ts'
import { deliveryTexts } from './delivery/texts.ts'
import { nodeTexts } from './designer/node-texts.ts'
import { signTexts } from './signing/texts.ts'
import { designerTexts } from './designer/designer-texts.ts'
import { documentNoticeTexts } from './document-notice-texts.ts'
import { deskTexts } from './desk-texts.ts'
import { dutyNoticeTexts } from './duty-notice-texts.ts'
import { flowTexts } from './flow-texts.ts'
import { formTexts } from './form-texts.ts'
import { levelTexts } from './texts-level.ts'
import { moreDeskTexts } from './more-desk-texts.ts'

/** All words of the pages of this chapter. */
export const texts: Texts = {
  zh: {
    ...deskTexts.zh,
    ...moreDeskTexts.zh,
    ...levelTexts.zh,
    ...deedTexts.zh,
    ...flowTexts.zh,
    ...formTexts.zh,
    ...designerTexts.zh,
    ...nodeTexts.zh,
    ...signTexts.zh,
    ...deliveryTexts.zh,
    ...dutyNoticeTexts.zh,
    ...documentNoticeTexts.zh,
  },
  en: {
    ...deskTexts.en,
    ...moreDeskTexts.en,
    ...levelTexts.en,
    ...deedTexts.en,
    ...flowTexts.en,
    ...formTexts.en,
    ...designerTexts.en,
    ...nodeTexts.en,
    ...signTexts.en,
    ...deliveryTexts.en,
    ...dutyNoticeTexts.en,
    ...documentNoticeTexts.en,
  },
}
