/** Kinds of identifiers that people write in groups. */
export type IdentifierKind = 'phone' | 'id-card' | 'credit-code' | 'bank-card' | 'file-no' | 'plain'

const groupSizes: Partial<Record<IdentifierKind, readonly number[]>> = {
  phone: [3, 4, 4],
  'id-card': [6, 8, 4],
  'credit-code': [2, 6, 9, 1],
  'bank-card': [4, 4, 4, 4, 4],
}

/**
 * Splits an identifier into the groups in which it is read: mobile 3-4-4, resident ID 6-8-4 (area, birth date,
 * rest), unified social credit code 2-6-9-1 (authority, area, body, check), bank card by four.
 * A text of another length, a landline for example, stays whole. Masked texts keep their groups.
 */
export function identifierGroups(text: string, kind: IdentifierKind): string[] {
  const sizes = groupSizes[kind]
  const whole = sizes?.reduce((sum, size) => sum + size, 0)
  if (sizes === undefined || (kind !== 'bank-card' && text.length !== whole)) return [text]
  const groups: string[] = []
  let from = 0
  for (const size of sizes) {
    if (from < text.length) groups.push(text.slice(from, from + size))
    from += size
  }
  return from < text.length ? [text] : groups
}
