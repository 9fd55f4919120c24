import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { ChannelConfig, ChannelKind, ChoiceBody } from '../wire/notices.ts'

export interface DeliverySettings {
  readonly baseUrl: string
  readonly hosts: readonly string[]
  readonly version: number
}

/** Under which name people reach the program, and which hosts of the intranet it may connect to. */
export async function readSettings(r: Reader): Promise<DeliverySettings> {
  const row = await r.row<DeliverySettings>(
    sql`select base_url as "baseUrl", hosts, version from approval.delivery_setting`,
  )
  return row ?? { baseUrl: '', hosts: [], version: 1 }
}

/** False when somebody else has changed them since. */
export async function changeSettings(
  w: Writer,
  change: { baseUrl: string; hosts: readonly string[]; version: number; by: string; at: Date },
): Promise<boolean> {
  return (
    (await w.run(sql`
      update approval.delivery_setting set base_url = ${change.baseUrl}, hosts = ${[...change.hosts]}, version = version + 1,
             changed_by = ${change.by}, changed_at = ${change.at} where version = ${change.version}`)) === 1
  )
}

export interface StoredChannel {
  readonly id: string
  readonly kind: ChannelKind
  readonly name: string
  readonly enabled: boolean
  readonly config: ChannelConfig
  readonly sealed: Buffer | null
  readonly topics: string[]
  readonly version: number
  readonly changedAt: Date
}

const columns = sql`c.id, c.kind, c.name, c.enabled, c.config, c.sealed, c.topics, c.version, c.changed_at as "changedAt"`

/** Every channel that was not removed, with what waits and what failed. */
export async function readChannels(
  r: Reader,
): Promise<(StoredChannel & { readonly waiting: number; readonly dead: number })[]> {
  return await r.rows(sql`
    select ${columns}, coalesce(o.waiting, 0) as waiting, coalesce(o.dead, 0) as dead
      from approval.channel c left join (
        select channel_id, count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'dead')::int as dead
          from approval.outbox where state in ('waiting', 'dead') group by 1) o on o.channel_id = c.id
     where c.removed_at is null order by c.created_at, c.id`)
}

/** One channel; held until the transaction ends when `lock`. */
export async function readChannel(
  r: Reader,
  id: string,
  lock: boolean = false,
): Promise<StoredChannel | undefined> {
  return await r.row<StoredChannel>(sql`
    select ${columns} from approval.channel c where c.id = ${id} and c.removed_at is null ${lock ? sql`for update` : sql.empty}`)
}

interface ChannelRow {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly config: ChannelConfig
  readonly sealed: Buffer | null
  readonly topics: readonly string[]
  readonly by: string
  readonly at: Date
}

/** @throws QueryFault 23505 when a channel of a kind that exists once is there already */
export async function insertChannel(w: Writer, one: ChannelRow): Promise<void> {
  await w.run(sql`
    insert into approval.channel (id, kind, name, enabled, config, sealed, topics, created_at, changed_by, changed_at)
    values (${one.id}, ${one.config.kind}, ${one.name}, ${one.enabled}, ${sql.json(one.config)}, ${one.sealed}, ${[...one.topics]},
            ${one.at}, ${one.by}, ${one.at})`)
}

/** Changes a channel that was locked and whose version was compared. */
export async function changeChannel(w: Writer, one: ChannelRow): Promise<void> {
  await w.run(sql`
    update approval.channel set name = ${one.name}, enabled = ${one.enabled}, config = ${sql.json(one.config)}, sealed = ${one.sealed},
           topics = ${[...one.topics]}, version = version + 1, changed_by = ${one.by}, changed_at = ${one.at} where id = ${one.id}`)
}

/** Takes a channel away; its secret is destroyed, its messages stay as they were. */
export async function removeChannel(w: Writer, id: string, by: string, at: Date): Promise<void> {
  await w.run(sql`
    update approval.channel set removed_at = ${at}, enabled = false, sealed = null, changed_by = ${by}, changed_at = ${at}
     where id = ${id}`)
}

interface ChoiceRow {
  language: 'zh' | 'en'
  topics: ChoiceBody['topics']
  quietFrom: number | null
  quietUntil: number | null
  digestHour: number
}

/** What a person chose; undefined when nothing. */
export async function readChoice(r: Reader, personId: string): Promise<ChoiceBody | undefined> {
  const row = await r.row<ChoiceRow>(sql`
    select language, topics, quiet_from as "quietFrom", quiet_until as "quietUntil", digest_hour as "digestHour"
      from approval.notice_choice where person_id = ${personId}`)
  if (row === undefined) return undefined
  const { language, topics, quietFrom, quietUntil, digestHour } = row
  const quiet = quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil }
  return { language, topics, quiet, digestHour }
}

/** Keeps what a person chose. */
export async function writeChoice(w: Writer, personId: string, choice: ChoiceBody, at: Date): Promise<void> {
  const { language, topics, quiet, digestHour } = choice
  await w.run(sql`
    insert into approval.notice_choice (person_id, language, topics, quiet_from, quiet_until, digest_hour, changed_at)
    values (${personId}, ${language}, ${sql.json(topics)}, ${quiet?.from ?? null}, ${quiet?.until ?? null}, ${digestHour}, ${at})
    on conflict (person_id) do update set language = excluded.language, topics = excluded.topics, quiet_from = excluded.quiet_from,
      quiet_until = excluded.quiet_until, digest_hour = excluded.digest_hour, changed_at = excluded.changed_at`)
}

/** Where a person is written to. */
export async function readAddress(
  r: Reader,
  personId: string,
): Promise<{ email: string | null; employeeNo: string } | undefined> {
  return await r.row(sql`
    select email, employee_no as "employeeNo" from people.person where id = ${personId} and left_at is null`)
}

export interface Waiting {
  readonly person: string
  readonly open: number
  readonly due: number
}

/** Open tasks per person, and those due by the end of the day or overdue. */
export async function countTasks(r: Reader, endOfDay: Date): Promise<Waiting[]> {
  return await r.rows<Waiting>(sql`
    select assignee_id as person, count(*)::int as open, count(*) filter (where due_at <= ${endOfDay})::int as due
      from approval.task where state = 'todo' group by 1`)
}

/** Of these people, those whose hour of the digest has come and who were not sent today's yet. */
export async function digestReaders(
  r: Reader,
  people: readonly string[],
  q: { day: string; hour: number; usualHour: number },
): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(sql`
    select p.id from people.person p left join approval.notice_choice h on h.person_id = p.id
     where p.id = any(${[...people]}::uuid[]) and p.left_at is null and coalesce(h.digest_hour, ${q.usualHour}) <= ${q.hour}
       and not exists (select from approval.outbox o where o.person_id = p.id and o.kind = 'digest'
                          and o.once like 'digest/' || ${q.day}::text || '/%')`)
  return rows.map(({ id }) => id)
}

/** Tells people in the app that messages fail, once until they have read it. */
export async function tellOfDead(w: Writer, people: readonly string[], at: Date): Promise<void> {
  await w.run(sql`
    insert into approval.notice (id, person_id, kind, link, values, created_at)
    select gen_random_uuid(), p, 'delivery-dead', '/delivery', '{}', ${at}::timestamptz from unnest(${[...people]}::uuid[]) p
     where not exists (select from approval.notice n where n.person_id = p and n.kind = 'delivery-dead' and n.read_at is null)`)
}
