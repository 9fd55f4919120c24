import { type Reader, sql } from '../../floor/database/index.ts'
import { rightsStandings } from './rights/standing.ts'
import { consentStandings } from './standing-consent.ts'
import { levelStandings } from './standing-levels.ts'
import { partnerStandings } from './standing-partners.ts'
import type { ClauseStanding } from './wire.ts'

/** Counts over the registers of the chapters, read in one statement. */
interface DoorCounts {
  /** Days since a door log was read in; null before the first. */
  readonly doorDays: number | null
  readonly doorUnrecorded: number
}

/** Figures of the register of processing purposes. */
interface PurposeCounts {
  readonly purposesGrounded: number
  readonly purposesDescribed: number
  readonly purposeChanges: number
  readonly fieldsWithout: number
  readonly files: number
  readonly filesWithout: number
}

interface Counts extends DoorCounts, PurposeCounts {
  readonly staff: number
  readonly withAccount: number
  readonly temporary: number
  readonly temporaryEnding: number
  readonly services: number
  readonly fields: number
  readonly sources: number
  readonly levelChanges: number
  readonly cleared: number
  readonly matrixVersion: number
  readonly reviewsOpen: number
  readonly reviewsClosed: number
  readonly accounts: number
  readonly withFactor: number
  readonly locked: number
  readonly firstPassword: number
  readonly purposes: number
  readonly flows: number
  readonly flowVersions: number
  readonly grants: number
  readonly exported: number
  readonly handovers: number
  readonly handoversFiled: number
  readonly thingsOut: number
  readonly thingsMissing: number
  readonly cardsToStop: number
  readonly gapWorst: number
  readonly gapMedian: number
  readonly letters: number
  readonly lettersFiled: number
  readonly holdings: number
  readonly appointed: number
  readonly organised: number
  readonly left: number
  readonly leftOpen: number
  readonly administrators: number
  readonly administratorsWithFactor: number
  readonly offices: number
  readonly verifications: number
  readonly rooms: number
  readonly roomEntries: number
  readonly unescorted: number
  readonly notSignedOut: number
}

/** How things stand under a clause today; clauses that no register speaks of are absent. */
export async function clauseStandings(
  r: Reader,
  at: Date,
  timeZone: string,
): Promise<ReadonlyMap<string, ClauseStanding[]>> {
  const c = { ...(await counts(r, at, timeZone)), ...(await doorCounts(r, at)), ...(await purposeCounts(r)) }
  const apart = {
    '2.1.3': await consentStandings(r, at),
    '2.2.2': await partnerStandings(r, at, timeZone),
    '2.3.3': await levelStandings(r, at),
    '6.6': await rightsStandings(r, at),
  }
  return new Map(Object.entries({ ...peopleStandings(c), ...dataStandings(c), ...apart }))
}

const peopleStandings = (c: Counts): Record<string, ClauseStanding[]> => ({
  '1.2': [
    standing('在岗人员有账号', 'People in service with an account', c.withAccount, c.staff),
    standing('非正式员工登记到期日', 'People not permanent with an end date', c.temporaryEnding, c.temporary),
    standing('有责任人的服务账号', 'Service accounts, each with an owner', c.services),
  ],
  '3.2.1': [
    standing('有涉密等级的人员', 'People with a clearance', c.cleared, c.staff),
    standing('权限矩阵版本', 'Version of the authority matrix', c.matrixVersion),
    standing('进行中的权限复核', 'Rights reviews under way', c.reviewsOpen),
    standing('已结束的权限复核', 'Rights reviews closed', c.reviewsClosed),
  ],
  '3.2.2': [
    standing('已设两步验证的账号', 'Accounts with a second factor', c.withFactor, c.accounts),
    standing('尚用一次性密码的账号', 'Accounts still on a one-time password', c.firstPassword, c.accounts),
    standing('正被锁定的账号', 'Accounts locked at present', c.locked),
  ],
  '5.3.3': [
    standing(
      '已设两步验证的管理员',
      'Administrators with a second factor',
      c.administratorsWithFactor,
      c.administrators,
    ),
  ],
  '5.5.1': [
    standing(
      '签字件已归档的交接清单',
      'Handover lists with their signed copy',
      c.handoversFiled,
      c.handovers,
    ),
    standing('在外的介质、设备和卡', 'Media, devices and cards in hands', c.thingsOut),
    standing('离职或调岗时未交还', 'Not given back on leaving or moving', c.thingsMissing),
  ],
  '5.5.2': [
    standing('离职人员账号已停用', 'Leavers whose account is disabled', c.left - c.leftOpen, c.left),
    standing('尚未停用的门禁卡', 'Door cards to stop', c.cardsToStop),
    standing(
      '离职到全部停用，最长（分钟，近 90 天）',
      'From leaving to all stopped, worst (minutes, 90 days)',
      c.gapWorst,
    ),
    standing(
      '离职到全部停用，中位数（分钟，近 90 天）',
      'From leaving to all stopped, median (minutes, 90 days)',
      c.gapMedian,
    ),
  ],
  '5.5.3': [standing('已签收的离职告知书', 'Exit letters signed for', c.lettersFiled, c.letters)],
  '6.1': [
    standing('三类管理岗位有人担任', 'Offices of administration held', c.offices, 3),
    standing('已签发的保密工作组织', 'Signed organisation of secrecy work', c.organised),
    standing('有书面任命的角色', 'Roles held with a written appointment', c.appointed, c.holdings),
    standing('担任这些岗位的人', 'People who hold these offices', c.administrators),
  ],
  '6.2': [standing('账本核验次数', 'Verifications of the ledger', c.verifications)],
})

const dataStandings = (c: Counts): Record<string, ClauseStanding[]> => ({
  '1.3.1': [standing('资料目录中的项目', 'Fields in the catalogue', c.fields)],
  '2.1.1': [
    standing('登记了合法性基础的来源', 'Sources with a legal basis', c.sources),
    standing(
      '写明依据的处理目的',
      'Purposes that say what their basis rests on',
      c.purposesGrounded,
      c.purposes,
    ),
    standing('尚未登记目的的档案', 'Files held for no purpose on record', c.filesWithout, c.files),
  ],
  '2.1.2': [
    standing('说明了必需项目的目的', 'Purposes that say what they need', c.purposesDescribed, c.purposes),
    standing('没有任何目的需要的项目', 'Fields that no purpose needs', c.fieldsWithout, c.fields),
    standing('等待第二人确认的修改', 'Changes that wait for a second person', c.purposeChanges),
  ],
  '3.2.3': [
    standing('在册的场所', 'Rooms under entry control', c.rooms),
    standing('近 30 天出入登记', 'Entries in the last 30 days', c.roomEntries),
    standing('无人全程陪同的来访（应为 0）', 'Visits not accompanied throughout (must be 0)', c.unescorted),
    standing('逾期未登记离开', 'Overdue sign-outs', c.notSignedOut),
    ...(c.doorDays === null
      ? [standing('已导入的门禁记录', 'Door logs read in', 0)]
      : [standing('距上次导入门禁记录（天）', 'Days since a door log was read in', c.doorDays)]),
    standing('近 30 天有门禁记录而无登记', 'Through the door without an entry, 30 days', c.doorUnrecorded),
  ],
  '4.1.1': [standing('在用的业务目的', 'Purposes in use', c.purposes)],
  '4.2.1': [
    standing('在用的审批流程', 'Approval flows in use', c.flows),
    standing('流程版本', 'Versions of flows', c.flowVersions),
    standing('有效的使用授权', 'Grants in force', c.grants),
  ],
  '5.3.6': [standing('导出或打印的文件', 'Files exported or printed', c.exported)],
})

const standing = (zh: string, en: string, value: number, of?: number): ClauseStanding => ({
  label: { zh, en },
  value,
  of: of ?? null,
})

type RegisterCounts = Omit<Counts, keyof DoorCounts | keyof PurposeCounts>

async function counts(r: Reader, at: Date, timeZone: string): Promise<RegisterCounts> {
  const row = await r.row<RegisterCounts>(sql`
    with staff as (
      select p.id, p.employment, p.ends_on, p.clearance, a.id as account from people.person p
      left join people.account a on a.person_id = p.id and a.disabled_at is null
      where p.left_at is null and p.employment <> 'service' and (p.ends_on is null or p.ends_on >= (${at} at time zone ${timeZone})::date)),
    open_account as (
      select a.*, exists (select from people.factor f where f.account_id = a.id and f.confirmed_at is not null and f.ended_at is null) as factor
      from people.account a where a.disabled_at is null),
    office as (
      select role, person_id from people.role_holding
      where ended_at is null and role in ('system-admin', 'security-admin', 'audit-admin')),
    held as (
      select exists (select from people.appointment a where a.person_id = h.person_id and a.role = h.role and a.signed_at is not null
          and a.ended_at is null and a.from_on <= (${at} at time zone ${timeZone})::date
          and (a.until_on is null or a.until_on >= (${at} at time zone ${timeZone})::date)) as letter
      from people.role_holding h join people.person p on p.id = h.person_id
      where h.ended_at is null and p.left_at is null and p.employment <> 'service'),
    gap as (
      -- what is not stopped yet counts up to this moment
      select greatest(0, extract(epoch from greatest(
          coalesce((select max(coalesce(a.disabled_at, ${at})) from people.account a where a.person_id = p.id), p.left_at),
          coalesce((select max(coalesce(t.stopped_at, ${at})) from people.thing t
            where t.holder_id = p.id and t.kind = 'card' and (t.closed_at is null or t.closed_at >= p.left_at)), p.left_at)) - p.left_at) / 60) as minutes
      from people.person p where p.left_at > ${at}::timestamptz - interval '90 days')
    select
      (select count(*) from staff)::int as staff,
      (select count(account) from staff)::int as "withAccount",
      (select count(*) from staff where employment <> 'regular')::int as temporary,
      (select count(ends_on) from staff where employment <> 'regular')::int as "temporaryEnding",
      (select count(*) from staff where clearance > 0)::int as cleared,
      (select count(*) from people.service_account where ended_at is null)::int as services,
      (select count(*) from custody.field where retired_at is null)::int as fields,
      (select count(*) from collection.source where closed_at is null)::int as sources,
      (select count(applied_at) from custody.level_change)::int as "levelChanges",
      (select coalesce(max(version), 0) from people.authority_matrix)::int as "matrixVersion",
      (select count(*) from people.rights_review where closed_at is null)::int as "reviewsOpen",
      (select count(closed_at) from people.rights_review)::int as "reviewsClosed",
      (select count(*) from open_account)::int as accounts,
      (select count(*) from open_account where factor)::int as "withFactor",
      (select count(*) from open_account where locked_until > ${at})::int as locked,
      (select count(*) from open_account where must_change)::int as "firstPassword",
      (select count(*) from collection.purpose where closed_at is null)::int as purposes,
      (select count(distinct key) from approval.definition where active)::int as flows,
      (select count(*) from approval.definition)::int as "flowVersions",
      (select count(*) from usage."grant" where revoked_at is null and ends_at > ${at} and starts_at <= ${at})::int as grants,
      (select count(*) from usage.export)::int as exported,
      (select count(*) from people.handover)::int as handovers,
      (select count(*) from people.signed_paper where of_kind = 'handover')::int as "handoversFiled",
      (select count(*) from people.thing where closed_at is null)::int as "thingsOut",
      (select count(*) from people.thing where closed_at is null and missing_at is not null)::int as "thingsMissing",
      (select count(*) from people.thing where kind = 'card' and stopped_at is null and (missing_at is not null or outcome = 'lost'))::int as "cardsToStop",
      (select coalesce(ceil(max(minutes)), 0) from gap)::int as "gapWorst",
      (select coalesce(ceil(percentile_cont(0.5) within group (order by minutes)), 0) from gap)::int as "gapMedian",
      (select count(*) from people.exit_letter)::int as letters,
      (select count(*) from people.signed_paper where of_kind = 'letter')::int as "lettersFiled",
      (select count(*) from held)::int as holdings,
      (select count(*) from held where letter)::int as appointed,
      (select count(*) from people.secrecy_organisation where state = 'in-force')::int as organised,
      (select count(*) from people.person where left_at is not null)::int as "left",
      (select count(*) from people.person p join open_account a on a.person_id = p.id where p.left_at is not null)::int as "leftOpen",
      (select count(distinct person_id) from office)::int as administrators,
      (select count(distinct o.person_id) from office o join open_account a on a.person_id = o.person_id where a.factor)::int as "administratorsWithFactor",
      (select count(distinct role) from office)::int as offices,
      (select count(*) from supervision.verification)::int as verifications,
      (select count(*) from custody.room where closed_at is null)::int as rooms,
      (select count(*) from custody.entry where entered_at > ${at}::timestamptz - interval '30 days')::int as "roomEntries",
      -- a visitor's stay that no stay of the escort in the same room covers
      (select count(*) from custody.entry v where v.person_id is null and not exists (
        select from custody.entry e where e.room_id = v.room_id and e.person_id = v.escort_id and e.entered_at <= v.entered_at
          and (e.left_at is null or e.left_at >= v.left_at)))::int as unescorted,
      (select count(*) from custody.entry where left_at is null and (entered_at at time zone ${timeZone})::date
        < (${at}::timestamptz at time zone ${timeZone})::date)::int as "notSignedOut"`)
  return row!
}

/** Figures of the door log; a passage is recorded as in the comparison of custody. */
async function doorCounts(r: Reader, at: Date): Promise<DoorCounts> {
  const row = await r.row<DoorCounts>(sql`select
      (select floor(extract(epoch from ${at}::timestamptz - max(imported_at)) / 86400) from custody.door_batch)::int as "doorDays",
      -- no stay of twelve hours at most, a quarter of an hour more on both sides, covers it
      (select count(*) from custody.door_event d where d.direction = 'in' and d.at > ${at}::timestamptz - interval '30 days'
        and not exists (select from custody.entry e where e.room_id = d.room_id and e.person_id = d.person_id
          and e.entered_at <= d.at + interval '15 minutes' and least(coalesce(e.left_at, 'infinity'),
            e.entered_at + interval '12 hours') >= d.at - interval '15 minutes'))::int as "doorUnrecorded"`)
  return row!
}

/** Figures of the register of purposes; what a batch says holds for all its files, so that few rows are looked at. */
async function purposeCounts(r: Reader): Promise<PurposeCounts> {
  const row = await r.row<PurposeCounts>(sql`
    with open as (
      select p.*, exists (select from collection.purpose_field f where f.purpose = p.code) as described
      from collection.purpose p where p.closed_at is null),
    batched as (
      select c.batch_id, count(*) as n from custody.customer c where c.status in ('active', 'restricted') and c.batch_id is not null group by 1)
    select
      (select count(*) from open where described)::int as "purposesDescribed",
      (select count(*) from open where note <> '' or legal_basis = 'no-personal-data')::int as "purposesGrounded",
      (select count(*) from collection.purpose_change where decided_at is null)::int as "purposeChanges",
      (select count(*) from custody.field f where f.retired_at is null and not exists (
        select from collection.purpose_field n join open on open.code = n.purpose where n.field_id = f.id))::int as "fieldsWithout",
      (select count(*) from custody.customer c where c.status in ('active', 'restricted'))::int as files,
      (coalesce((select sum(n) from batched join custody.batch b on b.id = batched.batch_id where b.purposes = '{}'), 0)
        - (select count(distinct o.customer_id) from collection.origin o join custody.customer c on c.id = o.customer_id
            join custody.batch b on b.id = c.batch_id
            where b.purposes = '{}' and o.purposes <> '{}' and c.status in ('active', 'restricted'))
        + (select count(*) from custody.customer c where c.batch_id is null and c.status in ('active', 'restricted')
            and not exists (select from collection.origin o where o.customer_id = c.id and o.purposes <> '{}')))::int as "filesWithout"`)
  return row!
}
