import type { Reader } from '../../../floor/database/index.ts'
import { tidyOutside } from '../outside/store.ts'
import { usualDigestHour } from './kinds.ts'
import { fillDigest, tidyOutbox } from './outbox.ts'
import type { Parts } from './parts.ts'
import { countTasks, digestReaders } from './store.ts'
import { wallIn } from './zone.ts'

/** Name of the job that looks for digests that are due, twice an hour. */
export const digestKind = 'approval.digest'

const endingDays = 7
const together = 200

interface Counts {
  open: number
  due: number
  ending: number
}

/**
 * Writes the digests whose hour has come, on working days of the company's calendar only, and to those alone who have
 * something waiting. A look that was missed is made up for later on the same day; nobody is written to twice a day.
 * @returns how many messages were written
 */
export async function writeDigests(parts: Parts, signal: AbortSignal): Promise<number> {
  const { house } = parts.context
  const now = house.clock.now()
  await house.db.transact(async (w) => {
    await tidyOutbox(w, now)
    await tidyOutside(w, now)
  })
  const { day, minutes } = wallIn(house.timeZone, now)
  const midnight = new Date(Math.floor(now.getTime() / 60_000) * 60_000 - minutes * 60_000)
  if (!(await house.db.read((r) => isWorkingDay(parts, r, midnight)))) return 0
  const counts = await house.db.read((r) => countAll(parts, r, now, midnight))
  const q = { day, hour: Math.floor(minutes / 60), usualHour: usualDigestHour }
  const readers = await house.db.read((r) => digestReaders(r, [...counts.keys()], q))
  let written = 0
  for (let at = 0; at < readers.length && !signal.aborted; at += together)
    written += await house.db.transact(async (w) => {
      let made = 0
      for (const person of readers.slice(at, at + together))
        made += await fillDigest(w, { person, counts: { ...counts.get(person)! }, day, at: now })
      return made
    })
  return written
}

/** The deadline "the same working day" of a free day lies on another day. */
async function isWorkingDay(parts: Parts, r: Reader, midnight: Date): Promise<boolean> {
  const { context } = parts
  const end = await context.people.addWorkingDays(r, midnight, 0)
  return wallIn(context.house.timeZone, end).day === wallIn(context.house.timeZone, midnight).day
}

async function countAll(
  parts: Parts,
  r: Reader,
  now: Date,
  midnight: Date,
): Promise<ReadonlyMap<string, Counts>> {
  const counts = new Map<string, Counts>()
  const of = (person: string): Counts => {
    const found = counts.get(person) ?? { open: 0, due: 0, ending: 0 }
    counts.set(person, found)
    return found
  }
  for (const { person, open, due } of await countTasks(r, new Date(midnight.getTime() + 86_400_000)))
    Object.assign(of(person), { open, due })
  const until = new Date(now.getTime() + endingDays * 86_400_000)
  for (const ending of parts.endings)
    for (const [person, count] of await ending(r, now, until)) of(person).ending += count
  return counts
}
