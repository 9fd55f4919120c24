import { type Reader, sql } from '../../../floor/database/index.ts'
import {
  type IntakeLimits,
  isAdministrator,
  type PersonFacts,
  scopeRanks,
  type Scope,
} from '../../../gate/index.ts'
import type { IntakeRights } from '../wire/service.ts'
import { laterDay, momentIn } from '../zone.ts'

interface LimitRow {
  readonly id: string
  readonly owner: string
  readonly clearance: number
  readonly scope: Scope
  readonly fields: readonly number[]
  readonly verbs: readonly string[]
  readonly purpose: string
  readonly maskedOnly: boolean
  readonly intake: IntakeRights | null
  readonly expiresOn: string
  readonly over: boolean
}

const narrower = (one: Scope, other: Scope): Scope => (scopeRanks[one] < scopeRanks[other] ? one : other)

/**
 * Facts of service accounts: what was set for them, and at this very moment no more than what their owner may. Whatever
 * stops the owner stops the account: leaving, a disabled account, a reset password, a check that is still to be done.
 * `peopleFacts` answers for the owners.
 */
export async function serviceFactsOf(
  r: Reader,
  ids: readonly string[],
  timeZone: string,
  peopleFacts: (ids: readonly string[]) => Promise<ReadonlyMap<string, PersonFacts>>,
): Promise<PersonFacts[]> {
  const rows = await r.rows<LimitRow>(sql`
    select s.person_id as id, s.owner_id as owner, p.clearance, p.scope, s.fields, s.verbs, s.purpose, s.masked_only as "maskedOnly", s.intake,
      s.expires_on::text as "expiresOn", s.ended_at is not null or p.left_at is not null as over
    from people.service_account s join people.person p on p.id = s.person_id
    where s.person_id = any(${[...ids]}::uuid[])`)
  const owners = await peopleFacts(rows.map((row) => row.owner))
  return rows.flatMap((row) => {
    const owner = owners.get(row.owner)
    return owner === undefined ? [] : [joined(row, owner, timeZone)]
  })
}

function joined(row: LimitRow, owner: PersonFacts, timeZone: string): PersonFacts {
  // The last day counts, as with an employment.
  const expires = momentIn(timeZone, laterDay(row.expiresOn)).getTime()
  return {
    id: row.id,
    active: !row.over && owner.active && owner.service === undefined && !isAdministrator(owner.roles),
    employedUntil: Math.min(expires, owner.employedUntil ?? expires),
    mustChangePassword: owner.mustChangePassword,
    roles: new Set(),
    clearance: Math.min(row.clearance, owner.clearance),
    scope: narrower(row.scope, owner.scope),
    departments: owner.departments,
    reach: owner.reach,
    authority: owner.authority,
    unmet: owner.unmet,
    service: {
      owner: row.owner,
      fields: new Set(row.fields),
      verbs: new Set(row.verbs),
      purpose: row.purpose,
      maskedOnly: row.maskedOnly,
      ...(row.intake === null ? {} : { intake: limitsOfIntake(row.intake, owner.roles) }),
    },
  }
}

const limitsOfIntake = (
  { system, fields, purposes, source, channel }: IntakeRights,
  ownerRoles: ReadonlySet<string>,
): IntakeLimits => ({
  system,
  fields: new Set(fields),
  purposes: new Set(purposes),
  source,
  channel,
  ownerRoles,
})
