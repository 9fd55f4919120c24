import { type Reader, sql, type Sql, type Writer } from '../../../../floor/database/index.ts'
import type { Ended, Given } from '../bars.ts'
import type { Channel, ConsentItem } from '../../wire/consent.ts'

/** A consent as it stands in its row; what the ledger commits to. */
export interface StoredConsent {
  readonly customerId: string
  readonly id: string
  readonly versionId: string
  readonly noticeHash: string
  readonly items: readonly { readonly item: ConsentItem; readonly given: boolean }[]
  readonly purposes: readonly string[]
  readonly channel: Channel
  readonly givenAt: Date
  readonly recordedAt: Date
  readonly operatorId: string | null
  readonly evidence: string | null
  readonly shownHash: string
  readonly minor: boolean
  readonly guardianLevel: number | null
  readonly guardianSealed: Buffer | null
  readonly expiresAt: Date | null
}
export interface StoredEnd {
  readonly customerId: string
  readonly id: string
  readonly keys: readonly string[]
  readonly channel: Channel
  readonly at: Date
  readonly from: Date
  readonly operatorId: string | null
  readonly evidence: string | null
}

/** Adds a consent; rows are never changed. */
export async function insertConsent(w: Writer, c: StoredConsent, contentHash: string): Promise<void> {
  await w.run(sql`
    insert into collection.consent (customer_id, id, version_id, notice_hash, items, purposes, channel, given_at, recorded_at,
      operator_id, evidence, shown_hash, minor, guardian_level, guardian_sealed, expires_at, content_hash)
    values (${c.customerId}, ${c.id}, ${c.versionId}, ${c.noticeHash}, ${sql.json(c.items)}, ${[...c.purposes]}, ${c.channel},
      ${c.givenAt}, ${c.recordedAt}, ${c.operatorId}, ${c.evidence}, ${c.shownHash}, ${c.minor}, ${c.guardianLevel},
      ${c.guardianSealed}, ${c.expiresAt}, ${contentHash})`)
}

/** Adds a withdrawal; rows are never changed. */
export async function insertEnd(w: Writer, e: StoredEnd, contentHash: string): Promise<void> {
  await w.run(sql`
    insert into collection.consent_end (customer_id, id, keys, channel, at, from_at, operator_id, evidence, content_hash)
    values (${e.customerId}, ${e.id}, ${[...e.keys]}, ${e.channel}, ${e.at}, ${e.from}, ${e.operatorId}, ${e.evidence}, ${contentHash})`)
}

/** Keeps the words that were shown, once. */
export async function keepText(
  w: Writer,
  shown: {
    readonly hash: string
    readonly text: string
    readonly versionId: string
    readonly language: string
  },
  at: Date,
): Promise<void> {
  await w.run(sql`
    insert into collection.consent_text (hash, version_id, language, text, kept_at)
    values (${shown.hash}, ${shown.versionId}, ${shown.language}, ${shown.text}, ${at}) on conflict do nothing`)
}

/** The words that were shown under this hash. */
export const readText = (r: Reader, hash: string): Promise<{ text: string; language: string } | undefined> =>
  r.row(sql`select text, language from collection.consent_text where hash = ${hash}`)

/** The customer, and every file that was merged into the customer's: what those said counts as well. */
const family = (customerId: string): Sql => sql`
  with recursive family(id) as (
    select ${customerId}::uuid union select c.id from custody.customer c join family f on c.merged_into = f.id and c.status = 'merged')`

/** Everything a customer said, oldest first. */
export async function readHistory(
  r: Reader,
  customerId: string,
): Promise<{ consents: (Given & { versionId: string })[]; ends: Ended[] }> {
  const consents = await r.rows<{
    id: string
    versionId: string
    at: Date
    items: Given['items']
    purposes: string[]
    expiresAt: Date | null
    asked: string[]
    marketing: string[]
  }>(sql`${family(customerId)}
    select c.id, c.version_id as "versionId", c.given_at as at, c.items, c.purposes, c.expires_at as "expiresAt",
      array(select p->>'code' from jsonb_array_elements(v.body->'purposes') p
        where p->>'legalBasis' = 'consent' and not (p->>'marketing')::boolean) as asked,
      array(select p->>'code' from jsonb_array_elements(v.body->'purposes') p where (p->>'marketing')::boolean) as marketing
    from collection.consent c join family f on f.id = c.customer_id join collection.notice_version v on v.id = c.version_id
    order by c.given_at, c.id`)
  const ends = await r.rows<{ id: string; at: Date; from: Date; keys: string[] }>(sql`${family(customerId)}
    select e.id, e.at, e.from_at as "from", e.keys from collection.consent_end e join family f on f.id = e.customer_id
    order by e.at, e.id`)
  return {
    consents: consents.map(({ at, expiresAt, ...one }) => ({
      ...one,
      at: at.getTime(),
      ...(expiresAt === null ? {} : { expiresAt: expiresAt.getTime() }),
    })),
    ends: ends.map(({ at, from, ...one }) => ({ ...one, at: at.getTime(), from: from.getTime() })),
  }
}

/** Whether the evidence is an attachment of this customer that was not removed. */
export async function isAttachmentOf(r: Reader, customerId: string, id: string): Promise<boolean> {
  const row = await r.row(sql`
    select 1 from custody.attachment where customer_id = ${customerId} and id = ${id}::uuid and removed_at is null`)
  return row !== undefined
}

/** Exports and running grants that carried the customer's data out for one of these; `all` whatever the purpose was. */
export const carriedOut = (
  r: Reader,
  customerId: string,
  purposes: readonly string[],
  all: boolean,
  now: Date,
): Promise<{ what: 'export' | 'grant'; id: string; personId: string }[]> =>
  r.rows(sql`
    with concerned as (
      select g.id, g.person_id, g.revoked_at, g.ends_at from usage.grant g join usage.grant_customer gc on gc.grant_id = g.id
      where gc.customer_id = ${customerId} and (${all} or g.purpose = any(${[...purposes]}) or (${purposes.includes('marketing')}
        and g.purpose in (select code from collection.purpose where marketing))))
    select 'export' as what, e.id, e.person_id as "personId" from usage.export e join concerned g on g.id = e.grant_id
    union all
    select 'grant', g.id, g.person_id from concerned g where g.revoked_at is null and g.ends_at > ${now}`)

/** Notes who has to be told of a withdrawal. */
export async function insertTold(
  w: Writer,
  customerId: string,
  endId: string,
  list: readonly { readonly what: string; readonly id: string }[],
  at: Date,
): Promise<void> {
  for (const { what, id } of list)
    await w.run(sql`insert into collection.consent_told (customer_id, end_id, what, what_id, raised_at)
      values (${customerId}, ${endId}, ${what}, ${id}, ${at}) on conflict do nothing`)
}
