import { typeCatalogue } from './catalogue.ts'
import { plateProvinces } from './data/regions.ts'
import { normaliseText } from './normalise.ts'
import type { Detector, Match } from './types.ts'

const variants: ReadonlyArray<readonly [string, RegExp]> = [
  ['ordinary', new RegExp(`^[${plateProvinces}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9]$`)],
  ['special', new RegExp(`^[${plateProvinces}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4}[挂学警港澳领]$`)],
  ['new-energy-small', new RegExp(`^[${plateProvinces}][A-HJ-NP-Z][A-HJK][A-HJ-NP-Z0-9]\\d{4}$`)],
  ['new-energy-large', new RegExp(`^[${plateProvinces}][A-HJ-NP-Z]\\d{5}[A-HJK]$`)],
  ['embassy', /^(?:使\d{6}|\d{6}使)$/],
  ['armed-police', new RegExp(`^WJ[${plateProvinces}]?\\d{4}[0-9A-Z]$`)],
  ['military', /^(?:[VKHBSLJNGCEPTUY][A-Z]|[军空海北沈兰济南广成][A-Z])\d{5}$/],
]

function checkPlate(text: string): Match | undefined {
  const normal = normaliseText(text)
    .replace(/[\s·•.-]/g, '')
    .toUpperCase()
  if (normal.length < 7 || normal.length > 8) return undefined
  for (const [variant, shape] of variants) {
    if (shape.test(normal)) return { type: 'plate', normal, strength: 'pattern', detail: { variant } }
  }
  return undefined
}

/** Number plates. */
export const plateDetectors: readonly Detector[] = [
  {
    type: 'plate',
    label: typeCatalogue.plate.label,
    rule: {
      zh: '省简称+字母（无 I O）+5 位，含挂学警港澳领；新能源小型/大型 6 位；使馆、武警、军队',
      en: 'province, letter (no I or O) and 5 characters with special endings; 6 for new energy; embassy, armed police, military',
    },
    source: 'GA 36-2018',
    needsContext: false,
    check: checkPlate,
  },
]
