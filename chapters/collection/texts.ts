import { consentMistakes } from './consent/texts.ts'
import { indirectMistakes } from './indirect/texts.ts'
import { directMistakes } from './direct/texts.ts'
import { apiMistakes } from './api/texts.ts'
import { takeInMistakes } from './intake/take-in/texts.ts'
import { tidyingMistakes } from './tidying/texts.ts'

/** What people are told about the mistakes of this chapter; `{name}` is filled from the mistake's values. */
export const mistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  ...indirectMistakes,
  ...takeInMistakes,
  ...consentMistakes,
  ...tidyingMistakes,
  ...directMistakes,
  ...apiMistakes,
  'collection.not-found': {
    zh: '没有找到这次导入。可能已被删除，请返回列表。',
    en: 'This import was not found. Go back to the list.',
  },
  'collection.source-required': {
    zh: '请选择资料来源。没有登记来源的资料不能收入。',
    en: 'Choose a source. What has no source on record is not taken in.',
  },
  'collection.legal-basis-required': {
    zh: '请选择处理个人信息的合法性基础。',
    en: 'Choose the legal basis for processing.',
  },
  'collection.no-source': {
    zh: '所选来源不存在或已停用。请重新选择。',
    en: 'The chosen source does not exist or is closed. Choose again.',
  },
  'collection.source-taken': {
    zh: '已有名为“{name}”的来源。',
    en: 'There is a source called “{name}” already.',
  },
  'collection.template-taken': {
    zh: '已有名为“{name}”的模板。请换一个名称。',
    en: 'There is a template called “{name}” already. Choose another name.',
  },
  'collection.no-such-file': {
    zh: '没有找到这份客户档案。请返回列表。',
    en: 'This customer file was not found. Go back to the list.',
  },
  'collection.purpose-required': {
    zh: '请至少选择一个处理目的。只收入所选目的需要的项目。',
    en: 'Choose at least one purpose. Only what a chosen purpose needs is taken in.',
  },
  'collection.no-purpose': {
    zh: '处理目的“{code}”不存在或已停用。请重新选择。',
    en: 'There is no purpose “{code}”, or it is closed. Choose again.',
  },
  'collection.unneeded': {
    zh: '所选目的（{purposes_zh}）不需要这些项目：{zh}（括号内为需要它的目的）。请去掉这些项目，或加选需要它的目的。',
    en: 'The chosen purposes ({purposes_en}) do not need: {en}. In brackets stand the purposes that would. Leave these fields out, or choose such a purpose too.',
  },
  'collection.unneeded-by-all': {
    zh: '所选目的（{purposes_zh}）不需要这些项目：{zh}（括号内为需要它的目的；没有括号的，目前没有任何目的需要）。请去掉，或请法务、保密办或资料管理员在“处理目的”中说明哪个目的需要它。',
    en: 'The chosen purposes ({purposes_en}) do not need: {en}. In brackets stand the purposes that would; where there are none, no purpose needs the field at present. Leave it out, or have legal, the secrecy office or the records officer say on the page “Purposes” which purpose needs it.',
  },
  'collection.name-unneeded': {
    zh: '所选目的都不需要“{zh}”，没有它无法建档。请加选一个需要它的目的，或在“处理目的”中补充。',
    en: 'None of the chosen purposes needs “{en}”, and no file is made without it. Choose a purpose that needs it, or add the field to one on the page “Purposes”.',
  },
  'collection.purpose-taken': {
    zh: '目的代码 {code} 已被使用。请换一个代码。',
    en: 'The purpose code {code} is taken. Choose another one.',
  },
  'collection.no-such-purpose': {
    zh: '没有这个处理目的。请返回列表重新选择。',
    en: 'There is no such purpose. Go back to the list and choose again.',
  },
  'collection.purpose-stale': {
    zh: '这个目的已被他人修改。请刷新后按最新内容重新提出。',
    en: 'This purpose was changed by somebody else meanwhile. Reload it and lay your change over what stands now.',
  },
  'collection.purpose-waiting': {
    zh: '这个目的已有一项修改等待确认。请先确认、退回，或请提出人撤回。',
    en: 'A change of this purpose waits already. Have it confirmed, declined or withdrawn first.',
  },
  'collection.purpose-same': {
    zh: '内容没有变化。请修改后再保存。',
    en: 'Nothing is different. Change something before saving.',
  },
  'collection.basis-note': {
    zh: '请写明依据：哪份合同、哪部法律第几条，或公开信息的出处。',
    en: 'Say what the basis rests on: which contract, which article of which law, or where the information is public.',
  },
  'collection.purpose-field': {
    zh: '资料目录中没有第 {id} 号项目，或已停用。请刷新后重新选择。',
    en: 'The catalogue has no field number {id}, or it is retired. Reload and choose again.',
  },
  'collection.purpose-department': {
    zh: '所选部门不存在。请刷新后重新选择。',
    en: 'A chosen department does not exist. Reload and choose again.',
  },
  'collection.no-such-change': {
    zh: '没有这项修改。请刷新页面。',
    en: 'There is no such change. Reload the page.',
  },
  'collection.change-decided': {
    zh: '这项修改已有结论。请刷新页面。',
    en: 'This change was decided already. Reload the page.',
  },
  'collection.no-mapping': {
    zh: '请先确认各列的去向，再运行。',
    en: 'Confirm where the columns go before running.',
  },
  'collection.no-name-column': {
    zh: '工作表“{sheet}”没有一列是客户姓名或企业名称。请指定，或不导入这个工作表。',
    en: 'No column of sheet “{sheet}” holds the customer’s name. Choose one, or leave the sheet out.',
  },
  'collection.no-field': {
    zh: '资料目录中没有“{field}”这个项目。请刷新后重新选择。',
    en: 'The catalogue has no field “{field}”. Reload and choose again.',
  },
  'collection.no-level': { zh: '没有第 {level} 级这个密级。', en: 'There is no level {level}.' },
  'collection.nothing-chosen': {
    zh: '没有选择任何工作表。请至少选择一个。',
    en: 'No sheet is chosen. Choose at least one.',
  },
  'collection.empty-file': {
    zh: '文件里没有客户数据。请检查后重新上传。',
    en: 'The file holds no customers. Check it and upload it again.',
  },
  'collection.wrong-state': {
    zh: '这次导入当前不能进行此操作（状态已改变）。请刷新页面。',
    en: 'This cannot be done now; the import is in another state. Reload the page.',
  },
  'collection.file-gone': {
    zh: '上传的文件已不在服务器上。请重新上传。',
    en: 'The uploaded file is no longer on the server. Upload it again.',
  },
  'collection.file-changed': {
    zh: '文件内容与上传时不一致，已停止。请重新上传。',
    en: 'The file is not what was uploaded; the import stopped. Upload it again.',
  },
  'collection.refused': {
    zh: '制度不允许这次导入（条款 {clauses}）。未收入任何资料。',
    en: 'The rule book does not allow this import (clause {clauses}). Nothing was taken in.',
  },
  'collection.failed': {
    zh: '导入因程序故障停止，未收入任何资料。可以继续，或取消。',
    en: 'The import stopped because of a fault. Nothing is visible yet. Resume or cancel it.',
  },
  'collection.no-company': {
    zh: '这里还没有建立公司，不能导入。请运行 npx mifeng serve，打开它显示的首次设置地址，建立公司和三位管理员，并任命资料管理员，再导入。只想先看看文件会怎样读入，请加 --dry-run。',
    en: 'There is no company here yet, so nothing can be imported. Run npx mifeng serve, open the first-run address that it shows, set up the company and its three administrators, appoint a records officer, then import. To see how the file would be read, add --dry-run.',
  },
  'collection.nobody': {
    zh: '还没有资料管理员或资料采集员。请先由安全管理员任命，再导入。',
    en: 'There is no records officer or collector yet. The security administrator appoints one first.',
  },
  'collection.not-open': {
    zh: '这组重复已处理过，或其中一份档案已变动。请刷新。',
    en: 'This pair was decided already, or one of the files has changed. Reload.',
  },
}

/** What the error list says about a row; the same texts stand in the error file. */
export const rowTexts: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'name-missing': {
    zh: '缺少客户姓名或企业名称，本行未导入。请补上后单独导入。',
    en: 'No customer name; the row was not taken in. Add it and import the row again.',
  },
  'value-damaged': {
    zh: '号码已被 Excel 损坏（只保留 15 位有效数字），无法还原，已留空。请按原始资料补录。',
    en: 'Excel destroyed digits of this number (15 are kept); it was left empty. Enter it from the original.',
  },
  'value-invalid': {
    zh: '内容不符合该项目的格式或校验位，已照原样保存。请核对。',
    en: 'The value does not fit the field or its check digit; it was kept as written. Check it.',
  },
  'date-ambiguous': {
    zh: '日期有两种读法（日/月还是月/日），已照原样保存。请核对。',
    en: 'The date can be read in two ways; it was kept as written. Check it.',
  },
  'date-invalid': {
    zh: '不是有效日期，已照原样保存。请核对。',
    en: 'Not a valid date; it was kept as written. Check it.',
  },
  'amount-invalid': {
    zh: '不是有效金额，已照原样保存。请核对。',
    en: 'Not a valid amount; it was kept as written. Check it.',
  },
  'cell-error': {
    zh: '单元格是公式错误值，已留空。请在原表中修正。',
    en: 'The cell holds a formula error and was left empty. Correct it in the sheet.',
  },
  'second-value': {
    zh: '一格中有多个号码，第一个存入本项目，其余写入备注。',
    en: 'Several numbers in one cell: the first fills the field, the others stand in the remark.',
  },
  'owner-unknown': {
    zh: '业务员不在人员名单中，已归到默认负责人（同名只提示一次）。',
    en: 'The salesperson is not among the people; the default owner was set (said once per name).',
  },
  'owner-ambiguous': {
    zh: '有多位同名人员，无法确定负责人，已归到默认负责人（同名只提示一次）。',
    en: 'Several people have this name; the default owner was set (said once per name).',
  },
  'hidden-identifier': {
    zh: '文字中藏有高密级内容，本行此项已按更高密级封存。',
    en: 'The text holds something of a higher level; this value was sealed at that level.',
  },
  'duplicate-in-file': {
    zh: '与文件中前面的一行是同一客户。',
    en: 'The same customer stands in an earlier row of the file.',
  },
  'duplicate-on-file': { zh: '该客户已有档案。', en: 'This customer is on file already.' },
}

/** A text with its values filled in. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
