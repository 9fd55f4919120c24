import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { enqueue } from '../../../floor/jobs/index.ts'
import type { Json } from '../types.ts'
import type { ChannelConfig, ChannelKind, PersonalKind, Topic } from '../wire/notices.ts'
import { customerKinds, personalKinds } from '../wire/notices.ts'
import { contentOf } from './content.ts'
import { inAppOnly, mostAttempts, topicOf, usualTopics } from './kinds.ts'

/** Name of the job that delivers one message. */
export const deliverKind = 'approval.deliver'

/** Puts a message's job into the queue, in the transaction that wrote the message; due at `runAt` by the house's clock. */
export async function queueMessage(w: Writer, id: string, runAt: Date, key: string = id): Promise<void> {
  await enqueue(w, {
    kind: deliverKind,
    payload: { message: id },
    uniqueKey: key,
    maxAttempts: mostAttempts,
    runAt,
  })
}

/** People who want this topic by a channel of their own that is switched on and reaches them. */
const reached = (topic: Topic) => sql`
  c.enabled and c.removed_at is null and c.kind = any(${[...personalKinds]})
    and p.left_at is null and (c.kind <> 'email' or p.email is not null)
    and case when h.topics ? c.kind then h.topics->c.kind ? ${topic} else ${usualTopics.includes(topic)} end`

/**
 * Writes what is to be told outside the app about one notice, in the transaction of the notice itself: one message for
 * each person and channel, and one for each group that follows the topic. Who has no channel costs one statement.
 */
export async function fillOutbox(
  w: Writer,
  people: readonly string[],
  notice: {
    readonly kind: string
    readonly link: string
    readonly values: Readonly<Record<string, unknown>>
    readonly at: Date
  },
): Promise<void> {
  if (people.length === 0 || inAppOnly.has(notice.kind)) return
  const topic = topicOf(notice.kind)
  const content = contentOf(notice)
  const rows = await w.rows<{ id: string }>(sql`
    insert into approval.outbox (id, channel_id, person_id, kind, content, created_at)
    select gen_random_uuid(), t.channel, t.person, ${notice.kind}, ${sql.json(content)}, ${notice.at}::timestamptz
      from (select c.id as channel, p.id as person
              from approval.channel c cross join people.person p left join approval.notice_choice h on h.person_id = p.id
             where p.id = any(${[...new Set(people)]}::uuid[]) and ${reached(topic)}
            union all
            select c.id, null from approval.channel c
             where c.enabled and c.removed_at is null and c.kind <> all(${[...personalKinds, ...customerKinds]}) and ${topic} = any(c.topics)) t
    returning id`)
  for (const { id } of rows) await queueMessage(w, id, notice.at)
}

/** Writes today's digest for a person once, whatever happens and however many programs try. */
export async function fillDigest(
  w: Writer,
  one: { person: string; counts: Readonly<Record<string, number>>; day: string; at: Date },
): Promise<number> {
  const content = contentOf({ link: '/', values: one.counts })
  const rows = await w.rows<{ id: string }>(sql`
    insert into approval.outbox (id, channel_id, person_id, kind, content, once, created_at)
    select gen_random_uuid(), c.id, p.id, 'digest', ${sql.json(content)}, 'digest/' || ${one.day}::text || '/' || p.id || '/' || c.id,
           ${one.at}::timestamptz
      from approval.channel c cross join people.person p left join approval.notice_choice h on h.person_id = p.id
     where p.id = ${one.person} and ${reached('digest')}
    on conflict (once) do nothing returning id`)
  for (const { id } of rows) await queueMessage(w, id, one.at)
  return rows.length
}

/** Writes one event for another system. */
export async function insertEvent(
  w: Writer,
  event: { id: string; linkId: string; kind: string; content: Json; at: Date },
): Promise<void> {
  await w.run(sql`
    insert into approval.outbox (id, link_id, kind, content, created_at)
    values (${event.id}, ${event.linkId}, ${event.kind}, ${sql.json(event.content)}, ${event.at})`)
  await queueMessage(w, event.id, event.at)
}

/** A message that is about to be sent, with everything needed for it. */
export interface Outgoing {
  readonly id: string
  readonly kind: string
  readonly content: Json
  readonly createdAt: Date
  readonly channel: {
    readonly id: string
    readonly kind: ChannelKind
    readonly config: ChannelConfig
    readonly sealed: Buffer | null
    readonly on: boolean
  } | null
  readonly link: {
    readonly id: string
    readonly url: string
    readonly sealed: Buffer
    readonly on: boolean
  } | null
  readonly person: {
    readonly email: string | null
    readonly employeeNo: string
    /** Who they are on the channel's platform, as the company's directory there says. */
    readonly userId: string | null
    readonly here: boolean
    readonly language: 'zh' | 'en'
    readonly quiet: { readonly from: number; readonly until: number } | null
  } | null
  readonly baseUrl: string
  readonly hosts: readonly string[]
}

interface OutgoingRow {
  id: string
  kind: string
  content: Json
  createdAt: Date
  channelId: string | null
  channelKind: ChannelKind | null
  config: ChannelConfig | null
  channelSealed: Buffer | null
  channelOn: boolean | null
  linkId: string | null
  url: string | null
  linkSealed: Buffer | null
  linkOn: boolean | null
  personId: string | null
  email: string | null
  employeeNo: string | null
  userId: string | null
  here: boolean | null
  language: 'zh' | 'en' | null
  quietFrom: number | null
  quietUntil: number | null
  baseUrl: string
  hosts: string[]
}

/**
 * Takes a waiting message for sending; undefined when it was sent, given up or is being sent by another program just
 * now (the lock ends by itself, so that a program that died does not hold it for ever).
 */
export async function takeMessage(w: Writer, id: string, now: Date): Promise<Outgoing | undefined> {
  const taken = await w.run(sql`
    update approval.outbox set attempts = attempts + 1, locked_until = ${new Date(now.getTime() + 120_000)}
     where id = ${id} and state = 'waiting' and (locked_until is null or locked_until <= ${now})`)
  return taken === 0 ? undefined : await readOutgoing(w, id)
}

async function readOutgoing(r: Reader, id: string): Promise<Outgoing | undefined> {
  const row = await r.row<OutgoingRow>(sql`
    select o.id, o.kind, o.content, o.created_at as "createdAt", c.id as "channelId", c.kind as "channelKind", c.config,
           c.sealed as "channelSealed", c.enabled and c.removed_at is null as "channelOn",
           l.id as "linkId", l.url, l.sealed as "linkSealed", l.enabled and l.removed_at is null as "linkOn",
           p.id as "personId", p.email, p.employee_no as "employeeNo", p.left_at is null as here,
           (select d.external_id from people.directory_person d join people.sign_on_provider v on v.id = d.provider_id
             where d.person_id = p.id and v.enabled and v.kind = split_part(c.kind, '-', 1)
             order by d.seen_at desc limit 1) as "userId",
           h.language, h.quiet_from as "quietFrom", h.quiet_until as "quietUntil", s.base_url as "baseUrl", s.hosts
      from approval.outbox o cross join approval.delivery_setting s
      left join approval.channel c on c.id = o.channel_id left join approval.outside_link l on l.id = o.link_id
      left join people.person p on p.id = o.person_id left join approval.notice_choice h on h.person_id = o.person_id
     where o.id = ${id}`)
  return row === undefined ? undefined : outgoingOf(row)
}

function outgoingOf(row: OutgoingRow): Outgoing {
  const { id, kind, content, createdAt, baseUrl, hosts } = row
  return {
    id,
    kind,
    content,
    createdAt,
    baseUrl,
    hosts,
    channel:
      row.channelId === null
        ? null
        : {
            id: row.channelId,
            kind: row.channelKind!,
            config: row.config!,
            sealed: row.channelSealed,
            on: row.channelOn === true,
          },
    link:
      row.linkId === null
        ? null
        : { id: row.linkId, url: row.url!, sealed: row.linkSealed!, on: row.linkOn === true },
    person:
      row.personId === null
        ? null
        : {
            email: row.email,
            employeeNo: row.employeeNo!,
            userId: row.userId,
            here: row.here === true,
            language: row.language ?? 'zh',
            quiet:
              row.quietFrom === null || row.quietUntil === null
                ? null
                : { from: row.quietFrom, until: row.quietUntil },
          },
  }
}

/** Whether a message is still to be sent. */
export async function isWaiting(r: Reader, id: string): Promise<boolean> {
  return (
    (await r.row(sql`select 1 as one from approval.outbox where id = ${id} and state = 'waiting'`)) !==
    undefined
  )
}

/** The message went out, or will not go at all because it is no longer wanted. */
export async function endMessage(
  w: Writer,
  id: string,
  end: { state: 'sent' | 'dead' | 'dropped'; reason: string | null; at: Date },
): Promise<void> {
  await w.run(sql`
    update approval.outbox set state = ${end.state}, reason = ${end.reason}, ended_at = ${end.at}, locked_until = null
     where id = ${id} and state = 'waiting'`)
}

/** Name of the job that asks once what became of a message that the platform delivers later. */
export const receiptKind = 'approval.receipt'
/** How long after sending it is asked for. */
const receiptAfterMs = 180_000

/** The message was taken by a platform that delivers later: its receipt is kept, and asked after once. */
export async function keepReceipt(w: Writer, id: string, receipt: string, at: Date): Promise<void> {
  const kept = await w.run(
    sql`update approval.outbox set receipt = ${receipt} where id = ${id} and state = 'sent'`,
  )
  if (kept === 0) return
  await enqueue(w, {
    kind: receiptKind,
    payload: { message: id },
    uniqueKey: `${id}/receipt/${receipt}`,
    maxAttempts: 5,
    runAt: new Date(at.getTime() + receiptAfterMs),
  })
}

/** A sent message whose outcome was not asked for yet. */
export async function readReceipt(
  r: Reader,
  id: string,
): Promise<{ readonly outgoing: Outgoing; readonly receipt: string } | undefined> {
  const row = await r.row<{ receipt: string }>(
    sql`select receipt from approval.outbox where id = ${id} and state = 'sent' and receipt is not null`,
  )
  const outgoing = row === undefined ? undefined : await readOutgoing(r, id)
  return row === undefined || outgoing === undefined ? undefined : { outgoing, receipt: row.receipt }
}

/** The outcome is known: a message that did not arrive is marked so; false when another program was faster. */
export async function settleReceipt(w: Writer, id: string, failure: string | undefined): Promise<boolean> {
  const end = failure === undefined ? sql.empty : sql`, state = 'dead', reason = ${failure}`
  const changed = await w.run(sql`
    update approval.outbox set receipt = null ${end} where id = ${id} and state = 'sent' and receipt is not null`)
  return changed === 1
}

/** It did not go out this time; the queue tries again. */
export async function releaseMessage(w: Writer, id: string, reason: string | null): Promise<void> {
  await w.run(sql`
    update approval.outbox set reason = ${reason}, locked_until = null where id = ${id} and state = 'waiting'`)
}

/** It is quiet at the person's: the try does not count. */
export async function postponeMessage(w: Writer, id: string, until: Date): Promise<void> {
  await w.run(sql`
    update approval.outbox set attempts = attempts - 1, locked_until = null where id = ${id} and state = 'waiting'`)
  await queueMessage(w, id, until, `${id}/quiet`)
}

/** Gives undeliverable messages a new set of tries. */
export async function reviveMessages(
  w: Writer,
  which: { readonly id: string } | { readonly channelId: string },
  now: Date,
): Promise<string[]> {
  const chosen = 'id' in which ? sql`id = ${which.id}` : sql`channel_id = ${which.channelId}`
  const rows = await w.rows<{ id: string }>(sql`
    update approval.outbox set state = 'waiting', attempts = 0, ended_at = null, locked_until = null
     where state = 'dead' and ${chosen} returning id`)
  for (const { id } of rows) await queueMessage(w, id, now)
  return rows.map(({ id }) => id)
}

export interface OutboxLine {
  readonly id: string
  readonly channel: string
  readonly channelKind: string
  readonly personId: string | null
  readonly kind: string
  readonly number: string
  readonly state: string
  readonly attempts: number
  readonly reason: string | null
  readonly createdAt: Date
  readonly endedAt: Date | null
}

/** Messages for the system administrator, the newest first. */
export async function listOutbox(
  r: Reader,
  q: { page: number; size: number; state: string | undefined; to: 'systems' | 'channels' | undefined },
): Promise<{ total: number; rows: OutboxLine[] }> {
  const where = sql`${q.state === undefined ? sql`true` : sql`o.state = ${q.state}`}
    and ${q.to === undefined ? sql`true` : q.to === 'systems' ? sql`o.link_id is not null` : sql`o.link_id is null`}`
  const total = await r.row<{ n: number }>(
    sql`select count(*)::int as n from approval.outbox o where ${where}`,
  )
  const rows = await r.rows<OutboxLine>(sql`
    select o.id, coalesce(c.name, l.name) as channel, coalesce(c.kind, 'webhook') as "channelKind", o.person_id as "personId",
           o.kind, coalesce(o.content->>'number', o.content->'application'->>'number', '') as number, o.state, o.attempts,
           o.reason, o.created_at as "createdAt", o.ended_at as "endedAt"
      from approval.outbox o left join approval.channel c on c.id = o.channel_id left join approval.outside_link l on l.id = o.link_id
     where ${where} order by o.created_at desc, o.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: total?.n ?? 0, rows }
}

const keepEndedMs = 30 * 86_400_000
const keepDeadMs = 180 * 86_400_000

/**
 * Drops what was told long ago (the notices themselves stay in the app), and queues again what waits without a job, as
 * after a program that died between two tries.
 */
export async function tidyOutbox(w: Writer, now: Date): Promise<void> {
  const before = (ms: number): Date => new Date(now.getTime() - ms)
  await w.run(sql`
    delete from approval.outbox where (state in ('sent', 'dropped') and created_at < ${before(keepEndedMs)})
       or (state = 'dead' and created_at < ${before(keepDeadMs)})`)
  const lost = await w.rows<{ id: string }>(sql`
    select o.id from approval.outbox o
     where o.state = 'waiting' and o.created_at < ${before(3_600_000)}
       and not exists (select from jobs.job j where j.kind = ${deliverKind} and j.finished_at is null and j.failed_at is null
                          and j.payload->>'message' = o.id::text) limit 500`)
  for (const { id } of lost) await queueMessage(w, id, now)
}

/** Kinds of channels that reach single people and are switched on. */
export async function readPersonalChannels(r: Reader): Promise<{ kind: PersonalKind; name: string }[]> {
  return await r.rows(sql`
    select kind, name from approval.channel
     where enabled and removed_at is null and kind = any(${[...personalKinds]}) order by kind`)
}
