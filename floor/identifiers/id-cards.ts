import { typeCatalogue } from './catalogue.ts'
import { idCheckHolds } from './checksums.ts'
import { provinces, residencePermitPrefixes } from './data/regions.ts'
import { normaliseIdentifier } from './normalise.ts'
import type { CheckOptions, Detector, Match, MatchDetail } from './types.ts'

/** Today in the machine's calendar as `YYYYMMDD`. */
export function todayCompact(now: Date = new Date()): string {
  const month = String(now.getMonth() + 1).padStart(2, '0')
  return `${now.getFullYear()}${month}${String(now.getDate()).padStart(2, '0')}`
}

let dayKnown = ''
let minuteKnown = 0
/** Today, worked out at most once a minute: a column of a million numbers asks a million times. */
function thisDay(): string {
  const minute = Math.floor(Date.now() / 60_000)
  if (minute !== minuteKnown) {
    minuteKnown = minute
    dayKnown = todayCompact()
  }
  return dayKnown
}

/** True when `YYYYMMDD` is a day that exists. */
export function isRealDate(compact: string): boolean {
  const year = Number(compact.slice(0, 4))
  const month = Number(compact.slice(4, 6))
  const day = Number(compact.slice(6, 8))
  if (month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days =
    month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return day <= days
}

/** Birth facts of a document, or undefined when the day does not exist or has not come yet. */
function birthDetail(compact: string, sexDigit: string, options?: CheckOptions): MatchDetail | undefined {
  const today = options?.today ?? thisDay()
  if (!isRealDate(compact) || compact > today) return undefined
  return {
    birthDate: `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6, 8)}`,
    sex: Number(sexDigit) % 2 === 1 ? 'male' : 'female',
    // Eight-digit dates compare as numbers: 14 years are 140000.
    under14: Number(today) - Number(compact) < 140000,
  }
}

const shape18 = /^[1-9]\d{5}(?:18|19|20)\d{9}[\dX]$/
const shape15 = /^[1-9]\d{14}$/

function checkIdCard(text: string, options?: CheckOptions): Match | undefined {
  const normal = normaliseIdentifier(text).toUpperCase()
  if (normal.length !== 18 && normal.length !== 15) return undefined
  const province = provinces[normal.slice(0, 2)]
  if (province === undefined || residencePermitPrefixes[normal.slice(0, 6)] !== undefined) return undefined
  if (normal.length === 18) {
    if (!shape18.test(normal) || !idCheckHolds(normal)) return undefined
    const birth = birthDetail(normal.slice(6, 14), normal.charAt(16), options)
    return birth && { type: 'id-card', normal, strength: 'checksum', detail: { ...birth, province } }
  }
  if (!shape15.test(normal)) return undefined
  const birth = birthDetail(`19${normal.slice(6, 12)}`, normal.charAt(14), options)
  return (
    birth && { type: 'id-card', normal, strength: 'weak', detail: { ...birth, province, variant: 'old-15' } }
  )
}

function checkResidencePermit(text: string, options?: CheckOptions): Match | undefined {
  const normal = normaliseIdentifier(text).toUpperCase()
  const province = residencePermitPrefixes[normal.slice(0, 6)]
  if (province === undefined || !shape18.test(normal) || !idCheckHolds(normal)) return undefined
  const birth = birthDetail(normal.slice(6, 14), normal.charAt(16), options)
  return birth && { type: 'residence-permit', normal, strength: 'checksum', detail: { ...birth, province } }
}

function checkForeignCard(text: string, options?: CheckOptions): Match | undefined {
  const normal = normaliseIdentifier(text).toUpperCase()
  if (/^[A-Z]{3}\d{12}$/.test(normal)) {
    return { type: 'foreign-permanent-card', normal, strength: 'weak', detail: { variant: 'old-15' } }
  }
  const province = provinces[normal.slice(1, 3)]
  if (province === undefined || !/^9\d{5}(?:18|19|20)\d{9}[\dX]$/.test(normal) || !idCheckHolds(normal)) {
    return undefined
  }
  const birth = birthDetail(normal.slice(6, 14), normal.charAt(16), options)
  return (
    birth && { type: 'foreign-permanent-card', normal, strength: 'checksum', detail: { ...birth, province } }
  )
}

/** Identity documents with a built-in birth date. */
export const idCardDetectors: readonly Detector[] = [
  {
    type: 'id-card',
    label: typeCatalogue['id-card'].label,
    rule: {
      zh: '18 位：省级代码（含已撤销县级代码）、真实且不晚于今天的出生日期、MOD 11-2 校验；15 位旧证仅作弱匹配',
      en: '18 characters: province code (abolished county codes accepted), real birth date not after today, MOD 11-2 check; the old 15 digits are a weak match',
    },
    source: 'GB 11643-1999',
    needsContext: false,
    check: checkIdCard,
  },
  {
    type: 'residence-permit',
    label: typeCatalogue['residence-permit'].label,
    rule: {
      zh: '前缀 810000/820000/830000，其余同身份证',
      en: 'prefix 810000, 820000 or 830000, otherwise as the identity number',
    },
    source: 'GB 11643-1999',
    needsContext: false,
    check: checkResidencePermit,
  },
  {
    type: 'foreign-permanent-card',
    label: typeCatalogue['foreign-permanent-card'].label,
    rule: {
      zh: '新版 18 位：9+省 2 位+国家 3 位+出生日期+顺序 3 位+MOD 11-2；旧版 3 字母+12 数字',
      en: 'new: 9, province, 3-digit country, birth date, 3-digit sequence, MOD 11-2; old: 3 letters and 12 digits',
    },
    source: '外国人永久居留身份证（2023）',
    needsContext: false,
    check: checkForeignCard,
  },
]
