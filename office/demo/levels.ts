import { sql } from '../../floor/database/index.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

/** Rules in force and one that waits, a looser setting that waits, and levels whose terms run, end soon and are over. */
export async function tellLevels(house: House, { custody }: Chapters, cast: Cast): Promise<void> {
  const does = async (no: string, method: 'POST' | 'PUT', path: string, body: object): Promise<unknown> =>
    await call(custody.routes, method, path, cast.who(no), { body })
  const rule = (name: string, more: object): object => ({
    name, priority: 100, effect: 'at-least', level: null, category: null, sensitive: false, ...more,
  }) // prettier-ignore
  await does('M046', 'POST', '/level-rules', rule('研发项目代号', {
    level: 4, category: 'technical', conditions: [{ on: 'pattern', pattern: 'XM-\\d{4}[A-Z]?' }],
  })) // prettier-ignore
  await does('M046', 'POST', '/level-rules', rule('百万元以上报价', {
    level: 3, category: 'trade-secret',
    conditions: [{ on: 'keyword', words: ['报价', '底价', '让利'], atLeast: 1 }, { on: 'amount', atLeast: 1_000_000 }],
  })) // prettier-ignore
  await does('M046', 'POST', '/level-rules', rule('健康与宗教信息', {
    level: 3, sensitive: true, conditions: [{ on: 'sensitive', kinds: ['health', 'religion', 'minor'] }],
  })) // prettier-ignore
  await does('M046', 'POST', '/level-rules', rule('公开服务热线', {
    effect: 'exactly', level: 1, priority: 500, conditions: [{ on: 'keyword', words: ['公开热线', '官网客服'], atLeast: 1 }],
  })) // prettier-ignore
  const { levels, fields } = await custody.catalogue()
  await does('M046', 'PUT', '/level-settings', {
    version: 1, alarmSteps: [25, 250, 2500], reviewDays: 30,
    levels: [...levels.values()].map(({ rank, openTerm, endsByItself, risesAt }) => ({
      rank, openTerm, endsByItself, risesAt: rank === 2 ? 500 : risesAt,
    })),
  }) // prettier-ignore
  // Terms as they stand years after the forms were approved; the forms themselves are older than this company's record.
  await house.db.transact(async (w) => {
    const files = await w.rows<{ id: string }>(
      sql`select id from custody.customer where status = 'active' order by file_no limit 4`,
    )
    const remaining = [-12, 9, 24, 400]
    for (const [at, { id }] of files.entries())
      await w.run(sql`
        insert into custody.level_term (id, customer_id, level, years, scope, starts_at, ends_at, instance_id, fixed_by)
        select gen_random_uuid(), c.id, c.level, 3, '华东区销售、财务', e.ends - interval '3 years', e.ends, gen_random_uuid(),
          ${cast.idOf('M046')}
        from custody.customer c, (select ${house.clock.now()}::timestamptz + make_interval(days => ${remaining[at]!}::int) as ends) e
        where c.id = ${id}`)
    const price = [...fields.values()].find((field) => field.code === 'floor-price')
    if (price !== undefined)
      await w.run(sql`
        insert into custody.level_term (id, field_id, level, open_term, scope, starts_at, instance_id, fixed_by)
        values (gen_random_uuid(), ${price.id}, ${price.level}, 'until-published', '总经理、销售总监', ${house.clock.now()},
          gen_random_uuid(), ${cast.idOf('M046')})`)
  })
}
