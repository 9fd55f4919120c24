import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Reader } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { dayIn, laterDay, momentIn } from '../../people/index.ts'
import type { Context } from '../context.ts'
import { peopleReply } from '../routes/reply.ts'
import { refusedAct } from './act.ts'
import { type DoorLine, lineProblem, readDoorFile } from './door-read.ts'
import type { CompareQuery, CompareReply, DoorBatches, DoorLineProblem, DoorLogReply } from './door-wire.ts'
import {
  type Difference,
  type DoorEvent,
  fileKnownSince,
  insertDoorLog,
  knownLines,
  listDoorBatches,
  lockDoorLog,
  peopleNumbered,
  roomsWithDoor,
  unopened,
  unrecorded,
} from './store-doors.ts'

export interface DoorFile {
  readonly path: string
  readonly name: string
  readonly signal?: AbortSignal
}

interface Compared {
  readonly reply: Omit<DoorLogReply, 'applied'>
  readonly events: Omit<DoorEvent, 'id'>[]
}

const problemsShown = 500

/** What would happen with this file; nothing is kept. @throws Mistake for a file that cannot be used at all */
export async function previewDoorLog(context: Context, file: DoorFile): Promise<DoorLogReply> {
  const { house } = context
  const [read, hash] = [await readDoorFile(file, house.timeZone, house.clock.now()), await hashOf(file.path)]
  const { reply } = await house.db.read((r) => compared(r, read, hash))
  return { applied: false, ...reply }
}

/**
 * Keeps the lines of a file that are new and name a known door. The ledger holds the hash of the file and the counts.
 * @throws Mistake `rooms.door-nothing-new`, or for a file that cannot be used at all
 */
export async function importDoorLog(
  context: Context,
  caller: Caller,
  file: DoorFile,
): Promise<DoorLogReply | Refusal> {
  const { house } = context
  const at = house.clock.now()
  const [read, hash] = [await readDoorFile(file, house.timeZone, at), await hashOf(file.path)]
  return await house.db.transact(async (w) => {
    await lockDoorLog(w)
    const { reply, events } = await compared(w, read, hash)
    const { rows, unknownPeople, unknownDoors, badLines, repeated } = reply
    const id = newId(at.getTime())
    const counts = { rows, imported: events.length, unknownPeople, unknownDoors, badLines, repeated }
    const refusal = await refusedAct(
      context,
      w,
      caller,
      'import-door-log',
      {},
      { batch: id, file: hash, ...counts },
    )
    if (refusal !== undefined) return refusal
    if (events.length === 0) throw new Mistake('rooms.door-nothing-new', { field: 'file', status: 409 })
    await insertDoorLog(
      w,
      { id, file: hash, by: caller.personId, at, ...counts },
      events.map((event) => ({ id: newId(at.getTime()), ...event })),
    )
    return { applied: true, ...reply }
  })
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** One line is one passage: the same number, room, moment and direction; however often it is read in. */
const lineHash = (line: DoorLine, roomId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([line.number, roomId, line.at.toISOString(), line.direction]))
    .digest('hex')

async function compared(
  r: Reader,
  read: { readonly lines: readonly DoorLine[]; readonly problems: readonly DoorLineProblem[] },
  file: string,
): Promise<Compared> {
  const { lines } = read
  const rooms = new Map((await roomsWithDoor(r)).map((room) => [room.door.toLowerCase(), room.id]))
  const people = await peopleNumbered(r, [...new Set(lines.map((line) => line.number))])
  const placed = lines.flatMap((line) => {
    const roomId = rooms.get(line.door)
    return roomId === undefined ? [] : [{ line, roomId, hash: lineHash(line, roomId) }]
  })
  const seen = await knownLines(
    r,
    placed.map((one) => one.hash),
  )
  const problems = [...read.problems]
  for (const line of lines)
    if (!rooms.has(line.door)) problems.push(lineProblem(line.row, 'door', 'rooms.door-unknown'))
  const events: Omit<DoorEvent, 'id'>[] = []
  let repeated = 0
  for (const { line, roomId, hash } of placed) {
    if (seen.has(hash)) {
      repeated++
      problems.push(lineProblem(line.row, 'time', 'rooms.door-repeated'))
      continue
    }
    seen.add(hash)
    const personId = people.get(line.number) ?? null
    if (personId === null) problems.push(lineProblem(line.row, 'person', 'rooms.door-nobody'))
    events.push({ personId, roomId, at: line.at, direction: line.direction, hash })
  }
  const unknownPeople = events.filter((event) => event.personId === null).length
  const reply = {
    rows: lines.length + read.problems.length,
    fresh: events.length,
    matched: events.length - unknownPeople,
    unknownPeople,
    unknownDoors: lines.length - placed.length,
    badLines: read.problems.length,
    repeated,
    knownSince: (await fileKnownSince(r, file))?.toISOString() ?? null,
    problemCount: problems.length,
    problems: problems.sort((a, b) => a.row - b.row).slice(0, problemsShown),
  }
  return { reply, events }
}

/** The latest files that were read in. */
export async function showDoorBatches(context: Context): Promise<DoorBatches> {
  const rows = await context.house.db.read(listDoorBatches)
  const person = await peopleReply(
    context,
    rows.map((row) => row.by),
  )
  return { rows: rows.map((row) => ({ ...row, by: person(row.by), at: row.at.toISOString() })) }
}

const usualDays = 30

/** Register and door control side by side, for one room or all, over a period. @throws Mistake `rooms.door-period` */
export async function compareDoorLog(context: Context, query: CompareQuery): Promise<CompareReply> {
  const { house } = context
  const { timeZone } = house
  const today = dayIn(timeZone, house.clock.now())
  const [first = '', last = ''] = (query.days ?? '~').split('~')
  const until = last === '' ? today : last
  const fits = [first, until].every((day) => day === '' || !Number.isNaN(Date.parse(`${day}T00:00:00Z`)))
  const from = first !== '' || !fits ? first : laterDay(until, -usualDays)
  if (!fits || from > until) throw new Mistake('rooms.door-period', { field: 'days' })
  const period = {
    room: query.room,
    from: momentIn(timeZone, from),
    until: momentIn(timeZone, laterDay(until)),
    timeZone,
  }
  const [rooms, inside, outside] = await house.db.read(async (r) => [
    await roomsWithDoor(r),
    await unrecorded(r, period),
    await unopened(r, period),
  ])
  const person = await peopleReply(
    context,
    [...inside, ...outside].flatMap((row) => (row.personId === null ? [] : [row.personId])),
  )
  const reply = (row: Difference): CompareReply['unopened'][number] => ({
    id: row.id,
    room: { id: row.roomId, name: row.roomName },
    person: row.personId === null ? null : person(row.personId),
    at: row.at.toISOString(),
    entitled: row.entitled,
  })
  return {
    from,
    until,
    covered: rooms.map((room) => ({
      room: { id: room.id, name: room.name },
      door: room.door,
      last: room.last?.toISOString() ?? null,
    })),
    unrecordedCount: inside[0]?.total ?? 0,
    unrecorded: inside.map(reply),
    unopenedCount: outside[0]?.total ?? 0,
    unopened: outside.map(reply),
  }
}
