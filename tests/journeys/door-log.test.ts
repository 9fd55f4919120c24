import { createHash } from 'node:crypto'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { rawZip, workbookParts } from '../../floor/sheet/testing.ts'
import {
  type Actor,
  type Answer,
  entriesOf,
  expectLedgerWhole,
  type Loose,
  openTestOffice,
  type TestOffice,
} from '../support/cast.ts'

/** What the door control of the record room wrote down, read in by Deng and compared with the register (3.2.3). */

let office: TestOffice
let room: string
const body = { name: '一号档案室', kind: 'records', place: '三楼 302', level: 3 }
beforeAll(async () => {
  // Ten in the morning in Shanghai.
  office = await openTestOffice({ at: '2026-11-24T02:00:00Z' })
  room = (await office.deng.gets('POST', '/rooms', { ...body, keeperId: office.wang.personId })).id
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const code = (answer: Answer): [number, string] => [answer.status, answer.body.mistake?.code]
const header = '工号,门,时间,进/出'
const csv = (...lines: string[]): Buffer => Buffer.from([header, ...lines, ''].join('\r\n'))
const uploads = (who: Actor, file: Buffer, path = '/door-log', name = '门禁.csv'): Promise<Answer> =>
  who.uploads(path, name, file)
const previews = async (file: Buffer, name?: string): Promise<Loose> => {
  const answer = await uploads(office.deng, file, '/door-log/preview', name)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const problems = (reply: Loose): [number, string][] =>
  reply.problems.map((one: Loose) => [one.row, one.code.replace('rooms.door-', '')])
const compares = (query = ''): Promise<Loose> => office.deng.gets('GET', `/door-log/comparison${query}`)
const kept = async (): Promise<number> =>
  (await office.house.db.read((r) =>
    r.row<{ n: number }>(sql`select count(*)::int as n from custody.door_event`),
  ))!.n

test('a log of doors that no room has is shown line by line, and nothing of it is kept', async () => {
  const file = csv('B002,North Door 302,2026-11-24 09:00:00,进')
  expect(await previews(file)).toMatchObject({ applied: false, rows: 1, fresh: 0, unknownDoors: 1 })
  expect(code(await uploads(office.deng, file))).toEqual([409, 'rooms.door-nothing-new'])
})

test('two rooms behind one door are a mistake; the name is taken as the door control writes it', async () => {
  const edit = { ...body, keeperId: office.wang.personId, closed: false, version: 1, door: 'North Door 302' }
  expect((await office.deng.asks('PUT', `/rooms/${room}`, edit)).status).toBe(200)
  const other = { ...edit, name: '二号档案室', door: 'north door 302' }
  const { closed: _closed, version: _version, ...made } = other
  expect(code(await office.deng.asks('POST', '/rooms', made))).toEqual([409, 'rooms.door-taken'])
  const rows = (await office.deng.gets('GET', '/rooms')).rows
  expect(rows[0].door).toBe('North Door 302')
})

test('the preview names a person number of nobody, a formula, times that cannot be and times in the future', async () => {
  const file = csv(
    'B002,North Door 302,2026-11-24 09:00:00,进',
    'X999,North Door 302,2026/11/24 9:05,入',
    '=HYPERLINK("http://x"),North Door 302,2026-11-24 09:06:00,进',
    'B003,North Door 302,2026-11-24 10:00:01,进',
    'B003,North Door 302,2026-02-30 10:00:00,进',
    'B003,North Door 302,2026-11-24 25:00:00,进',
    'B003,North Door 302,2026-11-24 09:07:00,也许',
    'B003,East Gate,2026-11-24 09:08:00,出',
    ',North Door 302,2026-11-24 09:08:00,出',
    'b002,north door 302,2026年11月24日 09:00:00,in',
  )
  const reply = await previews(file)
  expect(reply).toMatchObject({
    rows: 10, fresh: 2, matched: 1, unknownPeople: 1, unknownDoors: 1, badLines: 6, repeated: 1,
  }) // prettier-ignore
  expect(problems(reply)).toEqual([
    [3, 'nobody'], [4, 'formula'], [5, 'future'], [6, 'time'], [7, 'time'], [8, 'direction'], [9, 'unknown'],
    [10, 'missing'], [11, 'repeated'],
  ]) // prettier-ignore
  expect(reply.problems.every((one: Loose) => one.zh !== '' && one.en !== '')).toBe(true)
  expect(JSON.stringify(reply)).not.toContain('X999')
  expect(await kept()).toBe(0)
})

test('a workbook whose cells are formulas is not believed, whatever results they carry', async () => {
  const cell = (at: string, text: string, formula = ''): string =>
    `<c r="${at}" t="str">${formula === '' ? '' : `<f>${formula}</f>`}<v>${text}</v></c>`
  const line = (row: number, cells: string[]): string => `<row r="${row}">${cells.join('')}</row>`
  const data =
    line(1, header.split(',').map((text, at) => cell(`${'ABCD'[at]}1`, text))) +
    line(2, [cell('A2', 'B002', '"B0"&amp;"02"'), cell('B2', 'North Door 302'), cell('C2', '2026-11-24 09:00:00'), cell('D2', '进')]) +
    line(3, [cell('A3', 'B002'), cell('B3', 'North Door 302'), cell('C3', '2026-11-24 09:01:00', 'NOW()'), cell('D3', '进')]) // prettier-ignore
  const reply = await previews(rawZip(workbookParts([{ name: '记录', data }])), '门禁.xlsx')
  expect(problems(reply)).toEqual([
    [2, 'formula'],
    [3, 'formula'],
  ])
  expect(reply.fresh).toBe(0)
})

test('a file without the columns, or with nothing below them, is a mistake that names them', async () => {
  const answer = await uploads(office.deng, Buffer.from('甲,乙,丙\r\n1,2,3\r\n'))
  expect(code(answer)).toEqual([422, 'rooms.door-columns'])
  expect(answer.text).toContain('工号、门、时间、进/出')
  expect(code(await uploads(office.deng, csv()))).toEqual([422, 'rooms.door-empty'])
})

test('a clerk imports: he is refused, and so are those who only watch', async () => {
  const file = csv('B002,North Door 302,2026-11-24 09:00:00,进')
  const { li, wang, sun, gu } = office
  for (const who of [li, wang, sun, gu]) {
    expect((await uploads(who, file)).status).toBe(403)
    expect((await uploads(who, file, '/door-log/preview')).status).toBe(403)
  }
  for (const who of [li, wang]) {
    expect((await who.asks('GET', '/door-log')).status).toBe(403)
    expect((await who.asks('GET', '/door-log/comparison')).status).toBe(403)
  }
  expect(await kept()).toBe(0)
})

let file: Buffer
test('the register and the door side by side: who went in unrecorded, who is recorded but did not go in', async () => {
  const { deng, wang, li, han } = office
  const signs = (who: Actor): Promise<Loose> =>
    deng.gets('POST', '/room-entries', { roomId: room, personId: who.personId, purpose: '取件' })
  await deng.gets('POST', `/rooms/${room}/standing`, { personId: han.personId, until: '2026-12-31' })
  await office.later(1 / 24)
  await signs(wang)
  await signs(han)
  await office.later(2 / 24)
  // Wang at 11:00 with the door, again after lunch; Han is in the register only; Li and somebody unknown only at the door.
  file = iconv.encode(
    [
      '一号楼门禁导出', '地点,卡号,通行时间,方向', 'North Door 302,B002,2026-11-24 10:52:00,进门',
      'North Door 302,B002,2026-11-24 12:30:00,进门', 'North Door 302,B003,2026-11-24 12:40:00,进门',
      'North Door 302,B003,2026-11-24 12:45:00,出门', 'North Door 302,Z1,2026-11-24 12:50:00,进门',
      'North Door 302,B004,2026-11-24 10:30:00,进门',
    ].join('\r\n'),
    'gb18030',
  ) // prettier-ignore
  const done = await uploads(deng, file)
  expect(done.body).toMatchObject({ applied: true, fresh: 6, matched: 5, unknownPeople: 1, knownSince: null })
  const found = await compares()
  const people = (rows: Loose[]): [string | null, boolean][] =>
    rows.map((row) => [row.person?.employeeNo ?? null, row.entitled])
  // Han came half an hour before the entry: that is not the entry, but standing entry he had.
  expect(people(found.unrecorded)).toEqual([
    [null, false],
    ['B003', false],
    ['B004', true],
  ])
  expect(people(found.unopened)).toEqual([['B004', true]])
  expect(found.covered).toMatchObject([{ door: 'North Door 302', last: '2026-11-24T04:50:00.000Z' }])
  expect((await compares('?days=2026-11-01~2026-11-23')).unrecordedCount).toBe(0)
  const wrong = await deng.asks('GET', '/door-log/comparison?days=2026-11-24~2026-11-23')
  expect(code(wrong)).toEqual([422, 'rooms.door-period'])
  expect((await li.asks('GET', `/door-log/comparison?room=${room}`)).status).toBe(403)
})

test('the same file twice, or the same line in another file, is skipped; two at once keep each line once', async () => {
  const before = await kept()
  const again = await previews(file)
  expect(again).toMatchObject({ fresh: 0, repeated: 6 })
  expect(again.knownSince).not.toBeNull()
  expect(code(await uploads(office.deng, file))).toEqual([409, 'rooms.door-nothing-new'])
  const more = csv(
    'B003,North Door 302,2026-11-24 12:40:00,in',
    'B002,North Door 302,2026-11-24 12:59:00,out',
  )
  const both = await Promise.all([office.deng, office.qian].map((who) => uploads(who, more)))
  expect(both.map((one) => one.status).sort((a, b) => a - b)).toEqual([200, 409])
  expect(await kept()).toBe(before + 1)
})

test('an approval given after somebody went in does not make it right', async () => {
  const { li, wang } = office
  const at = (hours: number): string =>
    new Date(office.clock.now().getTime() + hours * 3_600_000).toISOString()
  const asked = await li.gets('POST', '/visits', {
    roomId: room, purpose: '查阅合同原件', startsAt: at(-1), endsAt: at(1),
  }) // prettier-ignore
  await wang.gets('POST', `/visits/${asked.id}/decide`, { decision: 'approve', opinion: '' })
  const row = (await compares()).unrecorded.find((one: Loose) => one.person?.employeeNo === 'B003')
  expect(row.entitled).toBe(false)
})

test('lines that were read in are neither changed nor removed, not even by the program', async () => {
  for (const statement of [
    sql`delete from custody.door_event`,
    sql`update custody.door_event set person_id = null`,
    sql`delete from custody.door_batch`,
    sql`update custody.door_batch set imported = 1`,
  ])
    await expect(office.house.db.transact((w) => w.run(statement))).rejects.toThrow()
})

test('the page of the clause says how old the last log is and how many went in unrecorded', async () => {
  await office.later(3)
  const row = (await office.sun.gets('GET', '/clauses')).rows.find((one: Loose) => one.number === '3.2.3')
  expect(row.standings.slice(4).map((one: Loose) => one.value)).toEqual([3, 3])
})

test('the ledger holds the hash of the file and counts, and no number of anybody', async () => {
  const acts = (await entriesOf(office.house, 'act')).filter((one) => one['verb'] === 'import-door-log')
  expect(JSON.stringify(acts)).toContain(createHash('sha256').update(file).digest('hex'))
  expect(JSON.stringify(acts)).not.toMatch(/B00\d|X999|Z1\b|North Door/)
  const batches = (await office.sun.gets('GET', '/door-log')).rows
  const byCount = batches.toSorted(
    (a: { imported: number }, b: { imported: number }) => a.imported - b.imported,
  )
  expect(byCount).toMatchObject([{ imported: 1 }, { imported: 6, unknownPeople: 1 }])
})
