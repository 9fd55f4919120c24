import { type Reader, sql } from '../../../floor/database/index.ts'
import type { ClauseStanding } from '../wire.ts'

/** How things stand under 6.6: requests, whether in time, holds, copies of erased files not destroyed yet. */
export async function rightsStandings(r: Reader, at: Date): Promise<ClauseStanding[]> {
  const c = (await r.row<
    Record<'all' | 'open' | 'overdue' | 'inTime' | 'closed' | 'holds' | 'copies', number>
  >(sql`
    select count(*)::int as "all", count(*) filter (where closed_at is null)::int as open,
      count(*) filter (where closed_at is null and due_at < ${at})::int as overdue,
      count(*) filter (where closed_at <= due_at)::int as "inTime", count(closed_at)::int as closed,
      (select count(*) from supervision.file_hold where lifted_at is null and (until_at is null or until_at > ${at}))::int as holds,
      (select count(*) from supervision.copy_to_destroy where confirmed_at is null)::int as copies
    from supervision.rights_request`))!
  const line = (zh: string, en: string, value: number, of?: number): ClauseStanding => ({
    label: { zh, en },
    value,
    of: of ?? null,
  })
  return [
    line('客户权利请求', 'Requests by customers', c.all),
    line('按期答复', 'Answered in time', c.inTime, c.closed),
    line('待办理', 'Open', c.open),
    line('逾期（应为 0）', 'Overdue (must be 0)', c.overdue),
    line('保全中的档案', 'Holds that stand', c.holds),
    line('已删除客户尚未确认销毁的副本', 'Copies of erased files not confirmed destroyed', c.copies),
  ]
}
