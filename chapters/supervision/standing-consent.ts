import { type Reader, sql } from '../../floor/database/index.ts'
import type { ClauseStanding } from './wire.ts'

interface ConsentCounts {
  readonly notices: number
  readonly waiting: number
  readonly consents: number
  readonly byConsent: number
  readonly missing: number
  readonly barred: number
  readonly withdrawn: number
  readonly untold: number
}

/** How things stand under 2.1.3: notices in force, evidence of consent, withdrawals, what is still missing. */
export async function consentStandings(r: Reader, at: Date): Promise<ClauseStanding[]> {
  const c = (await r.row<ConsentCounts>(sql`
    select (select count(*) from collection.notice_version where state = 'published')::int as notices,
      (select count(*) from collection.notice_version where state = 'proposed')::int as waiting,
      (select count(*) from collection.consent)::int as consents,
      (select count(*) from custody.customer where status = 'active' and legal_basis in ('consent', 'unknown'))::int as "byConsent",
      (select count(*) from custody.customer where status = 'active' and legal_basis in ('consent', 'unknown') and consent is null)::int as missing,
      (select count(*) from custody.customer where status = 'active' and (barred <> '{}' or marketing_refused))::int as barred,
      (select count(*) from collection.consent_end where at > ${at}::timestamptz - interval '30 days')::int as withdrawn,
      (select count(*) from collection.consent_told where told_at is null)::int as untold`))!
  return [
    standing('现行告知书', 'Notices in force', c.notices),
    standing('待确认的告知书版本', 'Versions that wait for a second person', c.waiting),
    standing('同意记录', 'Consents on record', c.consents),
    standing(
      '以同意为依据且有记录的档案',
      'Files by consent with evidence',
      c.byConsent - c.missing,
      c.byConsent,
    ),
    standing('有限制的档案（撤回、拒绝、到期）', 'Files with something barred', c.barred),
    standing('近 30 天撤回', 'Withdrawals in 30 days', c.withdrawn),
    standing('撤回后尚未通知到的导出与授权', 'Exports and grants not told of a withdrawal', c.untold),
  ]
}

const standing = (zh: string, en: string, value: number, of?: number): ClauseStanding => ({
  label: { zh, en },
  value,
  of: of ?? null,
})
