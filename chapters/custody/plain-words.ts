import { Mistake } from '../../floor/errors.ts'
import { scanText } from '../../floor/identifiers/index.ts'

/**
 * Words that are stored as they are written (reasons, places) name no customer's data.
 * @throws Mistake `custody.words-telling`
 */
export function mustBePlain(words: string, field: string): void {
  if (scanText(words).some((finding) => finding.strength !== 'weak'))
    throw new Mistake('custody.words-telling', { field })
}
