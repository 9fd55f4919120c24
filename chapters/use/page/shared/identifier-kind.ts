import type { IdentifierKind } from '../../../../doors/web/ui/index.ts'

const kinds: Record<string, IdentifierKind> = {
  mobile: 'phone',
  'id-card': 'id-card',
  uscc: 'credit-code',
  'bank-card': 'bank-card',
  'bank-account': 'bank-card',
}

/** How an identifier of this catalogue type is read in groups. */
export const identifierKind = (type: string): IdentifierKind => kinds[type] ?? 'plain'
