import { filingMistakes } from './filing/texts.ts'
import { documentMistakes } from './documents/texts.ts'
import { levelMistakes } from './levels/texts.ts'
import { roomMistakes } from './rooms/texts.ts'

/** What people are told about the mistakes of this chapter; `{name}` is filled from the mistake's values. */
export const mistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  ...roomMistakes,
  ...filingMistakes,
  'custody.merge-attachments': {
    zh: '将被并入的档案中有附件，附件只属于该档案。请改选该档案为保留方，或先移除附件。',
    en: 'Documents hang on the file that would go, and belong to it alone. Keep that file instead, or take the documents out first.',
  },
  'custody.merge-final': {
    zh: '这次合并已不能撤销：已撤销过，或合并后档案又有变更。请分别更正档案。',
    en: 'This merge cannot be undone: it was undone already, or a file changed since. Correct the files one by one.',
  },
  ...documentMistakes,
  ...levelMistakes,
  'custody.not-found': {
    zh: '没有找到。可能已被他人修改或移除，请刷新页面。',
    en: 'Not found. It may have been changed or removed; reload the page.',
  },
  'custody.no-field': {
    zh: '数据目录中没有这个字段。请刷新页面后重试。',
    en: 'The catalogue has no such field. Reload the page and try again.',
  },
  'custody.field-retired': {
    zh: '字段“{zh}”已停用，不能再填写新值，只能清空。',
    en: 'The field “{en}” is retired: it can be emptied, but takes no new value.',
  },
  'custody.field-other-kind': {
    zh: '字段“{zh}”不适用于这类客户。请清空后再提交。',
    en: 'The field “{en}” is not for this kind of customer. Leave it empty.',
  },
  'custody.value-long': {
    zh: '“{zh}”的内容超过 {most} 个字符。请缩短。',
    en: '“{en}” has more than {most} characters. Make it shorter.',
  },
  'custody.value-damaged': {
    zh: '“{zh}”的号码已被电子表格破坏（科学计数法或末尾变成 0）。请找到原始号码重新输入。',
    en: 'A spreadsheet has destroyed digits of “{en}” (exponent form, or zeros at the end). Type the number from the original.',
  },
  'custody.value-unfit': {
    zh: '“{zh}”的格式或校验位不正确。请核对后重新输入。',
    en: '“{en}” does not have the right form or check digit. Compare it with the original and type it again.',
  },
  'custody.name-needed': {
    zh: '请填写“{zh}”。没有名称的档案无法辨认。',
    en: 'Fill in “{en}”. A file without a name cannot be told apart.',
  },
  'custody.duplicate': {
    zh: '已有档案使用相同的“{zh}”。请先检索确认；确属不同客户时，勾选“已核对，仍要建档”。',
    en: 'Another file has the same “{en}”. Search for it first; if it is another customer, tick “Checked, file it anyway”.',
  },
  'custody.nothing-changed': { zh: '没有任何修改。', en: 'Nothing was changed.' },
  'custody.changed-meanwhile': {
    zh: '在您编辑期间，内容已被他人修改。请刷新页面，核对后再保存。',
    en: 'Somebody else changed this while you were editing. Reload the page, compare, and save again.',
  },
  'custody.no-level': { zh: '没有这个密级。请重新选择。', en: 'There is no such level. Choose again.' },
  'custody.no-source': {
    zh: '所选数据来源不存在或已关闭。请选择已登记的来源。',
    en: 'The chosen source does not exist or is closed. Choose a registered source.',
  },
  'custody.level-same': {
    zh: '拟定密级与现在相同。请选择另一个密级。',
    en: 'The proposed level is the present one. Choose another.',
  },
  'custody.level-of-what': {
    zh: '请选择要变更密级的客户档案或字段。',
    en: 'Choose the customer file or the field whose level is to change.',
  },
  'custody.level-change-open': {
    zh: '同一对象已有密级变更申请 {number} 在审批中。请等待其结束。',
    en: 'Application {number} about the same level is still being decided. Wait for its end.',
  },
  'custody.no-level-change': {
    zh: '您没有这份密级变更申请。',
    en: 'You have no such application for a change of level.',
  },
  'custody.level-change-not-returned': {
    zh: '这份申请没有被退回，不能修改。请在审批页查看它的进展。',
    en: 'This application was not returned and cannot be corrected. See where it stands on its approval page.',
  },
  'custody.level-moved': {
    zh: '申请提交之后，该密级已经变动，与申请表不符。请退回或驳回，由申请人重新提交。',
    en: 'The level has changed since the application was made. Return or reject it, so that it can be made again.',
  },
  'custody.level-needs-approval': {
    zh: '密级不能直接修改。请通过“密级变更”提交申请，经审批后生效。',
    en: 'A level is not edited here. Apply under “Change of level”; it takes effect once approved.',
  },
  'custody.level-name-statutory': {
    zh: '“绝密、机密、秘密”及“★”是国家秘密的法定标志，不能用于商业秘密。请使用“公司机密”“核心商密”等名称。',
    en: 'These words and “★” are the statutory marks of state secrets and must not mark trade secrets. Choose another name, such as “公司机密”.',
  },
  'custody.level-name-twice': { zh: '两个密级名称相同。', en: 'Two levels have the same name.' },
  'custody.levels-all': { zh: '请同时提交全部密级，每级一次。', en: 'Send all levels together, each once.' },
  'custody.mask-not-for-type': {
    zh: '这种脱敏方式不适用于该类型。请从列表中选择。',
    en: 'This mask does not suit the type. Choose one from the list.',
  },
  'custody.mask-weak': {
    zh: '这种脱敏方式遮盖过少（身份证前 6 后 4 只剩约两千种可能）。如确需使用，请勾选“已知悉风险”。',
    en: 'This mask hides too little (first 6 and last 4 of an identity number leave about two thousand candidates). Tick “I know the risk” if it is needed.',
  },
  'custody.not-searchable': {
    zh: '该类型不能按这种方式检索。',
    en: 'Values of this type cannot be searched for in this way.',
  },
  'custody.no-type': { zh: '没有这种数据类型。', en: 'There is no such type of value.' },
  'custody.code-taken': { zh: '这个字段代码已被使用。', en: 'This code is in use already.' },
  'custody.attachment-level': {
    zh: '附件密级不能低于档案密级。',
    en: 'The level of an attachment is not below that of the file.',
  },
}
