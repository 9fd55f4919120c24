import { typeCatalogue } from './catalogue.ts'
import { normaliseIdentifier, normaliseText } from './normalise.ts'
import type { Detector, Match } from './types.ts'

/** Segments in use; number portability means the carrier cannot be read from them. */
const mobileSegments = /^(?:13\d|14[5-9]|15[0-35-9]|16[2567]|17[0-8]|18\d|19[0-35-9])\d{8}$/
const internetOfThings = /^14[0-4]\d{10}$/

function checkMobile(text: string): Match | undefined {
  const digits = normaliseIdentifier(text).replace(/[()]/g, '')
  const normal = digits.replace(/^(?:\+86|0086|86(?=1\d{10}$))/, '')
  if (mobileSegments.test(normal)) return { type: 'mobile', normal, strength: 'pattern' }
  if (!internetOfThings.test(normal)) return undefined
  return { type: 'mobile', normal, strength: 'pattern', detail: { variant: 'internet-of-things' } }
}

const landlineShape = /^(0(?:10|2\d|[3-9]\d{2}))([2-9]\d{6,7})(?:(?:转|ext\.?|x|\/)?(\d{1,6}))?$/i

/** Splits at the last separator so that an extension is not taken for part of the number. */
function checkLandline(text: string): Match | undefined {
  const clean = normaliseText(text)
    .replace(/^(?:\+86|0086) ?-?(?=[1-9]\d)/, '0')
    .replace(/^(?:\+86|0086)[ -]?/, '')
  const compact = clean.replace(/[\s()\u2010-\u2015]/g, (character) => (/[()\s]/.test(character) ? '' : '-'))
  const service = /^(?:400|800)-?\d{3,4}-?\d{3,4}$/.test(compact) ? compact.replaceAll('-', '') : ''
  if (service.length === 10)
    return { type: 'landline', normal: service, strength: 'pattern', detail: { variant: 'service' } }
  const extension = /^(.*\d)(?:-|转|ext\.?|x)(\d{1,6})$/i.exec(compact)
  const withExtension = extension?.[1] !== undefined && landlineShape.test(extension[1].replaceAll('-', ''))
  const body = (withExtension ? (extension[1] ?? '') : compact).replaceAll('-', '')
  const found = /^(?:0(?:10|2\d|[3-9]\d{2}))[2-9]\d{6,7}$/.test(body)
  if (found && withExtension)
    return { type: 'landline', normal: `${body}-${extension[2]}`, strength: 'pattern' }
  if (found) return { type: 'landline', normal: body, strength: 'pattern' }
  // Seven or eight digits without an area code: only a header makes them a telephone.
  if (/^[2-9]\d{6,7}$/.test(body))
    return { type: 'landline', normal: body, strength: 'weak', detail: { variant: 'local' } }
  return undefined
}

/** A mobile or a landline, whichever the value is. */
function checkPhone(text: string): Match | undefined {
  const match = checkMobile(text) ?? checkLandline(text)
  return match && { ...match, type: 'phone', detail: { ...match.detail, variant: match.type } }
}

/** Telephones. */
export const phoneDetectors: readonly Detector[] = [
  {
    type: 'mobile',
    label: typeCatalogue.mobile.label,
    rule: {
      zh: '可带 +86/0086，严格号段 13x 14[5-9] 15[0-35-9] 16[2567] 17[0-8] 18x 19[0-35-9]；物联网 13 位 140–144',
      en: 'optional +86 or 0086, allotted segments only; 13-digit machine numbers 140–144',
    },
    source: '工信部号段（practice）',
    needsContext: false,
    check: checkMobile,
  },
  {
    type: 'landline',
    label: typeCatalogue.landline.label,
    rule: {
      zh: '区号+7–8 位，可带分机；400/800 服务号',
      en: 'area code and 7–8 digits, optional extension; 400 and 800 numbers',
    },
    source: 'practice',
    needsContext: false,
    check: checkLandline,
  },
  {
    type: 'phone',
    label: typeCatalogue.phone.label,
    rule: {
      zh: '手机与固话混用的列，逐值判断',
      en: 'a column that mixes mobiles and landlines, decided by value',
    },
    source: 'practice',
    needsContext: false,
    check: checkPhone,
  },
]
