import { type Reader, type Sql, sql, type Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { ActionDraft } from '../flow/events.ts'
import { fillOutbox } from '../notices/outbox.ts'
import type { Action } from '../types.ts'
import { optional } from './instances.ts'

/** The action log of an instance, oldest first. */
export async function readActions(r: Reader, instanceId: string): Promise<Action[]> {
  const rows = await r.rows<Record<string, unknown>>(sql`
    select seq, task_id as "taskId", actor_id as "actorId", on_behalf_of as "onBehalfOf", verb, opinion, at, address,
           snapshot_hash as "snapshotHash", coalesce(before, '') as before, coalesce(after, '') as after, detail
      from approval.action where instance_id = ${instanceId} order by seq`)
  return rows.map((row) => optional(row) as unknown as Action)
}

/** What an event writes down. */
export interface Log {
  readonly actions: readonly ActionDraft[]
  readonly at: Date
  readonly address: string
}

/** Adds rows to the action log; the program's role can neither change nor delete them afterwards. */
export const newActions = (instanceId: string, { actions, at, address }: Log): Sql => sql`
  insert into approval.action (instance_id, seq, task_id, actor_id, on_behalf_of, verb, opinion, at, address,
    snapshot_hash, before, after, detail)
  select ${instanceId}::uuid, (select coalesce(max(seq), 0) from approval.action where instance_id = ${instanceId}) + x.n,
         x."taskId", x.actor, x."onBehalfOf", x.verb, x.opinion, ${at}::timestamptz, ${address}::text, x.hash, x.before, x.after, x.detail
    from jsonb_to_recordset(${sql.json(actions.map((one, place) => ({ ...one, n: place + 1 })))}) as x(n int, "taskId" uuid, actor uuid,
      "onBehalfOf" uuid, verb text, opinion text, hash text, before text, after text, detail jsonb) order by x.n`

/** Puts people in the know; somebody who is already stays as they are. */
export async function insertCc(
  w: Writer,
  instanceId: string,
  people: readonly string[],
  more: { by: string; at: Date },
): Promise<void> {
  for (const person of people)
    await w.run(sql`
      insert into approval.cc (instance_id, person_id, added_by, added_at) values (${instanceId}, ${person}, ${more.by}, ${more.at})
      on conflict do nothing`)
}

/** Marks the person's own copy as read. */
export async function readOwnCopy(w: Writer, instanceId: string, person: string, at: Date): Promise<number> {
  return await w.run(sql`
    update approval.cc set read_at = ${at} where instance_id = ${instanceId} and person_id = ${person} and read_at is null`)
}

/** Adds one notice for each of the people, and what is told about it outside the app. */
export async function insertNotices(
  w: Writer,
  people: readonly string[],
  notice: {
    kind: string
    instanceId?: string
    link: string
    values: Readonly<Record<string, string | number>>
    at: Date
  },
): Promise<void> {
  const ids = [...new Set(people)].map((person) => ({ id: newId(notice.at.getTime()), person }))
  if (ids.length === 0) return
  await w.run(sql`
    insert into approval.notice (id, person_id, kind, instance_id, link, values, created_at)
    select x.id, x.person, ${notice.kind}, ${notice.instanceId ?? null}::uuid, ${notice.link}, ${sql.json(notice.values)}, ${notice.at}::timestamptz
      from jsonb_to_recordset(${sql.json(ids)}) as x(id uuid, person uuid)`)
  await fillOutbox(w, people, notice)
}
