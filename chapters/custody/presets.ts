import {
  type IdentifierType,
  maskChoices,
  sensitiveByDefault,
  typeCatalogue,
} from '../../floor/identifiers/index.ts'

/** One level of a preset. Names are the tenant's afterwards; only ranks live in code. */
export interface LevelSeed {
  readonly rank: number
  readonly zh: string
  readonly en: string
  /** Colour of the mark: vermilion for the highest, amber, indigo, grey. */
  readonly tone: 'vermilion' | 'amber' | 'indigo' | 'grey'
  /** What a full view needs (default matrix, domain reference §3.1). */
  readonly fullNeeds: 'reason' | 'grant'
  /** Years after which the level is reviewed; absent = no term. */
  readonly secrecyYears?: number
  readonly exportRowsMax: number
  /** Customers from which a collection counts as one level higher. */
  readonly risesAt?: number
}

const ranks = (names: readonly (readonly [zh: string, en: string])[]): LevelSeed[] => {
  const shapes = [
    { tone: 'grey', fullNeeds: 'reason', exportRowsMax: 2500, risesAt: 2500 },
    { tone: 'indigo', fullNeeds: 'reason', secrecyYears: 3, exportRowsMax: 500, risesAt: 250 },
    { tone: 'amber', fullNeeds: 'grant', secrecyYears: 5, exportRowsMax: 250, risesAt: 25 },
    { tone: 'vermilion', fullNeeds: 'grant', secrecyYears: 10, exportRowsMax: 25 },
  ] as const
  return names.map(([zh, en], i) => ({ rank: i + 1, zh, en, ...shapes[i]! }))
}

/**
 * Presets of level names. None of them is the statutory set of state secrets; see docs/law.md. Export caps follow the
 * criminal-law thresholds for personal information (2017 interpretation, article 5) as alarm steps.
 */
export const levelPresets: Readonly<Record<string, readonly LevelSeed[]>> = {
  company: ranks([
    ['内部', 'Internal'],
    ['公司秘密', 'Company confidential'],
    ['公司机密', 'Company secret'],
    ['公司绝密', 'Company top secret'],
  ]),
  'trade-secret': ranks([
    ['内部', 'Internal'],
    ['受控', 'Controlled'],
    ['普通商密', 'Trade secret'],
    ['核心商密', 'Core trade secret'],
  ]),
  numbered: ranks([
    ['1级', 'Level 1'],
    ['2级', 'Level 2'],
    ['3级', 'Level 3'],
    ['4级', 'Level 4'],
  ]),
}

export interface FieldSeed {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly section: 'identity' | 'contact' | 'documents' | 'bank' | 'business' | 'follow-up'
  readonly type: IdentifierType
  readonly searchable: 'none' | 'exact' | 'fragment'
  readonly appliesTo: 'person' | 'company' | 'both'
  readonly level: number
  readonly category: string
  readonly sensitive: boolean
  readonly mask: string
}

const field = (
  code: string,
  type: IdentifierType,
  names: readonly [zh: string, en: string],
  section: FieldSeed['section'],
  searchable: FieldSeed['searchable'] = 'none',
  appliesTo: FieldSeed['appliesTo'] = 'both',
  more: Partial<FieldSeed> = {},
): FieldSeed => ({
  code, type, zh: names[0], en: names[1], section, searchable, appliesTo,
  level: typeCatalogue[type].level, category: typeCatalogue[type].category,
  sensitive: sensitiveByDefault.has(type), mask: maskChoices[type].default, ...more,
}) // prettier-ignore

/** The data catalogue a new company starts with; every line can be edited afterwards. */
export const fieldSeeds: readonly FieldSeed[] = [
  field('person-name', 'person-name', ['姓名', 'Name'], 'identity', 'fragment', 'person'),
  field('company-name', 'company-name', ['企业名称', 'Company name'], 'identity', 'fragment', 'company'),
  field('uscc', 'uscc', ['统一社会信用代码', 'Unified social credit code'], 'identity', 'exact', 'company'),
  field('contact-name', 'person-name', ['联系人', 'Contact person'], 'contact', 'fragment', 'company'),
  field(
    'legal-representative',
    'person-name',
    ['法定代表人', 'Legal representative'],
    'identity',
    'fragment',
    'company',
  ),
  field('mobile', 'mobile', ['手机号码', 'Mobile number'], 'contact', 'exact'),
  field('landline', 'landline', ['固定电话', 'Landline'], 'contact', 'exact'),
  field('email', 'email', ['电子邮箱', 'E-mail'], 'contact', 'exact'),
  field('wechat', 'wechat', ['微信号', 'WeChat id'], 'contact', 'exact'),
  field('qq', 'qq', ['QQ 号', 'QQ number'], 'contact', 'exact'),
  field('address', 'address', ['地址', 'Address'], 'contact', 'fragment'),
  field('region', 'region', ['所在地区', 'Region'], 'contact'),
  field('id-card', 'id-card', ['身份证号', 'Identity number'], 'documents', 'exact', 'person'),
  field('passport', 'passport', ['护照或通行证', 'Passport or permit'], 'documents', 'exact', 'person'),
  field(
    'business-licence',
    'business-licence',
    ['营业执照注册号', 'Business licence number'],
    'documents',
    'exact',
    'company',
  ),
  field('gender', 'gender', ['性别', 'Sex'], 'identity', 'none', 'person'),
  field('birth-date', 'birth-date', ['出生日期', 'Date of birth'], 'identity', 'none', 'person'),
  field('plate', 'plate', ['车牌号', 'Number plate'], 'identity', 'exact'),
  field('bank-name', 'bank-name', ['开户行', 'Bank'], 'bank'),
  field('bank-card', 'bank-card', ['银行卡号', 'Bank card number'], 'bank', 'exact'),
  field('bank-account', 'bank-account', ['银行账号', 'Bank account'], 'bank', 'exact'),
  field('contract-number', 'contract-number', ['合同编号', 'Contract number'], 'business', 'exact'),
  field('contract-amount', 'contract-amount', ['合同金额', 'Contract amount'], 'business'),
  field('contract-date', 'date', ['签约日期', 'Contract date'], 'business'),
  field('quote', 'quote', ['报价', 'Quotation'], 'business'),
  field('floor-price', 'floor-price', ['底价', 'Floor price'], 'business', 'none', 'both', { level: 4 }),
  field('cost', 'cost', ['成本', 'Cost'], 'business'),
  field('margin', 'margin', ['毛利', 'Margin'], 'business'),
  field('discount', 'discount', ['折扣', 'Discount'], 'business'),
  field('payment-terms', 'payment-terms', ['账期', 'Payment terms'], 'business'),
  field('receivable', 'receivable', ['应收与回款', 'Receivables'], 'business'),
  field('technical', 'technical', ['技术资料', 'Technical material'], 'business'),
  field('trade-secret', 'trade-secret', ['其他商业秘密', 'Other trade secrets'], 'business'),
  field('order-number', 'order-number', ['订单号', 'Order number'], 'business', 'exact'),
  field('ledger-date', 'date', ['原建档日期', 'Date of the former record'], 'business'),
  field('customer-number', 'customer-number', ['原客户编号', 'Former customer number'], 'business', 'exact'),
  field('customer-grade', 'customer-level', ['客户等级', 'Customer grade'], 'business'),
  field('customer-source', 'customer-source', ['客户来源', 'Customer source'], 'business'),
  field('salesperson', 'salesperson', ['业务员', 'Salesperson'], 'business'),
  field('remark', 'remark', ['备注', 'Remark'], 'follow-up', 'none', 'both', { level: 2, mask: 'all' }),
  field('follow-up', 'free-text', ['跟进记录', 'Follow-up notes'], 'follow-up', 'none', 'both', {
    level: 2,
    mask: 'all',
  }),
]
