import type { Reader } from '../../../floor/database/index.ts'
import { anybodyOnFile, type Custody, heldIdentifiers, type HeldIdentifier } from '../../custody/index.ts'
import type { DuplicateKey, DuplicateReason } from './keys.ts'

/** Somebody who may be on file already. */
interface Somebody {
  readonly draft: { readonly kind: 'person' | 'company' }
  readonly keys: readonly DuplicateKey[]
}

export interface Match {
  readonly customer: string
  readonly reason: DuplicateReason
  /** Identifier and whole name agree: sure enough to leave a row out for it. */
  readonly sure: boolean
}

interface Wanted<C> {
  readonly candidate: C
  readonly reason: DuplicateReason
  readonly token: bigint
  /** Of the identifier together with the name in the same row. */
  readonly named: bigint | undefined
}

/** Files in use that hold an identifier of these drafts; a telephone counts only where the name agrees too. */
export async function matchesOnFile<C extends Somebody>(
  r: Reader,
  custody: Custody,
  candidates: readonly C[],
): Promise<ReadonlyMap<C, Match>> {
  if (!(await anybodyOnFile(r))) return new Map()
  const wanted = candidates.flatMap((candidate) => wantedOf(custody, candidate))
  const holders = new Map<bigint, HeldIdentifier[]>()
  for (const held of await heldIdentifiers(r, [...new Set(wanted.map(({ token }) => token))])) {
    const list = holders.get(held.token)
    if (list === undefined) holders.set(held.token, [held])
    else list.push(held)
  }
  const matches = new Map<C, Match>()
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

function wantedOf<C extends Somebody>(custody: Custody, candidate: C): Wanted<C>[] {
  const { kind } = candidate.draft
  return candidate.keys.flatMap(({ reason, type, value, name }) => {
    const token = custody.identifierToken(type, value)
    if (token === undefined) return []
    const named = name === '' ? undefined : custody.namedToken(type, value, kind, name)
    return [{ candidate, reason, token, named }]
  })
}
