import { typeCatalogue } from './catalogue.ts'
import { isRealDate } from './id-cards.ts'
import { normaliseText } from './normalise.ts'
import type { Detector, IdentifierType, Match } from './types.ts'

const amountShape =
  /^(?:人民币|RMB|CNY|¥|￥)? ?(-?\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|-?\d{1,15}(?:\.\d{1,4})?) ?(万元|亿元|万|亿|元整|元|圆|块|RMB|CNY)?$/i
const multipliers: Readonly<Record<string, number>> = {
  万: 10_000,
  万元: 10_000,
  亿: 100_000_000,
  亿元: 100_000_000,
}

/** Canonical amount: yuan with at most two decimals, no separators. */
function checkAmount(text: string): Match | undefined {
  const clean = normaliseText(text)
  const found = amountShape.exec(clean)
  if (found?.[1] === undefined) return undefined
  const unit = found[2] ?? ''
  const yuan = Math.round(Number(found[1].replaceAll(',', '')) * (multipliers[unit] ?? 1) * 100) / 100
  // A bare number proves nothing; a currency sign, a unit or thousands separators do.
  const plain = unit === '' && /^-?\d+(?:\.\d+)?$/.test(clean)
  return { type: 'amount', normal: String(yuan), strength: plain ? 'weak' : 'pattern', detail: { yuan } }
}

const dateShape =
  /^(\d{4}) ?(?:年|[-/.]) ?(\d{1,2}) ?(?:月|[-/.]) ?(\d{1,2}) ?日?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z?)?$/

/** Canonical date: `YYYY-MM-DD`. Spreadsheet day numbers are not guessed at. */
function checkDate(text: string): Match | undefined {
  const clean = normaliseText(text)
  const found = dateShape.exec(clean) ?? /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(clean)
  if (found === null) return undefined
  const [, year = '', month = '', day = ''] = found
  const compact = year + month.padStart(2, '0') + day.padStart(2, '0')
  if (Number(year) < 1900 || Number(year) > 2199 || !isRealDate(compact)) return undefined
  const normal = `${year}-${compact.slice(4, 6)}-${compact.slice(6, 8)}`
  return { type: 'date', normal, strength: 'pattern' }
}

/** Words that mark the company's own secrets, with the type each stands for. */
export const secretWords: ReadonlyArray<readonly [word: string, type: IdentifierType]> = [
  ['底价', 'floor-price'],
  ['最低价', 'floor-price'],
  ['成本价', 'cost'],
  ['成本', 'cost'],
  ['进价', 'cost'],
  ['进货价', 'cost'],
  ['毛利率', 'margin'],
  ['毛利', 'margin'],
  ['利润率', 'margin'],
  ['利润', 'margin'],
  ['报价', 'quote'],
  ['成交价', 'quote'],
  ['折扣', 'discount'],
  ['返点', 'discount'],
  ['返利', 'discount'],
  ['账期', 'payment-terms'],
  ['合同金额', 'contract-amount'],
  ['合同额', 'contract-amount'],
  ['客户名单', 'trade-secret'],
  ['配方', 'technical'],
  ['图纸', 'technical'],
  ['源代码', 'technical'],
]

function checkSecret(text: string): Match | undefined {
  const normal = normaliseText(text)
  const found = secretWords.some(([word]) => normal.includes(word))
  return found ? { type: 'trade-secret', normal, strength: 'weak' } : undefined
}

/** Figures, days and the company's own secrets. */
export const businessDetectors: readonly Detector[] = [
  {
    type: 'amount',
    label: typeCatalogue.amount.label,
    rule: {
      zh: '可带货币符号、千分位与元/万元/亿元，换算为元',
      en: 'optional currency sign, thousands separators and unit; converted to yuan',
    },
    source: 'practice',
    needsContext: true,
    check: checkAmount,
  },
  {
    type: 'date',
    label: typeCatalogue.date.label,
    rule: {
      zh: '年月日、-、/、. 分隔或 8 位，须真实存在',
      en: 'year, month, day in the usual spellings; the day must exist',
    },
    source: 'GB/T 7408 (practice)',
    needsContext: false,
    check: checkDate,
  },
  {
    type: 'trade-secret',
    label: typeCatalogue['trade-secret'].label,
    rule: {
      zh: '含底价、成本、毛利、报价、账期、配方、图纸等字样',
      en: 'contains a word such as floor price, cost, margin, quotation, formula or drawing',
    },
    source: '反不正当竞争法（practice）',
    needsContext: false,
    check: checkSecret,
  },
]
