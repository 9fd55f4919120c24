import type { Reader } from '../../../floor/database/index.ts'
import { type Custody, sharing } from '../../custody/index.ts'
import type { DuplicateKey, DuplicateReason } from './keys.ts'
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
  readonly token: number
  readonly name: number | undefined
}

/**
 * Files in use that hold an identifier of these drafts, by blind tokens. Tokens have 32 bits, so among a million files
 * one lookup in a hundred meets a stranger: a match is an offer to a person, and only one whose name agrees too is sure.
 */
export async function matchesOnFile(
  r: Reader,
  custody: Custody,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<Candidate, Match>> {
  const wanted = candidates.flatMap((candidate) =>
    candidate.keys.flatMap((key) => asWanted(custody, candidate, key)),
  )
  const names = wanted.flatMap(({ name }) => (name === undefined ? [] : [name]))
  const found = await sharing(r, [...new Set(wanted.map(({ token }) => token))], [...new Set(names)])
  const holders = new Map<number, { id: string; tokens: ReadonlySet<number> }[]>()
  for (const file of found) {
    const holder = { id: file.id, tokens: new Set(file.tokens) }
    for (const token of holder.tokens) {
      const list = holders.get(token)
      if (list === undefined) holders.set(token, [holder])
      else list.push(holder)
    }
  }
  const matches = new Map<Candidate, Match>()
  for (const { candidate, reason, token, name } of wanted) {
    if (matches.get(candidate)?.sure === true) continue
    for (const holder of holders.get(token) ?? []) {
      const named = name !== undefined && holder.tokens.has(name)
      if (reason === 'name-phone' && !named) continue
      if (named || !matches.has(candidate))
        matches.set(candidate, { customer: holder.id, reason, sure: named })
    }
  }
  return matches
}

function asWanted(custody: Custody, candidate: Candidate, key: DuplicateKey): Wanted[] {
  const [first, second] = key.parts
  const token = first && custody.identifierToken(first.type, first.value)
  if (token === undefined) return []
  const name = second ?? nameOf(candidate)
  return [
    { candidate, reason: key.reason, token, name: name && custody.identifierToken(name.type, name.value) },
  ]
}

/** The name beside an identifier, as the key of name and telephone has it. */
const nameOf = (candidate: Candidate): DuplicateKey['parts'][number] | undefined =>
  candidate.keys.find((key) => key.reason === 'name-phone')?.parts[1]
