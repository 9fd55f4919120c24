import { typeCatalogue } from './catalogue.ts'
import { compoundSurnames, singleSurnames } from './data/surnames.ts'
import { normaliseText } from './normalise.ts'
import type { Detector, Match } from './types.ts'

/** Surname of a Chinese name: a compound one when the name is long enough to have it, else one character in the list. */
export function surnameOf(name: string): string | undefined {
  const two = name.slice(0, 2)
  if (name.length >= 3 && compoundSurnames.has(two)) return two
  const one = name.charAt(0)
  return singleSurnames.has(one) ? one : undefined
}

/** The dots between the parts of minority and foreign names, unified. */
export function unifyDots(name: string): string {
  return name.replace(/[•‧∙・･.．]/g, '·')
}

// Two- to four-character words that begin with a surname but are no names; seen in grade and source columns.
const notNames =
  /^(?:高级|高端|高新|金牌|金额|平台|平时|白银|白金|黄金|安全|安排|方案|方便|时间|成本|成交|经理|经销|强烈|包装|明细|常规|单位|单价|全部|和平|通过|都是|连锁|那个|别的|有效|有限|公司|公开|公安|毛利|华东|华南|华北|华中|云南|江苏|安徽|江西|广东|广西|海南|宁夏|山东|山西|水电|车辆|展会|相关|相同|后续|关闭|关注|国内|国外|年度|年底|东北|商务|文件|法务|师傅|步行|元旦|家庭|计划|纪要|经营|管理|应收|应付|温馨|充值|代理|代办|付款|付清|来电|来访|来自|由于|原因|官网)/

function checkPersonName(text: string): Match | undefined {
  const normal = unifyDots(normaliseText(text))
  if (/^[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,12}){1,4}$/.test(normal)) {
    return { type: 'person-name', normal, strength: 'weak', detail: { variant: 'dotted' } }
  }
  const compact = normal.replace(/ /g, '')
  if (!/^[\u4e00-\u9fff\u3400-\u4dbf]{2,4}$/.test(compact)) return undefined
  const surname = surnameOf(compact)
  if (surname === undefined || notNames.test(compact)) return undefined
  // Four characters with a one-character surname is rare: two joined surnames, or not a name.
  if (compact.length === 4 && surname.length === 1 && !singleSurnames.has(compact.charAt(1))) return undefined
  return { type: 'person-name', normal: compact, strength: 'weak', detail: { surname } }
}

/** Person names. Always weak: a person confirms. */
export const nameDetectors: readonly Detector[] = [
  {
    type: 'person-name',
    label: typeCatalogue['person-name'].label,
    rule: {
      zh: '百家姓与复姓+1–2 字名；少数民族姓名以“·”分隔；低可信，须人工确认',
      en: 'a listed surname and one or two characters; minority names with a middle dot; low confidence, a person confirms',
    },
    source: '百家姓（practice）',
    needsContext: true,
    check: checkPersonName,
  },
]
