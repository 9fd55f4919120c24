import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { EventName, LinkBody } from '../wire/outside.ts'

export interface Link {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly url: string
  readonly events: EventName[]
  readonly mayStart: boolean
  readonly mayDecide: boolean
  readonly decideUpTo: number
  readonly users: Readonly<Record<string, string>>
  readonly system: string | null
  readonly sealed: Buffer
  readonly version: number
  readonly changedAt: Date
}

const columns = sql`l.id, l.name, l.enabled, l.url, l.events, l.may_start as "mayStart", l.may_decide as "mayDecide",
  l.decide_up_to as "decideUpTo", l.users, l.system, l.sealed, l.version, l.changed_at as "changedAt"`

/** Every connection that was not removed, with when an event last went out and how many failed. */
export async function readLinks(
  r: Reader,
): Promise<(Link & { readonly lastSentAt: Date | null; readonly dead: number })[]> {
  return await r.rows(sql`
    select ${columns}, (select max(o.ended_at) from approval.outbox o where o.link_id = l.id and o.state = 'sent') as "lastSentAt",
           (select count(*)::int from approval.outbox o where o.link_id = l.id and o.state = 'dead') as dead
      from approval.outside_link l where l.removed_at is null order by l.created_at, l.id`)
}

/** Connections that are switched on and follow at least one event. */
export async function readFollowers(
  r: Reader,
): Promise<Pick<Link, 'id' | 'events' | 'users' | 'mayDecide' | 'system'>[]> {
  return await r.rows(sql`
    select id, events, users, system, may_decide as "mayDecide" from approval.outside_link
     where enabled and removed_at is null and cardinality(events) > 0 order by id`)
}

/** One connection; held until the transaction ends when `lock`. */
export async function readLink(r: Reader, id: string, lock: boolean = false): Promise<Link | undefined> {
  return await r.row<Link>(sql`
    select ${columns} from approval.outside_link l where l.id = ${id} and l.removed_at is null ${lock ? sql`for update` : sql.empty}`)
}

interface Change {
  readonly body: LinkBody
  readonly sealed: Buffer
  readonly by: string
  readonly at: Date
}

/** Adds a connection. */
export async function insertLink(w: Writer, id: string, { body, sealed, by, at }: Change): Promise<void> {
  await w.run(sql`
    insert into approval.outside_link (id, name, enabled, url, events, may_start, may_decide, users, system, sealed, created_at, changed_by, changed_at)
    values (${id}, ${body.name}, ${body.enabled}, ${body.url}, ${body.events}, ${body.mayStart}, ${body.mayDecide},
            ${sql.json(body.users)}, ${body.system}, ${sealed}, ${at}, ${by}, ${at})`)
}

/** Up to this level another system decides alone unless the security administrator said otherwise. */
const usualLimit = 1

/** Remembers that another system was asked to decide about a form. */
export async function keepAsked(w: Writer, linkId: string, instanceId: string, at: Date): Promise<void> {
  await w.run(sql`
    insert into approval.outside_asked (link_id, instance_id, at) values (${linkId}, ${instanceId}, ${at}) on conflict do nothing`)
}

/** Whether a form is any business of this connection: it started it, or was asked to decide about it. */
export async function isConcerned(r: Reader, linkId: string, instanceId: string): Promise<boolean> {
  const row = await r.row(sql`
    select 1 from approval.outside_asked where link_id = ${linkId} and instance_id = ${instanceId}
    union all select 1 from approval.outside_start where link_id = ${linkId} and instance_id = ${instanceId} limit 1`)
  return row !== undefined
}

/**
 * Changes a connection that was locked and whose version was compared. With another map of people or another secret a
 * raised limit is taken back: it was raised for what the connection was then.
 */
export async function changeLink(w: Writer, id: string, { body, sealed, by, at }: Change): Promise<void> {
  await w.run(sql`
    update approval.outside_link set name = ${body.name}, enabled = ${body.enabled}, url = ${body.url}, events = ${body.events},
           may_start = ${body.mayStart}, may_decide = ${body.mayDecide}, users = ${sql.json(body.users)},
           system = ${body.system}, sealed = ${sealed},
           decide_up_to = case when users = ${sql.json(body.users)} and sealed = ${sealed} then decide_up_to
                               else least(decide_up_to, ${usualLimit}) end,
           version = version + 1, changed_by = ${by}, changed_at = ${at} where id = ${id}`)
}

/** Sets up to which level the other system decides alone. */
export async function changeLimit(
  w: Writer,
  id: string,
  change: { decideUpTo: number; by: string; at: Date },
): Promise<void> {
  await w.run(sql`
    update approval.outside_link set decide_up_to = ${change.decideUpTo}, version = version + 1, changed_by = ${change.by},
           changed_at = ${change.at} where id = ${id}`)
}

/** Ends a connection; no call of it is taken any more. */
export async function removeLink(w: Writer, id: string, by: string, at: Date): Promise<void> {
  await w.run(sql`
    update approval.outside_link set removed_at = ${at}, enabled = false, changed_by = ${by}, changed_at = ${at} where id = ${id}`)
}

/** Remembers a nonce; false when it was used before. */
export async function useNonce(w: Writer, linkId: string, nonce: string, at: Date): Promise<boolean> {
  return (
    (await w.run(sql`
      insert into approval.outside_nonce (link_id, nonce, at) values (${linkId}, ${nonce}, ${at}) on conflict do nothing`)) ===
    1
  )
}

const keepNoncesMs = 3_600_000

/** Forgets nonces of calls that would be too late by now anyway. */
export async function tidyOutside(w: Writer, now: Date): Promise<void> {
  await w.run(sql`delete from approval.outside_nonce where at < ${new Date(now.getTime() - keepNoncesMs)}`)
}

/** The person with this employee number who works here. */
export async function personByNumber(r: Reader, employeeNo: string): Promise<string | undefined> {
  const row = await r.row<{ id: string }>(
    sql`select id from people.person where employee_no = ${employeeNo} and left_at is null and employment <> 'service'`,
  )
  return row?.id
}

/** Reserves the other system's number; undefined when it was free, else what it started (null: still being handled). */
export async function reserveReference(
  w: Writer,
  linkId: string,
  reference: string,
  at: Date,
): Promise<{ id: string | null; number: string | null } | undefined> {
  const made = await w.run(sql`
    insert into approval.outside_start (link_id, reference, at) values (${linkId}, ${reference}, ${at}) on conflict do nothing`)
  if (made === 1) return undefined
  return await w.row(sql`
    select instance_id as id, number from approval.outside_start where link_id = ${linkId} and reference = ${reference}`)
}

/** Says what a reference started, or frees it when nothing came of it. */
export async function settleReference(
  w: Writer,
  linkId: string,
  reference: string,
  started: { id: string; number: string } | undefined,
): Promise<void> {
  const which = sql`link_id = ${linkId} and reference = ${reference}`
  if (started === undefined)
    await w.run(sql`delete from approval.outside_start where ${which} and instance_id is null`)
  else
    await w.run(sql`
      update approval.outside_start set instance_id = ${started.id}, number = ${started.number} where ${which}`)
}

export interface Wish {
  readonly id: string
  readonly link: string
  readonly instanceId: string
  readonly number: string
  readonly form: string
  readonly taskId: string
  readonly personId: string
  readonly decision: 'approve' | 'reject' | 'return'
  readonly opinion: string
  readonly snapshotHash: string
  readonly state: string
  readonly askedAt: Date
  readonly answeredAt: Date | null
}

const wishColumns = sql`x.id, l.name as link, x.instance_id as "instanceId", coalesce(i.number, '') as number, i.form,
  x.task_id as "taskId", x.person_id as "personId", x.decision, x.opinion, x.snapshot_hash as "snapshotHash", x.state,
  x.asked_at as "askedAt", x.answered_at as "answeredAt"`
const wishTables = sql`approval.outside_wish x join approval.outside_link l on l.id = x.link_id
  join approval.instance i on i.id = x.instance_id`

/** Keeps a decision until the person confirms it; a later one about the same task takes its place. */
export async function keepWish(
  w: Writer,
  wish: Pick<Wish, 'id' | 'instanceId' | 'taskId' | 'personId' | 'decision' | 'opinion' | 'snapshotHash'> & {
    readonly linkId: string
    readonly at: Date
  },
): Promise<void> {
  await w.run(sql`
    update approval.outside_wish set state = 'dropped', answered_at = ${wish.at} where task_id = ${wish.taskId} and state = 'open'`)
  await w.run(sql`
    insert into approval.outside_wish (id, link_id, instance_id, task_id, person_id, decision, opinion, snapshot_hash, asked_at)
    values (${wish.id}, ${wish.linkId}, ${wish.instanceId}, ${wish.taskId}, ${wish.personId}, ${wish.decision}, ${wish.opinion},
            ${wish.snapshotHash}, ${wish.at})`)
}

/** The person's decisions handed in elsewhere, open ones first. */
export async function listWishes(
  r: Reader,
  personId: string,
  q: { page: number; size: number },
): Promise<{ total: number; rows: Wish[] }> {
  const total = await r.row<{ n: number }>(
    sql`select count(*)::int as n from approval.outside_wish where person_id = ${personId}`,
  )
  const rows = await r.rows<Wish>(sql`
    select ${wishColumns} from ${wishTables} where x.person_id = ${personId}
     order by x.state = 'open' desc, x.asked_at desc, x.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: total?.n ?? 0, rows }
}

/** One open decision of this person. */
export async function readWish(r: Reader, id: string, personId: string): Promise<Wish | undefined> {
  return await r.row<Wish>(sql`
    select ${wishColumns} from ${wishTables} where x.id = ${id} and x.person_id = ${personId} and x.state = 'open'`)
}

/** Closes an open decision; false when it is not open any more. */
export async function answerWish(
  w: Writer,
  id: string,
  state: 'confirmed' | 'dropped',
  at: Date,
): Promise<boolean> {
  return (
    (await w.run(sql`
      update approval.outside_wish set state = ${state}, answered_at = ${at} where id = ${id} and state = 'open'`)) ===
    1
  )
}
