import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dayIn, laterDay, momentIn } from '../../chapters/people/index.ts'
import { sql } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

/** Two rooms, people who come and go, a visit that waits, and one of yesterday that nobody signed out. */
export async function tellRooms(house: House, { custody }: Chapters, cast: Cast): Promise<void> {
  const does = async (no: string, path: string, body: object, params: object = {}): Promise<{ id: string }> =>
    (await call(custody.routes, 'POST', path, cast.who(no), { body, params })) as { id: string }
  const records = (
    await does('M046', '/rooms', {
      name: '一号档案室', kind: 'records', place: '综合楼 3 层 302', keeperId: cast.idOf('M045'), level: 4,
      door: '综合楼302',
    })
  ).id // prettier-ignore
  const server = (
    await does('A001', '/rooms', {
      name: '信息中心机房', kind: 'server', place: '综合楼 1 层 108', keeperId: cast.idOf('M050'), level: 3,
      door: '综合楼108',
    })
  ).id // prettier-ignore
  const today = dayIn(house.timeZone, house.clock.now())
  const until = laterDay(today, 180)
  await does('M045', '/rooms/:id/standing', { personId: cast.idOf('M046'), until }, { id: records })
  await does('M050', '/rooms/:id/standing', { personId: cast.idOf('M035'), until }, { id: server })
  const enters = async (no: string, roomId: string, who: string, purpose: string): Promise<string> =>
    (await does(no, '/room-entries', { roomId, personId: cast.idOf(who), purpose })).id
  const gone = await enters('M045', records, 'M046', '合同归档')
  await does('M046', '/room-entries/:id/leave', { remark: '' }, { id: gone })
  await enters('M045', records, 'M046', '月度盘点')
  await enters('M050', server, 'M035', '巡检服务器')
  const at = (hour: number): string => momentIn(house.timeZone, laterDay(today), hour).toISOString()
  await does('M012', '/visits', {
    roomId: records, purpose: '陪同客户核对合同原件', startsAt: at(9), endsAt: at(11), hostId: cast.idOf('M012'),
    escortId: cast.idOf('M012'), visitor: { name: '来访甲', organisation: '示例咨询有限公司', idLast: '0032' },
  }) // prettier-ignore
  await house.db.transact((w) => yesterday(house, w, server, cast))
  await readDoorLog(house, custody, cast, laterDay(today, -1))
}

/** The doors as their control saw them yesterday: the escort came in, and so did somebody who is not in the register. */
async function readDoorLog(
  house: House,
  custody: Chapters['custody'],
  cast: Cast,
  day: string,
): Promise<void> {
  const path = join(house.workFolder, 'demo-doors.csv')
  const lines = [
    '工号,门,时间,进/出',
    `M036,综合楼108,${day} 13:58:20,进`,
    `M035,综合楼108,${day} 17:42:07,进`,
    `M035,综合楼108,${day} 17:50:31,出`,
    `M012,综合楼302,${day} 18:05:44,进`,
    `V007,综合楼302,${day} 18:06:02,进`,
  ]
  await writeFile(path, lines.join('\r\n'))
  await call(custody.routes, 'POST', '/door-log', cast.who('M046'), { file: { path, name: '门禁记录.csv' } })
  await rm(path)
}

/** The company is as old as its first start, so a visit of yesterday is written into the register as if it had been then. */
async function yesterday(
  house: House,
  w: Parameters<Parameters<House['db']['transact']>[0]>[0],
  room: string,
  cast: Cast,
): Promise<void> {
  const day = laterDay(dayIn(house.timeZone, house.clock.now()), -1)
  const [from, until] = [momentIn(house.timeZone, day, 14), momentIn(house.timeZone, day, 16)]
  const [visit, escort, keeper] = [newId(from.getTime()), cast.idOf('M036'), cast.idOf('M050')]
  await w.run(sql`insert into custody.visit_series (year, next) values (${Number(day.slice(0, 4))}, 2)
    on conflict (year) do update set next = custody.visit_series.next + 1`)
  await w.run(sql`insert into custody.visit (id, number, room_id, kind, applicant_id, host_id, escort_id, purpose, starts_at,
      ends_at, commitment, state, created_at, decided_by, decided_at)
    select ${visit}, 'CR-' || year || '-' || lpad((next - 1)::text, 4, '0'), ${room}, 'visitor', ${escort}, ${escort}, ${escort},
      '更换空调滤网', ${from}, ${until}, ${randomBytes(32)}, 'approved', ${from}, ${keeper}, ${from}
    from custody.visit_series where year = ${Number(day.slice(0, 4))}`)
  await w.run(sql`insert into custody.visitor (visit_id, name, organisation, id_last, salt)
    values (${visit}, '来访乙', '示例机电维保有限公司', '118X', ${randomBytes(16)})`)
  for (const basis of ['escort', 'visitor'] as const)
    await w.run(sql`insert into custody.entry (id, room_id, person_id, visit_id, escort_id, purpose, basis, entered_at, entered_by)
      values (${newId(from.getTime())}, ${room}, ${basis === 'escort' ? escort : null}, ${visit},
        ${basis === 'escort' ? null : escort}, '更换空调滤网', ${basis}, ${from}, ${keeper})`)
}
