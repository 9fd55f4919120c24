/** What people, and customers, are told about the mistakes of forms; `{name}` is filled from the mistake's values. */
export const directMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'form.none': {
    zh: '没有这份表单，或它尚未发布。请核对网址或二维码。',
    en: 'There is no such form, or it is not published yet. Check the address or the QR code.',
  },
  'form.closed': {
    zh: '本表单已停用，不再收集资料。',
    en: 'This form is closed and takes nothing any more.',
  },
  'form.not-yet': {
    zh: '本表单尚未开始。请在开始时间之后再填写。',
    en: 'This form has not begun yet. Come back after its start.',
  },
  'form.over': { zh: '本表单已截止，不再收集资料。', en: 'This form has ended and takes nothing any more.' },
  'form.full': { zh: '本表单已收满，不再收集资料。', en: 'This form is full and takes nothing any more.' },
  'form.paused': {
    zh: '本表单暂时不能受理，请稍后再试或与提供网址的单位联系。已填的内容仍在您的设备上。',
    en: 'This form cannot take anything just now; try later, or ask the company that gave you the address. What you typed is still on your device.',
  },
  'form.changed': {
    zh: '表单已更新。请重新打开本页核对后再提交，已填的内容仍在您的设备上。',
    en: 'The form has a new version. Open the page again, check it and send once more; what you typed is still on your device.',
  },
  'form.notice-changed': {
    zh: '告知书已更新。请重新打开本页，阅读新的告知书后再提交，已填的内容仍在您的设备上。',
    en: 'The notice has a new version. Open the page again and read it before you send; what you typed is still on your device.',
  },
  'form.unknown-answer': {
    zh: '提交中有表单没有问到的内容，没有收下。请重新打开本页后再填写。',
    en: 'Something was sent that the form does not ask for; nothing was taken. Open the page again and fill it in.',
  },
  'form.hidden-answer': {
    zh: '按您的选择，这一题不需要填写。请清空后再提交。',
    en: 'After what you chose this question is not asked. Empty it and send once more.',
  },
  'form.required': { zh: '请填写“{zh}”。', en: 'Please fill in “{en}”.' },
  'form.choice': { zh: '请从选项中选择“{zh}”。', en: 'Please choose one of the answers to “{en}”.' },
  'form.field-gone': {
    zh: '“{zh}”已不再收集。请重新打开本页后再提交。',
    en: '“{en}” is not collected any more. Open the page again and send once more.',
  },
  'form.consent-boxes': {
    zh: '请对每一个选项分别作出选择。',
    en: 'Please answer each box by itself.',
  },
  'form.consent-needed': {
    zh: '没有您的同意，我们不能收集这些资料。如不同意，关闭本页即可，什么也不会提交。',
    en: 'Without your consent we may not collect this. If you do not agree, close the page: nothing is sent.',
  },
  'form.sensitive': {
    zh: '“{zh}”是敏感个人信息。请勾选对应的单独同意，或把这一项留空。',
    en: '“{en}” is sensitive personal information. Tick the separate consent for it, or leave it empty.',
  },
  'form.guardian': {
    zh: '不满十四周岁的，请由监护人填写姓名和关系。',
    en: 'For somebody younger than fourteen the guardian gives name and relation.',
  },
  'form.too-many-files': {
    zh: '“{zh}”的文件过多，请减少后再提交。',
    en: 'There are too many files for “{en}”; send fewer.',
  },
  'form.files-cut': {
    zh: '文件没有完整上传，请再次提交。',
    en: 'The files did not arrive whole; please send once more.',
  },
  'form.file-large': {
    zh: '单个文件不能超过 10 MB，请压缩或重拍后再试。',
    en: 'A file may have 10 MB at most; make it smaller or take the picture again.',
  },
  'form.file-kind': {
    zh: '不接受这种文件。请上传照片（JPG、PNG）或 PDF。',
    en: 'This kind of file is not accepted. Send a photograph (JPG, PNG) or a PDF.',
  },
  'form.file-refused': {
    zh: '附件不能归入该档案，没有收下任何内容。请联系负责人核对其权限。',
    en: 'The files may not go into that file, and nothing was taken. Ask the responsible person to check their rights.',
  },
  'form.receipt-taken': {
    zh: '回执编号重复，请再次提交。',
    en: 'This receipt exists already; please send once more.',
  },
  'form.no-receipt': {
    zh: '没有这个回执。请核对编号，注意字母和数字。',
    en: 'There is no such receipt. Check its letters and digits.',
  },
  'form.signature': { zh: '请客户在签名栏内签名。', en: 'The customer has yet to sign in the box.' },
  'form.changed-meanwhile': {
    zh: '表单已被其他人修改。请刷新页面后重做您的修改。',
    en: 'Somebody else has changed the form. Reload the page and make your change again.',
  },
  'form.not-ready': {
    zh: '表单还不能发布。请先处理页面上列出的问题。',
    en: 'The form cannot be published yet. Settle the problems that the page lists first.',
  },
  'form.no-submission': {
    zh: '没有找到这份提交。请返回列表。',
    en: 'This submission was not found. Go back to the list.',
  },
  'form.decided': {
    zh: '这份提交已经处理。请刷新页面。',
    en: 'This submission has been decided already. Reload the page.',
  },
  'form.not-pending': {
    zh: '这份资料已经归档，不能在这里退回。如需删除，请走删除流程。',
    en: 'This has been filed and cannot be turned away here. To erase it, use the way for erasing.',
  },
}
