import { type Reader, sql } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { findClause } from '../../../floor/policy/index.ts'
import type { FileReply } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import type { DeliveryProblem, DeliveryProblems, DeliverySystem, systemOrders } from '../wire/api.ts'
import { textOf } from './bulk.ts'

interface SystemsQuery {
  readonly page: number
  readonly size: number
  readonly days: number
  readonly sort: (typeof systemOrders)[number]
}

const order = {
  name: sql`name`,
  rows: sql`rows`,
  refused: sql`refused`,
  mistaken: sql`mistaken`,
  lastAt: sql`"lastAt"`,
}

/** Systems that may deliver or did, with what came of it in the last days. */
export async function viewSystems(
  ctx: Context,
  q: SystemsQuery,
): Promise<{ total: number; rows: DeliverySystem[] }> {
  const { house } = ctx
  const now = house.clock.now()
  const since = new Date(now.getTime() - q.days * 86_400_000)
  const delivering = sql`people.service_account s where s.intake is not null or exists (select from collection.delivery_day d where d.account_id = s.person_id)`
  return await house.db.read(async (r) => {
    const counted = await r.row<{ n: number }>(sql`select count(*)::int as n from ${delivering}`)
    const rows = await r.rows<Omit<DeliverySystem, 'lastAt'> & { lastAt: Date | null }>(sql`
      select * from (select s.person_id as account, p.name, p.employee_no as number,
        coalesce(s.intake ->> 'system', (select d.system from collection.delivery_day d where d.account_id = s.person_id order by d.day desc limit 1), '') as system,
        o.name as owner, s.intake is not null and s.ended_at is null and s.expires_on >= ${now}::date as open,
        coalesce(t.rows, 0)::int as rows, coalesce(t.created, 0)::int as created, coalesce(t.changed, 0)::int as changed,
        coalesce(t.unchanged, 0)::int as unchanged, coalesce(t.refused, 0)::int as refused, coalesce(t.mistaken, 0)::int as mistaken,
        (select max(d.last_at) from collection.delivery_day d where d.account_id = s.person_id) as "lastAt"
      from people.service_account s join people.person p on p.id = s.person_id join people.person o on o.id = s.owner_id
        left join lateral (select sum(d.rows) as rows, sum(d.created) as created, sum(d.changed) as changed, sum(d.unchanged) as unchanged,
          sum(d.refused) as refused, sum(d.mistaken) as mistaken from collection.delivery_day d
          where d.account_id = s.person_id and d.day >= ${since}::date) t on true
      where s.intake is not null or exists (select from collection.delivery_day d where d.account_id = s.person_id)) listed
      order by ${order[q.sort.replace('-', '') as keyof typeof order]} ${q.sort.startsWith('-') ? sql`desc nulls last` : sql`asc nulls last`}, account
      limit ${q.size} offset ${(q.page - 1) * q.size}`)
    return {
      total: counted?.n ?? 0,
      rows: rows.map((row) => ({ ...row, lastAt: row.lastAt?.toISOString() ?? null })),
    }
  })
}

interface ProblemRow {
  readonly id: string
  readonly at: Date
  readonly row: number | null
  readonly reason: string
  readonly field: string
}

/** Words for a reason: those of the mistake, or of the clause that said no. */
export function reasonText(reason: string): { zh: string; en: string } {
  const clause = /^refused\/(.+)$/.exec(reason)?.[1]
  // Only the reason is kept; what it was about stands in the column beside it.
  if (clause === undefined)
    return textOf(
      new Mistake(reason, { values: { zh: '该项目', en: 'This field', name: '该项目 / This field' } }),
    )
  const text = findClause(clause)?.text
  return text === undefined
    ? { zh: '制度不允许。', en: 'The rule book does not allow it.' }
    : { zh: `${clause} ${text.zh}`, en: `${clause} ${text.en}` }
}

const problemOf = (row: ProblemRow): DeliveryProblem => ({
  ...row,
  at: row.at.toISOString(),
  text: reasonText(row.reason),
})

async function problemRows(
  r: Reader,
  account: string,
  q: { readonly reason?: string | undefined; readonly limit: number; readonly offset: number },
): Promise<ProblemRow[]> {
  return await r.rows<ProblemRow>(sql`
    select id, at, "row", reason, field from collection.delivery_problem
    where account_id = ${account} and (${q.reason ?? null}::text is null or reason = ${q.reason ?? null})
    order by at desc, id desc limit ${q.limit} offset ${q.offset}`)
}

/** What was not taken in from one system, the latest first, and how often each reason came in the last 30 days. */
export async function viewProblems(
  ctx: Context,
  account: string,
  q: { readonly page: number; readonly size: number; readonly reason?: string | undefined },
): Promise<DeliveryProblems> {
  const since = new Date(ctx.house.clock.now().getTime() - 30 * 86_400_000)
  return await ctx.house.db.read(async (r) => {
    const known = await r.row(sql`select 1 from people.service_account where person_id = ${account}`)
    if (known === undefined) throw new Mistake('collection.no-delivery-system', { status: 404 })
    const counted = await r.row<{ n: number }>(sql`select count(*)::int as n from collection.delivery_problem
      where account_id = ${account} and (${q.reason ?? null}::text is null or reason = ${q.reason ?? null})`)
    const rows = await problemRows(r, account, {
      reason: q.reason,
      limit: q.size,
      offset: (q.page - 1) * q.size,
    })
    const reasons = await r.rows<{ reason: string; times: number }>(sql`
      select reason, sum(times)::int as times from collection.delivery_reason
      where account_id = ${account} and day >= ${since}::date group by reason order by 2 desc, 1 limit 100`)
    return {
      total: counted?.n ?? 0,
      rows: rows.map(problemOf),
      reasons: reasons.map((one) => ({ ...one, text: reasonText(one.reason) })),
    }
  })
}

/** Characters with which a spreadsheet begins a formula. */
const formula = /^[=+\-@\t\r]/
const cell = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** The same as a table for a spreadsheet: no values of customers, 20,000 lines at most. */
export async function problemFile(ctx: Context, account: string, language: 'zh' | 'en'): Promise<FileReply> {
  const rows = await ctx.house.db.read((r) => problemRows(r, account, { limit: 20_000, offset: 0 }))
  const head =
    language === 'zh'
      ? ['时间', '行', '原因', '项目', '说明']
      : ['Time', 'Row', 'Reason', 'Field', 'What to do']
  const lines = rows.map((row) => [
    row.at.toISOString(),
    row.row === null ? '' : String(row.row),
    row.reason,
    row.field,
    reasonText(row.reason)[language],
  ])
  const text = [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')
  return {
    fileName: language === 'zh' ? '系统推送问题.csv' : 'delivery-problems.csv',
    contentType: 'text/csv; charset=utf-8',
    body: Buffer.from(`\ufeff${text}\r\n`, 'utf8'),
  }
}
