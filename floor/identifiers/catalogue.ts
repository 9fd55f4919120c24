import type { BothLanguages, DataCategory, IdentifierType, LevelRank } from './types.ts'

/** What the product suggests for a type before the tenant's own catalogue says otherwise. */
export interface TypeInfo {
  readonly label: BothLanguages
  /** Suggested level rank; the tenant may raise it. */
  readonly level: LevelRank
  readonly category: DataCategory
}

const info = (zh: string, en: string, level: LevelRank, category: DataCategory): TypeInfo => ({
  label: { zh, en },
  level,
  category,
})

/** Name, suggested level and category of every type. */
export const typeCatalogue: Readonly<Record<IdentifierType, TypeInfo>> = {
  'person-name': info('个人姓名', 'Person name', 2, 'basic'),
  'company-name': info('企业名称', 'Company name', 1, 'basic'),
  mobile: info('手机号码', 'Mobile number', 2, 'basic'),
  landline: info('固定电话', 'Landline number', 2, 'basic'),
  phone: info('联系电话', 'Telephone', 2, 'basic'),
  'id-card': info('居民身份证号', 'Resident identity number', 3, 'basic'),
  'residence-permit': info(
    '港澳台居民居住证',
    'Residence permit for Hong Kong, Macau and Taiwan',
    3,
    'basic',
  ),
  'foreign-permanent-card': info('外国人永久居留证', 'Foreign permanent resident card', 3, 'basic'),
  passport: info('护照号', 'Passport number', 3, 'basic'),
  'home-return-permit': info(
    '港澳居民来往内地通行证',
    'Mainland travel permit (Hong Kong, Macau)',
    3,
    'basic',
  ),
  'taiwan-permit': info('台湾居民来往大陆通行证', 'Mainland travel permit (Taiwan)', 3, 'basic'),
  'exit-permit': info('往来港澳通行证', 'Exit-entry permit for Hong Kong and Macau', 3, 'basic'),
  uscc: info('统一社会信用代码', 'Unified social credit code', 1, 'basic'),
  'organisation-code': info('组织机构代码', 'Organisation code', 1, 'basic'),
  'business-licence': info('营业执照注册号', 'Business licence number', 1, 'basic'),
  'bank-card': info('银行卡号', 'Bank card number', 3, 'finance'),
  'bank-account': info('银行账号', 'Bank account', 3, 'finance'),
  'bank-name': info('开户行', 'Bank', 2, 'finance'),
  address: info('地址', 'Address', 2, 'basic'),
  region: info('所在地区', 'Region', 1, 'basic'),
  email: info('电子邮箱', 'E-mail address', 2, 'basic'),
  wechat: info('微信号', 'WeChat id', 2, 'basic'),
  qq: info('QQ 号', 'QQ number', 2, 'basic'),
  'online-account': info('网络账号', 'Online account', 2, 'basic'),
  ip: info('IP 地址', 'IP address', 2, 'technical'),
  mac: info('MAC 地址', 'MAC address', 2, 'technical'),
  imei: info('设备串号', 'IMEI', 2, 'technical'),
  plate: info('车牌号', 'Number plate', 2, 'basic'),
  gender: info('性别', 'Sex', 1, 'basic'),
  'birth-date': info('出生日期', 'Date of birth', 2, 'basic'),
  amount: info('金额', 'Amount', 2, 'transaction'),
  date: info('日期', 'Date', 1, 'basic'),
  'customer-number': info('客户编号', 'Customer number', 1, 'basic'),
  salesperson: info('业务员', 'Salesperson', 1, 'basic'),
  'customer-level': info('客户等级', 'Customer grade', 1, 'basic'),
  'customer-source': info('客户来源', 'Customer source', 1, 'basic'),
  quote: info('报价', 'Quotation', 2, 'trade-secret'),
  'floor-price': info('底价', 'Floor price', 3, 'trade-secret'),
  cost: info('成本', 'Cost', 3, 'trade-secret'),
  margin: info('毛利', 'Margin', 3, 'trade-secret'),
  discount: info('折扣', 'Discount', 2, 'trade-secret'),
  'payment-terms': info('账期', 'Payment terms', 2, 'transaction'),
  receivable: info('回款与应收', 'Receivables', 2, 'finance'),
  'contract-number': info('合同编号', 'Contract number', 1, 'transaction'),
  'contract-amount': info('合同金额', 'Contract amount', 2, 'transaction'),
  'order-number': info('订单号', 'Order number', 1, 'transaction'),
  'trade-secret': info('公司商业秘密', 'Company trade secret', 3, 'trade-secret'),
  technical: info('技术资料', 'Technical material', 3, 'technical'),
  remark: info('备注', 'Remark', 1, 'basic'),
  'row-number': info('序号', 'Row number', 1, 'basic'),
  'free-text': info('自由文本', 'Free text', 1, 'basic'),
  text: info('文本', 'Text', 1, 'basic'),
}

/**
 * Types treated as sensitive personal information unless the tenant's list says otherwise: documents and
 * financial accounts. A newer national standard no longer names the identity number; the cautious reading stays the default.
 */
export const sensitiveByDefault: ReadonlySet<IdentifierType> = new Set([
  'id-card',
  'residence-permit',
  'foreign-permanent-card',
  'passport',
  'home-return-permit',
  'taiwan-permit',
  'exit-permit',
  'bank-card',
  'bank-account',
])
