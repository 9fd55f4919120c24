import type { FindOwner } from '../reading/convert.ts'

export interface OwnerCandidate {
  readonly id: string
  readonly name: string
  readonly employeeNo: string
  readonly department: string | null
}

/** Finds people by name or employee number; two people of one name are nobody until a person decides. */
export function ownerFinder(people: readonly OwnerCandidate[]): FindOwner {
  const byText = new Map<string, OwnerCandidate | 'ambiguous'>()
  for (const one of people) byText.set(one.name, byText.has(one.name) ? 'ambiguous' : one)
  // A number is unique, whatever somebody else is called.
  for (const one of people) byText.set(one.employeeNo, one)
  return (text) => {
    const found = byText.get(text) ?? byText.get(text.replace(/[（(].*$/, '').trim())
    if (found === undefined) return 'unknown'
    return found === 'ambiguous' ? found : { person: found.id, department: found.department ?? undefined }
  }
}
