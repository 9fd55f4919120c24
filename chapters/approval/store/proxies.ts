import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { ProxyRule } from '../proxies.ts'

interface Row extends Omit<ProxyRule, 'endedAt'> {
  endedAt: Date | null
}

const columns = sql`id, principal_id as principal, proxy_id as proxy, from_at as "from", until_at as until, reason,
  created_at as "createdAt", ended_at as "endedAt"`

const ruleOf = ({ endedAt, ...rest }: Row): ProxyRule => ({
  ...rest,
  ...(endedAt === null ? {} : { endedAt }),
})

/** One rule. */
export async function readProxy(r: Reader, id: string): Promise<ProxyRule | undefined> {
  const row = await r.row<Row>(sql`select ${columns} from approval.proxy where id = ${id}`)
  return row === undefined ? undefined : ruleOf(row)
}

/** Rules in which the person is principal or proxy, the latest first. */
export async function readProxiesOf(r: Reader, person: string): Promise<ProxyRule[]> {
  const rows = await r.rows<Row>(sql`
    select ${columns} from approval.proxy where principal_id = ${person} or proxy_id = ${person}
     order by from_at desc, id limit 200`)
  return rows.map(ruleOf)
}

/** Every rule that is not over at that moment. */
export async function readOpenProxies(r: Reader, at: Date): Promise<ProxyRule[]> {
  const rows = await r.rows<Row>(sql`
    select ${columns} from approval.proxy where swept_at is null and ended_at is null and until_at > ${at} order by from_at, id`)
  return rows.map(ruleOf)
}

/** The rules in force for these principals. */
export async function readProxiesFor(r: Reader, people: readonly string[], at: Date): Promise<ProxyRule[]> {
  if (people.length === 0) return []
  const rows = await r.rows<Row>(sql`
    select ${columns} from approval.proxy
     where principal_id = any(${people}::uuid[]) and ended_at is null and from_at <= ${at} and until_at > ${at}`)
  return rows.map(ruleOf)
}

/** One change of the rules at a time, so that two new ones never close a ring. */
export async function lockProxies(w: Writer): Promise<void> {
  await w.run(sql`lock table approval.proxy in share row exclusive mode`)
}

/** Adds a rule. */
export async function insertProxy(w: Writer, one: ProxyRule & { createdBy: string }): Promise<void> {
  await w.run(sql`
    insert into approval.proxy (id, principal_id, proxy_id, from_at, until_at, reason, created_by, created_at)
    values (${one.id}, ${one.principal}, ${one.proxy}, ${one.from}, ${one.until}, ${one.reason}, ${one.createdBy}, ${one.createdAt})`)
}

/** Ends a rule now; resolves to whether it was open. */
export async function endProxy(w: Writer, id: string, by: string, at: Date): Promise<boolean> {
  return (
    (await w.run(
      sql`update approval.proxy set ended_at = ${at}, ended_by = ${by} where id = ${id} and ended_at is null and until_at > ${at}`,
    )) > 0
  )
}

/** Rules whose time is over and whose tasks may still lie with the proxy. */
export async function readOverProxies(r: Reader, at: Date): Promise<ProxyRule[]> {
  const rows = await r.rows<Row>(sql`
    select ${columns} from approval.proxy where swept_at is null and (ended_at is not null or until_at <= ${at}) order by until_at limit 200`)
  return rows.map(ruleOf)
}

/** The tasks of an ended rule have gone back. */
export async function sweptProxy(w: Writer, id: string, at: Date): Promise<void> {
  await w.run(sql`update approval.proxy set swept_at = ${at} where id = ${id}`)
}

/** Open tasks that somebody holds in the place of a principal. */
export async function readProxyTasks(
  r: Reader,
  principal: string,
): Promise<{ taskId: string; instanceId: string }[]> {
  return await r.rows(sql`
    select id as "taskId", instance_id as "instanceId" from approval.task
     where on_behalf_of = ${principal} and state in ('pending','waiting','todo','approving','delegated') order by id`)
}
