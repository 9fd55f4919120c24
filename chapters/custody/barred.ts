import { sql, type Writer } from '../../floor/database/index.ts'
import type { Barred } from '../../gate/index.ts'

/** What the consent desk needs to know of a file while it is locked. */
export interface ConsentHead {
  readonly id: string
  readonly kind: 'person' | 'company'
  readonly level: number
  readonly legalBasis: string
  readonly status: 'active' | 'restricted' | 'merged' | 'erased'
  readonly barred: Barred
  readonly consent: string | null
  readonly consentVersion: string | null
  readonly marketingRefused: boolean
}

/** The file with a lock on its row, so that two statements about consent follow one another. */
export const lockForConsent = (w: Writer, customerId: string): Promise<ConsentHead | undefined> =>
  w.row<ConsentHead>(sql`
    select id, kind, level, legal_basis as "legalBasis", status, barred, consent, consent_version as "consentVersion",
      marketing_refused as "marketingRefused"
    from custody.customer where id = ${customerId} for update`)

/** Writes what is barred from now on, and how the customer stands; every decision after the commit sees it. */
export async function setBarred(
  w: Writer,
  customerId: string,
  to: {
    readonly barred: Barred
    readonly consent: string | null
    readonly consentVersion: string | null
    /** Undefined: the history says nothing of marketing, and what was noted at intake stands. */
    readonly marketingRefused: boolean | undefined
  },
): Promise<void> {
  await w.run(sql`
    update custody.customer set barred = ${sql.json(to.barred)}, consent = ${to.consent}, consent_version = ${to.consentVersion},
      marketing_refused = coalesce(${to.marketingRefused ?? null}::boolean, marketing_refused)
    where id = ${customerId}`)
}

/** Declares another legal basis for files that are still in use. @returns the files that changed */
export async function setLegalBasis(
  w: Writer,
  customerIds: readonly string[],
  legalBasis: string,
  now: Date,
): Promise<string[]> {
  const rows = await w.rows<{ id: string }>(sql`
    update custody.customer set legal_basis = ${legalBasis}, updated_at = ${now}
    where id = any(${[...customerIds]}::uuid[]) and status = 'active' and consent is null
      and legal_basis in ('consent', 'unknown') returning id`)
  return rows.map((row) => row.id)
}
