import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { SignInRules } from '../wire.ts'

export interface RulesInForce extends SignInRules {
  readonly since: Date | null
  readonly proposedBy: string | null
  readonly confirmedBy: string | null
  readonly reason: string
}

/** The rules of sign-in in force. */
export async function readRules(r: Reader): Promise<RulesInForce> {
  const row = await r.row<RulesInForce>(sql`select profile, class_rule as "classRule", age_days as "ageDays",
      factor_roles as "factorRoles", grace_days as "graceDays", step_up_minutes as "stepUpMinutes",
      remember_days as "rememberDays", passkey_days as "passkeyDays", step_up_acts as "stepUpActs", by_role as "byRole", in_force_since as since,
      proposed_by as "proposedBy", confirmed_by as "confirmedBy", reason
    from people.sign_in_policy where id = 1`)
  return row!
}

/** Puts other rules in force. */
export async function writeRules(
  w: Writer,
  rules: SignInRules,
  by: { proposedBy: string; confirmedBy: string; reason: string; at: Date },
): Promise<void> {
  await w.run(sql`update people.sign_in_policy set profile = ${rules.profile}, class_rule = ${rules.classRule}, age_days = ${rules.ageDays},
    factor_roles = ${[...rules.factorRoles]}::text[], grace_days = ${rules.graceDays}, step_up_minutes = ${rules.stepUpMinutes},
    remember_days = ${rules.rememberDays}, passkey_days = ${rules.passkeyDays},
    step_up_acts = ${[...rules.stepUpActs]}::text[], by_role = ${sql.json(rules.byRole)}, in_force_since = ${by.at},
    proposed_by = ${by.proposedBy}, confirmed_by = ${by.confirmedBy}, reason = ${by.reason} where id = 1`)
}

export interface RulesChange {
  readonly id: string
  readonly proposal: SignInRules
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: Date
}
const columns = sql`id, proposal, reason, proposed_by as "proposedBy", proposed_at as "proposedAt"`

/** The change that waits for a second administrator. */
export const openChange = (r: Reader): Promise<RulesChange | undefined> =>
  r.row<RulesChange>(sql`select ${columns} from people.sign_in_policy_change where decided_at is null`)

/** One open change, held until the transaction ends. */
export const lockChange = (w: Writer, id: string): Promise<RulesChange | undefined> =>
  w.row<RulesChange>(
    sql`select ${columns} from people.sign_in_policy_change where id = ${id} and decided_at is null for update`,
  )

/** Lays down a change for a second administrator; one that waited is replaced. */
export async function insertChange(w: Writer, change: RulesChange): Promise<void> {
  await w.run(sql`update people.sign_in_policy_change set decided_at = ${change.proposedAt}, decided_by = ${change.proposedBy},
    outcome = 'replaced' where decided_at is null`)
  await w.run(sql`insert into people.sign_in_policy_change (id, proposal, reason, proposed_by, proposed_at)
    values (${change.id}, ${sql.json(change.proposal)}, ${change.reason}, ${change.proposedBy}, ${change.proposedAt})`)
}

/** The change was decided. */
export const decideChange = (
  w: Writer,
  id: string,
  by: string,
  outcome: 'confirmed' | 'declined',
  at: Date,
): Promise<number> =>
  w.run(sql`update people.sign_in_policy_change set decided_by = ${by}, decided_at = ${at}, outcome = ${outcome}
    where id = ${id} and decided_at is null`)

/** How many people need a second factor, how many of them have one, and how many have a passkey. */
export async function enrolment(
  r: Reader,
  roles: readonly string[],
): Promise<{ required: number; enrolled: number; passkeys: number }> {
  const row = await r.row<{ required: number; enrolled: number; passkeys: number }>(sql`
    with here as (
      select a.id, exists (select from people.role_holding h where h.person_id = a.person_id and h.ended_at is null
          and h.role = any(${[...roles]}::text[])) as wanted,
        exists (select from people.factor f where f.account_id = a.id and f.ended_at is null and f.confirmed_at is not null) as has,
        exists (select from people.factor f where f.account_id = a.id and f.ended_at is null and f.kind = 'passkey') as passkey
      from people.account a join people.person p on p.id = a.person_id
      where a.disabled_at is null and p.left_at is null)
    select count(*) filter (where wanted)::int as required, count(*) filter (where wanted and has)::int as enrolled,
      count(*) filter (where passkey)::int as passkeys from here`)
  return row!
}

export interface SeenFrom {
  readonly personId: string
  readonly roles: readonly string[]
  /** From where they were signed in since then. */
  readonly addresses: readonly string[]
}

/** Everybody with an open account, their offices, and from where they were signed in since that moment; sessions are read once. */
export const seenFrom = (r: Reader, since: Date): Promise<SeenFrom[]> =>
  r.rows<SeenFrom>(sql`
    with seen as (
      select s.account_id, array_agg(distinct f.address) as addresses from people.session s
        cross join lateral unnest(s.signed_from || s.address) as f(address)
      where s.seen_at >= ${since} group by s.account_id)
    select p.id as "personId",
      coalesce((select array_agg(h.role) from people.role_holding h where h.person_id = p.id and h.ended_at is null), '{}') as roles,
      coalesce(seen.addresses, '{}') as addresses
    from people.account a join people.person p on p.id = a.person_id left join seen on seen.account_id = a.id
    where a.disabled_at is null and p.left_at is null`)

/** From every network again, for every role; resolves to how many lists there were. */
export async function clearNetworks(w: Writer, at: Date): Promise<number> {
  const before = await w.row<{ count: number }>(sql`select count(*)::int as count from people.sign_in_policy q
    cross join jsonb_array_elements(q.by_role) as one where jsonb_array_length(one->'networks') > 0`)
  await w.run(sql`update people.sign_in_policy set by_role = coalesce((select jsonb_agg(one || '{"networks": []}'::jsonb)
    from jsonb_array_elements(by_role) as one where one->'idleMinutes' <> 'null'::jsonb or one->'absoluteHours' <> 'null'::jsonb), '[]')`)
  await w.run(
    sql`update people.sign_in_policy_change set decided_at = ${at}, outcome = 'replaced' where decided_at is null`,
  )
  return before?.count ?? 0
}
