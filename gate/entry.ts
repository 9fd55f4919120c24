import type { Decision } from './decide.ts'
import type { GrantFacts } from './facts.ts'
import type { Question } from './question.ts'

/** Ids and codes that an entry may carry besides the question itself; never values of customers or people. */
export interface EntryDetail {
  readonly application?: string | undefined
  readonly subject?: string | undefined
  /** Further ids, codes, counts, hashes and commitments. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined
}

/** Fields by sight, as stated in the entry. */
export function sightsOf(decision: Decision): { full: Set<number>; masked: Set<number> } {
  const full = new Set<number>()
  const masked = new Set<number>()
  for (const [id, field] of decision.fields) {
    if (field.sight === 'full') full.add(id)
    else if (field.sight === 'masked') masked.add(id)
  }
  return { full, masked }
}

/** The ledger entry for one decided question. `kind` is `reading` for data verbs and `act` for the others. */
export function entryFor(
  kind: 'reading' | 'act',
  question: Question,
  decision: Decision,
  grant: GrantFacts | undefined,
  more: EntryDetail = {},
): { kind: string; [key: string]: unknown } {
  const { full, masked } = sightsOf(decision)
  const entry: { kind: string; [key: string]: unknown } = {
    kind,
    actor: question.actor,
    verb: question.verb,
    verdict: decision.verdict,
    because: decision.because,
  }
  if (question.token !== undefined) entry['token'] = question.token
  if (decision.faults.length > 0) entry['faults'] = decision.faults
  if (question.customer !== undefined) entry['customer'] = question.customer
  if (question.fields.length > 0) {
    entry['full'] = [...full]
    entry['masked'] = [...masked]
    entry['asked'] = question.fields
  }
  if (question.purpose !== undefined) entry['purpose'] = question.purpose
  if (question.rows !== undefined) entry['rows'] = question.rows
  if (grant !== undefined) entry['grant'] = grant.id
  const application = more.application ?? grant?.application ?? question.application
  if (application !== undefined) entry['application'] = application
  if (more.subject !== undefined) entry['subject'] = more.subject
  if (more.detail !== undefined) entry['detail'] = more.detail
  return entry
}
