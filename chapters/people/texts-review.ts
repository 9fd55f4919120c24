/** What people are told about mistakes of the quarterly review of rights. */
export const reviewMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'people.review-open': {
    zh: '已有一次权限复核正在进行，请先完成或结束它。',
    en: 'A review of rights is already running; finish or close that one first.',
  },
  'people.review-closed': {
    zh: '这次权限复核已经结束，不能再办理。',
    en: 'This review of rights is closed; nothing more can be decided in it.',
  },
  'people.review-not-due': {
    zh: '还有 {count} 项权限未复核，且尚未到期。请待复核完成，或到期后再结束。',
    en: '{count} rights are still open and the due day is not over. Wait until they are decided, or close after the due day.',
  },
  'people.review-decided': {
    zh: '这项权限已经复核过，请刷新页面。',
    en: 'This right has been decided already; reload the page.',
  },
  'people.review-used': {
    zh: '这项权限近期又有使用，未收回。如确需收回，请逐项办理。',
    en: 'This right has been used since, so it was left alone. Remove it by itself if it is to go.',
  },
  'people.review-refused': {
    zh: '您现在不是这项权限的复核人。',
    en: 'You are not the reviewer of this right at present.',
  },
  'people.review-unknown-kind': {
    zh: '这类权限不能在此收回，请联系安全管理员。',
    en: 'Rights of this kind cannot be removed here; ask the security administrator.',
  },
}
