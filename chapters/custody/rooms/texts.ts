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
  'rooms.door-taken': {
    zh: '已有另一个场所使用这个门禁点名称。请核对门禁系统中的写法。',
    en: 'Another room has this door. Check how the door control writes it.',
  },
  'rooms.door-columns': {
    zh: '找不到表头。请让一行中同时有这些列：{columns}，再重新上传。',
    en: 'No line names all columns ({columns}). Add the headers and upload the file again.',
  },
  'rooms.door-empty': {
    zh: '表头下面没有记录。请检查导出的时间范围。',
    en: 'There is no line below the headers. Check the period that was exported.',
  },
  'rooms.door-too-many': {
    zh: '一个文件最多 {rows} 行。请按月分开导出。',
    en: 'At most {rows} lines in one file. Export the months apart.',
  },
  'rooms.door-nothing-new': {
    zh: '文件中没有可导入的新记录。请查看预览中每行的原因。',
    en: 'The file holds no new line that can be kept. The preview says why, line by line.',
  },
  'rooms.door-period': {
    zh: '开始日期不能晚于结束日期。请重新选择。',
    en: 'The first day is later than the last. Choose again.',
  },
  'rooms.door-formula': {
    zh: '单元格是公式，未导入。请从门禁系统重新导出原始记录。',
    en: 'The cell is a formula and was left out. Export the original records from the door control again.',
  },
  'rooms.door-missing': {
    zh: '此格为空或过长，未导入。请从门禁系统重新导出。',
    en: 'The cell is empty or too long; the line was left out. Export it from the door control again.',
  },
  'rooms.door-time': {
    zh: '时间无法识别，未导入。请写成 2026-11-24 09:05:30。',
    en: 'The time cannot be read; the line was left out. Write it as 2026-11-24 09:05:30.',
  },
  'rooms.door-future': {
    zh: '时间晚于现在，未导入。请核对门禁系统的时钟。',
    en: 'The time is later than now; the line was left out. Check the clock of the door control.',
  },
  'rooms.door-direction': {
    zh: '无法识别是进还是出，未导入。请写“进”或“出”。',
    en: 'Neither in nor out; the line was left out. Write “in” or “out”.',
  },
  'rooms.door-unknown': {
    zh: '没有场所使用这个门禁点，未导入。如需核对，请先在场所中填写门禁点名称。',
    en: 'No room has this door; the line was left out. To compare it, give the room this door name first.',
  },
  'rooms.door-nobody': {
    zh: '没有人使用这个工号，按“未知人员”导入，不保留原值。请核对门禁卡的登记。',
    en: 'Nobody has this number; the line is kept as “unknown”, without the number. Check to whom the card was given.',
  },
  'rooms.door-repeated': {
    zh: '这条记录已导入过，已跳过。',
    en: 'This line was read in before and is skipped; nothing needs to be done.',
  },
}
