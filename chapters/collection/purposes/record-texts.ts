import type { Afterwards } from './wire.ts'

interface Both {
  readonly zh: string
  readonly en: string
}

/** Sections of the catalogue. */
export const sectionWords: Readonly<Record<string, Both>> = {
  identity: { zh: '身份信息', en: 'Identity' },
  contact: { zh: '联系方式', en: 'Contact' },
  documents: { zh: '证件', en: 'Documents' },
  bank: { zh: '银行信息', en: 'Bank' },
  business: { zh: '交易与经营', en: 'Business' },
  'follow-up': { zh: '跟进与备注', en: 'Follow-up' },
  other: { zh: '其他', en: 'Other' },
}

interface RecordWords {
  readonly title: string
  readonly file: string
  readonly comma: string
  readonly controller: string
  readonly purposes: string
  readonly files: string
  readonly filesWithout: string
  readonly protections: string
  readonly protectionsAre: (levels: readonly string[]) => string
  readonly basis: string
  readonly evidence: string
  readonly notices: string
  readonly persons: string
  readonly companies: string
  readonly retention: string
  readonly months: (months: number | null) => string
  readonly afterwards: string
  readonly after: Readonly<Record<Afterwards, string>>
  readonly who: string
  readonly everybody: string
  readonly recipients: string
  readonly noRecipients: string
  readonly sensitive: string
  readonly none: string
  readonly category: string
  readonly fields: string
  readonly heads: string
  readonly lane: string
  readonly entries: string
  readonly root: string
  readonly drawnUp: string
  readonly checked: string
  readonly seal: string
  readonly position: (lane: number, leaf: number) => string
}

/** Words of the record of processing activities. */
export const recordWords: Readonly<Record<'zh' | 'en', RecordWords>> = {
  zh: {
    title: '个人信息处理活动记录',
    file: '个人信息处理活动记录',
    comma: '、',
    controller: '个人信息处理者',
    purposes: '在用的处理目的',
    files: '在用的客户档案',
    filesWithout: '尚未登记目的的档案',
    protections: '保护措施',
    protectionsAre: (levels) =>
      `资料按密级（${levels.join('、')}）分别加密存放，每位客户每个密级一把密钥；列表和查看默认脱敏；查看原文须说明目的，较高密级须经审批；每次查看先记入不可改动的账本再显示；导出和打印带水印并限量。`,
    basis: '合法性基础',
    evidence: '依据',
    notices: '已用的告知书版本',
    persons: '个人客户（份）',
    companies: '企业客户（份）',
    retention: '保存期限',
    months: (months) => (months === null ? '至客户关系终止' : `最后一次办理后 ${months} 个月`),
    afterwards: '期满后',
    after: { delete: '删除', anonymise: '匿名化', restrict: '封存，只存不用' },
    who: '可以使用的人',
    everybody: '在授权范围内的全体员工',
    recipients: '接收方',
    noRecipients: '无',
    sensitive: '敏感个人信息',
    none: '无',
    category: '类别',
    fields: '必需的项目',
    heads: '账本当前位置',
    lane: '分册',
    entries: '记录数',
    root: '树根（SHA-256）',
    drawnUp: '填制人',
    checked: '复核人',
    seal: '公司公章',
    position: (lane, leaf) => `分册 ${lane}，第 ${leaf} 条`,
  },
  en: {
    title: 'Record of processing activities',
    file: 'Record of processing',
    comma: ', ',
    controller: 'Personal information processor',
    purposes: 'Purposes in use',
    files: 'Customer files in use',
    filesWithout: 'Files held for no purpose on record',
    protections: 'Protection',
    protectionsAre: (levels) =>
      `Values are sealed by level (${levels.join(', ')}), under a key for each customer and level. Lists and files open masked. A whole value takes a stated purpose, higher levels an approved application. Each reading is recorded in a ledger that cannot be altered before it is shown. Exports and prints are watermarked and limited.`,
    basis: 'Legal basis',
    evidence: 'Rests on',
    notices: 'Versions of notices used',
    persons: 'Files of people',
    companies: 'Files of companies',
    retention: 'Kept for',
    months: (months) =>
      months === null ? 'until the relation with the customer ends' : `${months} months after the last act`,
    afterwards: 'Afterwards',
    after: { delete: 'deleted', anonymise: 'made anonymous', restrict: 'kept closed, not used' },
    who: 'Who may use it',
    everybody: 'all staff within their authority',
    recipients: 'Recipients',
    noRecipients: 'none',
    sensitive: 'Sensitive personal information',
    none: 'none',
    category: 'Category',
    fields: 'Necessary fields',
    heads: 'Heads of the ledger',
    lane: 'Lane',
    entries: 'Entries',
    root: 'Root (SHA-256)',
    drawnUp: 'Drawn up by',
    checked: 'Checked by',
    seal: 'Seal of the company',
    position: (lane, leaf) => `lane ${lane}, leaf ${leaf}`,
  },
}
