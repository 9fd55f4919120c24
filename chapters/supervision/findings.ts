import type { LifeOfApplication } from './wire.ts'
import type { EntryRecord, GrantRecord } from './store.ts'

type Finding = LifeOfApplication['findings'][number]

interface Life {
  readonly instance: { readonly state: string; readonly snapshotHash: string; readonly applicantId: string }
  readonly actions: readonly {
    readonly verb: string
    readonly actorId: string
    readonly snapshotHash: string
  }[]
  readonly applied: { readonly customers: readonly string[] } | undefined
  readonly grant: GrantRecord | undefined
  readonly entries: readonly EntryRecord[]
}

/**
 * Reconciles form, approvals, grant and readings of one application (clause 4.2.2): what an auditor would compare by
 * hand. An empty list means that everything fits.
 */
export function findingsOf(life: Life): Finding[] {
  const { instance, actions, grant } = life
  const findings: Finding[] = []
  const say = (code: string, entry?: EntryRecord): void => {
    findings.push({ code, lane: entry?.lane ?? null, index: entry?.index ?? null })
  }
  const approvals = actions.filter((a) => a.verb === 'approve')
  if (grant !== undefined && approvals.length === 0) say('grant-without-approval')
  if (grant !== undefined && grant.snapshotHash !== instance.snapshotHash) say('grant-for-other-content')
  if (approvals.some((a) => a.actorId === instance.applicantId)) say('approved-by-applicant')
  if (
    instance.state === 'approved' &&
    actions.length > 0 &&
    approvals.at(-1)?.snapshotHash !== instance.snapshotHash
  )
    say('approved-other-content')
  for (const entry of life.entries) checkReading(life, entry, say)
  const counted = grant?.countLimit ?? null
  if (grant !== undefined && counted !== null && grant.used > counted) say('more-readings-than-allowed')
  return findings
}

function checkReading(life: Life, entry: EntryRecord, say: (code: string, entry: EntryRecord) => void): void {
  const { grant, applied, instance } = life
  if (entry.kind !== 'reading' || entry.verdict !== 'permit' || entry.grant === null) return
  if (grant === undefined || entry.grant !== grant.id) return say('reading-without-grant', entry)
  if (entry.actor !== instance.applicantId) say('reading-by-somebody-else', entry)
  if (entry.at < grant.from || entry.at >= grant.until) say('reading-outside-period', entry)
  if (grant.revokedAt !== null && entry.at > grant.revokedAt) say('reading-after-revocation', entry)
  if (applied !== undefined && entry.customers.some((id) => !applied.customers.includes(id)))
    say('reading-of-other-customer', entry)
}
