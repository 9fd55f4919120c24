import type { Reader } from '../../../floor/database/index.ts'
import { anybodyOnFile, type Custody, heldIdentifiers, type HeldIdentifier } from '../../custody/index.ts'
import type { DuplicateReason } from './keys.ts'
import type { Candidate } from './pass.ts'

export interface Match {
  readonly customer: string
  readonly reason: DuplicateReason
  /** Identifier and whole name agree: sure enough to leave a row out for it. */
  readonly sure: boolean
}

interface Wanted {
  readonly candidate: Candidate
  readonly reason: DuplicateReason
  readonly token: bigint
  /** Of the identifier together with the name in the same row. */
  readonly named: bigint | undefined
}

/** Files in use that hold an identifier of these drafts; a telephone counts only where the name agrees too. */
export async function matchesOnFile(
  r: Reader,
  custody: Custody,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<Candidate, Match>> {
  if (!(await anybodyOnFile(r))) return new Map()
  const wanted = candidates.flatMap((candidate) => wantedOf(custody, candidate))
  const holders = new Map<bigint, HeldIdentifier[]>()
  for (const held of await heldIdentifiers(r, [...new Set(wanted.map(({ token }) => token))])) {
    const list = holders.get(held.token)
    if (list === undefined) holders.set(held.token, [held])
    else list.push(held)
  }
  const matches = new Map<Candidate, Match>()
  for (const { candidate, reason, token, named } of wanted) {
    if (matches.get(candidate)?.sure === true) continue
    for (const holder of holders.get(token) ?? []) {
      const sure = named !== undefined && holder.named === named
      if (reason === 'name-phone' && !sure) continue
      if (sure || !matches.has(candidate)) matches.set(candidate, { customer: holder.customer, reason, sure })
    }
  }
  return matches
}

function wantedOf(custody: Custody, candidate: Candidate): Wanted[] {
  const { kind } = candidate.draft
  return candidate.keys.flatMap(({ reason, type, value, name }) => {
    const token = custody.identifierToken(type, value)
    if (token === undefined) return []
    const named = name === '' ? undefined : custody.namedToken(type, value, kind, name)
    return [{ candidate, reason, token, named }]
  })
}
