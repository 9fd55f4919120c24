/** What people are told about the mistakes of this chapter; `{name}` is filled from the mistake's values. */
export const mistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'use.no-such-file': {
    zh: '没有这份客户资料，或您无权得知它是否存在。请核对档号。',
    en: 'There is no such customer file, or none that you may know of. Check the file number.',
  },
  'use.no-such-application': {
    zh: '没有这份申请，或它不是您的申请。',
    en: 'There is no such application, or it is not yours.',
  },
  'use.no-such-grant': {
    zh: '没有这项使用授权，或它与您无关。',
    en: 'There is no such grant, or it does not concern you.',
  },
  'use.no-such-purpose': {
    zh: '没有这个使用目的，或它已停用。请从列表中选择。',
    en: 'There is no such purpose, or it is closed. Choose one from the list.',
  },
  'use.purpose-taken': {
    zh: '目的代码 {code} 已存在。请换一个代码。',
    en: 'The purpose code {code} is taken. Choose another one.',
  },
  'use.no-such-field': {
    zh: '数据目录中没有这个字段，或它已停用（编号 {id}）。',
    en: 'The catalogue has no such field, or it is retired (id {id}).',
  },
  'use.files-not-found': {
    zh: '有 {count} 份资料没有找到，第一份是列表中的第 {first} 份。请核对档号。',
    en: '{count} files were not found, the first being number {first} of the list. Check the file numbers.',
  },
  'use.starts-in-past': {
    zh: '开始时间早于现在。申请不能补填过去的时间，请从今天起填写。',
    en: 'The period begins in the past. Nobody applies backwards in time; begin today or later.',
  },
  'use.ends-before-start': {
    zh: '结束时间不晚于开始时间。请调整期限。',
    en: 'The period ends before it begins. Correct the dates.',
  },
  'use.straight-level': {
    zh: '涉及资料的密级已经变化，不能直接送回。请修改后重新提交，所有步骤重新审批。',
    en: 'The level of what was applied for has changed. Hand it in again; every step decides anew.',
  },
  'use.straight-period': {
    zh: '原申请的期限已过，不能直接送回。请改期限后重新提交。',
    en: 'The period applied for is over. Choose another period and hand it in again.',
  },
  'use.not-narrower': {
    zh: '“{entry}”只能缩小：期限只能提前，次数、客户和字段只能减少，且至少保留一项。',
    en: 'An entry can only be narrowed: an earlier end, fewer openings, files or fields, and at least one of them.',
  },
  'use.not-narrowed': {
    zh: '“{entry}”这一项不能由审批人修改；请退回申请人。',
    en: 'Approvers cannot change the entry "{entry}"; return the form to the applicant.',
  },
  'use.not-returned': {
    zh: '只有退回给您的申请才能修改后重新提交。',
    en: 'Only an application that was returned to you can be changed and filed again.',
  },
  'use.already-revoked': {
    zh: '该授权已到期或已被撤销，无需再撤销。',
    en: 'The grant has ended or been revoked already.',
  },
  'use.file-not-of-grant': {
    zh: '所选资料不全在该授权范围内。请只选择授权中的资料。',
    en: 'Not all chosen files belong to the grant. Choose among the files of the grant only.',
  },
  'use.reason-holds-identifier': {
    zh: '事由中含有手机号、证件号、账号等客户信息。事由会原样留存，请去掉这些内容，只写办什么事。',
    en: 'The reason holds a phone number, document number or account number. Reasons are kept as they are; leave such data out and say only what is to be done.',
  },
  'use.nothing-to-export': {
    zh: '所选资料中没有采集过这些字段，没有可导出的内容。',
    en: 'None of the chosen files holds a value in these fields; there is nothing to take out.',
  },
}
