/** What people are told about mistakes with rooms, entries and visitors. */
export const roomMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'rooms.name-taken': {
    zh: '已有同名的场所。请换一个名称，或使用原有场所。',
    en: 'There is a room of this name. Choose another name, or use that room.',
  },
  'rooms.no-level': { zh: '没有这个密级。请重新选择。', en: 'There is no such level. Choose again.' },
  'rooms.person-gone': {
    zh: '所选人员不在岗，不能担任此角色。请另选一位。',
    en: 'The chosen person does not work here at present. Choose somebody else.',
  },
  'rooms.people-inside': {
    zh: '场所内还有 {count} 人未登记离开。请先登记离开，再停用。',
    en: '{count} people are still signed in to the room. Sign them out before closing it.',
  },
  'rooms.closed': { zh: '这个场所已停用。请选择在用的场所。', en: 'This room is closed. Choose one in use.' },
  'rooms.until-past': {
    zh: '到期日不能早于今天，也不能超过一年。请重新选择。',
    en: 'The last day lies between today and one year from now. Choose again.',
  },
  'rooms.standing-ended': {
    zh: '这项常驻出入权限已经结束。请刷新页面。',
    en: 'This standing entry has ended already. Reload the page.',
  },
  'rooms.hours': {
    zh: '起止时间须在同一天、先后正确、尚未结束，且在 90 天之内。请重新填写。',
    en: 'Begin and end lie on one day, in this order, not yet over, and within 90 days. Fill them in again.',
  },
  'rooms.visitor-incomplete': {
    zh: '访客申请须同时填写访客、接待人和陪同人。请补全。',
    en: 'A visitor needs a name, a host and an escort. Fill in all of them.',
  },
  'rooms.not-waiting': {
    zh: '这份申请已经处理过，不能再次处理。请刷新页面。',
    en: 'This request has been dealt with already. Reload the page.',
  },
  'rooms.refusal-reason': {
    zh: '不同意时请写明理由（至少 2 个字）。',
    en: 'Say why you refuse, in 2 characters or more.',
  },
  'rooms.sign-in-whom': {
    zh: '请选择场所和人员并填写事由，或选择一份已批准的来访。',
    en: 'Choose a room, a person and a purpose, or an approved visit.',
  },
  'rooms.inside-already': {
    zh: '此人已登记进入，尚未登记离开。请先登记离开。',
    en: 'This person is signed in already. Sign him out first.',
  },
  'rooms.not-now': {
    zh: '这次来访未获批准，或不在批准的时间内。请核对批准的日期和时段。',
    en: 'This visit is not approved, or not for this hour. Compare the approved day and hours.',
  },
  'rooms.left-already': { zh: '已登记离开。请刷新页面。', en: 'Signed out already. Reload the page.' },
  'rooms.left-before-entry': {
    zh: '离开时间不能早于进入时间，也不能晚于现在。请核对。',
    en: 'Nobody leaves before entering, or later than now. Check the time.',
  },
  'rooms.late-remark': {
    zh: '补登离开时间须写明原因。请填写备注。',
    en: 'Say in the remark why the sign-out is written down later.',
  },
  'rooms.escort-stays': {
    zh: '您陪同的访客尚未离开。请先登记访客离开，陪同人不能先走。',
    en: 'A visitor in this person’s company is still inside. Sign the visitor out first; an escort does not leave before.',
  },
}
