import type { Texts } from '../../../doors/web/ui/text.ts'

/** Notices about levels. */
export const levelTexts: Texts = {
  zh: {
    'approval.notice.level-review-due': '{{count}} 项密级的保密期限即将届满，请复审。',
    'approval.notice.level-ended': '{{count}} 项密级按已确认的设置到期自动解密。',
    'approval.notice.volume-alarm': '有人一日内导出或打印的客户达到 {{step}} 位（共 {{count}} 位），请核实。',
  },
  en: {
    'approval.notice.level-review-due': 'Levels whose term ends soon and that wait for a review: {{count}}.',
    'approval.notice.level-ended': 'Levels that ended by themselves, as two people had arranged: {{count}}.',
    'approval.notice.volume-alarm':
      'Somebody took out {{step}} customers or more within a day ({{count}} in all); please look into it.',
  },
}
