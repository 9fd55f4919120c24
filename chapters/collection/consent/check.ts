import { sql } from '../../../floor/database/index.ts'
import { ACTS } from '../../../floor/ledger/index.ts'
import type { House } from '../../../gate/index.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import { barsOf } from './bars.ts'
import { consentHash } from './desk/giving.ts'
import { endHash } from './desk/ending.ts'
import { hashOf, hashOfText } from './notice/content.ts'
import { readHistory, type StoredConsent, type StoredEnd } from './store/consents.ts'
import type { NoticeBody } from '../wire/consent.ts'

/** A row that no longer says what the ledger committed to. */
export interface ConsentFault {
  readonly what: 'notice' | 'text' | 'consent' | 'withdrawal' | 'barred'
  /** Number of the notice's version, or id of the row or file. */
  readonly subject: string
  readonly fault: 'missing' | 'altered' | 'not-in-ledger'
}

const entriesPerRead = 1000
const rowsPerRead = 500

interface Committed {
  readonly consents: Map<string, string>
  readonly ends: Map<string, string>
  readonly versions: Map<string, string>
}

/**
 * Compares notices, consents, withdrawals and what is barred with what the ledger committed to. Somebody with access to
 * the tables who changes a word, adds a consent, takes a withdrawal away or lifts a bar is found by it.
 */
export async function checkConsents(house: House): Promise<{ checked: number; faults: ConsentFault[] }> {
  const committed = await commitments(house)
  const faults: ConsentFault[] = []
  const compare = (
    what: ConsentFault['what'],
    wanted: Map<string, string>,
    found: ReadonlyMap<string, string>,
  ): void => {
    for (const [id, hash] of found) {
      const said = wanted.get(id)
      if (said !== hash)
        faults.push({ what, subject: id, fault: said === undefined ? 'not-in-ledger' : 'altered' })
    }
    for (const id of wanted.keys()) if (!found.has(id)) faults.push({ what, subject: id, fault: 'missing' })
  }
  const versions = await versionHashes(house)
  compare('notice', committed.versions, versions)
  const consents = await pagedHashes(house, consentPage)
  compare('consent', committed.consents, consents)
  const ends = await pagedHashes(house, endPage)
  compare('withdrawal', committed.ends, ends)
  const texts = await wrongTexts(house)
  faults.push(
    ...texts.wrong.map((subject) => ({ what: 'text' as const, subject, fault: 'altered' as const })),
  )
  const bars = await wrongBars(house)
  faults.push(
    ...bars.wrong.map((subject) => ({ what: 'barred' as const, subject, fault: 'altered' as const })),
  )
  return { checked: versions.size + consents.size + ends.size + texts.checked + bars.checked, faults }
}

/** Content hashes by id, as the entries of the acts say them. */
async function commitments(house: House): Promise<Committed> {
  const found: Committed = { consents: new Map(), ends: new Map(), versions: new Map() }
  const { size } = await house.ledger.head(ACTS)
  for (let from = 0; from < size; from += entriesPerRead)
    for (const { text } of await house.ledger.entries(ACTS, from, Math.min(from + entriesPerRead, size))) {
      if (!/"(consent-given|consent-withdrawn|publish-notice)"/.test(text)) continue
      const entry = JSON.parse(text) as {
        kind: string
        verb?: string
        verdict?: string
        subject: string
        content?: string
        detail?: { content: string; outcome: string }
      }
      if (entry.kind === 'consent-given') found.consents.set(entry.subject, entry.content!)
      else if (entry.kind === 'consent-withdrawn') found.ends.set(entry.subject, entry.content!)
      else if (
        entry.verb === 'publish-notice' &&
        entry.verdict === 'permit' &&
        entry.detail?.outcome === 'published'
      )
        found.versions.set(entry.subject, entry.detail.content)
    }
  return found
}

async function versionHashes(house: House): Promise<Map<string, string>> {
  const rows = await house.db.read((r) =>
    r.rows<{ id: string; body: NoticeBody; hash: string }>(
      sql`select id, body, hash from collection.notice_version where state in ('published', 'replaced', 'closed')`,
    ),
  )
  // Both the words and the hash beside them have to be what was published.
  return new Map(
    rows.map(({ id, body, hash }) => [id, hashOf(body) === hash ? hash : `${hash} over other words`]),
  )
}

type Page = (after: string) => { select: ReturnType<typeof sql>; hash(row: never): string }

async function pagedHashes(house: House, page: Page): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { select, ...one } = page(after)
    const rows = await house.db.read((r) => r.rows<{ id: string }>(select))
    for (const row of rows) found.set(row.id, one.hash(row as never))
    if (rows.length < rowsPerRead) return found
    after = rows.at(-1)!.id
  }
}

const consentPage: Page = (after) => ({
  select: sql`
    select customer_id as "customerId", id, version_id as "versionId", notice_hash as "noticeHash", items, purposes, channel,
      given_at as "givenAt", recorded_at as "recordedAt", operator_id as "operatorId", evidence, shown_hash as "shownHash", minor,
      guardian_level as "guardianLevel", guardian_sealed as "guardianSealed", expires_at as "expiresAt"
    from collection.consent where id > ${after} order by id limit ${rowsPerRead}`,
  hash: (row: StoredConsent) => consentHash(row),
})
const endPage: Page = (after) => ({
  select: sql`
    select customer_id as "customerId", id, keys, channel, at, from_at as "from", operator_id as "operatorId", evidence
    from collection.consent_end where id > ${after} order by id limit ${rowsPerRead}`,
  hash: (row: StoredEnd) => endHash(row),
})

/** Texts that are no longer what their hash says. */
async function wrongTexts(house: House): Promise<{ checked: number; wrong: string[] }> {
  const rows = await house.db.read((r) =>
    r.rows<{ hash: string; text: string }>(sql`select hash, text from collection.consent_text`),
  )
  return {
    checked: rows.length,
    wrong: rows.filter(({ hash, text }) => hashOfText(text) !== hash).map(({ hash }) => hash),
  }
}

/** Files whose bars are not those that their history gives. */
async function wrongBars(house: House): Promise<{ checked: number; wrong: string[] }> {
  const files = await house.db.read((r) =>
    r.rows<{ id: string; barred: Record<string, number> }>(sql`
      select c.id, c.barred from custody.customer c where c.status in ('active', 'restricted') and (c.barred <> '{}'
        or exists (select from collection.consent k where k.customer_id = c.id)
        or exists (select from collection.consent_end e where e.customer_id = c.id))`),
  )
  const wrong: string[] = []
  for (const { id, barred } of files) {
    const { consents, ends } = await house.db.read((r) => readHistory(r, id))
    if (canonical(barsOf(consents, ends)) !== canonical(barred)) wrong.push(id)
  }
  return { checked: files.length, wrong }
}
