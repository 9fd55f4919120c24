import { CopyButton } from './CopyButton.tsx'
import { identifierGroups, type IdentifierKind } from './identifier-groups.ts'

export interface IdentifierProps {
  text: string
  kind?: IdentifierKind
  /** Shows a copy button, which copies without groups. */
  copy?: boolean
}

/**
 * An identifier in groups. The gaps are drawn, not characters: marking and copying gives the plain digits,
 * and the browser's own search finds them.
 */
export function Identifier({ text, kind = 'plain', copy = false }: IdentifierProps) {
  return (
    <span className="identifier">
      {identifierGroups(text, kind).map((group, place) => (
        <span key={place}>{group}</span>
      ))}
      {copy && <CopyButton text={text} />}
    </span>
  )
}
