type Sentences = Readonly<Record<string, { zh: string; en: string }>>

/** Signatures, files, narrowing, forms inside forms. */
const deeds: Sentences = {
  'approval.signature-needed': {
    zh: '此步须手写签名；请签名后再办理。',
    en: 'This step wants a signature; sign first, then decide.',
  },
  'approval.signature-kind': {
    zh: '签名须是浏览器画板生成的 PNG 图片；请重新签名。',
    en: 'A signature is a PNG picture as the signing field makes it; please sign again.',
  },
  'approval.signature-size': {
    zh: '签名图片过大或过小；请重新签名。',
    en: 'The picture of the signature is too large or too small; please sign again.',
  },
  'approval.signature-blank': {
    zh: '签名是空白的；请签名，或改为键入姓名。',
    en: 'Nothing was signed; draw your signature, or type your name instead.',
  },
  'approval.batch-signature': {
    zh: '此步须手写签名，不能批量同意；请逐份办理。',
    en: 'This step wants a signature and cannot be approved with others; decide it on its own page.',
  },
  'approval.child-own': {
    zh: '这是另一份表单的子流程；请在主表单上撤回或撤销。',
    en: 'This form decides a step of another one; withdraw or revoke that one.',
  },
  'approval.child-return': {
    zh: '子流程的内容来自主表单，不能退回申请人；请驳回，或退回前面的步骤。',
    en: 'The text of this form is that of the one around it; reject it or return it to an earlier step.',
  },
  'approval.narrow-nothing': {
    zh: '没有缩小任何内容；请先修改再提交。',
    en: 'Nothing was left out or shortened; change something first.',
  },
  'approval.narrow-not-allowed': {
    zh: '此步不可修改这一项；请退回申请人修改。',
    en: 'This step may not change this entry; return the form to the applicant instead.',
  },
  'approval.narrow-not-offered': {
    zh: '这种表单不能由审批人缩小；请退回申请人修改。',
    en: 'Forms of this kind cannot be narrowed by approvers; return it to the applicant instead.',
  },
  'approval.cc-hidden': {
    zh: '此步对您隐藏了部分内容，不能由您抄送；请由申请人或其他审批人抄送。',
    en: 'A part of this form is hidden from you, so you cannot copy others on it; ask the applicant or another approver.',
  },
  'approval.sub-too-deep': {
    zh: '子流程最多 {most} 层；请安全管理员修改流程。',
    en: 'Forms stand inside forms {most} deep at most; the security administrator has to change the flow.',
  },
  'approval.sub-gone': {
    zh: '子流程“{flow}”已不可用；请安全管理员修改流程。',
    en: 'The flow "{flow}" of this step is not there; the security administrator has to change the flow.',
  },
  'approval.file-kind': {
    zh: '这种文件不能上传；可用 PDF、图片、Office 文档和纯文本。',
    en: 'Files of this kind are not taken; use PDF, pictures, office documents or plain text.',
  },
  'approval.files-many': {
    zh: '一份表单最多 {most} 个附件。',
    en: 'A form takes {most} files at most.',
  },
  'approval.file-unknown': {
    zh: '附件不存在、不是您上传的或已提交过；请重新上传。',
    en: 'A file is not there, not yours or handed in already; add it again.',
  },
  'approval.file-missing': { zh: '请选择文件。', en: 'Choose a file.' },
}

/** What stands against a drawn flow. */
const flows: Sentences = {
  'approval.flow-used-by': {
    zh: '流程“{flow}”把它用作子流程；请先修改那个流程。',
    en: 'The flow "{flow}" runs it as one of its steps; change that flow first.',
  },
  'approval.flow-rules-missing': {
    zh: '步骤 {step} 的条件取人没有规则；请至少加一条。',
    en: 'The table of rules in step {step} is empty; add a rule.',
  },
  'approval.flow-rule-without-condition': {
    zh: '步骤 {step} 有一条规则没有条件；请填写条件，或放到“其余情况”。',
    en: 'A rule in step {step} has no condition; give it one, or name these people under “otherwise”.',
  },
  'approval.flow-unknown-department': {
    zh: '步骤 {step} 指定的部门不存在；请重新选择。',
    en: 'A department named in step {step} is not there; choose again.',
  },
  'approval.flow-unknown-field': {
    zh: '这种表单没有“{key}”这一项；请去掉。',
    en: 'Forms of this kind have no entry "{key}"; take it out.',
  },
  'approval.flow-field-not-narrowed': {
    zh: '步骤 {step}：“{key}”这一项不能由审批人修改；请改为只读或隐藏。',
    en: 'Step {step}: the entry "{key}" cannot be narrowed; let it be read or hidden.',
  },
  'approval.flow-hides-all': {
    zh: '步骤 {step} 隐藏了全部内容，审批人无从判断；请至少留一项。',
    en: 'Step {step} hides everything, and nobody can judge what they do not see; leave something.',
  },
  'approval.flow-sub-with-people': {
    zh: '步骤 {step} 由子流程决定，不能再设审批人、签名、权限、认领或超时；请去掉。',
    en: 'Step {step} is decided by another flow and has no people, signature, rights, claiming or deadline of its own.',
  },
  'approval.flow-sub-unknown': {
    zh: '子流程“{flow}”不存在或已停用；请重新选择。',
    en: 'The flow "{flow}" is not there or retired; choose another.',
  },
  'approval.flow-sub-form': {
    zh: '子流程“{flow}”用于另一种表单；请选择同一种表单的流程。',
    en: 'The flow "{flow}" is for another form; choose one for the same form.',
  },
  'approval.flow-sub-levels': {
    zh: '子流程“{flow}”不适用于本流程的全部密级；请选择别的流程或调整密级。',
    en: 'The flow "{flow}" is not for all levels of this one; choose another, or change the levels.',
  },
  'approval.flow-sub-cycle': {
    zh: '流程“{flow}”经子流程又回到自身，永远办不完；请去掉一处。',
    en: 'The flow "{flow}" would run itself again and never end; take one of the steps out.',
  },
  'approval.flow-sub-too-deep': {
    zh: '子流程最多嵌套 {most} 层；请减少层数。',
    en: 'Flows run inside flows {most} deep at most; take a layer out.',
  },
  'approval.flow-series-taken': {
    zh: '编号字头 {series} 已用于另一种表单；请换一个。',
    en: 'The series {series} belongs to another form; choose another.',
  },
  'approval.flow-unknown-placeholder': {
    zh: '标题或摘要中的“{name}”不可用；只能用列出的占位符，其中不含客户资料。',
    en: 'The placeholder "{name}" is not known; only those listed may be used, and none holds customer data.',
  },
  'approval.flow-print-columns': {
    zh: '打印的意见表须有“审批人”和“决定”两栏。',
    en: 'The printed opinions need the columns “person” and “decision”.',
  },
}

/** Sentences for mistakes about the further settings of steps and flows. */
export const nodeMistakes: Sentences = { ...deeds, ...flows }
