import { type Reader, sql } from '../../floor/database/index.ts'
import type { ClauseStanding } from './wire.ts'

interface LevelCounts {
  readonly changes: number
  readonly rules: number
  readonly rulesWaiting: number
  readonly terms: number
  readonly over: number
  readonly bySelf: number
  readonly alarms: number
  readonly risen: number
}

/** How levels are kept today (2.3.3): changes, rules, terms, and what was taken out in volume in 30 days. */
export async function levelStandings(r: Reader, at: Date): Promise<ClauseStanding[]> {
  const c = (await r.row<LevelCounts>(sql`select
    (select count(applied_at) from custody.level_change where kind <> 'ended')::int as changes,
    (select count(*) from custody.level_rule where state = 'in-force' and not retired)::int as rules,
    (select count(*) from custody.level_rule where state = 'waiting')::int as "rulesWaiting",
    (select count(*) from custody.level_term where ended_at is null)::int as terms,
    (select count(*) from custody.level_term where ended_at is null and ends_at <= ${at})::int as over,
    (select count(*) from custody.level_change where kind = 'ended')::int as "bySelf",
    (select count(alarm) from usage.export where at > ${at}::timestamptz - interval '30 days')::int as alarms,
    (select count(*) from usage.export where collection_level > level and at > ${at}::timestamptz - interval '30 days')::int as risen`))!
  const one = (zh: string, en: string, value: number, of?: number): ClauseStanding => ({
    label: { zh, en },
    value,
    of: of ?? null,
  })
  return [
    one('经审批的定密、变更与解密', 'Levels fixed, changed or ended after approval', c.changes),
    one('执行中的定密规则', 'Rules of levels in force', c.rules),
    one('等待他人确认的规则', 'Rules that wait for another person', c.rulesWaiting),
    one('已届满尚未复审的密级', 'Levels whose term is over and not reviewed', c.over, c.terms),
    one('按设置到期自动解密', 'Levels that ended by themselves as arranged', c.bySelf),
    one('近 30 天因数量升级的导出', 'Exports that rose with volume, 30 days', c.risen),
    one('近 30 天导出数量预警', 'Alarms for the volume of exports, 30 days', c.alarms),
  ]
}
