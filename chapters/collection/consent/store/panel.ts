import { type Reader, sql } from '../../../../floor/database/index.ts'
import type { Channel, ConsentItem } from '../../wire/consent.ts'

export interface ShownConsent {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly number: number
  readonly versionId: string
  readonly hash: string
  readonly shownHash: string
  readonly items: readonly { readonly item: ConsentItem; readonly given: boolean }[]
  readonly purposes: readonly string[]
  readonly channel: Channel
  readonly at: Date
  readonly recordedAt: Date
  readonly operatorId: string | null
  readonly evidence: string | null
  readonly minor: boolean
  readonly expiresAt: Date | null
  readonly contentHash: string
}

/** The consents of one file, the newest first. */
export const consentsOf = (r: Reader, customerId: string): Promise<ShownConsent[]> =>
  r.rows<ShownConsent>(sql`
    select c.id, n.name, n.code, v.number, c.version_id as "versionId", c.notice_hash as hash, c.shown_hash as "shownHash", c.items,
      c.purposes, c.channel, c.given_at as at, c.recorded_at as "recordedAt", c.operator_id as "operatorId", c.evidence, c.minor,
      c.expires_at as "expiresAt", c.content_hash as "contentHash"
    from collection.consent c join collection.notice_version v on v.id = c.version_id join collection.notice n on n.id = v.notice_id
    where c.customer_id = ${customerId} order by c.given_at desc, c.id desc limit 200`)

export interface ShownEnd {
  readonly id: string
  readonly keys: readonly string[]
  readonly channel: Channel
  readonly at: Date
  readonly operatorId: string | null
  readonly told: readonly {
    readonly what: 'export' | 'grant'
    readonly id: string
    readonly toldAt: string | null
  }[]
}

/** The withdrawals of one file with whom they have to be passed on to, the newest first. */
export const endsOf = (r: Reader, customerId: string): Promise<ShownEnd[]> =>
  r.rows<ShownEnd>(sql`
    select e.id, e.keys, e.channel, e.at, e.operator_id as "operatorId",
      coalesce((select jsonb_agg(jsonb_build_object('what', t.what, 'id', t.what_id, 'toldAt',
          to_char(t.told_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by t.what, t.what_id)
        from collection.consent_told t where t.customer_id = e.customer_id and t.end_id = e.id), '[]') as told
    from collection.consent_end e where e.customer_id = ${customerId} order by e.at desc, e.id desc limit 200`)

/** Words of purposes, closed ones too. */
export async function purposeWords(r: Reader): Promise<ReadonlyMap<string, { zh: string; en: string }>> {
  const rows = await r.rows<{ code: string; zh: string; en: string }>(
    sql`select code, zh, en from collection.purpose`,
  )
  return new Map(rows.map((row) => [row.code, row]))
}
