/** Closing marks do not begin a line and opening marks do not end one, in Chinese as in English. */
const neverFirst = new Set(
  '\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09》〉」』】〕〗”’…—·\uff05‰℃,.;:?!)]}%',
)
const neverLast = new Set('\uff08《〈「『【〔〖“‘([{')

/** Ideographs, kana and full-width marks: a line may break on either side of them. */
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u
const mark = /\p{M}/u

function mayBreakBetween(before: string, after: string): boolean {
  if (after === ' ' || mark.test(after)) return false
  if (neverFirst.has(after) || neverLast.has(before)) return before === ' '
  return before === ' ' || wide.test(before) || wide.test(after)
}

/** Splits one paragraph into the pieces between which a line may end. */
function pieces(paragraph: string): string[] {
  const result: string[] = []
  let previous = ''
  for (const character of paragraph) {
    if (previous === '' || mayBreakBetween(previous, character)) result.push(character)
    else result[result.length - 1] += character
    previous = character
  }
  return result
}

/** Cuts a piece that is wider than the line at any character. A character wider than the line stands alone. */
function cutPiece(piece: string, width: number, measure: (text: string) => number): string[] {
  const result: string[] = []
  let current = ''
  let used = 0
  for (const character of piece) {
    const advance = measure(character)
    if (current !== '' && used + advance > width) {
      result.push(current)
      current = ''
      used = 0
    }
    current += character
    used += advance
  }
  return current === '' ? result : [...result, current]
}

/**
 * Breaks a text into lines no wider than `width`. No character is lost except spaces at the end of a line.
 * Words and numbers stay whole unless they are wider than a line by themselves.
 * @param measure width of a text in the same unit as `width`; must be additive over characters
 */
export function wrapLines(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    let used = 0
    for (const whole of pieces(paragraph)) {
      const visible = measure(whole.trimEnd())
      if (used + visible > width && line !== '') {
        lines.push(line.trimEnd())
        line = ''
        used = 0
      }
      const parts = visible > width ? cutPiece(whole, width, measure) : [whole]
      for (const part of parts.slice(0, -1)) lines.push(part)
      const last = parts.at(-1) ?? ''
      line += last
      used += measure(last)
    }
    lines.push(line.trimEnd())
  }
  return lines
}
