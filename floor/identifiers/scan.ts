import { foldWidth } from './normalise.ts'
import { chineseFinding, chineseTriggers } from './scan-chinese.ts'
import { Context } from './scan-context.ts'
import { chainFinding, emailFinding, hexFinding, ipv6Finding, tokenFinding } from './scan-tokens.ts'
import type { IdentifierType, Strength } from './types.ts'

/** One identifier found inside a text. `start` and `end` are positions (UTF-16) in the text as given. */
export interface Finding {
  readonly type: IdentifierType
  readonly start: number
  readonly end: number
  /** Canonical form, as the type's detector gives it. */
  readonly normal: string
  readonly strength: Strength
}

const other = 0
const digit = 1
const letter = 2
const trigger = 3
const plus = 4

/** Class of every UTF-16 code unit: one table look-up per character is what makes the scan fast. */
const classes = new Uint8Array(65_536)
for (let code = 48; code <= 57; code++) classes[code] = digit
for (let code = 65; code <= 90; code++) classes[code] = letter
for (let code = 97; code <= 122; code++) classes[code] = letter
classes[43] = plus
for (const character of chineseTriggers) classes[character.charCodeAt(0)] = trigger

/** End of the run of letters and digits that begins at `from`. */
function runEnd(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const kind = classes[text.charCodeAt(at)]
    if (kind !== digit && kind !== letter) break
    at++
  }
  return at
}

/** What has been looked at already, remembered so that a hostile text is read once. */
interface Stretch {
  /** Where the current stretch of e-mail characters ends. */
  end: number
  /** Up to where hexadecimal groups were found not to be an IPv6 address. */
  hexEnd: number
}

/** Letters, digits and `. _ % + -`: what the local part of an address is made of. */
function inAddress(code: number): boolean {
  const kind = classes[code]
  return (
    kind === digit ||
    kind === letter ||
    code === 46 ||
    code === 95 ||
    code === 37 ||
    code === 43 ||
    code === 45
  )
}

function stretchEnd(text: string, from: number, stretch: Stretch): number {
  if (from < stretch.end) return stretch.end
  let at = from
  while (at < text.length && inAddress(text.charCodeAt(at))) at++
  stretch.end = at
  return at
}

function findingAt(text: string, at: number, end: number, stretch: Stretch): Finding | undefined {
  const far = stretchEnd(text, at, stretch)
  if (text.charCodeAt(far) === 64) {
    const email = emailFinding(text, at, far)
    if (email !== undefined) return email
  }
  const next = text.charCodeAt(end)
  // Colons, dots and hyphens join the parts of IP and MAC addresses.
  if (next === 58 || next === 46 || next === 45) {
    const found = hexFinding(text, at)
    if (found !== undefined) return found
    const six = next === 58 && at >= stretch.hexEnd ? ipv6Finding(text, at) : at
    if (typeof six === 'object') return six
    stretch.hexEnd = Math.max(stretch.hexEnd, six)
  }
  if (classes[text.charCodeAt(at)] === digit || text.charCodeAt(at) === 43) {
    const chain = chainFinding(text, at, new Context(text, at))
    if (chain !== undefined) return chain
  }
  return end - at >= 5 || next === 95 || next === 45
    ? tokenFinding(text, at, new Context(text, at))
    : undefined
}

/**
 * Finds identifiers hidden in free text (remarks, follow-up notes). A number is typed only by structure
 * (mobile segment, region and birth date, known card issuer) or by a word before it, never by a check digit
 * alone. Findings do not overlap and come in order. Time is linear in the length of the text.
 */
export function scanText(text: string): Finding[] {
  const findings: Finding[] = []
  const folded = foldWidth(text)
  const stretch: Stretch = { end: 0, hexEnd: 0 }
  const length = folded.length
  let free = 0
  let at = 0
  while (at < length) {
    const kind = classes[folded.charCodeAt(at)]
    if (kind === other) {
      at++
      continue
    }
    if (kind === trigger) {
      const found = chineseFinding(folded, at, free)
      if (found === undefined) {
        at++
        continue
      }
      findings.push(found)
      free = at = found.end
      continue
    }
    const end = kind === plus ? runEnd(folded, at + 1) : runEnd(folded, at)
    // Single letters and short numbers followed by plain text are the bulk of all runs.
    const found = end > at ? findingAt(folded, at, end, stretch) : undefined
    if (found === undefined) {
      at = end > at ? end : at + 1
      continue
    }
    findings.push(found)
    free = at = found.end
  }
  return findings
}
