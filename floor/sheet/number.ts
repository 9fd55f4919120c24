import type { Damage } from './types.ts'

/** A stored number as a person should read it. */
export interface NumberText {
  readonly text: string
  readonly damaged?: Damage
  /** As stored, when it differs from `text`. */
  readonly raw?: string
}

/**
 * Spells out the number of an .xlsx cell without loss. Excel stores IEEE doubles and shows 15 significant digits:
 * - whole numbers are written in full, never as 5.1E+17; one of 16 digits or more has lost digits and is marked;
 * - a fraction is rounded to the 15 digits Excel shows, so that 0.30000000000000004 reads 0.3.
 * Text that is no number at all comes back as it is.
 */
export function numberText(stored: string): NumberText {
  const raw = stored.trim()
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(raw)
  if (!parts || (parts[2] ?? '') + (parts[3] ?? '') === '') return { text: raw }
  const plain = plainDigits(parts[1] === '-', parts[2] ?? '', parts[3] ?? '', Number(parts[4] ?? 0))
  if (plain === undefined) return { text: raw, damaged: 'scientific' }
  const [whole = '', fraction] = plain.replace('-', '').split('.')
  if (whole.length > 15) {
    const text = plain.split('.')[0]!
    return { text, damaged: 'rounded-digits', ...(text === raw ? {} : { raw }) }
  }
  const text = fraction === undefined ? plain : fifteenDigits(plain)
  return text === raw ? { text } : { text, raw }
}

function plainDigits(
  negative: boolean,
  whole: string,
  fraction: string,
  exponent: number,
): string | undefined {
  if (Math.abs(exponent) > 40) return undefined
  let digits = whole + fraction
  let point = whole.length + exponent
  if (point < 0) {
    digits = '0'.repeat(-point) + digits
    point = 0
  }
  if (point > digits.length) digits = digits.padEnd(point, '0')
  const left = digits.slice(0, point).replace(/^0+/, '') || '0'
  const right = digits.slice(point).replace(/0+$/, '')
  const body = right === '' ? left : `${left}.${right}`
  return negative && body !== '0' ? `-${body}` : body
}

function fifteenDigits(plain: string): string {
  const significant = plain.replace(/^-?0*\.?0*/, '').replace('.', '').length
  if (significant <= 15) return plain
  const rounded = Number(plain).toPrecision(15)
  if (rounded.includes('e')) return plain
  return rounded.replace(/0+$/, '').replace(/\.$/, '')
}

/**
 * Signs of damage in text, mainly in CSV saved by Excel: `5.10322E+17`, or 18 and more digits of which all after the
 * 15th are zero. Shorter numbers may end in zeros by chance (one bank card in ten does), so they are not accused.
 */
export function damageOfText(text: string): Damage | undefined {
  if (text.length < 5 || text.length > 40) return undefined
  const bare = text.trim()
  if (/^[1-9](?:\.\d+)?[eE]\+?\d{2,3}$/.test(bare)) return 'scientific'
  if (/^[1-9]\d{14}0{3,}$/.test(bare)) return 'rounded-digits'
  return undefined
}
