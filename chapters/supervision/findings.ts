import type { Indexed } from './projection.ts'
import type { AppliedRecord, EntryRecord, GrantRecord } from './store.ts'
import type { LifeOfApplication } from './wire.ts'

type Finding = LifeOfApplication['findings'][number]

/** An entry of the view together with what the ledger itself holds at that place. */
export interface Witnessed {
  readonly entry: EntryRecord
  readonly leaf: Readonly<Record<string, unknown>> | undefined
  /** What the view should say of it. */
  readonly view: Indexed | undefined
}

export interface Life {
  readonly instance: {
    readonly state: string
    readonly snapshotHash: string
    readonly applicantId: string
    readonly snapshot: unknown
  }
  /** Hash of the content as it stands in the database now. */
  readonly contentHash: string
  readonly actions: readonly {
    readonly verb: string
    readonly actorId: string
    readonly snapshotHash: string
  }[]
  readonly applied: AppliedRecord | undefined
  readonly grant: GrantRecord | undefined
  readonly entries: readonly Witnessed[]
  /** False when there are more entries than were looked at: counts are then not compared. */
  readonly complete: boolean
}

type Say = (code: string, entry?: EntryRecord) => void

/**
 * Reconciles form, approvals, grant, readings and ledger of one application (clause 4.2.2): what an auditor would
 * compare by hand. The ledger is the measure: a row that says something else was altered. An empty list means that
 * everything fits.
 */
export function findingsOf(life: Life): Finding[] {
  const findings: Finding[] = []
  const say: Say = (code, entry) => {
    findings.push({ code, lane: entry?.lane ?? null, index: entry?.index ?? null })
  }
  checkView(life, say)
  checkContent(life, say)
  checkApprovals(life, say)
  checkGrant(life, say)
  checkReadings(life, say)
  return findings
}

function checkView({ entries }: Life, say: Say): void {
  for (const { entry, view } of entries)
    if (view === undefined || !sameView(entry, view)) say('entry-altered', entry)
}

const sameView = (entry: EntryRecord, view: Indexed): boolean =>
  entry.at.getTime() === Date.parse(view.at) &&
  entry.kind === view.kind &&
  entry.verb === view.verb &&
  entry.actor === view.actor &&
  entry.application === view.application &&
  entry.grant === view.grant &&
  entry.verdict === view.verdict &&
  sameSet(entry.customers, view.customers) &&
  sameSet(entry.clauses, view.clauses)

const sameSet = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

function checkContent(life: Life, say: Say): void {
  const { instance, applied, grant } = life
  if (life.contentHash !== instance.snapshotHash) say('content-altered')
  const submitted = leavesOf(life, 'submitted')[0]
  if (submitted === undefined) {
    if (life.complete && instance.state !== 'draft') say('submission-not-recorded')
  } else if (submitted.leaf['snapshot'] !== instance.snapshotHash)
    say('submitted-other-content', submitted.entry)
  const named = customersOf(instance.snapshot)
  if (named === undefined) return
  if (applied !== undefined && !sameSet(applied.customers, named)) say('files-altered')
  if (grant !== undefined && !sameSet(grant.customers, named)) say('grant-files-altered')
}

function checkApprovals(life: Life, say: Say): void {
  const { instance, actions, grant } = life
  const approvals = actions.filter((a) => a.verb === 'approve')
  if (grant !== undefined && approvals.length === 0) say('grant-without-approval')
  if (approvals.some((a) => a.actorId === instance.applicantId)) say('approved-by-applicant')
  if (instance.state === 'approved' && approvals.at(-1)?.snapshotHash !== instance.snapshotHash)
    say('approved-other-content')
  if (!life.complete) return
  const recorded = leavesOf(life, 'act').filter(
    ({ entry, leaf }) =>
      entry.verb === 'approve' &&
      entry.verdict === 'permit' &&
      (leaf['detail'] as { decision?: unknown } | undefined)?.decision === 'approve',
  )
  const count = (actor: string, among: readonly (string | null)[]): number =>
    among.filter((one) => one === actor).length
  const inLedger = recorded.map(({ entry }) => entry.actor)
  const inForm = approvals.map((a) => a.actorId)
  for (const actor of new Set(inForm))
    if (count(actor, inForm) > count(actor, inLedger)) say('approval-not-recorded')
  for (const { entry } of recorded)
    if (entry.actor !== null && count(entry.actor, inLedger) > count(entry.actor, inForm))
      say('approval-missing', entry)
}

function checkGrant(life: Life, say: Say): void {
  const { instance, grant } = life
  const issued = leavesOf(life, 'grant-issued')
  if (grant === undefined) {
    for (const { entry } of issued) say('grant-missing', entry)
    return
  }
  if (grant.snapshotHash !== instance.snapshotHash) say('grant-for-other-content')
  const own = issued.find(({ leaf }) => leaf['grant'] === grant.id)
  if (own === undefined) {
    if (life.complete) say('grant-not-recorded')
    return
  }
  const { leaf } = own
  const same =
    Date.parse(String(leaf['from'])) === grant.from.getTime() &&
    Date.parse(String(leaf['until'])) === grant.until.getTime() &&
    leaf['subject'] === grant.person &&
    (leaf['countLimit'] ?? null) === grant.countLimit &&
    sameSet(listOf(leaf['modes']), grant.modes) &&
    sameSet(listOf(leaf['fields']), grant.fields)
  if (!same) say('grant-altered', own.entry)
}

function checkReadings(life: Life, say: Say): void {
  const { grant } = life
  const used = life.entries.filter(
    ({ entry }) =>
      (entry.kind === 'reading' || entry.kind === 'export') &&
      entry.verdict === 'permit' &&
      entry.grant !== null,
  )
  const issued = leavesOf(life, 'grant-issued')[0]?.leaf
  for (const { entry } of used) checkReading(life, issued, entry, say)
  if (grant === undefined || grant.countLimit === null) return
  const opened = used.reduce((sum, one) => sum + openings(one), 0)
  if (opened > grant.countLimit) say('more-readings-than-allowed')
  if (opened > grant.used) say('readings-miscounted')
}

/** How many openings an entry stands for: each opened file counts once, looking at the masked file does not. */
function openings({ entry, leaf }: Witnessed): number {
  if (entry.kind === 'export') return Number(leaf?.['rows'] ?? 0)
  const opens = entry.verb === 'read' || entry.verb === 'copy'
  return opens && leaf?.['purpose'] !== undefined ? 1 : 0
}

/** The period that counts is the one that was recorded when the grant was issued. */
function checkReading(
  life: Life,
  issued: Readonly<Record<string, unknown>> | undefined,
  entry: EntryRecord,
  say: Say,
): void {
  const { grant, instance } = life
  if (grant === undefined || entry.grant !== grant.id) return say('reading-without-grant', entry)
  const at = entry.at.getTime()
  const from = issued === undefined ? grant.from.getTime() : Date.parse(String(issued['from']))
  const until = issued === undefined ? grant.until.getTime() : Date.parse(String(issued['until']))
  if (entry.actor !== instance.applicantId) say('reading-by-somebody-else', entry)
  if (at < from || at >= until) say('reading-outside-period', entry)
  if (grant.revokedAt !== null && entry.at > grant.revokedAt) say('reading-after-revocation', entry)
  const named = customersOf(instance.snapshot) ?? life.applied?.customers
  if (named !== undefined && entry.customers.some((id) => !named.includes(id)))
    say('reading-of-other-customer', entry)
}

/** Entries of one kind, newest first, with what the ledger holds. */
const leavesOf = (
  life: Life,
  kind: string,
): { entry: EntryRecord; leaf: Readonly<Record<string, unknown>> }[] =>
  life.entries.flatMap(({ entry, leaf }) => (leaf?.['kind'] === kind ? [{ entry, leaf }] : []))

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** The files named in the content itself, which its hash protects; undefined for forms without files. */
function customersOf(snapshot: unknown): readonly string[] | undefined {
  const named = (snapshot as { customers?: unknown } | null)?.customers
  return Array.isArray(named) ? (named as string[]) : undefined
}
