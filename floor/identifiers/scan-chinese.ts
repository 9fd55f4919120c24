import { checkAs } from './detectors.ts'
import { secretWords } from './business.ts'
import { plateProvinces, provinceAt } from './data/regions.ts'
import { compoundSurnames, singleSurnames } from './data/surnames.ts'
import type { Finding } from './scan.ts'

const relations = [
  '配偶',
  '妻子',
  '丈夫',
  '老婆',
  '老公',
  '爱人',
  '父亲',
  '母亲',
  '儿子',
  '女儿',
  '联系人',
  '负责人',
  '经办人',
  '法定代表人',
  '法人',
  '收件人',
  '收货人',
  '户名',
  '户主',
  '对接人',
  '姓名',
  '签约人',
  '介绍人',
  '担保人',
  '持卡人',
] as const

const plateHeads = new Set(plateProvinces)
const roadHeads = new Set('路街巷弄道村镇')
const relationsByHead = groupByHead(relations.map((word) => [word, word] as const))
const secretsByHead = groupByHead(secretWords)

function groupByHead<T>(
  words: ReadonlyArray<readonly [string, T]>,
): Map<string, Array<readonly [string, T]>> {
  const groups = new Map<string, Array<readonly [string, T]>>()
  for (const entry of words)
    groups.set(entry[0].charAt(0), [...(groups.get(entry[0].charAt(0)) ?? []), entry])
  for (const group of groups.values()) group.sort((a, b) => b[0].length - a[0].length)
  return groups
}

/** Characters at which something worth a closer look may begin or end. */
export const chineseTriggers: ReadonlySet<string> = new Set([
  ...plateHeads,
  ...roadHeads,
  ...relationsByHead.keys(),
  ...secretsByHead.keys(),
  '司',
])

const plateText = new RegExp(
  `[${plateProvinces}][A-HJ-NP-Z][ ·•.-]?(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领]|[A-HJK][A-HJ-NP-Z0-9]\\d{4}|\\d{5}[A-HJK])(?![A-Za-z0-9])`,
  'y',
)

function plateFinding(text: string, at: number): Finding | undefined {
  const next = text.charCodeAt(at + 1)
  if (!(next >= 65 && next <= 90)) return undefined
  plateText.lastIndex = at
  const value = plateText.exec(text)?.[0]
  const match = value === undefined ? undefined : checkAs('plate', value)
  return (
    match && {
      type: 'plate',
      start: at,
      end: at + (value?.length ?? 0),
      normal: match.normal,
      strength: match.strength,
    }
  )
}

const secretFigure =
  /(?:率|价|额|为|是|约|大概|大约|只有|低至|[:： ,，]){0,4}(?:RMB|¥|￥)? ?\d{1,12}(?:[.,]\d{1,6}){0,4} ?(?:万元|亿元|万|元|块|%|％|折|个点|天|k|K|w|W)?(?:\/[\u4e00-\u9fff]{1,2})?/y

function secretFinding(text: string, at: number): Finding | undefined {
  for (const [word, type] of secretsByHead.get(text.charAt(at)) ?? []) {
    if (!text.startsWith(word, at)) continue
    if (type === 'technical' || type === 'trade-secret') {
      return { type, start: at, end: at + word.length, normal: word, strength: 'weak' }
    }
    // The word without a figure tells nothing: 报价单见附件.
    secretFigure.lastIndex = at + word.length
    const figure = secretFigure.exec(text)?.[0]
    if (figure === undefined) return undefined
    const end = at + word.length + figure.length
    return { type, start: at, end, normal: text.slice(at, end).trim(), strength: 'pattern' }
  }
  return undefined
}

const isHan = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff
// Words that may follow a name without a break.
const afterName =
  /电话|手机|微信|先生|女士|小姐|经理|身份|地址|联系|号码|邮箱|的|在|和|与|已|是|说|转|卡|住|负责/

const replaced = /^(?:换成|改为|改成|变更为|更换为)/
// Words that begin like a surname, and forms of address that name nobody.
const noName =
  /^(?:马上|方便|万一|常年|常规|安排|时间|高级|全部|全体|于是|何时|任何|平时|平均|白天|黄金|严格|郑重|温馨|单位|章程|谢谢|祝愿|卫生|毛巾)|(?:先生|女士|小姐|经理|老师|主任|姐|哥|总)$/

function nameFinding(text: string, at: number): Finding | undefined {
  for (const [word] of relationsByHead.get(text.charAt(at)) ?? []) {
    if (!text.startsWith(word, at)) continue
    let start = at + word.length
    while (start < at + word.length + 4 && /[:： 是为叫(]/.test(text.charAt(start))) start++
    start += replaced.exec(text.slice(start, start + 3))?.[0].length ?? 0
    let end = start
    while (end - start < 24 && (isHan(text.charCodeAt(end)) || text.charAt(end) === '·')) end++
    let name = text.slice(start, end)
    if (!name.includes('·')) {
      const stop = afterName.exec(name)
      if (stop !== null && stop.index >= 2) name = name.slice(0, stop.index)
    }
    if (!singleSurnames.has(name.charAt(0)) && !compoundSurnames.has(name.slice(0, 2)) && !name.includes('·'))
      continue
    if (noName.test(name)) continue
    const match = checkAs('person-name', name)
    if (match !== undefined) {
      return { type: 'person-name', start, end: start + name.length, normal: match.normal, strength: 'weak' }
    }
  }
  return undefined
}

/** Start of the run of Chinese characters that ends before `at`; at most `reach` back and never before `floor`. */
function runStart(text: string, at: number, floor: number, reach: number): number {
  let start = at
  while (start > floor && at - start < reach) {
    const code = text.charCodeAt(start - 1)
    if (!isHan(code) && code !== 40 && code !== 41) break
    start--
  }
  return start
}

// What may stand before a name or address in the same breath and is no part of it.
const leadIn =
  /^.*(?:地址|住址|现住|家住|住在|居住于|寄到|寄往|送到|送往|搬到|位于|就职于|任职于|单位|公司是|来自|客户|竞争对手|挂靠|抬头|开票|在|给|与|和|是|为|到)/

const streetTail =
  /[\u4e00-\u9fff]? ?\d{1,5}(?:-\d{1,4})?(?:号|弄|巷)(?:院|楼)?(?: ?[0-9A-Za-z一二三四五六七八九十]{1,4} ?(?:栋|幢|座|号楼|单元|室|层|楼|房|号)){0,5}(?: ?\d{3,4}(?!\d))?/y

function addressFinding(text: string, at: number, floor: number): Finding | undefined {
  streetTail.lastIndex = at + 1
  const tail = streetTail.exec(text)?.[0]
  if (tail === undefined) return undefined
  const end = at + 1 + tail.length
  let start = runStart(text, at, floor, 36)
  const before = text.slice(start, at + 1)
  let province = 0
  while (province < before.length && provinceAt(before, province) === '') province++
  if (province < before.length) start += province
  else start += leadIn.exec(before)?.[0].length ?? 0
  if (at - start < 1) return undefined
  const match = checkAs('address', text.slice(start, end))
  return {
    type: 'address',
    start,
    end,
    normal: match?.normal ?? text.slice(start, end),
    strength: match?.strength ?? 'weak',
  }
}

function companyFinding(text: string, at: number, floor: number): Finding | undefined {
  if (text.charAt(at - 1) !== '公') return undefined
  let start = runStart(text, at, floor, 32)
  const before = text.slice(start, at + 1)
  start += leadIn.exec(before.slice(0, -4))?.[0].length ?? 0
  const value = text.slice(start, at + 1)
  if (value.length < 6 || !/有限|股份|集团|责任|分公司/.test(value)) return undefined
  const match = checkAs('company-name', value)
  return match && { type: 'company-name', start, end: at + 1, normal: match.normal, strength: match.strength }
}

/** Looks closer at a trigger character. `floor` is where the previous finding ended: nothing reaches back over it. */
export function chineseFinding(text: string, at: number, floor: number): Finding | undefined {
  const head = text.charAt(at)
  if (head === '司') return companyFinding(text, at, floor)
  let found: Finding | undefined
  if (plateHeads.has(head)) found = plateFinding(text, at)
  if (found === undefined && roadHeads.has(head)) found = addressFinding(text, at, floor)
  return found ?? secretFinding(text, at) ?? nameFinding(text, at)
}
