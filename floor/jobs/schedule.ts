import { Cron } from 'croner'
import type { Database, Writer } from '../database/index.ts'
import { sql } from '../database/index.ts'
import { Fault } from '../errors.ts'
import { enqueue } from './queue.ts'
import type { Payload } from './queue.ts'

export interface Schedule {
  readonly name: string
  /** Five fields, minute first, in Beijing time: `30 8 * * 1-5` is 08:30 from Monday to Friday. */
  readonly cron: string
  readonly kind: string
  readonly payload?: Payload
}

const timezone = 'Asia/Shanghai'

function cronOf(pattern: string): Cron {
  try {
    return new Cron(pattern, { timezone, paused: true })
  } catch {
    throw new Fault(`not a schedule: ${pattern}`)
  }
}

/** The first moment after `after` at which the pattern is due; undefined when there is none. */
export function nextDue(pattern: string, after: Date): Date | undefined {
  return cronOf(pattern).nextRun(after) ?? undefined
}

/** Adds or changes a schedule; a new one is first due after `now`. */
export async function setSchedule(w: Writer, schedule: Schedule, now: Date): Promise<void> {
  cronOf(schedule.cron)
  await w.run(sql`
    insert into jobs.schedule (name, cron, kind, payload, last_due)
    values (${schedule.name}, ${schedule.cron}, ${schedule.kind}, ${sql.json(schedule.payload ?? {})}, ${now})
    on conflict (name) do update set cron = excluded.cron, kind = excluded.kind, payload = excluded.payload`)
}

/**
 * Turns schedules that have come due into jobs. What was missed while nobody ran is made up for once, not once per
 * missed time. Several nodes may do this at once: only the one that moves `last_due` adds the job.
 */
export async function enqueueScheduled(db: Database, now: Date): Promise<number> {
  const schedules = await db.read((r) =>
    r.rows<{ name: string; cron: string; kind: string; payload: Payload; lastDue: Date | null }>(
      sql`select name, cron, kind, payload, last_due as "lastDue" from jobs.schedule`,
    ),
  )
  let added = 0
  for (const { name, cron, kind, payload, lastDue } of schedules) {
    const due = nextDue(cron, lastDue ?? new Date(now.getTime() - 60_000))
    if (due === undefined || due > now) continue
    await db.transact(async (w) => {
      const moved = await w.run(sql`
        update jobs.schedule set last_due = ${now} where name = ${name} and last_due is not distinct from ${lastDue}`)
      if (moved === 0) return
      if ((await enqueue(w, { kind, payload, uniqueKey: `schedule:${name}`, runAt: due })) !== undefined)
        added++
    })
  }
  return added
}
