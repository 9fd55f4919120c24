import { typeCatalogue } from './catalogue.ts'
import { normaliseIdentifier } from './normalise.ts'
import type { Detector, IdentifierType, Match } from './types.ts'

/** A detector that is one anchored expression over the upper-case compact form; the shape alone is weak. */
function shapeDetector(type: IdentifierType, shape: RegExp, zh: string, en: string): Detector {
  const check = (text: string): Match | undefined => {
    const normal = normaliseIdentifier(text).toUpperCase()
    return shape.test(normal) ? { type, normal, strength: 'pattern' } : undefined
  }
  return {
    type,
    label: typeCatalogue[type].label,
    rule: { zh, en },
    source: '出入境证件（practice）',
    needsContext: true,
    check,
  }
}

/** Travel documents. None has a public check digit, so all need a word or a header beside them. */
export const travelDetectors: readonly Detector[] = [
  shapeDetector(
    'passport',
    /^(?:E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8}|1[45]\d{7}|[PSD]E\d{7}|[DSP]\d{7,8}|[KH]\d{8}|MA\d{7})$/,
    'E+8 位、E+字母+7 位、G+8 位、14/15 开头 9 位、公务/外交护照、港 K/H+8 位、澳 MA+7 位',
    'ordinary E and G series, service and diplomatic series, Hong Kong K/H, Macau MA',
  ),
  shapeDetector(
    'home-return-permit',
    /^[HM]\d{8}(?:\d{2})?$/,
    'H/M+8 位，可带 2 位换证次数',
    'H or M and 8 digits, optionally the 2-digit renewal count',
  ),
  shapeDetector(
    'taiwan-permit',
    /^(?:\d{8}|\d{10}[A-Z]?)$/,
    '8 位；旧证 10 位可带 1 字母',
    '8 digits; the old form has 10 and perhaps a letter',
  ),
  shapeDetector(
    'exit-permit',
    /^(?:[CW]\d{8}|C[A-Z]\d{7})$/,
    'C/W+8 位或 C+字母+7 位',
    'C or W and 8 digits, or C, a letter and 7 digits',
  ),
]
