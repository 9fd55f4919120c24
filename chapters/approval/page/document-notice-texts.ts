import type { Texts } from '../../../doors/web/ui/text.ts'

/** Words of notices about documents. */
export const documentNoticeTexts: Texts = {
  zh: { 'approval.notice.document-flagged': '您添加的一份附件，内容似乎高于它的密级，请核对。' },
  en: {
    'approval.notice.document-flagged':
      'What stands in an attachment you added seems above its level; please check.',
  },
}
