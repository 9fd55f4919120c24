import { canonical, foldWidth, queryTokens, searchTokensOf } from '../../floor/identifiers/index.ts'
import type { Catalogue } from '../custody/index.ts'

/**
 * Whether a value that the person may see really matches what was typed. The blind index answers with candidates;
 * this looks at the opened values inside the gate, so that a collision, or a match in a field above the person's
 * clearance, shows nothing.
 */
export function matcher(
  catalogue: Catalogue,
  text: string,
): (values: ReadonlyMap<number, string>) => boolean {
  const wanted = foldWidth(text).trim().toLowerCase()
  const exact = new Set(queryTokens(text).guesses.flatMap((guess) => guess.exact))
  return (values) => {
    for (const [id, value] of values) {
      const field = catalogue.fields.get(id)
      if (field === undefined || field.searchable === 'none') continue
      if (field.searchable === 'fragment' && canonical(field.type, value).toLowerCase().includes(wanted))
        return true
      if (searchTokensOf(field.type, value).exact.some((token) => exact.has(token))) return true
    }
    return false
  }
}
