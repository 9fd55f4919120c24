import { typeCatalogue } from './catalogue.ts'
import { creditCodeCheckHolds, licenceCheckHolds, organisationCheckHolds } from './checksums.ts'
import { provinces } from './data/regions.ts'
import { normaliseIdentifier, normaliseText } from './normalise.ts'
import type { Detector, Match } from './types.ts'

const creditShape = /^[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

function checkCreditCode(text: string): Match | undefined {
  const normal = normaliseIdentifier(text).toUpperCase()
  if (!creditShape.test(normal) || !creditCodeCheckHolds(normal)) return undefined
  const province = provinces[normal.slice(2, 4)]
  // 100000 is the region code of central registration authorities.
  if (province === undefined && normal.slice(2, 8) !== '100000') return undefined
  const variant = normal.startsWith('92') ? 'sole-trader' : 'organisation'
  return {
    type: 'uscc',
    normal,
    strength: 'checksum',
    detail: province === undefined ? { variant } : { variant, province },
  }
}

function checkOrganisationCode(text: string): Match | undefined {
  const normal = normaliseIdentifier(text).toUpperCase()
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(normal) || !organisationCheckHolds(normal)) return undefined
  return { type: 'organisation-code', normal, strength: 'checksum' }
}

function checkLicence(text: string): Match | undefined {
  const normal = normaliseIdentifier(text)
  if (!/^\d{15}$/.test(normal) || !licenceCheckHolds(normal)) return undefined
  const province = provinces[normal.slice(0, 2)]
  if (province === undefined && !normal.startsWith('100000')) return undefined
  return { type: 'business-licence', normal, strength: 'checksum', ...(province && { detail: { province } }) }
}

/** Words with which the names of organisations end, longest first where one contains another. */
export const companySuffix =
  /(?:公司|集团|企业|工厂|商行|商店|商贸行|经营部|门市部|事务所|合作社|工作室|研究院|研究所|设计院|医院|诊所|学校|大学|学院|中学|小学|幼儿园|银行|协会|基金会|酒店|宾馆|饭店|餐厅|超市|店|厂|中心|委员会|管理局|公安局|税务局|办事处|合伙\)|有限合伙|支行|分行|分公司|经销处|服务部|车间|农场|药房|LTD\.?|LIMITED|INC\.?|LLC|CO\.|CORP\.?|GMBH)$/i

function checkCompanyName(text: string): Match | undefined {
  const normal = normaliseText(text)
  if (normal.length < 4 || normal.length > 80) return undefined
  const bare = normal.replace(/\([^()]{0,20}\)$/, '')
  if (!companySuffix.test(normal) && !companySuffix.test(bare)) return undefined
  if (!/[\u4e00-\u9fffA-Za-z]{2}/.test(normal) || /[,;。;!?@]/.test(normal)) return undefined
  const legal = /公司|集团|合伙|事务所|合作社|LTD|LIMITED|INC|LLC|CORP|GMBH/i.test(normal)
  return { type: 'company-name', normal, strength: legal ? 'pattern' : 'weak' }
}

/** Codes and names of organisations. They are public, except a sole trader's. */
export const companyDetectors: readonly Detector[] = [
  {
    type: 'uscc',
    label: typeCatalogue.uscc.label,
    rule: {
      zh: '18 位，31 字符集（无 I O Z S V），登记部门位、区划与 (31−Σ mod 31) mod 31 校验',
      en: '18 characters of the 31-character set (no I O Z S V), authority, region, check (31 − Σ mod 31) mod 31',
    },
    source: 'GB 32100-2015',
    needsContext: false,
    check: checkCreditCode,
  },
  {
    type: 'organisation-code',
    label: typeCatalogue['organisation-code'].label,
    rule: {
      zh: '8+1 位，权 3 7 9 10 5 8 4 2，10 写作 X',
      en: '8+1 characters, weights 3 7 9 10 5 8 4 2, 10 is written X',
    },
    source: 'GB 11714',
    needsContext: true,
    check: checkOrganisationCode,
  },
  {
    type: 'business-licence',
    label: typeCatalogue['business-licence'].label,
    rule: {
      zh: '15 位旧注册号，区划+顺序+MOD 11,10 校验',
      en: 'old 15 digits: region, sequence, MOD 11,10 check',
    },
    source: 'GS 15-2006',
    needsContext: true,
    check: checkLicence,
  },
  {
    type: 'company-name',
    label: typeCatalogue['company-name'].label,
    rule: { zh: '以公司、厂、店、中心等组织后缀结尾', en: 'ends in a word for an organisation' },
    source: '企业名称登记管理规定（practice）',
    needsContext: false,
    check: checkCompanyName,
  },
]
