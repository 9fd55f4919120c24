import type { Texts } from '../../../../doors/web/ui/text.ts'

/** Key behind `approval.`, Chinese, English. */
const rows: readonly (readonly [string, string, string])[] = [
  ['sign.title', '手写签名', 'Signature'],
  ['sign.how', '签名方式', 'How to sign'],
  ['sign.drawn', '手写', 'Drawn by hand'],
  ['sign.typed', '键入姓名（键盘）', 'Name typed (keyboard)'],
  ['sign.pad', '签名区：用鼠标、手写笔或手指签名', 'Signing field: sign with mouse, pen or finger'],
  ['sign.preview', '由姓名生成的签名', 'Signature made from the name'],
  ['sign.again', '重签', 'Sign again'],
  ['sign.name', '键入您的姓名：{{name}}', 'Type your name: {{name}}'],
  [
    'sign.hint',
    '用鼠标或手指签名；只用键盘时可选“键入姓名”。签名加密保存，摘要记入账本，并随表打印。',
    'Sign with mouse or finger; with the keyboard alone choose “name typed”. It is sealed, its hash stands in the ledger, and it prints with the form.',
  ],
  ['sign.ready', '已签名，可提交。', 'Signed; it can be sent.'],
  ['sign.given', '签名', 'Signatures'],
  ['sign.of', '{{name}} 的签名', 'Signature of {{name}}'],
  ['sign.hash', '加盐摘要 {{hash}}', 'Salted hash {{hash}}'],
  ['lacks.signature', '请签名。', 'Please sign.'],
  ['lacks.change', '请先缩小至少一项。', 'Please leave out or shorten something first.'],
  ['files.label', '附件（可不加）', 'Files (optional)'],
  [
    'files.hint',
    'PDF、图片、Office 文档或纯文本，每个不超过 20 MB；密级随表单，文件名不保存。',
    'PDF, pictures, office documents or plain text, 20 MB each; they take the level of the form, and their names are not kept.',
  ],
  ['files.remove', '去掉附件 {{name}}', 'Leave out {{name}}'],
  ['files.one', '附件 {{no}}（{{kind}}，{{size}} KB）', 'File {{no}} ({{kind}}, {{size}} KB)'],
  ['form.hidden', '此步不显示：{{names}}', 'Not shown in this step: {{names}}'],
  ['form.parent', '所属主表单', 'Decides a step of'],
  ['chart.sub', '子流程：{{flow}}', 'Decided by the flow {{flow}}'],
  ['do.narrow', '缩小范围', 'Narrow'],
  ['ask.narrow', '缩小 {{number}} 的范围', 'Narrow {{number}}'],
  [
    'ask.narrowText',
    '只能减少。提交后内容改变，已有的审批全部作废，从第一步重新审批；申请人会收到通知。',
    'It can only become less. The text changes: all approvals so far are void and every step is asked again from the first; the applicant is told.',
  ],
  ['narrow.until', '{{name}}：提前到', '{{name}}: ends earlier, on'],
  ['narrow.most', '{{name}}：减为', '{{name}}: at most'],
  ['narrow.some', '{{name}}：保留', '{{name}}: those that stay'],
  ['narrow.now', '（现为 {{now}}）', '(now {{now}})'],
  ['narrow.count', '{{count}} 项', '{{count}} entries'],
  ['narrow.unlimited', '不限', 'not limited'],
  ['verb.narrow', '缩小范围', 'Narrowed'],
  ['did.narrow', '缩小申请范围', 'What is applied for was narrowed'],
  ['verb.child-ended', '子流程办结', 'Decided by another form'],
  ['did.child-ended', '子流程', 'Another form'],
  ['verb.parent-ended', '随主表单结束', 'Ended with the form around it'],
  ['did.parent-ended', '主表单已结束', 'The form around it ended'],
  ['notice.narrowed', '范围被审批人缩小，各步重新审批', 'narrowed by an approver; every step is asked again'],
]

const words = (language: 1 | 2): Record<string, string> =>
  Object.fromEntries(rows.map((row) => [`approval.${row[0]}`, row[language]]))

/** Words of signatures, files, narrowing and forms inside forms. */
export const signTexts: Texts = {
  zh: words(1),
  en: { ...words(2), 'approval.narrow.count_one': '{{count}} entry' },
}
