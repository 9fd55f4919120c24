import { signOnMistakes } from './sign-on/texts.ts'
import { serviceMistakes } from './texts-service.ts'
import { reviewMistakes } from './texts-review.ts'
import { registerMistakes } from './texts-registers.ts'
import { authorityMistakes } from './texts-authority.ts'
import { factorMistakes } from './texts-factors.ts'
import { placeMistakes } from './texts-places.ts'

/** What people are told about the mistakes of this chapter; `{name}` is filled from the mistake's values. */
export const mistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  ...authorityMistakes,
  ...factorMistakes,
  ...placeMistakes,
  ...registerMistakes,
  ...reviewMistakes,
  ...serviceMistakes,
  ...signOnMistakes,
  'people.sign-in-failed': {
    zh: '用户名或密码不正确。请检查大小写后重试；忘记密码请联系系统管理员重置。',
    en: 'User name or password is not right. Check upper and lower case and try again; if you forgot it, ask the system administrator for a reset.',
  },
  'people.wait': {
    zh: '尝试次数过多，请 {seconds} 秒后再试。',
    en: 'Too many attempts. Try again in {seconds} seconds.',
  },
  'people.busy': {
    zh: '登录人数较多，请稍后再试。',
    en: 'Many people are signing in. Try again in a moment.',
  },
  'people.one-time-expired': {
    zh: '一次性密码已过期（{days} 天）。请联系系统管理员重新生成。',
    en: 'The one-time password has expired ({days} days). Ask the system administrator for a new one.',
  },
  'people.current-wrong': { zh: '当前密码不正确。', en: 'The present password is not right.' },
  'people.password-short': {
    zh: '密码至少 {length} 个字符。可以用一句好记的话。',
    en: 'A password has at least {length} characters. A sentence you can remember works well.',
  },
  'people.password-long': {
    zh: '密码最多 {length} 个字符。',
    en: 'A password has at most {length} characters.',
  },
  'people.password-common': {
    zh: '这个密码太容易猜到（常见词、日期、键盘顺序或重复字符）。请换一个。',
    en: 'This password is easy to guess (common words, dates, keyboard rows or repetition). Choose another.',
  },
  'people.password-own': {
    zh: '密码主要由姓名、工号或公司名称组成，容易猜到。请换一个。',
    en: 'This password is mostly your name, employee number or the company name. Choose another.',
  },
  'people.password-used': {
    zh: '不能使用最近 {count} 次用过的密码。',
    en: 'The last {count} passwords cannot be used again.',
  },
  'people.already-set-up': {
    zh: '系统已完成初始化，不能重复进行。请直接登录。',
    en: 'The system has been set up already. Sign in instead.',
  },
  'people.setup-secret-wrong': {
    zh: '初始化口令不正确。请查看服务器启动时打印的口令。',
    en: 'The set-up secret is not right. Look at what the server printed when it started.',
  },
  'people.setup-secret-expired': {
    zh: '初始化口令已过期。请重新启动服务器，会打印新的口令。',
    en: 'The set-up secret has expired. Start the server again; it prints a new one.',
  },
  'people.three-people': {
    zh: '三类管理员必须是三个不同的人，工号和姓名都不能相同。',
    en: 'The three administrators must be three different people, with different numbers and names.',
  },
  'people.no-preset': {
    zh: '没有这种密级方案。请重新选择。',
    en: 'There is no such scheme of levels. Choose again.',
  },
  'people.not-found': {
    zh: '没有找到。可能已被他人修改，请刷新页面。',
    en: 'Not found. It may have been changed; reload the page.',
  },
  'people.employee-no-taken': {
    zh: '工号 {employeeNo} 已被使用。工号不可重复，离职人员的工号也不能再用。',
    en: 'Employee number {employeeNo} is in use. Numbers are never given twice, not even those of leavers.',
  },
  'people.end-date-required': {
    zh: '非正式员工（兼职、实习、外协）必须填写到期日。',
    en: 'People who are not permanent (part-time, interns, contractors) need an end date.',
  },
  'people.end-before-start': { zh: '到期日早于入职日期。', en: 'The end date is before the start date.' },
  'people.no-department': {
    zh: '所选部门不存在或已停用。',
    en: 'The chosen department does not exist or is closed.',
  },
  'people.no-manager': {
    zh: '所选主管不存在或已离职。',
    en: 'The chosen manager does not exist or has left.',
  },
  'people.own-manager': { zh: '不能把本人设为自己的主管。', en: 'Nobody is their own manager.' },
  'people.changed-meanwhile': {
    zh: '这条记录刚刚被他人修改过。请刷新后再改。',
    en: 'Somebody else has just changed this record. Reload and try again.',
  },
  'people.department-loop': {
    zh: '上级部门不能是本部门或其下级部门。',
    en: 'A department cannot stand below itself.',
  },
  'people.department-code-taken': {
    zh: '部门编码 {code} 已被使用。',
    en: 'Department code {code} is in use.',
  },
  'people.department-name-taken': {
    zh: '同一上级下已有名为“{name}”的部门。',
    en: 'There is a department called “{name}” at this place already.',
  },
  'people.department-not-empty': {
    zh: '部门内还有在职人员或下级部门，不能停用。',
    en: 'The department still has people or departments below it and cannot be closed.',
  },
  'people.has-left': { zh: '该人员已离职。', en: 'This person has left.' },
  'people.has-not-left': { zh: '该人员在职。', en: 'This person has not left.' },
  'people.not-yourself': { zh: '不能对本人进行这项操作。', en: 'This cannot be done to yourself.' },
  'people.last-holder': {
    zh: '这是最后一位{role}，不能停用、离职或收回。请先任命另一人。',
    en: 'This is the last {role}. Appoint somebody else first.',
  },
  'people.role-held': { zh: '该人员已有此角色。', en: 'This person holds this role already.' },
  'people.role-not-held': { zh: '该人员没有此角色。', en: 'This person does not hold this role.' },
  'people.has-account': { zh: '该人员已有账号。', en: 'This person has an account already.' },
  'people.sign-in-name-taken': {
    zh: '登录名 {name} 已被使用（登录名与工号都不能与他人重复）。',
    en: 'Sign-in name {name} is in use (neither sign-in names nor employee numbers may repeat).',
  },
  'people.account-state': {
    zh: '账号状态已改变，请刷新页面。',
    en: 'The account is in another state now. Reload the page.',
  },
  'people.reset-administrator': {
    zh: '系统管理员、安全管理员和审计管理员的密码不能由他人重置，否则可借其身份给自己授权，或冒充第二位管理员确认。请在服务器上用命令 mifeng account reset 工号 重置，操作会记入账本。',
    en: 'The passwords of the three administrators are not reset by anybody else, who could then act as one of them, or as the second one who confirms. Use `mifeng account reset NUMBER` at the server; it is recorded.',
  },
  'people.import-empty': { zh: '文件里没有人员数据。', en: 'There are no people in the file.' },
  'people.import-columns': {
    zh: '缺少必需的列：{columns}。请按模板填写。',
    en: 'Columns are missing: {columns}. Use the template.',
  },
  'people.import-too-many': { zh: '一次最多导入 {rows} 人。', en: 'At most {rows} people at once.' },
  'people.row-missing': { zh: '“{column}”未填写。', en: '“{column}” is empty.' },
  'people.row-employee-no': {
    zh: '工号只能含字母、数字、点、横线，最长 32 位。',
    en: 'Employee numbers have letters, digits, dots and hyphens, at most 32.',
  },
  'people.row-name': { zh: '姓名最长 40 个字。', en: 'Names have at most 40 characters.' },
  'people.row-twice': {
    zh: '工号与第 {first} 行重复。',
    en: 'The same employee number stands in row {first}.',
  },
  'people.row-employment': {
    zh: '用工性质应为：正式、兼职、实习、外协。',
    en: 'Employment is one of: regular, part-time, intern, contractor.',
  },
  'people.row-date': { zh: '不是有效日期，请写成 2026-12-31。', en: 'Not a date. Write it as 2026-12-31.' },
  'people.row-manager': {
    zh: '主管工号在文件和系统中都找不到，或已离职。',
    en: 'This manager is neither in the file nor in the system, or has left.',
  },
  'people.row-clearance': {
    zh: '密级许可应为 0–{max} 的数字，或 内部、秘密、机密、绝密。',
    en: 'Clearance is a number from 0 to {max}.',
  },
  'people.row-left': {
    zh: '该工号的人员已离职，不能通过导入恢复。',
    en: 'The person with this number has left; an import does not bring them back.',
  },
  'people.row-department': {
    zh: '部门写法不正确，请用“/”分隔上下级，每级最长 60 个字。',
    en: 'Write departments as a/b/c, each name at most 60 characters.',
  },
  'people.row-number-taken': {
    zh: '工号已是他人的工号或登录名（不区分大小写）。',
    en: 'This number is somebody else’s number or sign-in name (upper and lower case alike).',
  },
  'people.row-email': { zh: '邮箱格式不正确。', en: 'Not an e-mail address.' },
  'people.preview-needed': {
    zh: '请先预览差异，确认后再执行。',
    en: 'Look at the differences first and confirm them.',
  },
  'people.preview-outdated': {
    zh: '预览之后人员资料已有变化，请重新预览。',
    en: 'Something has changed since the preview. Preview again.',
  },
  'people.difference-problem': {
    zh: '{who} 有问题未解决，不能执行。请去掉或改正后重试。',
    en: '{who} has a problem and cannot be applied. Leave it out or correct it.',
  },
  'people.department-entity': {
    zh: '移动会改变部门所属的法人单位。请先由安全管理员调整法人单位设置。',
    en: 'Moving it would put the department under another legal entity. The security administrator changes that first.',
  },
  'people.post-taken': { zh: '已有名为“{name}”的岗位。', en: 'There is a post called “{name}” already.' },
  'people.post-held': {
    zh: '还有 {count} 人担任此岗位，不能停用。',
    en: '{count} people hold this post; it cannot be closed.',
  },
  'people.post-held-already': {
    zh: '该人员已兼任此部门的这个岗位。',
    en: 'This person holds that post in that department already.',
  },
  'people.own-department': {
    zh: '这就是本人的主岗，无需兼任。',
    en: 'This is the person’s first post; it needs no second one.',
  },
  'people.acting-backwards': { zh: '结束日早于开始日。', en: 'The last day is before the first.' },
  'people.acting-past': { zh: '代理期已过，请填今后的日期。', en: 'That time is over; choose later days.' },
  'people.acting-long': {
    zh: '代理最长 {days} 天；更长的请正式任命。',
    en: 'Somebody acts for {days} days at most; appoint a head for longer.',
  },
  'people.acting-head': { zh: '该人员就是部门负责人。', en: 'This person is the head already.' },
  'people.acting-twice': {
    zh: '这段时间已有代理负责人，请先结束原代理。',
    en: 'Somebody acts as head at that time already; end that first.',
  },
  'people.move-choose': {
    zh: '更换部门或岗位须办理调岗：先看清原岗位的权限，再选择终止、移交或保留。',
    en: 'A new department or post is a move: look at what hung on the old post and choose what ends, is handed over or kept.',
  },
  'people.holding-unknown': {
    zh: '没有“{code}”这类事项，请刷新页面。',
    en: 'There is no “{code}”; reload the page.',
  },
  'people.holding-cannot': {
    zh: '“{code}”不能这样处理，请另选。',
    en: '“{code}” cannot be dealt with like that; choose otherwise.',
  },
  'people.receiver-unfit': {
    zh: '接收人须在职、账号可用，不能是本人，也不能是三类管理员。',
    en: 'The receiver works here with a usable account, is somebody else and none of the three administrators.',
  },
  'people.receiver-clearance': {
    zh: '接收人的涉密等级不够：有 {count} 项高于其等级。请另选接收人。',
    en: 'The receiver’s clearance is too low for {count} of them. Choose somebody else.',
  },
  'people.receiver-entity': {
    zh: '接收人在另一法人单位，{count} 项不能移交。请在本单位内选择接收人。',
    en: 'The receiver works for another legal entity; {count} of them cannot be handed over. Choose somebody of the same entity.',
  },
  'people.witness-unfit': {
    zh: '监交人须是移交人、接收人以外的人。',
    en: 'The witness is somebody other than the two parties.',
  },
  'people.confirmation-over': {
    zh: '等待已超过 7 天，须重新提出。',
    en: 'It has waited for more than 7 days and has to be proposed again.',
  },
  'people.wish-outdated': {
    zh: '提出之后，此人的岗位、等级或范围已有变化。请否决或撤回，重新提出。',
    en: 'The person’s post, clearance or scope has changed since this was proposed. Decline or withdraw it, and propose it again.',
  },
  'people.proposer-gone': {
    zh: '提出人已不能做这件事，请否决，由现任管理员重新提出。',
    en: 'Whoever proposed it may not do this any more. Decline it; an administrator in office proposes it again.',
  },
  'people.administrator-by-two': {
    zh: '此人是三员管理员，须由两位管理员办理：请用“离职”或“调岗”逐人办理，另一位管理员确认后生效。',
    en: 'This is one of the three administrators, which takes two: use “leave” or “move” for this person; another administrator confirms it.',
  },
  'people.combine-already': { zh: '已允许兼任。', en: 'The two offices may be combined already.' },
  'people.combine-not': { zh: '没有允许兼任。', en: 'The two offices are separate already.' },
  'people.combine-held': {
    zh: '还有人同时担任系统管理员和安全管理员。请先收回其中一个角色。',
    en: 'Somebody still holds both offices. Take one of them away first.',
  },
  'people.notice-year': {
    zh: '没有找到年份。请连同标题一起粘贴。',
    en: 'No year was found. Paste the notice with its title.',
  },
  'people.notice-nothing': {
    zh: '没有读出放假或上班的日期。请粘贴国务院办公厅放假通知的正文。',
    en: 'No day off and no working day was found. Paste the text of the holiday notice.',
  },
  'people.calendar-day': { zh: '{day} 不是有效日期。', en: '{day} is not a day.' },
}
