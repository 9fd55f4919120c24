/** What people, and other systems, are told about the mistakes of taking in; `{name}` is filled from the mistake's values. */
export const takeInMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'collection.too-many-purposes': {
    zh: '一次最多填 {most} 个处理目的。',
    en: 'At most {most} purposes at once.',
  },
  'collection.too-many-values': {
    zh: '一次最多填写 {most} 个项目。请分几次提交。',
    en: 'At most {most} fields at once. Send the others separately.',
  },
  'collection.purpose-required': {
    zh: '请说明收集的用途（purposes）。没有用途的资料不能收入。',
    en: 'State the purposes (purposes). What serves no purpose is not taken in.',
  },
  'collection.no-purpose': {
    zh: '用途登记中没有这个用途，或它已停用。请改用登记在册的用途。',
    en: 'This purpose is not on the register, or is closed. Use one that is on the register.',
  },
  'collection.not-needed': {
    zh: '所选用途不需要“{zh}”，不能收入。需要它的是：{neededZh}。请去掉这个项目，或补充相应的用途。',
    en: 'None of the chosen purposes needs “{en}”, so it is not taken in. It is needed for: {neededEn}. Leave the field out, or add that purpose.',
  },
  'collection.consent-needed': {
    zh: '合法性基础是同意，但没有附上客户的同意。请附上同意记录（consent）：告知书版本、所示文本的哈希和逐项选择。',
    en: 'The legal basis is consent, but no consent of the customer was sent. Add it (consent): version of the notice, hash of the text shown, and each choice.',
  },
  'collection.reference-shape': {
    zh: '外部编号只能用字母、数字和 . _ ~ : -，以字母或数字开头，最长 {most} 个字符。请改用对方系统的内部编号。',
    en: 'A reference has letters, digits and . _ ~ : - only, begins with a letter or digit, and is at most {most} characters long. Use the internal number of your system.',
  },
  'collection.reference-personal': {
    zh: '外部编号看起来是手机号、证件号等个人信息，不能用作编号。请改用对方系统的内部编号。',
    en: 'This reference looks like a telephone or document number, which must not serve as a reference. Use the internal number of your system.',
  },
  'collection.hidden-number': {
    zh: '“{zh}”的文字里有更高密级的号码。请把号码填到它自己的项目里，再提交。',
    en: 'The text of “{en}” holds a number of a higher level. Put the number into its own field and send it again.',
  },
  'collection.customer-erased': {
    zh: '该客户的资料已依法删除，不能再更新。请在对方系统中停止推送这个编号。',
    en: 'This customer was erased as the law asks and is not updated any more. Stop sending this reference.',
  },
  'collection.kind-differs': {
    zh: '档案的客户类型（个人或企业）与提交的不同。请核对编号是否对应同一客户。',
    en: 'The file is of the other kind (person or company). Check that the reference means the same customer.',
  },
  'collection.not-known-yet': {
    zh: '这个编号下还没有客户，不能按指定版本更新。请去掉 If-Match 再提交。',
    en: 'There is no customer under this reference yet, so no version of one can be changed. Send it without If-Match.',
  },
}
