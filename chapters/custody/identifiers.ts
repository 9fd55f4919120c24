import { type Reader, sql } from '../../floor/database/index.ts'
import { frozen } from './frozen.ts'

/** An identifier that a file in use holds. */
export interface HeldIdentifier {
  readonly customer: string
  readonly token: bigint
  /** Shared by files where the name agrees too. */
  readonly named: bigint | undefined
}

interface Row {
  readonly customer: string
  readonly token: string
  readonly named: string | null
}

/** Whether anybody is on file at all; spares the first import of a company the look-ups of all its identifiers. */
export async function anybodyOnFile(r: Reader): Promise<boolean> {
  const row = await r.row<{ any: boolean }>(sql`
    select exists (select from custody.batch where released_at is not null)
      or exists (select from custody.customer where batch_id is null) as any`)
  return row?.any === true
}

/** Files in use that hold any of these identifiers, whoever may see them; those in quarantine and frozen ones are left out. */
export async function heldIdentifiers(r: Reader, tokens: readonly bigint[]): Promise<HeldIdentifier[]> {
  if (tokens.length === 0) return []
  // Not named: a plan that was made while the table was empty would be kept while it fills.
  const rows = await r.rows<Row>(sql`
    select i.customer_id as customer, i.token::text, i.named::text
    from custody.identifier i join custody.customer c on c.id = i.customer_id
    left join custody.batch b on b.id = c.batch_id
    where i.token = any(${tokens}::bigint[]) and c.status = 'active'
      and (c.batch_id is null or b.released_at is not null) and not ${frozen}`)
  return rows.map(({ customer, token, named }) => ({
    customer,
    token: BigInt(token),
    named: named === null ? undefined : BigInt(named),
  }))
}
