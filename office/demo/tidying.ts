import type { Chapters } from '../../office.ts'
import { laterDay, dayIn } from '../../chapters/people/index.ts'
import { sql } from '../../floor/database/index.ts'
import type { House } from '../../gate/index.ts'
import { call, type Cast } from './cast.ts'

const phone = '13900001234'

/** Files in the queue, some classified and on paper, a request for correction, and scores that have been growing for a month. */
export async function tellTidying(house: House, chapters: Chapters, cast: Cast): Promise<void> {
  const { custody, tidying } = chapters
  const archivist = cast.who('M046')
  const does = (routes: Chapters['custody']['routes'], path: string, body: object, params: object = {}) =>
    call(routes, 'POST', path, archivist, { body, params })
  await tidying.bringUpToDate()
  const files = await house.db.read((r) =>
    r.rows<{ id: string; kind: string; owner: string }>(sql`
      select c.id, c.kind, c.owner_id as owner from custody.customer c join people.person p on p.id = c.owner_id
      where c.status = 'active' order by c.file_no limit 240`),
  )
  const ids = (from: number, to: number): string[] => files.slice(from, to).map((one) => one.id)
  for (const [at, typeCode] of ['key', 'general', 'prospect'].entries())
    await does(tidying.routes, '/tidying/classify', {
      ids: ids(at * 60, at * 60 + 60), typeCode, categoryCode: ['general', 'contract', 'service'][at],
    }) // prettier-ignore
  await does(tidying.routes, '/tidying/postpone', {
    ids: ids(180, 184),
    days: 5,
    reason: '客户出差，月底补证件',
  })
  const rooms = await house.db.read((r) =>
    r.rows<{ id: string }>(
      sql`select id from custody.room where kind = 'records' and closed_at is null order by name`,
    ),
  )
  for (const [at, id] of ids(0, 12).entries())
    await does(
      custody.routes,
      '/customers/:id/paper',
      { category: 'contract', pages: 8 + at * 3, roomId: rooms[0]?.id ?? null, place: `${1 + (at % 4)} 号柜 ${1 + (at % 5)} 层 ${at + 1} 盒`, holderId: cast.idOf('M045') },
      { id },
    ) // prettier-ignore
  const { byCode } = await custody.catalogue()
  const own = files.find((one) => one.kind === 'person')
  if (own !== undefined)
    await does(
      tidying.routes,
      '/customers/:id/corrections',
      { field: byCode.get('mobile')!.id, value: phone, reason: '客户来电告知已更换号码' },
      { id: own.id },
    )
  await tidying.bringUpToDate()
  await monthOfScores(house)
}

/** The company is as old as its first start, so the month before is written as if it had been counted then. */
async function monthOfScores(house: House): Promise<void> {
  const today = dayIn(house.timeZone, house.clock.now())
  await house.db.transact(async (w) => {
    for (let ago = 30; ago >= 1; ago--)
      await w.run(sql`
        insert into collection.quality (day, department_id, files, wanted, missing, held, unfit, doubled, stale)
        select ${laterDay(today, -ago)}::date, department_id, files, wanted, least(wanted, missing + ${ago}::int * (1 + wanted / 400)),
          held, least(held, unfit + ${ago}::int * (1 + held / 900)), least(files, doubled + ${ago}::int / 3), least(files, stale + ${ago}::int / 2)
        from collection.quality where day = ${today}::date on conflict do nothing`)
  })
}
