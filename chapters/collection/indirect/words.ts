import { Mistake } from '../../../floor/errors.ts'
import { scanText } from '../../../floor/identifiers/index.ts'

/**
 * Words written beside a check or a freeze are kept as they are, so no customer's identifier may stand in them. A
 * company's name may: the partner has one.
 * @throws Mistake `indirect.words`
 */
export function mustTellNothing(words: string, field: string): void {
  const telling = scanText(words).some((one) => one.strength !== 'weak' && one.type !== 'company-name')
  if (telling) throw new Mistake('indirect.words', { field })
}
