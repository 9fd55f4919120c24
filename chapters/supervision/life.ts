import type { Reader } from '../../floor/database/index.ts'
import { LedgerBroken } from '../../floor/ledger/index.ts'
import { hashOf, type Life as ApprovalLife } from '../approval/index.ts'
import type { PersonName } from '../people/index.ts'
import type { AuditParts } from './desk.ts'
import { findingsOf, type Witnessed } from './findings.ts'
import { indexed } from './projection.ts'
import {
  type AppliedRecord,
  applicationNumbers,
  applicationOf,
  type EntryRecord,
  fieldNames,
  fileNumbers,
  findEntries,
  type GrantRecord,
  grantOf,
  purposeWords,
} from './store.ts'
import type { EntryRow, LifeOfApplication } from './wire.ts'

/** Most entries shown and compared on one application's page. */
const lifeMost = 1000
/** Customers named on one row. */
const namedMost = 5

type Named = EntryRow['customers'][number]
type Names = ReadonlyMap<string, PersonName>

/** Entries as people read them: names for ids, file numbers for customers, numbers for applications. */
export async function readableRows(
  { people }: Pick<AuditParts, 'people'>,
  r: Reader,
  records: readonly EntryRecord[],
): Promise<EntryRow[]> {
  const [names, files, numbers] = await Promise.all([
    people.names(
      records.flatMap((e) => e.actor ?? []),
      r,
    ),
    fileNumbers(
      r,
      records.flatMap((e) => e.customers.slice(0, namedMost)),
    ),
    applicationNumbers(
      r,
      records.flatMap((e) => e.application ?? []),
    ),
  ])
  return records.map((e) => ({
    lane: e.lane,
    index: e.index,
    at: e.at.toISOString(),
    kind: e.kind,
    verb: e.verb,
    actor: e.actor === null ? null : named(names, e.actor),
    customers: e.customers.slice(0, namedMost).map((id) => file(files, id)),
    customersMore: Math.max(0, e.customers.length - namedMost),
    application:
      e.application === null ? null : { id: e.application, number: numbers.get(e.application) ?? '' },
    grant: e.grant,
    commitment: e.commitment,
    verdict: e.verdict,
    clauses: e.clauses,
  }))
}

/** Everything about one application, reconciled with what the ledger recorded. */
export async function lifeOf(parts: AuditParts, id: string): Promise<LifeOfApplication> {
  const { approval, house } = parts
  const kept = await house.db.read(async (r) => {
    const { instance, actions } = await approval.life(r, id)
    const [applied, grant, found] = await Promise.all([
      applicationOf(r, id),
      grantOf(r, id),
      findEntries(r, { application: id }, 1, lifeMost),
    ])
    return { instance, actions, applied, grant, found }
  })
  const entries: Witnessed[] = []
  for (const entry of kept.found.rows) entries.push(await witnessed(parts, entry))
  const complete = kept.found.total <= lifeMost
  const contentHash = hashOf(kept.instance.snapshot)
  return {
    ...(await house.db.read((r) => readableLife(parts, r, kept))),
    findings: findingsOf({ ...kept, contentHash, entries, complete }),
  }
}

interface Kept extends Pick<ApprovalLife, 'instance' | 'actions'> {
  readonly applied: AppliedRecord | undefined
  readonly grant: GrantRecord | undefined
  readonly found: { readonly total: number; readonly rows: readonly EntryRecord[] }
}

async function readableLife(
  parts: AuditParts,
  r: Reader,
  { instance, actions, applied, grant, found }: Kept,
): Promise<Omit<LifeOfApplication, 'findings'>> {
  const ids = [instance.applicantId, ...actions.map((a) => a.actorId)]
  if (typeof grant?.revokedBy === 'string') ids.push(grant.revokedBy)
  const [names, files, fields, purpose, rows] = await Promise.all([
    parts.people.names(ids, r),
    fileNumbers(r, applied?.customers ?? []),
    fieldNames(r, applied?.fields ?? []),
    applied === undefined ? null : purposeWords(r, applied.purpose),
    readableRows(parts, r, found.rows),
  ])
  return {
    id: instance.id,
    number: instance.number,
    form: instance.form,
    state: instance.state,
    applicant: named(names, instance.applicantId),
    purpose,
    level: instance.level,
    action: instance.action,
    submittedAt: instance.submittedAt.toISOString(),
    finishedAt: instance.finishedAt?.toISOString() ?? null,
    snapshotHash: instance.snapshotHash,
    customers: (applied?.customers ?? []).map((customer) => file(files, customer)),
    fields,
    actions: actions.map((a) => ({
      seq: a.seq,
      verb: a.verb,
      actor: names.has(a.actorId) ? named(names, a.actorId) : null,
      at: a.at.toISOString(),
      opinion: a.opinion,
      before: a.before,
      after: a.after,
      snapshotHash: a.snapshotHash,
    })),
    grant: grant === undefined ? null : grantRow(grant, names),
    entries: rows,
    entriesMore: found.total - rows.length,
  }
}

const grantRow = (grant: GrantRecord, names: Names): LifeOfApplication['grant'] => ({
  id: grant.id,
  from: grant.from.toISOString(),
  until: grant.until.toISOString(),
  modes: grant.modes,
  countLimit: grant.countLimit,
  used: grant.used,
  revokedAt: grant.revokedAt?.toISOString() ?? null,
  revokedBy: grant.revokedBy === null ? null : named(names, grant.revokedBy),
})

/** What the ledger itself holds where the view says this entry is. */
async function witnessed({ house }: AuditParts, entry: EntryRecord): Promise<Witnessed> {
  const [stored] = await house.ledger
    .entries(entry.lane, entry.index, entry.index + 1)
    .catch((error: unknown) => {
      if (error instanceof LedgerBroken) return []
      throw error
    })
  if (stored === undefined) return { entry, leaf: undefined, view: undefined }
  return {
    entry,
    leaf: JSON.parse(stored.text) as Record<string, unknown>,
    view: indexed(entry.lane, entry.index, stored.text),
  }
}

function named(names: Names, id: string): Named {
  const person = names.get(id)
  return { id, name: person?.name ?? '', note: person?.employeeNo ?? '' }
}

const file = (files: ReadonlyMap<string, string>, id: string): Named => ({
  id,
  name: files.get(id) ?? '',
  note: '',
})
